# Inloop on the glass, in Arabic: made without a native reader; see `read-by-native`.
# What stands between { } is filled in by the glass. A post may reword whatever follows an =.
# A resident is addressed without a gender: nouns, "يمكنك", and what is the same for men and women in writing.
# Every text begins with an Arabic letter, or holds none: so that it runs from right to left. Digits stay western.

# "yes" once somebody who speaks it from home has read every text below.
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = rtl

# The post's own words, as they stand.
verbatim = { $text }
list-comma = { $most }، { $last }
list-and = { $most } و{ $last }

## Languages, each in its own script

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = ما هي لغتك؟

## Start

rest = أهلًا بك. الرجاء لمس الشاشة.
called-now = { $teken }: { $place }
display-rest = هنا ترى دور من الآن.
display-offline = هذه الشاشة غير متصلة الآن. الرجاء أن تسألنا.
home-question = كيف يمكننا مساعدتك؟
home-ask = لدي سؤال
home-talk-now = أريد التحدث مع شخص الآن
home-no-name = يمكنك عدم ذكر اسمك.

## The bar at the bottom

bar-stop = إيقاف
bar-help = مساعدة
bar-language = اللغة
bar-read-aloud = قراءة
bar-size = Aa
bar-larger = تكبير
bar-lower = إنزال
bar-back = السابق
bar-next = التالي
bar-skip = تخطي
bar-go-on = متابعة
bar-hand-in = نعم، إرسال
bar-done = تم
bar-cover = إخفاء
bar-uncover = إظهار

# For those who hear the glass and do not see it.
spoken-stop = إيقاف. كل شيء يُمحى.
spoken-help = مساعدة. نحن ننادي أحدًا.
spoken-language = اختيار لغة أخرى.
spoken-read-aloud = قراءة هذا بصوت عالٍ.
spoken-size = الحروف والألوان والصوت.
spoken-lower = إنزال كل شيء على الشاشة.
spoken-back = العودة إلى السؤال السابق.
spoken-next = إلى السؤال التالي.
spoken-cover = إخفاء ما كتبته.
spoken-uncover = إظهار ما كتبته.
spoken-picked = تم الاختيار.
spoken-countdown = الثواني الباقية: { $seconds }.
spoken-covered = كلماتك مخفية.
spoken-qr = رمز لهاتفك.
spoken-own-words = ما كتبته.

more = المزيد
yes = نعم
no = لا

## Keys

key-space = مسافة
key-half-space = نصف مسافة
key-backspace = مسح
key-enter = سطر جديد
key-shift = حرف كبير
key-letters = أ ب ج
key-more-letters = حروف أخرى
key-latin = حروف لاتينية
key-digits = 123
key-zero-six = 06
key-at = علامة البريد
key-dot = نقطة
key-dash = شرطة
key-underscore = شرطة سفلية
key-plus = زائد
key-comma = فاصلة
key-question-mark = علامة سؤال
key-exclamation-mark = علامة تعجب
key-apostrophe = فاصلة عليا
key-slash = شرطة مائلة

## I have a question

topic-question = ما موضوع سؤالك؟
topic-money = المال والديون
topic-letters = رسائل واستمارات
topic-work = عمل أو إعانة
topic-learning = اللغة والتعلم
topic-home = السكن
topic-neighbours = الجيران والحي
topic-relation = البيت والعلاقة
topic-children = الأطفال
topic-health = الصحة والرعاية
topic-feelings = كيف أشعر
topic-meeting = لقاء الناس
topic-else = شيء آخر
topic-rather-not = أفضل ألا أقول

need-question = ما حاجتك الآن؟
need-explain = شرح
need-papers = مساعدة في الأوراق
need-talk = شخص أتحدث معه
need-plan = وضع خطة معًا
need-urgent = مساعدة عاجلة، الأمر لا ينتظر
need-unsure = لا أعرف

danger-112 = هل هناك خطر الآن؟ رقم الطوارئ: 112.
danger-113 = هل لديك أفكار انتحارية؟ هاتف: 113 أو 0800-0113.

