# Inloop on the glass, in Persian: made without a native reader; see `read-by-native`.
# What stands between { } is filled in by the glass. A post may reword whatever follows an =.
# Every text begins with a Persian letter, or holds none: so that it runs from right to left. Digits stay western.

# "yes" once somebody who speaks it from home has read every text below.
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = rtl

# The post's own words, as they stand.
verbatim = { $text }
list-comma = { $most }، { $last }
list-and = { $most } و { $last }

## Languages, each in its own script

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = کدام زبان را می‌خواهید؟

## Start

rest = خوش آمدید. صفحه را لمس کنید.
called-now = { $teken }: { $place }
display-rest = اینجا می‌بینید نوبت کیست.
display-offline = این صفحه اکنون اتصال ندارد. لطفاً از ما بپرسید.
home-question = چه کاری می‌خواهید بکنید؟
home-ask = یک سؤال دارم
home-talk-now = می‌خواهم الان با کسی حرف بزنم
home-no-name = لازم نیست نام خود را بگویید.

## The bar at the bottom

bar-stop = توقف
bar-help = کمک
bar-language = زبان
bar-read-aloud = بخوان
bar-size = Aa
bar-larger = بزرگ‌تر
bar-lower = پایین‌تر
bar-back = قبلی
bar-next = بعدی
bar-skip = رد کردن
bar-go-on = ادامه
bar-hand-in = بله، بفرست
bar-done = تمام
bar-cover = پنهان کن
bar-uncover = نشان بده

# For those who hear the glass and do not see it.
spoken-stop = توقف. همه چیز پاک می‌شود.
spoken-help = کمک. کسی را صدا می‌کنیم.
spoken-language = زبان دیگری را انتخاب کنید.
spoken-read-aloud = این را بلند بخوان.
spoken-size = حروف، رنگ‌ها و صدا.
spoken-lower = همه چیز را در صفحه پایین بیاورید.
spoken-back = برگشت به سؤال قبلی.
spoken-next = رفتن به سؤال بعدی.
spoken-cover = نوشتهٔ خود را پنهان کنید.
spoken-uncover = نوشتهٔ خود را نشان دهید.
spoken-picked = انتخاب شد.
spoken-countdown = هنوز { $seconds } ثانیه.
spoken-covered = نوشتهٔ شما پنهان است.
spoken-qr = یک کد برای تلفن شما.
spoken-own-words = نوشتهٔ شما.

more = بیشتر
yes = بله
no = نه

## Keys

key-space = فاصله
key-half-space = نیم‌فاصله
key-backspace = پاک کردن
key-enter = خط تازه
key-shift = حرف بزرگ
key-letters = الف ب
key-more-letters = حروف دیگر
key-latin = حروف لاتین
key-digits = 123
key-zero-six = 06
key-at = علامت ایمیل
key-dot = نقطه
key-dash = خط تیره
key-underscore = زیرخط
key-plus = به‌علاوه
key-comma = ویرگول
key-question-mark = علامت سؤال
key-exclamation-mark = علامت تعجب
key-apostrophe = آپاستروف
key-slash = خط کج

## I have a question

topic-question = موضوع چیست؟
topic-money = پول و بدهی
topic-letters = نامه‌ها و فرم‌ها
topic-work = کار یا کمک‌هزینه
topic-learning = زبان و یادگیری
topic-home = مسکن
topic-neighbours = همسایه‌ها و محله
topic-relation = خانه و رابطه
topic-children = بچه‌ها
topic-health = سلامتی و مراقبت
topic-feelings = حال روحی من
topic-meeting = دیدار با مردم
topic-else = چیز دیگر
topic-rather-not = ترجیح می‌دهم نگویم

need-question = الان چه لازم دارید؟
need-explain = توضیح
need-papers = کمک با کاغذها
need-talk = کسی برای حرف زدن
need-plan = با هم برنامه ریختن
need-urgent = کمک فوری، نمی‌شود صبر کرد
need-unsure = نمی‌دانم

danger-112 = الان خطری هست؟ به 112 زنگ بزنید.
danger-113 = به خودکشی فکر می‌کنید؟ زنگ بزنید: 113 یا 0800-0113.

