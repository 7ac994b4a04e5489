# Inloop на екрані, українською: made without a native reader; see `read-by-native`.
# Те, що стоїть між { }, заповнює екран. Текст після = можна змінити.

# "yes" once somebody who speaks it from home has read every text below.
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = ltr

# Власні слова центру, без змін.
verbatim = { $text }
list-comma = { $most }, { $last }
list-and = { $most } і { $last }

## Мови, кожна своїм письмом

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = Яку мову Ви хочете?

## Початок

rest = Вітаємо. Торкніться екрана.
called-now = { $teken }: { $place }
display-rest = Тут видно, чия зараз черга.
display-offline = Цей екран зараз не має зв’язку. Запитайте нас.
home-question = Що Ви хочете зробити?
home-ask = Я маю питання
home-talk-now = Я хочу зараз з кимось поговорити
home-no-name = Своє ім’я можна не називати.

## Смуга внизу

bar-stop = Стоп
bar-help = Поміч
bar-language = Мова
bar-read-aloud = Читати
bar-size = Aa
bar-larger = Більше
bar-lower = Нижче
bar-back = Назад
bar-next = Далі
bar-skip = Пропустити
bar-go-on = Продовжити
bar-hand-in = Так, надіслати
bar-done = Готово
bar-cover = Сховати
bar-uncover = Показати

# Для тих, хто екран чує, а не бачить.
spoken-stop = Стоп. Усе зникне.
spoken-help = Поміч. Ми когось покличемо.
spoken-language = Виберіть іншу мову.
spoken-read-aloud = Прочитати вголос.
spoken-size = Літери, кольори та звук.
spoken-lower = Перенести все нижче на екрані.
spoken-back = Назад до попереднього питання.
spoken-next = Далі до наступного питання.
spoken-cover = Сховати те, що Ви написали.
spoken-uncover = Показати те, що Ви написали.
spoken-picked = Вибрано.
spoken-countdown = Залишилося секунд: { $seconds }.
spoken-covered = Ваші слова сховано.
spoken-qr = Код для Вашого телефону.
spoken-own-words = Те, що Ви написали.

more = Більше
yes = Так
no = Ні

## Клавіші

key-space = пробіл
key-half-space = пів пробілу
key-backspace = стерти
key-enter = новий рядок
key-shift = велика літера
key-letters = АБВ
key-more-letters = інші літери
key-latin = латинські літери
key-digits = 123
key-zero-six = 06
key-at = равлик
key-dot = крапка
key-dash = дефіс
key-underscore = підкреслення
key-plus = плюс
key-comma = кома
key-question-mark = знак питання
key-exclamation-mark = знак оклику
key-apostrophe = апостроф
key-slash = похила риска

## Я маю питання

topic-question = Про що Ваше питання?
topic-money = Гроші й борги
topic-letters = Листи й бланки
topic-work = Робота чи виплати
topic-learning = Мова й навчання
topic-home = Житло
topic-neighbours = Сусіди й район
topic-relation = Дім і стосунки
topic-children = Діти
topic-health = Здоров’я й догляд
topic-feelings = Як я почуваюся
topic-meeting = Зустрічі з людьми
topic-else = Щось інше
topic-rather-not = Не хочу казати

need-question = Що Вам зараз потрібно?
need-explain = Пояснення
need-papers = Допомога з паперами
need-talk = З кимось поговорити
need-plan = Разом скласти план
need-urgent = Швидка допомога, це не може чекати
need-unsure = Не знаю

danger-112 = Зараз є небезпека? Телефонуйте 112.
danger-113 = Думаєте про самогубство? Телефонуйте 113 або 0800-0113.

tell-question = Хочете щось розповісти?
tell-type = Так, хочу написати
tell-speak = Так, хочу сказати
tell-later = Ні, розповім пізніше

typing-question = Напишіть тут своє питання. Можна коротко.
typing-counter = { $used } з { $room }

contact-question = Як з Вами зв’язатися?
contact-call = Подзвоніть мені
contact-sms = Надішліть SMS
contact-email = Надішліть e-mail
contact-visit-us = Я прийду до вас
contact-visit-home = Прийдіть до мене
contact-wait = Я почекаю тут

number-question = Який у Вас номер телефону?
number-none = Цей номер правильний? Так ми не додзвонимося.
number-change = Зміню номер
number-skip = Далі без номера
email-question = Яка у Вас адреса e-mail?
email-none = Ця адреса правильна? Так ми не напишемо.
email-change = Зміню адресу
email-skip = Далі без адреси
may-be-empty = Це можна пропустити.

