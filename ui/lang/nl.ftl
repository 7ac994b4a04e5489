# Inloop op het scherm, in het Nederlands: A2, hoogstens tien woorden in een zin.
# Wat tussen { } staat vult het scherm in. Alles na = mag een post anders zeggen.

# "yes" zodra iemand die de taal van huis uit spreekt alle teksten hieronder heeft gelezen; anders "no".
read-by-native = yes
# Hoe de taal wordt geschreven: "ltr" van links naar rechts, "rtl" van rechts naar links.
direction = ltr

# Wat de post zelf schreef, zoals het er staat.
verbatim = { $text }
# Een rij: "A, B en C".
list-comma = { $most }, { $last }
list-and = { $most } en { $last }

## Talen, elk in het eigen schrift

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = Welke taal wilt u?

## Begin

rest = Welkom. Raak het scherm aan.
called-now = { $teken }: { $place }
display-rest = Hier ziet u wie aan de beurt is.
display-offline = Dit scherm heeft even geen verbinding. Vraag het ons.
home-question = Wat wilt u doen?
home-ask = Ik heb een vraag
home-talk-now = Ik wil nu iemand spreken
home-no-name = U hoeft uw naam niet te zeggen.

## De balk onderaan

bar-stop = Stop
bar-help = Hulp
bar-language = Taal
bar-read-aloud = Voorlezen
bar-size = Aa
bar-larger = Groter
bar-lower = Lager
bar-back = Vorige
bar-next = Verder
bar-skip = Overslaan
bar-go-on = Ga verder
bar-hand-in = Ja, verstuur
bar-done = Klaar
bar-cover = Verberg
bar-uncover = Laat zien

# Voor wie het scherm hoort en niet ziet.
spoken-stop = Stop. Alles gaat weg.
spoken-help = Hulp. Wij roepen iemand.
spoken-language = Kies een andere taal.
spoken-read-aloud = Lees dit voor.
spoken-size = Letters, kleuren en geluid.
spoken-lower = Zet alles lager op het scherm.
spoken-back = Terug naar de vorige vraag.
spoken-next = Verder naar de volgende vraag.
spoken-cover = Verberg wat u heeft getypt.
spoken-uncover = Laat zien wat u heeft getypt.
spoken-picked = Gekozen.
spoken-countdown = Nog { $seconds } seconden.
spoken-covered = Uw woorden zijn verborgen.
spoken-qr = Een code voor uw telefoon.
spoken-own-words = Wat u heeft getypt.

more = Meer
yes = Ja
no = Nee

## Toetsen

key-space = spatie
key-half-space = halve spatie
key-backspace = wissen
key-enter = nieuwe regel
key-shift = hoofdletter
key-letters = ABC
key-more-letters = meer letters
key-latin = Latijnse letters
key-digits = 123
key-zero-six = 06
key-at = apenstaart
key-dot = punt
key-dash = streepje
key-underscore = laag streepje
key-plus = plus
key-comma = komma
key-question-mark = vraagteken
key-exclamation-mark = uitroepteken
key-apostrophe = apostrof
key-slash = schuine streep

## Ik heb een vraag

topic-question = Waar gaat het over?
topic-money = Geld en schulden
topic-letters = Brieven en formulieren
topic-work = Werk of uitkering
topic-learning = Taal en leren
topic-home = Wonen
topic-neighbours = Buren en buurt
topic-relation = Thuis en relatie
topic-children = Kinderen
topic-health = Gezondheid en hulp
topic-feelings = Hoe ik me voel
topic-meeting = Mensen ontmoeten
topic-else = Iets anders
topic-rather-not = Dat zeg ik liever niet

need-question = Wat heeft u nu nodig?
need-explain = Uitleg
need-papers = Hulp bij papieren
need-talk = Iemand om mee te praten
need-plan = Samen een plan maken
need-urgent = Snel hulp, het kan niet wachten
need-unsure = Weet ik niet

danger-112 = Is er nu gevaar? Bel 112.
danger-113 = Denkt u aan zelfmoord? Bel 113 of 0800-0113.

tell-question = Wilt u iets vertellen?
tell-type = Ja, ik wil typen
tell-speak = Ja, ik wil spreken
tell-later = Nee, ik vertel het later zelf

typing-question = Typ hier uw vraag. Kort is goed.
typing-counter = { $used } van { $room }

contact-question = Hoe wilt u contact?
contact-call = Bel mij
contact-sms = Stuur een sms
contact-email = Stuur een e-mail
contact-visit-us = Ik kom zelf langs
contact-visit-home = Kom bij mij thuis
contact-wait = Ik wacht hier