tell-question = می‌خواهید چیزی بگویید؟
tell-type = بله، می‌خواهم بنویسم
tell-speak = بله، می‌خواهم حرف بزنم
tell-later = نه، بعداً خودم می‌گویم

typing-question = سؤال خود را اینجا بنویسید. کوتاه خوب است.
typing-counter = { $used } از { $room }

contact-question = چطور با شما تماس بگیریم؟
contact-call = به من زنگ بزنید
contact-sms = پیامک بفرستید
contact-email = ایمیل بفرستید
contact-visit-us = خودم می‌آیم
contact-visit-home = به خانهٔ من بیایید
contact-wait = همین‌جا منتظر می‌مانم

number-question = شماره تلفن شما چیست؟
number-none = این شماره درست است؟ این‌طور نمی‌شود زنگ زد.
number-change = شماره را عوض می‌کنم
number-skip = ادامه بدون شماره
email-question = ایمیل شما چیست؟
email-none = این نشانی درست است؟ این‌طور نمی‌شود نوشت.
email-change = نشانی را عوض می‌کنم
email-skip = ادامه بدون نشانی
may-be-empty = می‌توانید از این بگذرید.

when-question = کی می‌توانیم زنگ بزنیم؟
when-morning = صبح
when-afternoon = بعد از ظهر
when-evening = شب
when-any = فرقی ندارد
voicemail-question = می‌توانیم پیام صوتی بگذاریم؟
safe-question = این شماره امن است؟
safe-note = امن یعنی: کس دیگری نمی‌خواند و نمی‌شنود.

name-question = شما را چه صدا کنیم؟
name-note = می‌توانید نام دیگری انتخاب کنید.

goal-question = به چه می‌خواهید برسید؟
goal-rest = آرامش
goal-overview = نظم در کارها
goal-money = نظم در پول
goal-home = یک خانهٔ خوب
goal-people = آدم‌ها در کنار من
goal-unsure = هنوز نمی‌دانم
goal-own = خودم می‌گویم

overview-question = این درست است؟
line-topic = موضوع
line-need = آنچه لازم دارید
line-words = نوشتهٔ شما
line-contact = تماس
line-number = شماره تلفن
line-email = ایمیل
line-when = وقت زنگ زدن
line-safe = شمارهٔ امن
line-name = نام شما
line-goal = هدف شما
line-empty = گفته نشده
line-change = این را عوض کنید

readers-our-team = تیم ما این را می‌خواند.
readers-these = خوانندگان این: { $names }.
readers-ask = از ما بپرسید چه کسی این را می‌خواند.

privacy-title = با این چه می‌کنید؟
privacy-use = این را می‌خوانیم تا به شما کمک کنیم.
privacy-lock = این قفل‌شده به تیم می‌رسد.
privacy-forget = کار تمام شد؟ بعد از { $days } روز همه را پاک می‌کنیم.
privacy-voluntary = هر وقت بخواهید می‌توانید تمام کنید.

bsn-question = این BSN شماست؟ پاکش کنید، امن‌تر است.
bsn-remove = پاکش کن
bsn-keep = بماند

keeping = یک لحظه، سؤال شما را نگه می‌داریم.
not-kept-title = ببخشید، الان ذخیره نمی‌شود.
not-kept-words = نوشتهٔ شما هنوز اینجاست.
not-kept-help = دوباره امتحان کنید یا کمک را بزنید.
not-kept-again = یک بار دیگر

## Thank you

receipt-title = ممنون. سؤال شما رسید.
receipt-teken = نشان شما: { $teken }.
receipt-hear-by = پیش از روز { $day } به شما خبر می‌دهیم.
receipt-hear = به شما خبر می‌دهیم.
receipt-send-soon = به محض امکان سؤال شما را می‌فرستیم.
receipt-qr = از این کد عکس بگیرید.
thanks-call = به شما زنگ می‌زنیم.
thanks-sms = به شما پیامک می‌فرستیم.
thanks-email = به شما ایمیل می‌فرستیم.
thanks-visit-home = برای قرار در خانه زنگ می‌زنیم.
thanks-visit-us = وقتی باز هستیم بیایید.
thanks-wait = طول می‌کشد؟
thanks-come-by = وقتی باز هستیم می‌توانید بیایید.
thanks-say-teken = آن وقت نشان خود را بگویید.
ticket = برگه
ticket-asked = یک لحظه. برگه‌تان را چاپ می‌کنم.
ticket-taken = برگه‌تان را بردارید.
ticket-failed = الان برگه چاپ نمی‌شود. عکس بگیرید.
ticket-keep = این برگه را نگه دارید.
longer = بیشتر بخوانم

