# Inloop na ekranie, po polsku: made without a native reader; see `read-by-native`.
# To, co stoi między { }, wpisuje ekran. Tekst po znaku = można zmienić.

# "yes" once somebody who speaks it from home has read every text below.
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = ltr

# Własne słowa placówki, bez zmian.
verbatim = { $text }
list-comma = { $most }, { $last }
list-and = { $most } i { $last }

## Języki, każdy we własnym piśmie

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = Jaki język wybrać?

## Początek

rest = Witamy. Proszę dotknąć ekranu.
called-now = { $teken }: { $place }
display-rest = Tutaj widać, czyja jest kolej.
display-offline = Ten ekran nie ma teraz połączenia. Proszę nas zapytać.
home-question = W czym możemy pomóc?
home-ask = Mam pytanie
home-talk-now = Chcę teraz z kimś porozmawiać
home-no-name = Nie trzeba podawać nazwiska.

## Pasek na dole

bar-stop = Stop
bar-help = Pomoc
bar-language = Język
bar-read-aloud = Czytaj
bar-size = Aa
bar-larger = Większe
bar-lower = Niżej
bar-back = Wstecz
bar-next = Dalej
bar-skip = Pomiń
bar-go-on = Kontynuuj
bar-hand-in = Tak, wyślij
bar-done = Gotowe
bar-cover = Ukryj
bar-uncover = Pokaż

# Dla osób, które ekran słyszą, a nie widzą.
spoken-stop = Stop. Wszystko zniknie.
spoken-help = Pomoc. Kogoś zawołamy.
spoken-language = Wybór innego języka.
spoken-read-aloud = Czytanie na głos.
spoken-size = Litery, kolory i dźwięk.
spoken-lower = Wszystko niżej na ekranie.
spoken-back = Powrót do poprzedniego pytania.
spoken-next = Dalej, do następnego pytania.
spoken-cover = Ukryj wpisany tekst.
spoken-uncover = Pokaż wpisany tekst.
spoken-picked = Wybrano.
spoken-countdown = Zostało sekund: { $seconds }.
spoken-covered = Wpisany tekst jest ukryty.
spoken-qr = Kod na telefon.
spoken-own-words = Wpisany tekst.

more = Więcej
yes = Tak
no = Nie

## Klawisze

key-space = spacja
key-half-space = pół spacji
key-backspace = usuń
key-enter = nowa linia
key-shift = wielka litera
key-letters = ABC
key-more-letters = inne litery
key-latin = litery łacińskie
key-digits = 123
key-zero-six = 06
key-at = małpa
key-dot = kropka
key-dash = kreska
key-underscore = podkreślnik
key-plus = plus
key-comma = przecinek
key-question-mark = znak zapytania
key-exclamation-mark = wykrzyknik
key-apostrophe = apostrof
key-slash = ukośnik

## Mam pytanie

topic-question = Czego dotyczy pytanie?
topic-money = Pieniądze i długi
topic-letters = Listy i formularze
topic-work = Praca lub zasiłek
topic-learning = Język i nauka
topic-home = Mieszkanie
topic-neighbours = Sąsiedzi i okolica
topic-relation = Dom i związek
topic-children = Dzieci
topic-health = Zdrowie i opieka
topic-feelings = Jak się czuję
topic-meeting = Poznawanie ludzi
topic-else = Coś innego
topic-rather-not = Wolę nie mówić

need-question = Co jest teraz potrzebne?
need-explain = Wyjaśnienie
need-papers = Pomoc z papierami
need-talk = Rozmowa z kimś
need-plan = Wspólny plan
need-urgent = Szybka pomoc, to nie może czekać
need-unsure = Nie wiem

danger-112 = Jest teraz zagrożenie? Telefon: 112.
danger-113 = Są myśli o samobójstwie? Telefon: 113 lub 0800-0113.

tell-question = Czy opowiedzieć nam coś więcej?
tell-type = Tak, chcę pisać
tell-speak = Tak, chcę mówić
tell-later = Nie, opowiem później