tell-question = هل لديك شيء لنا؟
tell-type = نعم، أريد أن أكتب
tell-speak = نعم، أريد أن أتكلم
tell-later = لا، سأقوله لاحقًا بنفسي

typing-question = يمكنك كتابة سؤالك هنا. القليل يكفي.
typing-counter = { $used } من { $room }

contact-question = كيف نتواصل معك؟
contact-call = اتصلوا بي
contact-sms = أرسلوا رسالة sms
contact-email = أرسلوا بريدًا إلكترونيًا
contact-visit-us = سآتي بنفسي
contact-visit-home = تعالوا إلى بيتي
contact-wait = سأنتظر هنا

number-question = ما رقم هاتفك؟
number-none = هل هذا الرقم صحيح؟ لا يمكننا الاتصال به.
number-change = سأغيّر الرقم
number-skip = متابعة بدون رقم
email-question = ما بريدك الإلكتروني؟
email-none = هل هذا العنوان صحيح؟ لا يمكننا الكتابة إليه.
email-change = سأغيّر العنوان
email-skip = متابعة بدون عنوان
may-be-empty = يمكنك تخطي هذا.

when-question = متى يمكننا الاتصال بك؟
when-morning = صباحًا
when-afternoon = بعد الظهر
when-evening = مساءً
when-any = أي وقت
voicemail-question = هل يمكننا ترك رسالة صوتية؟
safe-question = هل هذا الرقم آمن؟
safe-note = آمن يعني: لا أحد غيرك يقرأ أو يسمع.

name-question = بأي اسم نناديك؟
name-note = يمكنك اختيار اسم آخر.

goal-question = ما هو هدفك؟
goal-rest = الهدوء
goal-overview = وضوح الأمور
goal-money = ترتيب أمور المال
goal-home = بيت جيد
goal-people = ناس من حولي
goal-unsure = لا أعرف بعد
goal-own = أقوله بكلماتي

overview-question = هل هذا صحيح؟
line-topic = الموضوع
line-need = حاجتك
line-words = كلماتك
line-contact = التواصل
line-number = رقم الهاتف
line-email = البريد الإلكتروني
line-when = وقت الاتصال
line-safe = رقم آمن
line-name = اسمك
line-goal = هدفك
line-empty = لم يُذكر
line-change = تغيير هذا

readers-our-team = فريقنا يقرأ هذا.
readers-these = يقرأ هذا: { $names }.
readers-ask = يمكنك سؤالنا عمن يقرأ هذا.

privacy-title = ماذا تفعلون بهذا؟
privacy-use = نقرأ هذا لكي نساعدك.
privacy-lock = يصل هذا مقفلًا إلى الفريق.
privacy-forget = هل انتهى الأمر؟ نمحو كل شيء بعد { $days ->
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
   *[many] { $days } يومًا
}.
privacy-voluntary = يمكنك التوقف في أي وقت.

bsn-question = هل هذا رقم BSN؟ حذفه أكثر أمانًا.
bsn-remove = حذف الرقم
bsn-keep = إبقاء الرقم

keeping = لحظة، نحفظ سؤالك.
not-kept-title = عذرًا، لا يمكن الحفظ الآن.
not-kept-words = كلماتك ما زالت هنا.
not-kept-help = يمكنك المحاولة مرة أخرى أو ضغط مساعدة.
not-kept-again = مرة أخرى

## Thank you

receipt-title = شكرًا. وصلنا سؤالك.
receipt-teken = علامتك: { $teken }.
receipt-hear-by = نرد عليك قبل يوم { $day }.
receipt-hear = سنرد عليك.
receipt-send-soon = نرسل سؤالك حالما يمكن ذلك.
receipt-qr = يمكنك تصوير هذا الرمز.
thanks-call = سنتصل بك.
thanks-sms = سنرسل لك رسالة sms.
thanks-email = سنرسل لك بريدًا إلكترونيًا.
thanks-visit-home = سنتصل بك لموعد في بيتك.
thanks-visit-us = أهلًا بك حين نكون مفتوحين.
thanks-wait = هل طال الانتظار؟
thanks-come-by = يمكنك المجيء حين نكون مفتوحين.
thanks-say-teken = عندها يكفي ذكر علامتك.
ticket = ورقة
ticket-asked = لحظة. أطبع ورقتك.
ticket-taken = خذ ورقتك.
ticket-failed = لا يمكن طباعة الورقة الآن. يمكنك تصوير الشاشة.
ticket-keep = احتفظ بهذه الورقة.
longer = وقت أطول