## The sign

teken-boom = درخت { $number }
teken-vis = ماهی { $number }
teken-zon = خورشید { $number }
teken-huis = خانه { $number }
teken-fiets = دوچرخه { $number }
teken-ster = ستاره { $number }
teken-bloem = گل { $number }
teken-vogel = پرنده { $number }
teken-boot = قایق { $number }
teken-sleutel = کلید { $number }
teken-hart = قلب { $number }
teken-appel = سیب { $number }

day-monday = دوشنبه
day-tuesday = سه‌شنبه
day-wednesday = چهارشنبه
day-thursday = پنج‌شنبه
day-friday = جمعه
day-saturday = شنبه
day-sunday = یکشنبه

## Calling someone

call-calling = کسی را صدا می‌کنیم.
call-delivered = تیم صدای شما را شنید.
call-coming = کسی می‌آید.
call-walk-or-phone = به پذیرش بروید یا زنگ بزنید: { $phone }.
call-walk = به پذیرش بروید.
locked = این دستگاه فعلاً بسته است.
locked-here = ما اینجا هستیم.
locked-fault = برای مسئول دستگاه: خرابی شماره { $number }.
help-go-on = می‌توانید ادامه دهید.
talk-now-sit = لطفاً بنشینید.
talk-now-teken = نشان شما: { $teken }.
nobody-title = الان کسی نیست.
nobody-maybe = شاید الان کسی نیست.
closed-title = الان بسته هستیم.
nobody-hours = ساعت‌های کار ما:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } تا { $last }: { $from } - { $until }
nobody-phone = می‌توانید زنگ بزنید: { $phone }.
leave-number = شمارهٔ خود را بگذارید

## Nobody touches the glass

idle-question = هنوز اینجا هستید؟
idle-go-on = بله، ادامه می‌دهم
idle-what-happens = وگرنه همه چیز را پاک می‌کنیم.

## Appointments

start = { START($text) }
# "دوشنبه 23 نوامبر"
date = { $day } { $number } { $month }
date-tile =
    { $day }
    { $number } { $month }
month-january = ژانویه
month-february = فوریه
month-march = مارس
month-april = آوریل
month-may = مه
month-june = ژوئن
month-july = ژوئیه
month-august = اوت
month-september = سپتامبر
month-october = اکتبر
month-november = نوامبر
month-december = دسامبر
hour-1 = یک
hour-2 = دو
hour-3 = سه
hour-4 = چهار
hour-5 = پنج
hour-6 = شش
hour-7 = هفت
hour-8 = هشت
hour-9 = نه
hour-10 = ده
hour-11 = یازده
hour-12 = دوازده
time-00 = ساعت { $hour }
time-05 = ساعت { $hour } و پنج دقیقه
time-10 = ساعت { $hour } و ده دقیقه
time-15 = ساعت { $hour } و ربع
time-20 = ساعت { $hour } و بیست دقیقه
time-25 = ساعت { $hour } و بیست و پنج دقیقه
time-30 = ساعت { $hour } و نیم
time-35 = ساعت { $hour } و سی و پنج دقیقه
time-40 = بیست دقیقه به { $next }
time-45 = یک ربع به { $next }
time-50 = ده دقیقه به { $next }
time-55 = پنج دقیقه به { $next }
time-other = ساعت { $hour } و { $minutes } دقیقه
# $at is the hour, 6 to 11.
time-evening = { $time } { $at ->
    [6] عصر
    [7] عصر
   *[8] شب
}

