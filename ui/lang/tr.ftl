# Inloop ekranda, Türkçe: made without a native reader; see `read-by-native`.
# { } arasını ekran doldurur. = işaretinden sonrasını bir merkez değiştirebilir.

# "yes" once somebody who speaks it from home has read every text below.
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = ltr

# Merkezin kendi sözleri, olduğu gibi.
verbatim = { $text }
list-comma = { $most }, { $last }
list-and = { $most } ve { $last }

## Diller, her biri kendi yazısıyla

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = Hangi dili istiyorsunuz?

## Başlangıç

rest = Hoş geldiniz. Ekrana dokunun.
called-now = { $teken }: { $place }
display-rest = Sıranın kimde olduğunu burada görürsünüz.
display-offline = Bu ekranın şu anda bağlantısı yok. Lütfen bize sorun.
home-question = Ne yapmak istiyorsunuz?
home-ask = Bir sorum var
home-talk-now = Şimdi biriyle konuşmak istiyorum
home-no-name = Adınızı söylemeniz gerekmez.

## Alttaki çubuk

bar-stop = Dur
bar-help = Yardım
bar-language = Dil
bar-read-aloud = Sesli oku
bar-size = Aa
bar-larger = Büyüt
bar-lower = Aşağı
bar-back = Geri
bar-next = İleri
bar-skip = Atla
bar-go-on = Devam et
bar-hand-in = Evet, gönder
bar-done = Bitti
bar-cover = Gizle
bar-uncover = Göster

# Ekranı görmeyip duyanlar için.
spoken-stop = Dur. Her şey silinir.
spoken-help = Yardım. Birini çağırırız.
spoken-language = Başka bir dil seçin.
spoken-read-aloud = Bunu sesli oku.
spoken-size = Harfler, renkler ve ses.
spoken-lower = Ekrandaki her şeyi aşağı alın.
spoken-back = Önceki soruya dönün.
spoken-next = Sonraki soruya geçin.
spoken-cover = Yazdıklarınızı gizleyin.
spoken-uncover = Yazdıklarınızı gösterin.
spoken-picked = Seçildi.
spoken-countdown = { $seconds } saniye kaldı.
spoken-covered = Yazdıklarınız gizli.
spoken-qr = Telefonunuz için bir kod.
spoken-own-words = Yazdıklarınız.

more = Daha fazla
yes = Evet
no = Hayır

## Tuşlar

key-space = boşluk
key-half-space = yarım boşluk
key-backspace = sil
key-enter = yeni satır
key-shift = büyük harf
key-letters = ABC
key-more-letters = diğer harfler
key-latin = Latin harfleri
key-digits = 123
key-zero-six = 06
key-at = et işareti
key-dot = nokta
key-dash = kısa çizgi
key-underscore = alt çizgi
key-plus = artı
key-comma = virgül
key-question-mark = soru işareti
key-exclamation-mark = ünlem işareti
key-apostrophe = kesme işareti
key-slash = eğik çizgi

## Bir sorum var

topic-question = Konu nedir?
topic-money = Para ve borçlar
topic-letters = Mektuplar ve formlar
topic-work = İş veya ödenek
topic-learning = Dil ve öğrenme
topic-home = Konut
topic-neighbours = Komşular ve mahalle
topic-relation = Ev ve ilişki
topic-children = Çocuklar
topic-health = Sağlık ve bakım
topic-feelings = Kendimi nasıl hissediyorum
topic-meeting = İnsanlarla tanışmak
topic-else = Başka bir şey
topic-rather-not = Söylemek istemiyorum

need-question = Şimdi neye ihtiyacınız var?
need-explain = Açıklama
need-papers = Kâğıt işlerinde yardım
need-talk = Konuşacak biri
need-plan = Birlikte plan yapmak
need-urgent = Hemen yardım, bekleyemez
need-unsure = Bilmiyorum

danger-112 = Şimdi tehlike var mı? 112'yi arayın.
danger-113 = İntiharı mı düşünüyorsunuz? Arayın: 113 veya 0800-0113.

tell-question = Bir şey anlatmak ister misiniz?
tell-type = Evet, yazacağım
tell-speak = Evet, konuşacağım
tell-later = Hayır, sonra kendim anlatırım