when-question = Коли Вам можна дзвонити?
when-morning = Вранці
when-afternoon = Вдень
when-evening = Увечері
when-any = Будь-коли
voicemail-question = Можна залишити голосове повідомлення?
safe-question = Цей номер безпечний?
safe-note = Безпечний: ніхто інший не читає й не слухає.

name-question = Як до Вас звертатися?
name-note = Можна вибрати інше ім’я.

goal-question = Чого Ви хочете досягти?
goal-rest = Спокій
goal-overview = Порядок у справах
goal-money = Лад із грошима
goal-home = Гарне житло
goal-people = Люди поруч
goal-unsure = Ще не знаю
goal-own = Скажу сам чи сама

overview-question = Усе правильно?
line-topic = Про що питання
line-need = Що потрібно
line-words = Ваші слова
line-contact = Зв’язок
line-number = Номер телефону
line-email = Адреса e-mail
line-when = Коли дзвонити
line-safe = Безпечний номер
line-name = Ваше ім’я
line-goal = Ваша мета
line-empty = Не сказано
line-change = Змінити це

readers-our-team = Це читає наша команда.
readers-these = Це читають: { $names }.
readers-ask = Запитайте нас, хто це читає.

privacy-title = Що ви з цим робите?
privacy-use = Ми читаємо це, щоб допомогти Вам.
privacy-lock = До команди це йде під замком.
privacy-forget = Справу закінчено? Ми все стираємо через { $days ->
    [one] { $days } день
    [few] { $days } дні
   *[many] { $days } днів
}.
privacy-voluntary = Ви завжди можете зупинитися.

bsn-question = Це Ваш BSN? Приберіть його, так безпечніше.
bsn-remove = Прибрати
bsn-keep = Залишити

keeping = Хвилинку, ми зберігаємо Ваше питання.
not-kept-title = Вибачте, зараз не вдається зберегти.
not-kept-words = Ваші слова ще тут.
not-kept-help = Спробуйте ще раз або натисніть Поміч.
not-kept-again = Ще раз

## Дякуємо

receipt-title = Дякуємо. Ваше питання в нас.
receipt-teken = Ваш знак: { $teken }.
receipt-hear-by = Ми відповімо до цього дня: { $day }.
receipt-hear = Ми Вам відповімо.
receipt-send-soon = Ми надішлемо питання, щойно зможемо.
receipt-qr = Сфотографуйте цей код.
thanks-call = Ми Вам подзвонимо.
thanks-sms = Ми надішлемо Вам SMS.
thanks-email = Ми надішлемо Вам e-mail.
thanks-visit-home = Ми подзвонимо, щоб домовитися про візит.
thanks-visit-us = Приходьте, коли ми відчинені.
thanks-wait = Довго чекаєте?
thanks-come-by = Можна прийти, коли ми відчинені.
thanks-say-teken = Тоді назвіть свій знак.
ticket = Талон
ticket-asked = Хвилинку. Друкую Ваш талон.
ticket-taken = Візьміть Ваш талон.
ticket-failed = Талон зараз не друкується. Зробіть фото.
ticket-keep = Збережіть цей талон.
longer = Читати довше

## Знак

teken-boom = Дерево { $number }
teken-vis = Риба { $number }
teken-zon = Сонце { $number }
teken-huis = Дім { $number }
teken-fiets = Велосипед { $number }
teken-ster = Зірка { $number }
teken-bloem = Квітка { $number }
teken-vogel = Птах { $number }
teken-boot = Човен { $number }
teken-sleutel = Ключ { $number }
teken-hart = Серце { $number }
teken-appel = Яблуко { $number }

day-monday = понеділок
day-tuesday = вівторок
day-wednesday = середа
day-thursday = четвер
day-friday = п’ятниця
day-saturday = субота
day-sunday = неділя

## Покликати когось

call-calling = Ми когось кличемо.
call-delivered = Команда отримала Ваш виклик.
call-coming = До Вас ідуть.
call-walk-or-phone = Підійдіть до стійки або подзвоніть: { $phone }.
call-walk = Підійдіть до стійки.
locked = Цей екран поки що не працює.
locked-here = Ми тут.
locked-fault = Для відповідального за пристрій: несправність { $number }.
help-go-on = Можна просто продовжувати.
talk-now-sit = Сідайте, будь ласка.
talk-now-teken = Ваш знак: { $teken }.
nobody-title = Зараз нікого немає.
nobody-maybe = Можливо, зараз нікого немає.
closed-title = Зараз ми зачинені.
nobody-hours = Ми відчинені:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } - { $last }: { $from } - { $until }
nobody-phone = Можна подзвонити: { $phone }.
leave-number = Залишити свій номер

## Ніхто не торкається екрана