number-question = Wat is uw telefoonnummer?
number-none = Klopt dit nummer? Zo kunnen wij niet bellen.
number-change = Ik verander het nummer
number-skip = Verder zonder nummer
email-question = Wat is uw e-mailadres?
email-none = Klopt dit adres? Zo kunnen wij niet schrijven.
email-change = Ik verander het adres
email-skip = Verder zonder adres
may-be-empty = U mag dit ook overslaan.

when-question = Wanneer mogen wij bellen?
when-morning = Ochtend
when-afternoon = Middag
when-evening = Avond
when-any = Maakt niet uit
voicemail-question = Mogen wij uw voicemail inspreken?
safe-question = Is dit nummer veilig?
safe-note = Veilig is: niemand anders leest of luistert mee.

name-question = Hoe mogen wij u noemen?
name-note = U mag ook een andere naam kiezen.

goal-question = Wat wilt u bereiken?
goal-rest = Rust
goal-overview = Overzicht
goal-money = Geld op orde
goal-home = Een fijn huis
goal-people = Mensen om mij heen
goal-unsure = Weet ik nog niet
goal-own = Ik zeg het zelf

overview-question = Klopt dit?
line-topic = Waar het over gaat
line-need = Wat u nodig heeft
line-words = Uw woorden
line-contact = Contact
line-number = Telefoonnummer
line-email = E-mailadres
line-when = Wanneer bellen
line-safe = Veilig nummer
line-name = Uw naam
line-goal = Wat u wilt bereiken
line-empty = Niet gezegd
line-change = Verander dit

readers-our-team = Ons team leest dit.
readers-these = Dit lezen: { $names }.
readers-ask = Vraag ons wie dit leest.

privacy-title = Wat doen jullie hiermee?
privacy-use = Wij lezen dit om u te helpen.
privacy-lock = Het gaat op slot naar het team.
privacy-forget = Is het klaar? Dan wissen wij alles na { $days } dagen.
privacy-voluntary = U mag altijd stoppen.

bsn-question = Is dit uw BSN? Haal het weg, dat is veiliger.
bsn-remove = Haal het weg
bsn-keep = Laat het staan

keeping = Een moment, wij bewaren uw vraag.
not-kept-title = Sorry, bewaren lukt nu niet.
not-kept-words = Uw woorden staan er nog.
not-kept-help = Probeer het nog een keer, of druk op Hulp.
not-kept-again = Nog een keer

## Bedankt

receipt-title = Bedankt. Wij hebben uw vraag.
receipt-teken = Uw teken is { $teken }.
receipt-hear-by = U hoort van ons voor { $day }.
receipt-hear = U hoort van ons.
receipt-send-soon = Wij sturen uw vraag zodra het kan.
receipt-qr = Maak een foto van deze code.
thanks-call = Wij bellen u.
thanks-sms = Wij sturen u een sms.
thanks-email = Wij sturen u een e-mail.
thanks-visit-home = Wij bellen u voor een afspraak thuis.
thanks-visit-us = Kom langs als wij open zijn.
thanks-wait = Duurt het lang?
thanks-come-by = U kunt langskomen als wij open zijn.
thanks-say-teken = Noem dan uw teken.
ticket = Briefje
ticket-asked = Een moment. Ik print uw briefje.
ticket-taken = Pak uw briefje.
ticket-failed = Het briefje lukt nu niet. Maak een foto.
ticket-keep = Bewaar dit briefje.
longer = Langer lezen

## Teken

teken-boom = Boom { $number }
teken-vis = Vis { $number }
teken-zon = Zon { $number }
teken-huis = Huis { $number }
teken-fiets = Fiets { $number }
teken-ster = Ster { $number }
teken-bloem = Bloem { $number }
teken-vogel = Vogel { $number }
teken-boot = Boot { $number }
teken-sleutel = Sleutel { $number }
teken-hart = Hart { $number }
teken-appel = Appel { $number }

day-monday = maandag
day-tuesday = dinsdag
day-wednesday = woensdag
day-thursday = donderdag
day-friday = vrijdag
day-saturday = zaterdag
day-sunday = zondag

## Iemand roepen

call-calling = Wij roepen iemand.
call-delivered = Uw oproep is bij het team.
call-coming = Er komt iemand.
call-walk-or-phone = Loop naar de balie of bel { $phone }.
call-walk = Loop naar de balie.
locked = Deze zuil is even dicht.
locked-here = Wij zijn er wel.
locked-fault = Voor de beheerder: storing { $number }.
help-go-on = U kunt gewoon verdergaan.
talk-now-sit = Ga maar zitten.
talk-now-teken = U bent { $teken }.
nobody-title = Er is nu niemand.
nobody-maybe = Misschien is er nu niemand.
closed-title = Wij zijn nu dicht.
nobody-hours = Wij zijn open:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } t/m { $last }: { $from } - { $until }
nobody-phone = U kunt bellen: { $phone }.
leave-number = Laat uw nummer achter