## The sign

teken-boom = شجرة { $number }
teken-vis = سمكة { $number }
teken-zon = شمس { $number }
teken-huis = بيت { $number }
teken-fiets = دراجة { $number }
teken-ster = نجمة { $number }
teken-bloem = زهرة { $number }
teken-vogel = طائر { $number }
teken-boot = قارب { $number }
teken-sleutel = مفتاح { $number }
teken-hart = قلب { $number }
teken-appel = تفاحة { $number }

day-monday = الاثنين
day-tuesday = الثلاثاء
day-wednesday = الأربعاء
day-thursday = الخميس
day-friday = الجمعة
day-saturday = السبت
day-sunday = الأحد

## Calling someone

call-calling = ننادي أحدًا الآن.
call-delivered = وصل نداؤك إلى الفريق.
call-coming = هناك من يأتي إليك.
call-walk-or-phone = الرجاء الذهاب إلى الاستقبال أو الاتصال: { $phone }.
call-walk = الرجاء الذهاب إلى الاستقبال.
locked = هذا الجهاز مغلق مؤقتًا.
locked-here = نحن هنا.
locked-fault = للمسؤول عن الجهاز: عطل رقم { $number }.
help-go-on = يمكنك المتابعة.
talk-now-sit = يمكنك الجلوس.
talk-now-teken = علامتك: { $teken }.
nobody-title = لا يوجد أحد الآن.
nobody-maybe = ربما لا يوجد أحد الآن.
closed-title = نحن مغلقون الآن.
nobody-hours = أوقات العمل:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } إلى { $last }: { $from } - { $until }
nobody-phone = يمكنك الاتصال: { $phone }.
leave-number = ترك رقم الهاتف

## Nobody touches the glass

idle-question = هل ما زلت هنا؟
idle-go-on = نعم، أتابع
idle-what-happens = وإلا نمحو كل شيء.

## Appointments

start = { START($text) }
# "الاثنين 23 نوفمبر"
date = { $day } { $number } { $month }
date-tile =
    { $day }
    { $number } { $month }
month-january = يناير
month-february = فبراير
month-march = مارس
month-april = أبريل
month-may = مايو
month-june = يونيو
month-july = يوليو
month-august = أغسطس
month-september = سبتمبر
month-october = أكتوبر
month-november = نوفمبر
month-december = ديسمبر
hour-1 = الواحدة
hour-2 = الثانية
hour-3 = الثالثة
hour-4 = الرابعة
hour-5 = الخامسة
hour-6 = السادسة
hour-7 = السابعة
hour-8 = الثامنة
hour-9 = التاسعة
hour-10 = العاشرة
hour-11 = الحادية عشرة
hour-12 = الثانية عشرة
# Without the word for hour, which the sentences around them have.
time-00 = { $hour } تمامًا
time-05 = { $hour } وخمس دقائق
time-10 = { $hour } وعشر دقائق
time-15 = { $hour } والربع
time-20 = { $hour } والثلث
time-25 = { $hour } والنصف إلا خمس دقائق
time-30 = { $hour } والنصف
time-35 = { $hour } والنصف وخمس دقائق
time-40 = { $next } إلا الثلث
time-45 = { $next } إلا الربع
time-50 = { $next } إلا عشر دقائق
time-55 = { $next } إلا خمس دقائق
time-other = { $hour } { $minutes ->
    [one] ودقيقة واحدة
    [two] ودقيقتان
    [few] و{ $minutes } دقائق
   *[many] و{ $minutes } دقيقة
}
time-evening = { $time } مساءً