typing-question = Sorunuzu buraya yazın. Kısa olabilir.
typing-counter = { $used } / { $room }

contact-question = Size nasıl ulaşalım?
contact-call = Beni arayın
contact-sms = SMS gönderin
contact-email = E-posta gönderin
contact-visit-us = Kendim gelirim
contact-visit-home = Evime gelin
contact-wait = Burada beklerim

number-question = Telefon numaranız nedir?
number-none = Bu numara doğru mu? Böyle arayamayız.
number-change = Numarayı değiştireyim
number-skip = Numarasız devam et
email-question = E-posta adresiniz nedir?
email-none = Bu adres doğru mu? Böyle yazamayız.
email-change = Adresi değiştireyim
email-skip = Adressiz devam et
may-be-empty = Bunu atlayabilirsiniz.

when-question = Sizi ne zaman arayabiliriz?
when-morning = Sabah
when-afternoon = Öğleden sonra
when-evening = Akşam
when-any = Fark etmez
voicemail-question = Sesli mesaj bırakabilir miyiz?
safe-question = Bu numara güvenli mi?
safe-note = Güvenli: başka kimse okumaz ve dinlemez.

name-question = Size nasıl hitap edelim?
name-note = Başka bir ad da seçebilirsiniz.

goal-question = Neye ulaşmak istiyorsunuz?
goal-rest = Huzur
goal-overview = Düzen
goal-money = Para işleri yolunda
goal-home = Güzel bir ev
goal-people = Çevremde insanlar
goal-unsure = Henüz bilmiyorum
goal-own = Kendim söylerim

overview-question = Bu doğru mu?
line-topic = Konu
line-need = İhtiyacınız
line-words = Sözleriniz
line-contact = İletişim
line-number = Telefon numarası
line-email = E-posta adresi
line-when = Arama zamanı
line-safe = Güvenli numara
line-name = Adınız
line-goal = Amacınız
line-empty = Söylenmedi
line-change = Bunu değiştir

readers-our-team = Bunu ekibimiz okur.
readers-these = Bunu okuyanlar: { $names }.
readers-ask = Bunu kimin okuduğunu bize sorun.

privacy-title = Bununla ne yapıyorsunuz?
privacy-use = Size yardım etmek için okuruz.
privacy-lock = Ekibe kilitli olarak gider.
privacy-forget = İş bitti mi? { $days } gün sonra her şeyi sileriz.
privacy-voluntary = Her zaman durabilirsiniz.

bsn-question = Bu sizin BSN numaranız mı? Silin, bu daha güvenli.
bsn-remove = Silin
bsn-keep = Kalsın

keeping = Bir dakika, sorunuzu kaydediyoruz.
not-kept-title = Üzgünüz, şimdi kaydedemiyoruz.
not-kept-words = Yazdıklarınız hâlâ burada.
not-kept-help = Tekrar deneyin veya Yardım'a basın.
not-kept-again = Tekrar dene

## Teşekkürler

receipt-title = Teşekkürler. Sorunuzu aldık.
receipt-teken = İşaretiniz: { $teken }.
receipt-hear-by = Size { $day } gününden önce haber veririz.
receipt-hear = Size haber veririz.
receipt-send-soon = Sorunuzu mümkün olunca göndeririz.
receipt-qr = Bu kodun fotoğrafını çekin.
thanks-call = Sizi arayacağız.
thanks-sms = Size SMS göndereceğiz.
thanks-email = Size e-posta göndereceğiz.
thanks-visit-home = Ev ziyareti için sizi arayacağız.
thanks-visit-us = Açık olduğumuzda gelin.
thanks-wait = Uzun mu sürüyor?
thanks-come-by = Açık olduğumuzda gelebilirsiniz.
thanks-say-teken = O zaman işaretinizi söyleyin.
ticket = Kâğıt
ticket-asked = Bir dakika. Kâğıdınızı basıyorum.
ticket-taken = Kâğıdınızı alın.
ticket-failed = Kâğıt şimdi çıkmıyor. Fotoğraf çekin.
ticket-keep = Bu kâğıdı saklayın.
longer = Biraz daha