typing-question = Tu można wpisać pytanie. Krótko wystarczy.
typing-counter = { $used } z { $room }

contact-question = Jak się skontaktować?
contact-call = Proszę o telefon
contact-sms = Proszę o SMS
contact-email = Proszę o e-mail
contact-visit-us = Przyjdę tu jeszcze raz
contact-visit-home = Wizyta u mnie w domu
contact-wait = Poczekam tutaj

number-question = Jaki jest numer telefonu?
number-none = Czy numer się zgadza? Tak nie zadzwonimy.
number-change = Zmienię numer
number-skip = Dalej bez numeru
email-question = Jaki jest adres e-mail?
email-none = Czy adres się zgadza? Tak nie napiszemy.
email-change = Zmienię adres
email-skip = Dalej bez adresu
may-be-empty = Można to pominąć.

when-question = Kiedy możemy zadzwonić?
when-morning = Rano
when-afternoon = Po południu
when-evening = Wieczorem
when-any = Obojętnie
voicemail-question = Czy możemy nagrać wiadomość głosową?
safe-question = Czy ten numer jest bezpieczny?
safe-note = Bezpieczny: nikt inny nie czyta i nie słucha.

name-question = Jakiego imienia mamy używać?
name-note = Można podać inne imię.

goal-question = Jaki jest cel?
goal-rest = Spokój
goal-overview = Porządek w sprawach
goal-money = Uporządkowane finanse
goal-home = Dobre mieszkanie
goal-people = Ludzie wokół mnie
goal-unsure = Jeszcze nie wiem
goal-own = Powiem własnymi słowami

overview-question = Czy to się zgadza?
line-topic = Temat
line-need = Co jest potrzebne
line-words = Własne słowa
line-contact = Kontakt
line-number = Numer telefonu
line-email = Adres e-mail
line-when = Kiedy dzwonić
line-safe = Bezpieczny numer
line-name = Imię
line-goal = Cel
line-empty = Nie podano
line-change = Zmień to

readers-our-team = Czyta to nasz zespół.
readers-these = Czytają to: { $names }.
readers-ask = O to, kto to czyta, proszę spytać nas.

privacy-title = Co z tym robicie?
privacy-use = Czytamy to, żeby pomóc.
privacy-lock = Do zespołu idzie to zamknięte.
privacy-forget = Sprawa gotowa? Usuwamy wszystko po { $days ->
    [one] { $days } dniu
   *[other] { $days } dniach
}.
privacy-voluntary = Zawsze można przerwać.

bsn-question = Czy to numer BSN? Bez niego jest bezpieczniej.
bsn-remove = Usuń numer
bsn-keep = Zostaw

keeping = Chwileczkę, zapisujemy pytanie.
not-kept-title = Przepraszamy, teraz zapis się nie udał.
not-kept-words = Wpisany tekst nadal tu jest.
not-kept-help = Proszę spróbować ponownie albo nacisnąć Pomoc.
not-kept-again = Jeszcze raz

## Dziękujemy

receipt-title = Dziękujemy. Mamy już to pytanie.
receipt-teken = Znak to { $teken }.
receipt-hear-by = Odezwiemy się przed tym dniem: { $day }.
receipt-hear = Odezwiemy się.
receipt-send-soon = Wyślemy pytanie, gdy będzie można.
receipt-qr = Proszę zrobić zdjęcie kodu.
thanks-call = Zadzwonimy.
thanks-sms = Wyślemy SMS.
thanks-email = Wyślemy e-mail.
thanks-visit-home = Zadzwonimy, żeby umówić wizytę.
thanks-visit-us = Zapraszamy, gdy jest otwarte.
thanks-wait = Długo to trwa?
thanks-come-by = Można przyjść, gdy jest otwarte.
thanks-say-teken = Wtedy proszę podać swój znak.
ticket = Bilet
ticket-asked = Chwileczkę. Drukuję bilet.
ticket-taken = Proszę wziąć bilet.
ticket-failed = Bilet teraz się nie drukuje. Proszę zrobić zdjęcie.
ticket-keep = Proszę zachować ten bilet.
longer = Więcej czasu