whom-question = مع من يكون الموعد؟
whom-team = فريق الحي (wijkteam)
whom-police = شرطي الحي (wijkagent)
whom-municipality = البلدية (gemeente)
whom-housing = السكن والإيجار (woonconsulent)
whom-street = النفايات والشارع (milieuagent)
whom-unsure = لا أعرف
day-question = أي يوم؟
day-none = لا يناسبني أي يوم
day-other = يوم آخر
time-question = في أي ساعة؟
message-question = هل نرسل لك رسالة؟
message-sms = أرسلوا رسالة sms
message-email = أرسلوا بريدًا إلكترونيًا
message-ticket = ورقة تكفي
message-none = لا، سأتذكر
bar-book = نعم، صحيح
line-day = اليوم
line-time = الساعة
line-whom = مع من
line-message = الرسالة
taking = لحظة. نسأل إن كان هذا الوقت متاحًا.
keeping-moment = لحظة.
missed-taken = هذا الوقت حُجز قبل قليل.
missed-offline = لا أستطيع حجز هذا الوقت الآن.
missed-passed = لم يعد هذا الوقت ممكنا.
missed-note = هذه الأوقات ممكنة:
missed-note-day = هذا اليوم ممكن: { $date }
missed-time = { $date }، الساعة { $time }
wish-no-time = لا أستطيع حجز وقت الآن.
wish-call = سنتصل بك لتحديد وقت.
wish-number = لهذا نحتاج إلى رقمك.
wish-counter = يمكنك السؤال في الاستقبال.
wish-no-time-yet = لا وقت محدد بعد
wish-title = شكرًا. لا يوجد وقت محدد بعد.
wish-title-other = شكرًا. لا يوجد وقت آخر بعد.
booked-title = تم حجز موعدك.
booked-when = { $date }، الساعة { $time }.
changed-title = تم حجز وقتك الجديد.
changed-old = الوقت القديم لم يعد قائمًا.

home-appointment = أريد موعدًا
home-have-appointment = لدي موعد
find-question = ما هي علامتك؟
find-code = لدي رمز
find-number-question = ما الرقم بجانبها؟
find-number-note = علامتك: { $picture }.
picture-boom = شجرة
picture-vis = سمكة
picture-zon = شمس
picture-huis = بيت
picture-fiets = دراجة
picture-ster = نجمة
picture-bloem = زهرة
picture-vogel = طائر
picture-boot = قارب
picture-sleutel = مفتاح
picture-hart = قلب
picture-appel = تفاحة
is-it-you = موعد الساعة { $time }. هل هذا موعدك؟
here = أنا هنا
other-time = وقت آخر
not-coming = لن آتي
not-coming-question = هل هذا أكيد؟
not-coming-note = عندها يُلغى موعدك: الساعة { $time }.
not-coming-yes = نعم، لن آتي
not-coming-no = لا، سآتي
not-today-title = هذا الرمز ليس لليوم.
other-day = موعدك يوم { $date }.
not-today-what = هل هناك شيء للتغيير؟
not-found-title = لا نجد موعدًا اليوم.
not-found-help = الرجاء النظر مرة أخرى إلى علامتك أو رمزك.
try-again = مرة أخرى
needs-code-title = لهذا نحتاج إلى رمزك.
scan-here = الرجاء وضع الرمز أمام القارئ.
or-scan-here = أو وضع الرمز أمام القارئ.
worker-helps = يساعدك أحد من الفريق.
call-somebody = نداء شخص
here-title = أهلًا بك. يمكنك الجلوس.
here-title-counter = أهلًا بك.
here-soon = سنقول للفريق إنك هنا.
here-at-desk = الفريق يعرف أنك هنا.
cancelled-title = شكرًا لإخبارنا.
cancelled-soon = سنقول للفريق إنك لن تأتي.
cancelled-at-desk = الفريق يعرف أنك لن تأتي.
# In a message that the team sends.
cancelled-by-us = أُلغي موعدك.

## I am worried about somebody