## İşaret

teken-boom = Ağaç { $number }
teken-vis = Balık { $number }
teken-zon = Güneş { $number }
teken-huis = Ev { $number }
teken-fiets = Bisiklet { $number }
teken-ster = Yıldız { $number }
teken-bloem = Çiçek { $number }
teken-vogel = Kuş { $number }
teken-boot = Tekne { $number }
teken-sleutel = Anahtar { $number }
teken-hart = Kalp { $number }
teken-appel = Elma { $number }

day-monday = Pazartesi
day-tuesday = Salı
day-wednesday = Çarşamba
day-thursday = Perşembe
day-friday = Cuma
day-saturday = Cumartesi
day-sunday = Pazar

## Birini çağırmak

call-calling = Birini çağırıyoruz.
call-delivered = Çağrınız ekibe ulaştı.
call-coming = Biri geliyor.
call-walk-or-phone = Danışmaya gidin veya arayın: { $phone }.
call-walk = Danışmaya gidin.
locked = Bu ekran şimdilik kapalı.
locked-here = Biz buradayız.
locked-fault = Cihaz sorumlusu için: arıza { $number }.
help-go-on = Devam edebilirsiniz.
talk-now-sit = Lütfen oturun.
talk-now-teken = İşaretiniz: { $teken }.
nobody-title = Şu anda kimse yok.
nobody-maybe = Şu anda belki kimse yok.
closed-title = Şu anda kapalıyız.
nobody-hours = Açık olduğumuz saatler:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } - { $last }: { $from } - { $until }
nobody-phone = Arayabilirsiniz: { $phone }.
leave-number = Numaranızı bırakın

## Kimse ekrana dokunmuyor

idle-question = Hâlâ burada mısınız?
idle-go-on = Evet, devam ediyorum
idle-what-happens = Yoksa her şeyi sileriz.

## Randevular

start = { START($text) }
# "23 Kasım Pazartesi"
date = { $number } { $month } { $day }
date-tile =
    { $day }
    { $number } { $month }
month-january = Ocak
month-february = Şubat
month-march = Mart
month-april = Nisan
month-may = Mayıs
month-june = Haziran
month-july = Temmuz
month-august = Ağustos
month-september = Eylül
month-october = Ekim
month-november = Kasım
month-december = Aralık
hour-1 = bir
hour-2 = iki
hour-3 = üç
hour-4 = dört
hour-5 = beş
hour-6 = altı
hour-7 = yedi
hour-8 = sekiz
hour-9 = dokuz
hour-10 = on
hour-11 = on bir
hour-12 = on iki
# "onu çeyrek geçe": $at is the hour that is, 1 to 12.
hour-past = { $at ->
    [1] biri
    [2] ikiyi
    [3] üçü
    [4] dördü
    [5] beşi
    [6] altıyı
    [7] yediyi
    [8] sekizi
    [9] dokuzu
    [10] onu
    [11] on biri
   *[12] on ikiyi
}
# "on bire çeyrek kala": the hour after $at.
hour-to = { $at ->
    [1] ikiye
    [2] üçe
    [3] dörde
    [4] beşe
    [5] altıya
    [6] yediye
    [7] sekize
    [8] dokuza
    [9] ona
    [10] on bire
    [11] on ikiye
   *[12] bire
}
time-00 = saat { $hour }
time-05 = { hour-past } beş geçe
time-10 = { hour-past } on geçe
time-15 = { hour-past } çeyrek geçe
time-20 = { hour-past } yirmi geçe
time-25 = { hour-past } yirmi beş geçe
time-30 = { $hour } buçuk
time-35 = { hour-to } yirmi beş kala
time-40 = { hour-to } yirmi kala
time-45 = { hour-to } çeyrek kala
time-50 = { hour-to } on kala
time-55 = { hour-to } beş kala
time-other = { hour-past } { $minutes } geçe
# "akşam" until ten, "gece" from then on.
time-evening = { $at ->
    [10] gece { $time }
    [11] gece { $time }
   *[6] akşam { $time }
}