## Znak

teken-boom = Drzewo { $number }
teken-vis = Ryba { $number }
teken-zon = Słońce { $number }
teken-huis = Dom { $number }
teken-fiets = Rower { $number }
teken-ster = Gwiazda { $number }
teken-bloem = Kwiat { $number }
teken-vogel = Ptak { $number }
teken-boot = Łódź { $number }
teken-sleutel = Klucz { $number }
teken-hart = Serce { $number }
teken-appel = Jabłko { $number }

day-monday = poniedziałek
day-tuesday = wtorek
day-wednesday = środa
day-thursday = czwartek
day-friday = piątek
day-saturday = sobota
day-sunday = niedziela

## Wołanie kogoś

call-calling = Wołamy kogoś.
call-delivered = Zespół już wie.
call-coming = Ktoś idzie.
call-walk-or-phone = Proszę podejść do lady lub zadzwonić: { $phone }.
call-walk = Proszę podejść do lady.
locked = Ten ekran jest na razie nieczynny.
locked-here = My jesteśmy na miejscu.
locked-fault = Dla opiekuna urządzenia: usterka nr { $number }.
help-go-on = Można dalej korzystać z ekranu.
talk-now-sit = Proszę usiąść.
talk-now-teken = Znak to { $teken }.
nobody-title = Teraz nikogo nie ma.
nobody-maybe = Być może teraz nikogo nie ma.
closed-title = Teraz jest zamknięte.
nobody-hours = Godziny otwarcia:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } - { $last }: { $from } - { $until }
nobody-phone = Można zadzwonić: { $phone }.
leave-number = Zostaw swój numer

## Nikt nie dotyka ekranu

idle-question = Czy ktoś tu jeszcze jest?
idle-go-on = Tak, jestem
idle-what-happens = Inaczej wszystko usuniemy.

## Wizyty

start = { START($text) }
# "poniedziałek 23 listopada": the months stand in the genitive.
date = { $day } { $number } { $month }
date-tile =
    { $day }
    { $number } { $month }
month-january = stycznia
month-february = lutego
month-march = marca
month-april = kwietnia
month-may = maja
month-june = czerwca
month-july = lipca
month-august = sierpnia
month-september = września
month-october = października
month-november = listopada
month-december = grudnia
# Times are named in the nominative wherever they stand: "godzina dziesiąta", "dziesiąta trzydzieści".
hour-1 = pierwsza
hour-2 = druga
hour-3 = trzecia
hour-4 = czwarta
hour-5 = piąta
hour-6 = szósta
hour-7 = siódma
hour-8 = ósma
hour-9 = dziewiąta
hour-10 = dziesiąta
hour-11 = jedenasta
hour-12 = dwunasta
time-00 = godzina { $hour }
time-05 = { $hour } zero pięć
time-10 = { $hour } dziesięć
time-15 = { $hour } piętnaście
time-20 = { $hour } dwadzieścia
time-25 = { $hour } dwadzieścia pięć
time-30 = { $hour } trzydzieści
time-35 = { $hour } trzydzieści pięć
time-40 = { $hour } czterdzieści
time-45 = { $hour } czterdzieści pięć
time-50 = { $hour } pięćdziesiąt
time-55 = { $hour } pięćdziesiąt pięć
time-other = { $hour } i { $minutes ->
    [one] { $minutes } minuta
    [few] { $minutes } minuty
   *[many] { $minutes } minut
}
time-evening = { $time } wieczorem