whom-question = با چه کسی می‌خواهید حرف بزنید؟
whom-team = تیم محله (wijkteam)
whom-police = پلیس محله (wijkagent)
whom-municipality = شهرداری (gemeente)
whom-housing = خانه و اجاره (woonconsulent)
whom-street = زباله و خیابان (milieuagent)
whom-unsure = نمی‌دانم
day-question = چه روزی؟
day-none = هیچ روزی نمی‌شود
day-other = روز دیگر
time-question = چه ساعتی؟
message-question = پیام می‌خواهید؟
message-sms = پیامک بفرستید
message-email = ایمیل بفرستید
message-ticket = برگه خوب است
message-none = نه، یادم می‌ماند
bar-book = بله، درست است
line-day = روز
line-time = ساعت
line-whom = با چه کسی
line-message = پیام
taking = یک لحظه. می‌پرسیم این وقت آزاد است یا نه.
keeping-moment = یک لحظه.
missed-taken = این وقت همین الان پر شد.
missed-offline = الان نمی‌توانم این وقت را ثبت کنم.
missed-passed = این وقت دیگر ممکن نیست.
missed-note = این وقت‌ها آزاد است:
missed-note-day = این روز می‌شود: { $date }
missed-time = { $date }، { $time }
wish-no-time = الان نمی‌توانم وقتی ثبت کنم.
wish-call = برای وقت به شما زنگ می‌زنیم.
wish-number = برای این شمارهٔ شما لازم است.
wish-counter = از پذیرش بپرسید.
wish-no-time-yet = هنوز بدون وقت
wish-title = ممنون. هنوز وقتی ندارید.
wish-title-other = ممنون. هنوز وقت دیگری ندارید.
booked-title = قرار شما ثبت شد.
booked-when = { $date }، { $time }.
changed-title = وقت تازهٔ شما ثبت شد.
changed-old = در وقت قبلی نیایید.

home-appointment = یک قرار می‌خواهم
home-have-appointment = یک قرار دارم
find-question = کدام نشان را دارید؟
find-code = یک کد دارم
find-number-question = کدام عدد کنار آن است؟
find-number-note = نشان شما: { $picture }.
picture-boom = درخت
picture-vis = ماهی
picture-zon = خورشید
picture-huis = خانه
picture-fiets = دوچرخه
picture-ster = ستاره
picture-bloem = گل
picture-vogel = پرنده
picture-boot = قایق
picture-sleutel = کلید
picture-hart = قلب
picture-appel = سیب
is-it-you = قرار: { $time }. این شما هستید؟
here = من اینجا هستم
other-time = وقت دیگر
not-coming = نمی‌آیم
not-coming-question = مطمئن هستید؟
not-coming-note = آن وقت این قرار لغو می‌شود: { $time }.
not-coming-yes = بله، نمی‌آیم
not-coming-no = نه، می‌آیم
not-today-title = این کد برای امروز نیست.
other-day = قرار شما: { $date }.
not-today-what = می‌خواهید چیزی را عوض کنید؟
not-found-title = برای امروز قراری پیدا نکردیم.
not-found-help = دوباره به نشان یا کد خود نگاه کنید.
try-again = یک بار دیگر
needs-code-title = برای این کد شما لازم است.
scan-here = کد خود را جلوی دستگاه بگیرید.
or-scan-here = یا کد خود را جلوی دستگاه بگیرید.
worker-helps = یکی از همکاران به شما کمک می‌کند.
call-somebody = کسی را صدا کن
here-title = خوش آمدید. لطفاً بنشینید.
here-title-counter = خوش آمدید.
here-soon = خبر می‌دهیم که شما اینجا هستید.
here-at-desk = تیم می‌داند که شما اینجا هستید.
cancelled-title = ممنون که گفتید.
cancelled-soon = خبر می‌دهیم که شما نمی‌آیید.
cancelled-at-desk = تیم می‌داند که شما نمی‌آیید.
# In a message that the team sends.
cancelled-by-us = قرار شما لغو شد.

## I am worried about somebody