home-worry = أشعر بالقلق على شخص
worry-danger-question = هل هناك خطر الآن؟
call-112 = رقم الطوارئ: 112.
call-safe-at-home = بيت آمن (Veilig Thuis): 0800-2000
worry-who-question = من الذي يقلقك أمره؟
worry-who-neighbour = أحد الجيران
worry-who-family = العائلة
worry-who-friend = أحد الأصدقاء
worry-who-child = طفل
worry-who-else = شخص آخر
worry-what-question = ما الذي يقلقك؟
worry-what-alone = الوحدة
worry-what-food = قلة الأكل أو النوم
worry-what-mess = أوساخ أو فوضى في البيت
worry-what-fights = شجار أو عنف
worry-what-money = المال
worry-what-confused = تشوش أو نسيان
worry-what-unsure = لا أعرف
worry-knows-question = هل يعرف هذا الشخص أنك هنا؟
worry-call-question = هل يمكننا الاتصال بك؟
worry-no-names = الرجاء عدم كتابة اسم الشخص أو عنوانه.
worry-typing-question = هل لديك شيء آخر لنا؟
worry-thanks = شكرًا لإخبارنا بهذا.
worry-first-you = نتحدث معك أولًا.
line-worry-who = عن من
line-worry-what = ما يقلقك
line-worry-knows = هل يعرف الشخص؟

## I want to do something for the neighbourhood

home-offer = أريد أن أفعل شيئًا للحي
offer-question = ما الذي يناسبك؟
offer-more = يمكنك اختيار أكثر من واحد.
offer-neighbours = مساعدة الجيران
offer-meal = طعام أو قهوة معًا
offer-jobs = تصليح أو حديقة
offer-explain = شرح اللغة أو الحاسوب
offer-start = بدء شيء بنفسي
offer-think = التفكير معًا
offer-unsure = لا أعرف بعد
offer-when-question = متى لديك وقت؟
offer-when-weekend = نهاية الأسبوع
offer-thanks = شكرًا على رغبتك في المساعدة.
line-offer = ما يناسبك
line-offer-when = متى لديك وقت

## How was it?

home-rate = كيف كان ذلك؟
rate-question = كيف كان ذلك؟
rate-5 = جيد جدًا
rate-4 = جيد
rate-3 = مقبول
rate-2 = ليس جيدًا
rate-1 = ليس جيدًا أبدًا
rate-mark-question = ما هي درجتك؟
rate-mark-note = الدرجة 1 منخفضة، و10 عالية.
rate-thanks = شكرًا لك.
rate-nobody-knows = لا أحد يعرف أن هذا منك.

## Who can help me?

home-who-helps = من يمكنه مساعدتي؟
who-helps-question = من يمكنه مساعدتي؟
who-helps-phone = هاتف: { $phone }
who-helps-more = لمعرفة المزيد، صورة بالهاتف تكفي.
who-helps-none = يمكنك السؤال في الاستقبال.

## Speaking

speak-question = يمكنك قول سؤالك. القليل يكفي.
speak-limit = لديك دقيقتان.
speak-start = بدء الكلام
speak-stop = إنهاء الكلام
speak-recording = نسجل الآن.
speak-time-left = الثواني الباقية: { $seconds }
speak-play = سماع التسجيل
speak-play-stop = إيقاف السماع
speak-again = من جديد
speak-delete = حذف
speak-kept = مدة تسجيلك بالثواني: { $seconds }.
speak-nothing-heard = لا نسمع شيئًا. بصوت أعلى قليلًا من فضلك.
speak-no-microphone = الميكروفون لا يعمل الآن.
speak-type-instead = يمكنك أيضًا كتابة سؤالك.
line-recording = تسجيلك

## Reading aloud, and seeing

read-aloud-none = لا نقرأ هذه اللغة بصوت بعد.
read-aloud-help = الرجاء ضغط مساعدة. سيقرأ لك أحد.
bar-contrast = تباين
spoken-contrast = فرق أكبر بين الألوان.
spoken-next-choice = الاختيار التالي
spoken-previous-choice = الاختيار السابق
spoken-choose = اختيار هذا
spoken-of = { $place } من { $all }
spoken-keys = المفاتيح
aa-question = كيف تريد الشاشة؟
aa-louder = صوت أعلى
aa-quieter = صوت أخفض
spoken-not-aloud = لا نقرأ هذا بصوت عالٍ.
spoken-take-handset = ارفع السماعة لتسمع كلماتك.
spoken-speak = بعد الصفارة يمكنك الكلام. اضغط مرة أخرى للإنهاء.