whom-question = Z kim chodzi o rozmowę?
whom-team = Zespół (wijkteam)
whom-police = Dzielnicowy (wijkagent)
whom-municipality = Gmina (gemeente)
whom-housing = Dom i czynsz (woonconsulent)
whom-street = Śmieci i ulica (milieuagent)
whom-unsure = Nie wiem
day-question = Jaki dzień?
day-none = Żaden dzień nie pasuje
day-other = Inny dzień
time-question = O której godzinie?
message-question = Czy wysłać wiadomość?
message-sms = Proszę o SMS
message-email = Proszę o e-mail
message-ticket = Wystarczy bilet
message-none = Nie, zapamiętam
bar-book = Tak, zgadza się
line-day = Dzień
line-time = Godzina
line-whom = Z kim
line-message = Wiadomość
taking = Chwileczkę. Pytamy, czy ten termin jest wolny.
keeping-moment = Chwileczkę.
missed-taken = Ten termin właśnie zajęto.
missed-offline = Nie mogę teraz zapisać tego terminu.
missed-passed = Ten termin nie jest już możliwy.
missed-note = Te godziny są możliwe:
missed-note-day = Możliwy jest dzień: { $date }
missed-time = { $date }, { $time }
wish-no-time = Nie mogę teraz ustalić terminu.
wish-call = Zadzwonimy, żeby ustalić termin.
wish-number = Do tego potrzebny jest numer telefonu.
wish-counter = Proszę zapytać przy ladzie.
wish-no-time-yet = Jeszcze bez terminu
wish-title = Dziękujemy. Nie ma jeszcze terminu.
wish-title-other = Dziękujemy. Nie ma jeszcze innego terminu.
booked-title = Wizyta jest umówiona.
booked-when = { $date }, { $time }.
changed-title = Nowy termin jest umówiony.
changed-old = Stary termin już nie obowiązuje.

home-appointment = Chcę się umówić
home-have-appointment = Mam umówioną wizytę
find-question = Jaki jest znak?
find-code = Mam kod
find-number-question = Jaka liczba jest obok?
find-number-note = Znak to { $picture }.
picture-boom = Drzewo
picture-vis = Ryba
picture-zon = Słońce
picture-huis = Dom
picture-fiets = Rower
picture-ster = Gwiazda
picture-bloem = Kwiat
picture-vogel = Ptak
picture-boot = Łódź
picture-sleutel = Klucz
picture-hart = Serce
picture-appel = Jabłko
is-it-you = Wizyta: { $time }. Czy to się zgadza?
here = Już jestem
other-time = Inny termin
not-coming = Nie przyjdę
not-coming-question = Czy na pewno?
not-coming-note = Wtedy ta wizyta się nie odbędzie: { $time }.
not-coming-yes = Tak, nie przyjdę
not-coming-no = Nie, jednak przyjdę
not-today-title = Ten kod nie jest na dziś.
other-day = Termin wizyty: { $date }.
not-today-what = Czy coś zmienić?
not-found-title = Nie znajdujemy wizyty na dziś.
not-found-help = Proszę jeszcze raz sprawdzić znak lub kod.
try-again = Jeszcze raz
needs-code-title = Do tego potrzebny jest kod.
scan-here = Proszę przyłożyć kod do czytnika.
or-scan-here = Albo proszę przyłożyć kod do czytnika.
worker-helps = Pomoże ktoś z zespołu.
call-somebody = Zawołaj kogoś
here-title = Witamy. Proszę usiąść.
here-title-counter = Witamy.
here-soon = Przekażemy, że są Państwo na miejscu.
here-at-desk = Zespół wie, że są Państwo na miejscu.
cancelled-title = Dziękujemy za wiadomość.
cancelled-soon = Przekażemy, że wizyty nie będzie.
cancelled-at-desk = Zespół wie, że wizyty nie będzie.
# In a message that the team sends.
cancelled-by-us = Wizyta się nie odbędzie.

## Martwię się o kogoś