whom-question = Kiminle görüşmek istiyorsunuz?
whom-team = Mahalle ekibi (wijkteam)
whom-police = Mahalle polisi (wijkagent)
whom-municipality = Belediye (gemeente)
whom-housing = Ev ve kira (woonconsulent)
whom-street = Çöp ve sokak (milieuagent)
whom-unsure = Bilmiyorum
day-question = Hangi gün?
day-none = Hiçbir gün uymuyor
day-other = Başka gün
time-question = Saat kaçta?
message-question = Bir mesaj ister misiniz?
message-sms = SMS gönderin
message-email = E-posta gönderin
message-ticket = Kâğıt yeterli
message-none = Hayır, aklımda tutarım
bar-book = Evet, doğru
line-day = Gün
line-time = Saat
line-whom = Kiminle
line-message = Mesaj
taking = Bir dakika. Bu saat boş mu, soruyoruz.
keeping-moment = Bir dakika.
missed-taken = Bu saat az önce doldu.
missed-offline = Bu saati şimdi ayıramıyorum.
missed-passed = Bu saat artık olmaz.
missed-note = Bu saatler olur:
missed-note-day = Bu gün olur: { $date }
missed-time = { $date }, { $time }
wish-no-time = Şimdi saat ayıramıyorum.
wish-call = Saat için sizi arayacağız.
wish-number = Bunun için numaranız gerekli.
wish-counter = Danışmaya sorun.
wish-no-time-yet = Henüz saat yok
wish-title = Teşekkürler. Henüz saatiniz yok.
wish-title-other = Teşekkürler. Henüz başka saatiniz yok.
booked-title = Randevunuz hazır.
booked-when = { $date }, { $time }.
changed-title = Yeni saatiniz hazır.
changed-old = Eski saatte gelmeyin.

home-appointment = Randevu istiyorum
home-have-appointment = Randevum var
find-question = Hangi işaret sizde?
find-code = Bir kodum var
find-number-question = Yanında hangi sayı var?
find-number-note = İşaretiniz: { $picture }.
picture-boom = Ağaç
picture-vis = Balık
picture-zon = Güneş
picture-huis = Ev
picture-fiets = Bisiklet
picture-ster = Yıldız
picture-bloem = Çiçek
picture-vogel = Kuş
picture-boot = Tekne
picture-sleutel = Anahtar
picture-hart = Kalp
picture-appel = Elma
is-it-you = Randevu: { $time }. Bu siz misiniz?
here = Buradayım
other-time = Başka saat
not-coming = Gelmiyorum
not-coming-question = Emin misiniz?
not-coming-note = O zaman şu randevunuz iptal olur: { $time }.
not-coming-yes = Evet, gelmiyorum
not-coming-no = Hayır, geliyorum
not-today-title = Bu kod bugün için değil.
other-day = Randevunuz: { $date }.
not-today-what = Bir şey değiştirmek ister misiniz?
not-found-title = Bugün için randevu bulamadık.
not-found-help = İşaretinize veya kodunuza tekrar bakın.
try-again = Tekrar dene
needs-code-title = Bunun için kodunuz gerekli.
scan-here = Kodunuzu okuyucuya tutun.
or-scan-here = Ya da kodunuzu okuyucuya tutun.
worker-helps = Bir çalışan size yardım eder.
call-somebody = Birini çağır
here-title = Hoş geldiniz. Lütfen oturun.
here-title-counter = Hoş geldiniz.
here-soon = Geldiğinizi haber veriyoruz.
here-at-desk = Ekip burada olduğunuzu biliyor.
cancelled-title = Söylediğiniz için teşekkürler.
cancelled-soon = Gelmeyeceğinizi haber veriyoruz.
cancelled-at-desk = Ekip gelmeyeceğinizi biliyor.
# In a message that the team sends.
cancelled-by-us = Randevunuz iptal edildi.

## Biri için endişeliyim