idle-question = Ви ще тут?
idle-go-on = Так, я тут
idle-what-happens = Інакше ми все зітремо.

## Зустрічі

start = { START($text) }
# "понеділок, 23 листопада": the months stand in the genitive.
date = { $day }, { $number } { $month }
date-tile =
    { $day }
    { $number } { $month }
month-january = січня
month-february = лютого
month-march = березня
month-april = квітня
month-may = травня
month-june = червня
month-july = липня
month-august = серпня
month-september = вересня
month-october = жовтня
month-november = листопада
month-december = грудня
# Times are named in the nominative wherever they stand: "десята година", "десята тридцять".
hour-1 = перша
hour-2 = друга
hour-3 = третя
hour-4 = четверта
hour-5 = п’ята
hour-6 = шоста
hour-7 = сьома
hour-8 = восьма
hour-9 = дев’ята
hour-10 = десята
hour-11 = одинадцята
hour-12 = дванадцята
time-00 = { $hour } година
time-05 = { $hour } нуль п’ять
time-10 = { $hour } десять
time-15 = { $hour } п’ятнадцять
time-20 = { $hour } двадцять
time-25 = { $hour } двадцять п’ять
time-30 = { $hour } тридцять
time-35 = { $hour } тридцять п’ять
time-40 = { $hour } сорок
time-45 = { $hour } сорок п’ять
time-50 = { $hour } п’ятдесят
time-55 = { $hour } п’ятдесят п’ять
time-other = { $hour } година і { $minutes ->
    [one] { $minutes } хвилина
    [few] { $minutes } хвилини
   *[many] { $minutes } хвилин
}
time-evening = { $time } вечора

whom-question = З ким Ви хочете поговорити?
whom-team = Команда району (wijkteam)
whom-police = Поліція району (wijkagent)
whom-municipality = Муніципалітет (gemeente)
whom-housing = Дім і оренда (woonconsulent)
whom-street = Сміття й вулиця (milieuagent)
whom-unsure = Не знаю
day-question = Який день?
day-none = Жоден день не підходить
day-other = Інший день
time-question = О котрій годині?
message-question = Хочете повідомлення?
message-sms = Надішліть SMS
message-email = Надішліть e-mail
message-ticket = Талона досить
message-none = Ні, я запам’ятаю
bar-book = Так, усе вірно
line-day = День
line-time = Час
line-whom = З ким
line-message = Повідомлення
taking = Хвилинку. Ми питаємо, чи вільний цей час.
keeping-moment = Хвилинку.
missed-taken = Цей час щойно зайняли.
missed-offline = Зараз не можу записати на цей час.
missed-passed = Цей час уже неможливий.
missed-note = Ці години можливі:
missed-note-day = Можливий день: { $date }
missed-time = { $date }, { $time }
wish-no-time = Зараз не можу призначити час.
wish-call = Ми подзвонимо щодо часу.
wish-number = Для цього потрібен Ваш номер.
wish-counter = Запитайте біля стійки.
wish-no-time-yet = Часу ще немає
wish-title = Дякуємо. Часу ще не призначено.
wish-title-other = Дякуємо. Іншого часу ще не призначено.
booked-title = Вашу зустріч призначено.
booked-when = { $date }, { $time }.
changed-title = Новий час призначено.
changed-old = Не приходьте у старий час.

home-appointment = Хочу домовитися про зустріч
home-have-appointment = Я маю зустріч
find-question = Який у Вас знак?
find-code = Я маю код
find-number-question = Яке число стоїть поруч?
find-number-note = Ваш знак: { $picture }.
picture-boom = Дерево
picture-vis = Риба
picture-zon = Сонце
picture-huis = Дім
picture-fiets = Велосипед
picture-ster = Зірка
picture-bloem = Квітка
picture-vogel = Птах
picture-boot = Човен
picture-sleutel = Ключ
picture-hart = Серце
picture-appel = Яблуко
is-it-you = Зустріч: { $time }. Це Ви?
here = Я тут
other-time = Інший час
not-coming = Я не прийду
not-coming-question = Ви впевнені?
not-coming-note = Тоді цієї зустрічі не буде: { $time }.
not-coming-yes = Так, я не прийду
not-coming-no = Ні, я прийду
not-today-title = Цей код не на сьогодні.
other-day = Ваша зустріч: { $date }.
not-today-what = Хочете щось змінити?
not-found-title = Ми не бачимо зустрічі на сьогодні.
not-found-help = Ще раз подивіться на знак або код.
try-again = Ще раз
needs-code-title = Для цього потрібен Ваш код.
scan-here = Піднесіть код до зчитувача.
or-scan-here = Або піднесіть код до зчитувача.
worker-helps = Вам допоможе хтось із команди.
call-somebody = Покликати когось
here-title = Вітаємо. Сідайте, будь ласка.
here-title-counter = Вітаємо.
here-soon = Ми передамо, що Ви тут.
here-at-desk = Команда знає, що Ви тут.
cancelled-title = Дякуємо, що сказали.
cancelled-soon = Ми передамо, що Ви не прийдете.
cancelled-at-desk = Команда знає, що Ви не прийдете.
# In a message that the team sends.
cancelled-by-us = Вашої зустрічі не буде.