home-worry = Martwię się o kogoś
worry-danger-question = Czy jest teraz zagrożenie?
call-112 = Telefon: 112.
call-safe-at-home = Veilig Thuis (bezpieczny dom): 0800-2000
worry-who-question = O kogo chodzi?
worry-who-neighbour = Ktoś z sąsiadów
worry-who-family = Rodzina
worry-who-friend = Ktoś z przyjaciół
worry-who-child = Dziecko
worry-who-else = Ktoś inny
worry-what-question = Co budzi obawy?
worry-what-alone = Samotność
worry-what-food = Brak jedzenia lub snu
worry-what-mess = Brud lub bałagan w domu
worry-what-fights = Kłótnie lub przemoc
worry-what-money = Pieniądze
worry-what-confused = Zagubienie lub zapominanie
worry-what-unsure = Nie wiem
worry-knows-question = Czy ta osoba wie o tej rozmowie?
worry-call-question = Czy możemy zadzwonić?
worry-no-names = Proszę nie wpisywać jej imienia ani adresu.
worry-typing-question = Czy opowiedzieć coś jeszcze?
worry-thanks = Dziękujemy za te słowa.
worry-first-you = Najpierw porozmawiamy z Państwem.
line-worry-who = O kogo chodzi
line-worry-what = Co budzi obawy
line-worry-knows = Czy ta osoba wie?

## Chcę zrobić coś dla okolicy

home-offer = Chcę zrobić coś dla okolicy
offer-question = Co to może być?
offer-more = Można wybrać kilka.
offer-neighbours = Pomoc sąsiadom
offer-meal = Wspólny posiłek lub kawa
offer-jobs = Naprawy lub ogród
offer-explain = Nauka języka lub komputera
offer-start = Własny pomysł
offer-think = Wspólne myślenie
offer-unsure = Jeszcze nie wiem
offer-when-question = Kiedy jest na to czas?
offer-when-weekend = Weekend
offer-thanks = Dziękujemy za chęć pomocy.
line-offer = Co to może być
line-offer-when = Kiedy jest czas

## Jak było?

home-rate = Jak było?
rate-question = Jak było?
rate-5 = Bardzo dobrze
rate-4 = Dobrze
rate-3 = Może być
rate-2 = Nie za dobrze
rate-1 = Wcale nie dobrze
rate-mark-question = Jaka to ocena?
rate-mark-note = 1 to nisko, 10 to wysoko.
rate-thanks = Dziękujemy.
rate-nobody-knows = Nikt nie wie, czyja to ocena.

## Kto może mi pomóc?

home-who-helps = Kto może mi pomóc?
who-helps-question = Kto może mi pomóc?
who-helps-phone = Telefon: { $phone }
who-helps-more = Więcej o tym: proszę zrobić zdjęcie.
who-helps-none = Proszę zapytać przy ladzie.

## Mówienie

speak-question = Proszę powiedzieć pytanie. Krótko wystarczy.
speak-limit = Są na to dwie minuty.
speak-start = Zacznij mówić
speak-stop = Skończ mówić
speak-recording = Teraz nagrywamy.
speak-time-left = Zostało sekund: { $seconds }
speak-play = Posłuchaj nagrania
speak-play-stop = Skończ słuchać
speak-again = Od nowa
speak-delete = Usuń
speak-kept = Długość nagrania w sekundach: { $seconds }.
speak-nothing-heard = Nic nie słychać. Proszę mówić głośniej.
speak-no-microphone = Mikrofon teraz nie działa.
speak-type-instead = Pytanie można też napisać.
line-recording = Nagranie

## Czytanie na głos i widzenie

read-aloud-none = Tego języka jeszcze nie czytamy na głos.
read-aloud-help = Proszę nacisnąć Pomoc. Ktoś przeczyta.
bar-contrast = Kontrast
spoken-contrast = Większa różnica kolorów.
spoken-next-choice = Następny wybór
spoken-previous-choice = Poprzedni wybór
spoken-choose = Wybierz to
spoken-of = { $place } z { $all }
spoken-keys = Klawisze
aa-question = Jaki ma być ekran?
aa-louder = Głośniej
aa-quieter = Ciszej
spoken-not-aloud = Tego nie czytamy na głos.
spoken-take-handset = Proszę podnieść słuchawkę, aby usłyszeć swoje słowa.
spoken-speak = Proszę mówić po sygnale. Żeby skończyć, proszę nacisnąć jeszcze raz.