## Niemand raakt het scherm aan

idle-question = Bent u er nog?
idle-go-on = Ja, ik ga door
idle-what-happens = Anders wissen wij alles.

## Afspraken

# Het begin van een zin of een keuze: met een hoofdletter.
start = { START($text) }
# "maandag 23 november"; na het getal een vaste spatie.
date = { $day } { $number } { $month }
# The same on a tile, in two lines.
date-tile =
    { $day }
    { $number } { $month }
month-january = januari
month-february = februari
month-march = maart
month-april = april
month-may = mei
month-june = juni
month-july = juli
month-august = augustus
month-september = september
month-october = oktober
month-november = november
month-december = december
hour-1 = een
hour-2 = twee
hour-3 = drie
hour-4 = vier
hour-5 = vijf
hour-6 = zes
hour-7 = zeven
hour-8 = acht
hour-9 = negen
hour-10 = tien
hour-11 = elf
hour-12 = twaalf
# $next is het uur erna.
time-00 = { $hour } uur
time-05 = vijf over { $hour }
time-10 = tien over { $hour }
time-15 = kwart over { $hour }
time-20 = tien voor half { $next }
time-25 = vijf voor half { $next }
time-30 = half { $next }
time-35 = vijf over half { $next }
time-40 = tien over half { $next }
time-45 = kwart voor { $next }
time-50 = tien voor { $next }
time-55 = vijf voor { $next }
time-other = { $hour } uur en { $minutes } minuten
time-evening = { $time } 's avonds

whom-question = Wie wilt u spreken?
whom-team = Wijkteam
whom-police = Wijkagent
whom-municipality = Gemeente
whom-housing = Huis en huur (woonconsulent)
whom-street = Afval en straat (milieuagent)
whom-unsure = Weet ik niet
day-question = Welke dag?
day-none = Geen dag past mij
day-other = Andere dag
time-question = Hoe laat?
message-question = Wilt u een bericht?
message-sms = Stuur een sms
message-email = Stuur een e-mail
message-ticket = Briefje is goed
message-none = Nee, ik onthoud het
bar-book = Ja, dat klopt
line-day = Dag
line-time = Tijd
line-whom = Met wie
line-message = Bericht
taking = Een moment. Wij vragen of deze tijd kan.
keeping-moment = Een moment.
missed-taken = Deze tijd is net bezet.
missed-offline = Deze tijd kan ik nu niet vastzetten.
missed-passed = Deze tijd kan nu niet meer.
missed-note = Deze tijden kunnen wel:
missed-note-day = { $date } kan wel:
missed-time = { $date }, { $time }
wish-no-time = Ik kan nu geen tijd vastzetten.
wish-call = Wij bellen u voor een tijd.
wish-number = Daarvoor is uw nummer nodig.
wish-counter = Vraag het aan de balie.
wish-no-time-yet = Nog geen tijd
wish-title = Bedankt. U heeft nog geen tijd.
wish-title-other = Bedankt. U heeft nog geen andere tijd.
booked-title = Uw afspraak staat vast.
booked-when = { $date }, { $time }.
changed-title = Uw nieuwe tijd staat vast.
changed-old = Kom niet meer op de oude tijd.

home-appointment = Ik wil een afspraak
home-have-appointment = Ik heb een afspraak
find-question = Welk teken heeft u?
find-code = Ik heb een code
find-number-question = Welk nummer staat erbij?
find-number-note = Uw teken is { $picture }.
picture-boom = Boom
picture-vis = Vis
picture-zon = Zon
picture-huis = Huis
picture-fiets = Fiets
picture-ster = Ster
picture-bloem = Bloem
picture-vogel = Vogel
picture-boot = Boot
picture-sleutel = Sleutel
picture-hart = Hart
picture-appel = Appel
is-it-you = Afspraak om { $time }. Bent u dat?
here = Ik ben er
other-time = Andere tijd
not-coming = Ik kom niet
not-coming-question = Weet u het zeker?
not-coming-note = Uw afspraak om { $time } gaat dan niet door.
not-coming-yes = Ja, ik kom niet
not-coming-no = Nee, ik kom wel
not-today-title = Deze code is niet van vandaag.
other-day = Uw afspraak is op { $date }.
not-today-what = Wilt u iets veranderen?
not-found-title = Wij vinden vandaag geen afspraak.
not-found-help = Kijk nog een keer naar uw teken of code.
try-again = Nog een keer
needs-code-title = Hiervoor is uw code nodig.
scan-here = Houd uw code voor de lezer.
or-scan-here = Of houd uw code voor de lezer.
worker-helps = Een medewerker helpt u.
call-somebody = Roep iemand
here-title = Welkom. Ga maar zitten.
here-title-counter = Welkom.
here-soon = Wij geven door dat u er bent.
here-at-desk = Het team weet dat u er bent.
cancelled-title = Bedankt dat u het zegt.
cancelled-soon = Wij geven door dat u niet komt.
cancelled-at-desk = Het team weet dat u niet komt.
# In a message that the team sends.
cancelled-by-us = Uw afspraak gaat niet door.