home-worry = Biri için endişeliyim
worry-danger-question = Şimdi tehlike var mı?
call-112 = 112'yi arayın.
call-safe-at-home = Veilig Thuis (evde güvenlik): 0800-2000
worry-who-question = Kimin için endişelisiniz?
worry-who-neighbour = Komşu
worry-who-family = Aile
worry-who-friend = Arkadaş
worry-who-child = Çocuk
worry-who-else = Başka biri
worry-what-question = Aklınıza ne geliyor?
worry-what-alone = Yalnız olmak
worry-what-food = Yememek veya uyumamak
worry-what-mess = Evde kir veya dağınıklık
worry-what-fights = Kavga veya şiddet
worry-what-money = Para
worry-what-confused = Şaşkın veya unutkan
worry-what-unsure = Bilmiyorum
worry-knows-question = Bu kişi burada olduğunuzu biliyor mu?
worry-call-question = Sizi arayabilir miyiz?
worry-no-names = Onun adını veya adresini yazmayın.
worry-typing-question = Başka bir şey var mı?
worry-thanks = Anlattığınız için teşekkürler.
worry-first-you = Önce sizinle konuşuruz.
line-worry-who = Kim için
line-worry-what = Aklınıza gelen
line-worry-knows = O kişi biliyor mu?

## Mahalle için bir şey yapmak istiyorum

home-offer = Mahalle için bir şey yapmak istiyorum
offer-question = Ne yapmak istersiniz?
offer-more = Birden fazla seçebilirsiniz.
offer-neighbours = Komşulara yardım
offer-meal = Birlikte yemek veya kahve
offer-jobs = Tamir veya bahçe
offer-explain = Dil veya bilgisayar anlatmak
offer-start = Kendim bir şey başlatmak
offer-think = Birlikte düşünmek
offer-unsure = Henüz bilmiyorum
offer-when-question = Ne zaman vaktiniz var?
offer-when-weekend = Hafta sonu
offer-thanks = Yardım etmek istemeniz ne güzel.
line-offer = Yapmak istediğiniz
line-offer-when = Vaktiniz olan zaman

## Nasıldı?

home-rate = Nasıldı?
rate-question = Nasıldı?
rate-5 = Çok iyi
rate-4 = İyi
rate-3 = Fena değil
rate-2 = Pek iyi değil
rate-1 = Hiç iyi değil
rate-mark-question = Kaç puan verirsiniz?
rate-mark-note = 1 düşük, 10 yüksek.
rate-thanks = Teşekkür ederiz.
rate-nobody-knows = Bunun siz olduğunuzu kimse bilmez.

## Bana kim yardım edebilir?

home-who-helps = Bana kim yardım edebilir?
who-helps-question = Bana kim yardım edebilir?
who-helps-phone = Telefon: { $phone }
who-helps-more = Daha fazlası için fotoğraf çekin.
who-helps-none = Danışmaya sorun.

## Konuşmak

speak-question = Sorunuzu söyleyin. Kısa olabilir.
speak-limit = İki dakikanız var.
speak-start = Konuşmaya başla
speak-stop = Konuşmayı bitir
speak-recording = Şimdi kaydediyoruz.
speak-time-left = { $seconds } saniye kaldı
speak-play = Dinle
speak-play-stop = Dinlemeyi bitir
speak-again = Yeniden
speak-delete = Sil
speak-kept = Kaydınız { $seconds } saniye.
speak-nothing-heard = Bir şey duymuyoruz. Biraz daha yüksek konuşun.
speak-no-microphone = Mikrofon şu anda çalışmıyor.
speak-type-instead = Sorunuzu yazabilirsiniz de.
line-recording = Kaydınız

## Sesli okumak ve görmek

read-aloud-none = Bu dili henüz sesli okuyamıyoruz.
read-aloud-help = Yardım'a basın. Biri size okur.
bar-contrast = Kontrast
spoken-contrast = Renk farkını artırın.
spoken-next-choice = Sonraki seçenek
spoken-previous-choice = Önceki seçenek
spoken-choose = Bunu seç
spoken-of = { $place } / { $all }
spoken-keys = Tuşlar
aa-question = Ekran nasıl olsun?
aa-louder = Daha yüksek ses
aa-quieter = Daha kısık ses
spoken-not-aloud = Bunu sesli okumuyoruz.
spoken-take-handset = Kendi sözleriniz için ahizeyi kaldırın.
spoken-speak = Sesten sonra konuşun. Bitirmek için bir kez daha basın.