## Я хвилююся за когось

home-worry = Я хвилююся за когось
worry-danger-question = Зараз є небезпека?
call-112 = Телефонуйте 112.
call-safe-at-home = Veilig Thuis (безпечний дім): 0800-2000
worry-who-question = За кого Ви хвилюєтеся?
worry-who-neighbour = Сусід чи сусідка
worry-who-family = Родина
worry-who-friend = Друг чи подруга
worry-who-child = Дитина
worry-who-else = Хтось інший
worry-what-question = Про що Ви думаєте?
worry-what-alone = Самотність
worry-what-food = Не їсть або не спить
worry-what-mess = Бруд або безлад удома
worry-what-fights = Сварки або насильство
worry-what-money = Гроші
worry-what-confused = Плутається або забуває
worry-what-unsure = Не знаю
worry-knows-question = Ця людина знає, що Ви тут?
worry-call-question = Можна Вам подзвонити?
worry-no-names = Не пишіть її імені чи адреси.
worry-typing-question = Хочете ще щось розповісти?
worry-thanks = Дякуємо, що розповіли.
worry-first-you = Спершу ми поговоримо з Вами.
line-worry-who = Про кого мова
line-worry-what = Про що Ви думаєте
line-worry-knows = Чи знає ця людина?

## Я хочу щось зробити для району

home-offer = Хочу щось зробити для району
offer-question = Що Ви хочете робити?
offer-more = Можна вибрати кілька.
offer-neighbours = Допомагати сусідам
offer-meal = Разом їсти чи пити каву
offer-jobs = Ремонт або сад
offer-explain = Пояснювати мову чи комп’ютер
offer-start = Почати щось своє
offer-think = Думати разом
offer-unsure = Ще не знаю
offer-when-question = Коли Ви маєте час?
offer-when-weekend = Вихідні
offer-thanks = Чудово, що Ви хочете допомогти.
line-offer = Що Ви хочете робити
line-offer-when = Коли Ви маєте час

## Як було?

home-rate = Як було?
rate-question = Як було?
rate-5 = Дуже добре
rate-4 = Добре
rate-3 = Непогано
rate-2 = Не дуже добре
rate-1 = Зовсім не добре
rate-mark-question = Яку оцінку Ви дасте?
rate-mark-note = 1 це низько, 10 це високо.
rate-thanks = Дякуємо.
rate-nobody-knows = Ніхто не знає, що це були Ви.

## Хто може мені допомогти?

home-who-helps = Хто може мені допомогти?
who-helps-question = Хто може мені допомогти?
who-helps-phone = Телефон: { $phone }
who-helps-more = Більше про це: сфотографуйте код.
who-helps-none = Запитайте біля стійки.

## Говорити

speak-question = Скажіть своє питання. Можна коротко.
speak-limit = Ви маєте дві хвилини.
speak-start = Почати говорити
speak-stop = Закінчити говорити
speak-recording = Ми зараз записуємо.
speak-time-left = Залишилося секунд: { $seconds }
speak-play = Прослухати
speak-play-stop = Зупинити
speak-again = Наново
speak-delete = Прибрати
speak-kept = Ваш запис, у секундах: { $seconds }.
speak-nothing-heard = Ми нічого не чуємо. Говоріть трохи гучніше.
speak-no-microphone = Мікрофон зараз не працює.
speak-type-instead = Своє питання можна також написати.
line-recording = Ваш запис

## Читання вголос і зір

read-aloud-none = Цією мовою ще не читаємо вголос.
read-aloud-help = Натисніть Поміч. Хтось прочитає Вам.
bar-contrast = Контраст
spoken-contrast = Зробити кольори більш різними.
spoken-next-choice = Наступний вибір
spoken-previous-choice = Попередній вибір
spoken-choose = Вибрати це
spoken-of = { $place } з { $all }
spoken-keys = Клавіші
aa-question = Яким має бути екран?
aa-louder = Гучніше
aa-quieter = Тихіше
spoken-not-aloud = Це ми не читаємо вголос.
spoken-take-handset = Підніміть слухавку, щоб почути свої слова.
spoken-speak = Говоріть після сигналу. Щоб закінчити, натисніть ще раз.