## Ik maak me zorgen om iemand

home-worry = Ik maak me zorgen om iemand
worry-danger-question = Is er nu gevaar?
call-112 = Bel 112.
call-safe-at-home = Veilig Thuis: 0800-2000
worry-who-question = Om wie maakt u zich zorgen?
worry-who-neighbour = Buur
worry-who-family = Familie
worry-who-friend = Vriend
worry-who-child = Kind
worry-who-else = Iemand anders
worry-what-question = Waar denkt u aan?
worry-what-alone = Alleen zijn
worry-what-food = Niet eten of slapen
worry-what-mess = Vuil of rommel in huis
worry-what-fights = Ruzie of geweld
worry-what-money = Geld
worry-what-confused = Verward of vergeten
worry-what-unsure = Weet ik niet
worry-knows-question = Weet deze persoon dat u hier bent?
worry-call-question = Mogen wij u bellen?
worry-no-names = Typ geen naam of adres van de ander.
worry-typing-question = Wilt u nog iets vertellen?
worry-thanks = Bedankt dat u dit vertelt.
worry-first-you = Wij praten eerst met u.
line-worry-who = Om wie het gaat
line-worry-what = Waar u aan denkt
line-worry-knows = Weet de ander het?

## Ik wil iets doen voor de buurt

home-offer = Ik wil iets doen voor de buurt
offer-question = Wat wilt u doen?
offer-more = U mag meer kiezen.
offer-neighbours = Buren helpen
offer-meal = Samen eten of koffie
offer-jobs = Klussen of tuin
offer-explain = Taal of computer uitleggen
offer-start = Zelf iets starten
offer-think = Meedenken
offer-unsure = Weet ik nog niet
offer-when-question = Wanneer heeft u tijd?
offer-when-weekend = Weekend
offer-thanks = Mooi dat u wilt helpen.
line-offer = Wat u wilt doen
line-offer-when = Wanneer u tijd heeft

## Hoe was het?

home-rate = Hoe was het?
rate-question = Hoe was het?
rate-5 = Heel fijn
rate-4 = Fijn
rate-3 = Gaat wel
rate-2 = Niet zo fijn
rate-1 = Helemaal niet fijn
rate-mark-question = Welk cijfer geeft u?
rate-mark-note = 1 is laag, 10 is hoog.
rate-thanks = Dank u wel.
rate-nobody-knows = Niemand weet dat u dit was.

## Wie kan mij helpen?

home-who-helps = Wie kan mij helpen?
who-helps-question = Wie kan mij helpen?
who-helps-phone = Telefoon: { $phone }
who-helps-more = Meer hierover: maak een foto.
who-helps-none = Vraag het aan de balie.

## Spreken

speak-question = Spreek uw vraag in. Kort is goed.
speak-limit = U heeft twee minuten.
speak-start = Begin met spreken
speak-stop = Stop met spreken
speak-recording = Wij nemen nu op.
speak-time-left = Nog { $seconds ->
    [one] 1 seconde
   *[other] { $seconds } seconden
}
speak-play = Luister terug
speak-play-stop = Stop met luisteren
speak-again = Opnieuw
speak-delete = Haal het weg
speak-kept = Uw opname is { $seconds ->
    [one] 1 seconde
   *[other] { $seconds } seconden
}.
speak-nothing-heard = Wij horen niets. Praat wat harder.
speak-no-microphone = De microfoon werkt nu niet.
speak-type-instead = U kunt uw vraag ook typen.
line-recording = Uw opname

## Voorlezen en zien

read-aloud-none = Voorlezen kan nog niet in deze taal.
read-aloud-help = Druk op Hulp. Dan leest iemand voor.
bar-contrast = Contrast
spoken-contrast = Maak het verschil in kleur groter.
spoken-next-choice = Volgende keuze
spoken-previous-choice = Vorige keuze
spoken-choose = Kies deze
spoken-of = { $place } van { $all }
spoken-keys = Toetsen
aa-question = Hoe wilt u het scherm?
aa-louder = Harder
aa-quieter = Zachter
spoken-not-aloud = Dit lezen wij niet hardop.
spoken-take-handset = Pak de hoorn voor uw eigen woorden.
spoken-speak = Spreek na de toon. Druk nog een keer om te stoppen.