home-worry = نگران کسی هستم
worry-danger-question = الان خطری هست؟
call-112 = به 112 زنگ بزنید.
call-safe-at-home = خانهٔ امن (Veilig Thuis): 0800-2000
worry-who-question = نگران چه کسی هستید؟
worry-who-neighbour = همسایه
worry-who-family = خانواده
worry-who-friend = دوست
worry-who-child = بچه
worry-who-else = کس دیگر
worry-what-question = به چه فکر می‌کنید؟
worry-what-alone = تنهایی
worry-what-food = نخوردن یا نخوابیدن
worry-what-mess = کثیفی یا شلوغی خانه
worry-what-fights = دعوا یا خشونت
worry-what-money = پول
worry-what-confused = گیجی یا فراموشی
worry-what-unsure = نمی‌دانم
worry-knows-question = این شخص می‌داند که شما اینجا هستید؟
worry-call-question = می‌توانیم به شما زنگ بزنیم؟
worry-no-names = نام یا نشانی آن شخص را ننویسید.
worry-typing-question = می‌خواهید چیز دیگری بگویید؟
worry-thanks = ممنون که این را گفتید.
worry-first-you = اول با شما حرف می‌زنیم.
line-worry-who = دربارهٔ چه کسی
line-worry-what = فکر شما
line-worry-knows = آن شخص می‌داند؟

## I want to do something for the neighbourhood

home-offer = می‌خواهم برای محله کاری بکنم
offer-question = چه کاری می‌خواهید بکنید؟
offer-more = می‌توانید چند تا انتخاب کنید.
offer-neighbours = کمک به همسایه‌ها
offer-meal = با هم غذا یا قهوه
offer-jobs = تعمیر یا باغبانی
offer-explain = آموزش زبان یا کامپیوتر
offer-start = خودم کاری شروع کنم
offer-think = هم‌فکری
offer-unsure = هنوز نمی‌دانم
offer-when-question = کی وقت دارید؟
offer-when-weekend = آخر هفته
offer-thanks = چه خوب که می‌خواهید کمک کنید.
line-offer = کاری که می‌خواهید
line-offer-when = وقتی که دارید

## How was it?

home-rate = چطور بود؟
rate-question = چطور بود؟
rate-5 = خیلی خوب
rate-4 = خوب
rate-3 = بد نبود
rate-2 = زیاد خوب نبود
rate-1 = اصلاً خوب نبود
rate-mark-question = چه نمره‌ای می‌دهید؟
rate-mark-note = نمرهٔ 1 کم است، نمرهٔ 10 زیاد.
rate-thanks = متشکریم.
rate-nobody-knows = هیچ کس نمی‌داند این شما بودید.

## Who can help me?

home-who-helps = چه کسی می‌تواند کمکم کند؟
who-helps-question = چه کسی می‌تواند کمکم کند؟
who-helps-phone = تلفن: { $phone }
who-helps-more = برای اطلاعات بیشتر عکس بگیرید.
who-helps-none = از پذیرش بپرسید.

## Speaking

speak-question = سؤال خود را بگویید. کوتاه خوب است.
speak-limit = دو دقیقه وقت دارید.
speak-start = شروع حرف زدن
speak-stop = پایان حرف زدن
speak-recording = الان ضبط می‌کنیم.
speak-time-left = هنوز { $seconds } ثانیه
speak-play = گوش دادن
speak-play-stop = پایان گوش دادن
speak-again = از نو
speak-delete = پاکش کن
speak-kept = صدای شما { $seconds } ثانیه است.
speak-nothing-heard = چیزی نمی‌شنویم. کمی بلندتر حرف بزنید.
speak-no-microphone = میکروفون الان کار نمی‌کند.
speak-type-instead = می‌توانید سؤال خود را هم بنویسید.
line-recording = صدای شما

## Reading aloud, and seeing

read-aloud-none = این زبان هنوز بلند خوانده نمی‌شود.
read-aloud-help = کمک را بزنید. کسی برایتان می‌خواند.
bar-contrast = کنتراست
spoken-contrast = تفاوت رنگ‌ها را بیشتر کنید.
spoken-next-choice = گزینهٔ بعدی
spoken-previous-choice = گزینهٔ قبلی
spoken-choose = این را انتخاب کنید
spoken-of = { $place } از { $all }
spoken-keys = دکمه‌ها
aa-question = صفحه چطور باشد؟
aa-louder = بلندتر
aa-quieter = آرام‌تر
spoken-not-aloud = این را بلند نمی‌خوانیم.
spoken-take-handset = برای شنیدن حرف خود گوشی را بردارید.
spoken-speak = پس از بوق حرف بزنید. برای پایان دوباره فشار دهید.
