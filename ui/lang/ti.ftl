# Inloop on the glass, in Tigrinya: made without a native reader; see `read-by-native`.
# What stands between { } is filled in by the glass. A post may reword whatever follows an =.
# Times are given by the clock as it hangs in the hall: ten in the morning is ዓሰርተ, not ኣርባዕተ as in the counting from sunrise.

# "yes" once somebody who speaks it from home has read every text below.
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = ltr

# The post's own words, as they stand.
verbatim = { $text }
list-comma = { $most }፣ { $last }
list-and = { $most } ከምኡውን { $last }

## Languages, each in its own script

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = ኣየናይ ቋንቋ ትደልዩ?

## Start

rest = እንቋዕ ብደሓን መጻእኩም። ነቲ መስኮት ተንክፉ።
called-now = { $teken }፡ { $place }
display-rest = ኣብዚ ተራ ናይ መን ምዃኑ ትርእዩ።
display-offline = እዚ መስኮት ሕጂ መራኸቢ የብሉን። በጃኹም ንዓና ሕተቱ።
home-question = እንታይ ክትገብሩ ትደልዩ?
home-ask = ሕቶ ኣሎኒ
home-talk-now = ሕጂ ምስ ሰብ ክዛረብ እደሊ
home-no-name = ስምኩም ክትነግሩ ኣየድልን።

## The bar at the bottom

bar-stop = ደው
bar-help = ሓገዝ
bar-language = ቋንቋ
bar-read-aloud = ኣንብብ
bar-size = Aa
bar-larger = ኣዕቢ
bar-lower = ኣውርድ
bar-back = ድሕሪት
bar-next = ቀጽል
bar-skip = ሕለፍ
bar-go-on = ቀጽል
bar-hand-in = እወ፣ ስደድ
bar-done = ወዲአ
bar-cover = ሕባእ
bar-uncover = ኣርኢ

# For those who hear the glass and do not see it.
spoken-stop = ደው። ኩሉ ይጠፍእ።
spoken-help = ሓገዝ። ሰብ ንጽውዕ።
spoken-language = ካልእ ቋንቋ ምረጹ።
spoken-read-aloud = እዚ ብድምጺ ይነበብ።
spoken-size = ፊደላት፣ ሕብርን ድምጽን።
spoken-lower = ኩሉ ኣብቲ መስኮት ንታሕቲ ኣውርዱ።
spoken-back = ናብ ዝሓለፈ ሕቶ ተመለሱ።
spoken-next = ናብ ዝቕጽል ሕቶ ሕለፉ።
spoken-cover = ዝጸሓፍኩምዎ ሕብኡ።
spoken-uncover = ዝጸሓፍኩምዎ ኣርእዩ።
spoken-picked = ተመሪጹ።
spoken-countdown = ዝተረፈ ሰከንድ፡ { $seconds }።
spoken-covered = ቃላትኩም ተሓቢኡ ኣሎ።
spoken-qr = ንተሌፎንኩም ኮድ።
spoken-own-words = ዝጸሓፍኩምዎ።

more = ተወሳኺ
yes = እወ
no = ኣይፋል

## Keys

key-space = ባዶ ቦታ
key-half-space = ፍርቂ ባዶ ቦታ
key-backspace = ደምስስ
key-enter = ሓድሽ መስመር
key-shift = ዓቢ ፊደል
key-letters = ሀለሐ
key-more-letters = ካልእ ፊደላት
key-latin = ናይ ላቲን ፊደላት
key-digits = 123
key-zero-six = 06
key-at = ምልክት ኢመይል
key-dot = ነጥቢ
key-dash = ሕጽር ዝበለ መስመር
key-underscore = ታሕተዋይ መስመር
key-plus = ምድማር
key-comma = ነጠላ ሰረዝ
key-question-mark = ምልክት ሕቶ
key-exclamation-mark = ምልክት ኣድናቖት
key-apostrophe = ላዕለዋይ ነጠላ ሰረዝ
key-slash = ቀናን መስመር

## I have a question

topic-question = ብዛዕባ እንታይ እዩ?
topic-money = ገንዘብን ዕዳን
topic-letters = ደብዳቤን ቅጥዕን
topic-work = ስራሕ ወይ ደገፍ
topic-learning = ቋንቋን ትምህርትን
topic-home = መንበሪ ገዛ
topic-neighbours = ጎረቤትን ከባብን
topic-relation = ገዛን ዝምድናን
topic-children = ቆልዑ
topic-health = ጥዕናን ክንክንን
topic-feelings = ከመይ ከም ዝስምዓኒ
topic-meeting = ምስ ሰባት ምርኻብ
topic-else = ካልእ ነገር
topic-rather-not = ክነግር ኣይደልን

need-question = ሕጂ እንታይ የድልየኩም?
need-explain = መብርሂ
need-papers = ሓገዝ ብወረቓቕቲ
need-talk = ምስኡ ዝዛረቦ ሰብ
need-plan = ብሓባር ውጥን ምግባር
need-urgent = ቅልጡፍ ሓገዝ፣ ክጽበ ኣይክእልን
need-unsure = ኣይፈልጥን

danger-112 = ሕጂ ሓደጋ ኣሎ ድዩ? ናብ 112 ደውሉ።
danger-113 = ህይወትኩም ክተጥፍኡ ትሓስቡ ዲኹም? ናብ 113 ወይ 0800-0113 ደውሉ።

tell-question = ክትነግሩና እትደልይዎ ኣሎ ድዩ?
tell-type = እወ፣ ክጽሕፍ እደሊ
tell-speak = እወ፣ ክዛረብ እደሊ
tell-later = ኣይፋል፣ ደሓር ባዕለይ ክነግር

typing-question = ሕቶኹም ኣብዚ ጽሓፉ። ሓጺር ይኣክል።
typing-counter = { $used } ካብ { $room }

contact-question = ብኸመይ ክንረኽበኩም?
contact-call = ደውሉለይ
contact-sms = ኤስኤምኤስ ስደዱለይ
contact-email = ኢመይል ስደዱለይ
contact-visit-us = ባዕለይ ክመጽእ እየ
contact-visit-home = ናብ ገዛይ ምጹ
contact-wait = ኣብዚ ክጽበ እየ

number-question = ቁጽሪ ተሌፎንኩም ክንደይ እዩ?
number-none = እዚ ቁጽሪ ልክዕ ድዩ? ከምዚ ክንድውል ኣይንኽእልን።
number-change = ቁጽሪ ክቕይር
number-skip = ብዘይ ቁጽሪ ቀጽል
email-question = ኢመይልኩም እንታይ እዩ?
email-none = እዚ ኢመይል ልክዕ ድዩ? ከምዚ ክንጽሕፍ ኣይንኽእልን።
email-change = ኢመይል ክቕይር
email-skip = ብዘይ ኢመይል ቀጽል
may-be-empty = እዚ ክትሓልፍዎ ትኽእሉ።

when-question = መዓስ ክንድውለልኩም ንኽእል?
when-morning = ንግሆ
when-afternoon = ድሕሪ ቀትሪ
when-evening = ምሸት
when-any = ዝኾነ ግዜ
voicemail-question = መልእኽቲ ድምጺ ክንገድፍ ንኽእል ዶ?
safe-question = እዚ ቁጽሪ ውሑስ ድዩ?
safe-note = ውሑስ ማለት፡ ካልእ ሰብ ኣየንብብን ኣይሰምዕን።

name-question = ብኸመይ ክንጽውዓኩም?
name-note = ካልእ ስም ክትመርጹ ትኽእሉ።

goal-question = እንታይ ክትበጽሑ ትደልዩ?
goal-rest = ህድኣት
goal-overview = ንጹር ስእሊ
goal-money = ብገንዘብ ምርግጋእ
goal-home = ጽቡቕ ገዛ
goal-people = ሰባት ኣብ ጎነይ
goal-unsure = ገና ኣይፈለጥኩን
goal-own = ባዕለይ ክነግር

overview-question = እዚ ልክዕ ድዩ?
line-topic = ጉዳይ
line-need = ዘድልየኩም
line-words = ቃላትኩም
line-contact = ርክብ
line-number = ቁጽሪ ተሌፎን
line-email = ኢመይል
line-when = መዓስ ንድውል
line-safe = ውሑስ ቁጽሪ
line-name = ስምኩም
line-goal = ዕላማኹም
line-empty = ኣይተነግረን
line-change = እዚ ቀይሩ

readers-our-team = ጋንታና እዚ የንብብ።
readers-these = እዚ ዘንብቡ፡ { $names }።
readers-ask = መን ከም ዘንብቦ ሕተቱና።

privacy-title = ብእዚ እንታይ ትገብሩ?
privacy-use = ንኽንሕግዘኩም ነንብቦ።
privacy-lock = ተዓጽዩ ናብ ጋንታ ይኸይድ።
privacy-forget = ተወዲኡ ድዩ? ድሕሪ { $days } መዓልቲ ኩሉ ንድምስስ።
privacy-voluntary = ኩሉ ግዜ ከተቋርጹ ትኽእሉ።

bsn-question = እዚ ቁጽሪ BSN ድዩ? ኣውጽእዎ፣ ዝሓሸ ውሑስ እዩ።
bsn-remove = ኣውጽእዎ
bsn-keep = ይጽናሕ

keeping = ሓንሳብ ተጸበዩ፣ ሕቶኹም ንዕቅብ ኣለና።
not-kept-title = ይቕሬታ፣ ሕጂ ክዕቀብ ኣይከኣለን።
not-kept-words = ቃላትኩም ኣብዚ ኣሎ።
not-kept-help = ደጊምኩም ፈትኑ ወይ ሓገዝ ጠውቑ።
not-kept-again = ደጊምካ

## Thank you

receipt-title = የቐንየልና። ሕቶኹም በጺሑና።
receipt-teken = ምልክትኩም፡ { $teken }።
receipt-hear-by = ቅድሚ { $day } ክንነግረኩም ኢና።
receipt-hear = ክንነግረኩም ኢና።
receipt-send-soon = ምስ ተኻእለ ሕቶኹም ክንሰድድ ኢና።
receipt-qr = ነዚ ኮድ ስእሊ ኣልዕሉ።
thanks-call = ክንድውለልኩም ኢና።
thanks-sms = ኤስኤምኤስ ክንሰደልኩም ኢና።
thanks-email = ኢመይል ክንሰደልኩም ኢና።
thanks-visit-home = ናብ ገዛኹም ንምምጻእ ክንድውል ኢና።
thanks-visit-us = ክፉታት ኣብ ዝኾንናሉ ግዜ ምጹ።
thanks-wait = ነዊሕ ግዜ ድዩ?
thanks-come-by = ክፉታት ክንከውን ከለና ክትመጹ ትኽእሉ።
thanks-say-teken = ሽዑ ምልክትኩም ንገሩ።
ticket = ወረቐት
ticket-asked = ሓንሳብ ተጸበዩ። ወረቐትኩም እሓትም ኣለኹ።
ticket-taken = ወረቐትኩም ውሰዱ።
ticket-failed = ወረቐት ሕጂ ኣይሕተምን። ስእሊ ኣልዕሉ።
ticket-keep = ነዚ ወረቐት ዓቅቡዎ።
longer = ተወሳኺ ግዜ

## The sign

teken-boom = ኦም { $number }
teken-vis = ዓሳ { $number }
teken-zon = ጸሓይ { $number }
teken-huis = ገዛ { $number }
teken-fiets = ብሽክለታ { $number }
teken-ster = ኮኾብ { $number }
teken-bloem = ዕምባባ { $number }
teken-vogel = ዑፍ { $number }
teken-boot = ጃልባ { $number }
teken-sleutel = መፍትሕ { $number }
teken-hart = ልቢ { $number }
teken-appel = ቱፋሕ { $number }

day-monday = ሰኑይ
day-tuesday = ሰሉስ
day-wednesday = ረቡዕ
day-thursday = ሓሙስ
day-friday = ዓርቢ
day-saturday = ቀዳም
day-sunday = ሰንበት

## Calling someone

call-calling = ሰብ ንጽውዕ ኣለና።
call-delivered = ጻውዒትኩም ናብ ጋንታ በጺሑ።
call-coming = ሰብ ይመጽእ ኣሎ።
call-walk-or-phone = ናብ መቐበሊ ኪዱ ወይ ደውሉ፡ { $phone }።
call-walk = ናብ መቐበሊ ኪዱ።
locked = እዛ መሳርሒት ንግዚኡ ዕጽውቲ እያ።
locked-here = ንሕና ኣብዚ ኣለና።
locked-fault = ንሓላዊ እዛ መሳርሒት፦ ብልሽት ቁጽሪ { $number }።
help-go-on = ክትቅጽሉ ትኽእሉ።
talk-now-sit = በጃኹም ኮፍ በሉ።
talk-now-teken = ምልክትኩም፡ { $teken }።
nobody-title = ሕጂ ሰብ የለን።
nobody-maybe = ምናልባት ሕጂ ሰብ የለን።
closed-title = ሕጂ ዕጹዋት ኢና።
nobody-hours = ክፉት ሰዓታት፡
hours-day = { $day }፡ { $from } - { $until }
hours-days = { $first } ክሳብ { $last }፡ { $from } - { $until }
nobody-phone = ክትድውሉ ትኽእሉ፡ { $phone }።
leave-number = ቁጽርኹም ግደፉ

## Nobody touches the glass

idle-question = ክሳብ ሕጂ ኣለኹም ዶ?
idle-go-on = እወ፣ ክቕጽል እየ
idle-what-happens = እንተዘይኮይኑ ኩሉ ክንድምስስ ኢና።

## Appointments

start = { START($text) }
# "ሰኑይ 23 ሕዳር"
date = { $day } { $number } { $month }
date-tile =
    { $day }
    { $number } { $month }
month-january = ጥሪ
month-february = ለካቲት
month-march = መጋቢት
month-april = ሚያዝያ
month-may = ግንቦት
month-june = ሰነ
month-july = ሓምለ
month-august = ነሓሰ
month-september = መስከረም
month-october = ጥቅምቲ
month-november = ሕዳር
month-december = ታሕሳስ
hour-1 = ሓደ
hour-2 = ክልተ
hour-3 = ሰለስተ
hour-4 = ኣርባዕተ
hour-5 = ሓሙሽተ
hour-6 = ሽዱሽተ
hour-7 = ሸውዓተ
hour-8 = ሸሞንተ
hour-9 = ትሽዓተ
hour-10 = ዓሰርተ
hour-11 = ዓሰርተ ሓደ
hour-12 = ዓሰርተ ክልተ
# "Ten and fifteen minutes": both ends take ን.
time-00 = ሰዓት { $hour }
time-05 = ሰዓት { $hour }ን ሓሙሽተ ደቒቕን
time-10 = ሰዓት { $hour }ን ዓሰርተ ደቒቕን
time-15 = ሰዓት { $hour }ን ርብዕን
time-20 = ሰዓት { $hour }ን ዕስራ ደቒቕን
time-25 = ሰዓት { $hour }ን ዕስራን ሓሙሽተን ደቒቕን
time-30 = ሰዓት { $hour }ን ፈረቓን
time-35 = ሰዓት { $hour }ን ሰላሳን ሓሙሽተን ደቒቕን
time-40 = ሰዓት { $hour }ን ኣርብዓ ደቒቕን
time-45 = ሰዓት { $hour }ን ኣርብዓን ሓሙሽተን ደቒቕን
time-50 = ሰዓት { $hour }ን ሓምሳ ደቒቕን
time-55 = ሰዓት { $hour }ን ሓምሳን ሓሙሽተን ደቒቕን
time-other = ሰዓት { $hour }ን { $minutes } ደቒቕን
time-evening = { $time } ናይ ምሸት

whom-question = ምስ መን ክትዛረቡ ትደልዩ?
whom-team = ጋንታ ከባቢ (wijkteam)
whom-police = ፖሊስ ከባቢ (wijkagent)
whom-municipality = ምምሕዳር ከተማ (gemeente)
whom-housing = ገዛን ክራይን (woonconsulent)
whom-street = ጉሓፍን ጎደናን (milieuagent)
whom-unsure = ኣይፈልጥን
day-question = ኣየናይ መዓልቲ?
day-none = ዝጥዕመኒ መዓልቲ የለን
day-other = ካልእ መዓልቲ
time-question = ሰዓት ክንደይ?
message-question = መልእኽቲ ትደልዩ ዶ?
message-sms = ኤስኤምኤስ ስደዱለይ
message-email = ኢመይል ስደዱለይ
message-ticket = ወረቐት ይኣክል
message-none = ኣይፋል፣ ክዝክሮ እየ
bar-book = እወ፣ ልክዕ እዩ
line-day = መዓልቲ
line-time = ሰዓት
line-whom = ምስ መን
line-message = መልእኽቲ
taking = ሓንሳብ ተጸበዩ። እዚ ግዜ ክፉት እንተኾይኑ ንሓትት።
keeping-moment = ሓንሳብ ተጸበዩ።
missed-taken = እዚ ግዜ ሕጂ ተታሒዙ።
missed-offline = እዚ ግዜ ሕጂ ክሕዝ ኣይከኣልኩን።
missed-passed = እዚ ግዜ ደጊም ኣይከኣልን።
missed-note = እዚ ግዜታት ይከኣል፡
missed-note-day = እዚ መዓልቲ ይከኣል፡ { $date }
missed-time = { $date }፣ { $time }
wish-no-time = ሕጂ ግዜ ክሕዝ ኣይክእልን።
wish-call = ግዜ ንምሓዝ ክንድውለልኩም ኢና።
wish-number = ንእዚ ቁጽርኹም የድልየና።
wish-counter = ኣብ መቐበሊ ሕተቱ።
wish-no-time-yet = ገና ግዜ የለን
wish-title = የቐንየልና። ገና ግዜ የብልኩምን።
wish-title-other = የቐንየልና። ገና ካልእ ግዜ የብልኩምን።
booked-title = ቆጸራኹም ተታሒዙ።
booked-when = { $date }፣ { $time }።
changed-title = ሓድሽ ግዜኹም ተታሒዙ።
changed-old = በቲ ናይ ቀደም ሰዓት ኣይትምጽኡ።

home-appointment = ቆጸራ እደሊ
home-have-appointment = ቆጸራ ኣሎኒ
find-question = ኣየናይ ምልክት ኣሎኩም?
find-code = ኮድ ኣሎኒ
find-number-question = ኣየናይ ቁጽሪ ኣብኡ ኣሎ?
find-number-note = ምልክትኩም፡ { $picture }።
picture-boom = ኦም
picture-vis = ዓሳ
picture-zon = ጸሓይ
picture-huis = ገዛ
picture-fiets = ብሽክለታ
picture-ster = ኮኾብ
picture-bloem = ዕምባባ
picture-vogel = ዑፍ
picture-boot = ጃልባ
picture-sleutel = መፍትሕ
picture-hart = ልቢ
picture-appel = ቱፋሕ
is-it-you = ቆጸራ፡ { $time }። ንስኹም ዲኹም?
here = ኣብዚ ኣለኹ
other-time = ካልእ ግዜ
not-coming = ኣይመጽእን እየ
not-coming-question = ርግጸኛታት ዲኹም?
not-coming-note = ሽዑ እዚ ቆጸራ ይተርፍ፡ { $time }።
not-coming-yes = እወ፣ ኣይመጽእን እየ
not-coming-no = ኣይፋል፣ ክመጽእ እየ
not-today-title = እዚ ኮድ ናይ ሎሚ ኣይኮነን።
other-day = ቆጸራኹም፡ { $date }።
not-today-what = ክትቅይርዎ እትደልዩ ኣሎ ድዩ?
not-found-title = ሎሚ ቆጸራ ኣይረኸብናን።
not-found-help = ምልክትኩም ወይ ኮድኩም ደጊምኩም ርኣዩ።
try-again = ደጊምካ
needs-code-title = ንእዚ ኮድኩም የድሊ።
scan-here = ኮድኩም ኣብ ቅድሚ መንበቢ ሓዙ።
or-scan-here = ወይ ኮድኩም ኣብ ቅድሚ መንበቢ ሓዙ።
worker-helps = ሓደ ሰራሕተኛ ክሕግዘኩም እዩ።
call-somebody = ሰብ ጸውዑ
here-title = እንቋዕ ብደሓን መጻእኩም። ኮፍ በሉ።
here-title-counter = እንቋዕ ብደሓን መጻእኩም።
here-soon = ኣብዚ ከም ዘለኹም ክንነግር ኢና።
here-at-desk = ኣብዚ ከም ዘለኹም ጋንታ ይፈልጥ።
cancelled-title = ስለ ዝነገርኩምና የቐንየልና።
cancelled-soon = ከም ዘይትመጹ ክንነግር ኢና።
cancelled-at-desk = ከም ዘይትመጹ ጋንታ ይፈልጥ።
# In a message that the team sends.
cancelled-by-us = ቆጸራኹም ተሪፉ።

## I am worried about somebody

home-worry = ብዛዕባ ሰብ እሻቐል ኣለኹ
worry-danger-question = ሕጂ ሓደጋ ኣሎ ድዩ?
call-112 = ናብ 112 ደውሉ።
call-safe-at-home = Veilig Thuis (ውሑስ ገዛ)፡ 0800-2000
worry-who-question = ብዛዕባ መን ትሻቐሉ?
worry-who-neighbour = ጎረቤት
worry-who-family = ስድራቤት
worry-who-friend = መሓዛ
worry-who-child = ቆልዓ
worry-who-else = ካልእ ሰብ
worry-what-question = እንታይ ትሓስቡ?
worry-what-alone = በይንኻ ምዃን
worry-what-food = ዘይምብላዕ ወይ ዘይምድቃስ
worry-what-mess = ርስሓት ኣብ ገዛ
worry-what-fights = ባእሲ ወይ ዓመጽ
worry-what-money = ገንዘብ
worry-what-confused = ምድንጋር ወይ ምርሳዕ
worry-what-unsure = ኣይፈልጥን
worry-knows-question = እቲ ሰብ ኣብዚ ከም ዘለኹም ይፈልጥ ዶ?
worry-call-question = ክንድውለልኩም ንኽእል ዶ?
worry-no-names = ናይቲ ሰብ ስም ወይ ኣድራሻ ኣይትጽሓፉ።
worry-typing-question = ተወሳኺ ክትነግሩ ትደልዩ ዶ?
worry-thanks = እዚ ስለ ዝነገርኩምና የቐንየልና።
worry-first-you = መጀመርታ ምሳኹም ክንዛረብ ኢና።
line-worry-who = ብዛዕባ መን እዩ
line-worry-what = እትሓስብዎ
line-worry-knows = እቲ ሰብ ይፈልጥ ዶ?

## I want to do something for the neighbourhood

home-offer = ንከባቢ ገለ ክገብር እደሊ
offer-question = እንታይ ክትገብሩ ትደልዩ?
offer-more = ልዕሊ ሓደ ክትመርጹ ትኽእሉ።
offer-neighbours = ንጎረባብቲ ምሕጋዝ
offer-meal = ብሓባር ምብላዕ ወይ ቡን
offer-jobs = ጽገና ወይ ጀርዲን
offer-explain = ቋንቋ ወይ ኮምፒተር ምርዳእ
offer-start = ባዕለይ ገለ ክጅምር
offer-think = ብሓባር ምሕሳብ
offer-unsure = ገና ኣይፈለጥኩን
offer-when-question = መዓስ ግዜ ኣሎኩም?
offer-when-weekend = ቀዳመ ሰንበት
offer-thanks = ክትሕግዙ ምድላይኩም ጽቡቕ እዩ።
line-offer = ክትገብርዎ እትደልዩ
line-offer-when = ግዜ ዘለኩም

## How was it?

home-rate = ከመይ ነይሩ?
rate-question = ከመይ ነይሩ?
rate-5 = ኣዝዩ ጽቡቕ
rate-4 = ጽቡቕ
rate-3 = ደሓን
rate-2 = ብዙሕ ጽቡቕ ኣይነበረን
rate-1 = ፈጺሙ ጽቡቕ ኣይነበረን
rate-mark-question = ክንደይ ነጥቢ ትህቡ?
rate-mark-note = 1 ትሑት፣ 10 ልዑል እዩ።
rate-thanks = የቐንየልና።
rate-nobody-knows = ንስኹም ከም ዝነበርኩም ዝፈልጥ የለን።

## Who can help me?

home-who-helps = መን ክሕግዘኒ ይኽእል?
who-helps-question = መን ክሕግዘኒ ይኽእል?
who-helps-phone = ተሌፎን፡ { $phone }
who-helps-more = ንተወሳኺ ሓበሬታ ስእሊ ኣልዕሉ።
who-helps-none = ኣብ መቐበሊ ሕተቱ።

## Speaking

speak-question = ሕቶኹም ተዛረቡ። ሓጺር ይኣክል።
speak-limit = ክልተ ደቒቕ ኣለኩም።
speak-start = ምዝራብ ጀምር
speak-stop = ምዝራብ ኣቋርጽ
speak-recording = ሕጂ ንቐድሕ ኣለና።
speak-time-left = ዝተረፈ ሰከንድ፡ { $seconds }
speak-play = ስማዕ
speak-play-stop = ምስማዕ ኣቋርጽ
speak-again = እንደገና
speak-delete = ደምስስ
speak-kept = ቅዳሕኩም { $seconds } ሰከንድ እዩ።
speak-nothing-heard = ገለ ኣይንሰምዕን ኣለና። ዓው ኢልኩም ተዛረቡ።
speak-no-microphone = ማይክሮፎን ሕጂ ኣይሰርሕን እዩ።
speak-type-instead = ሕቶኹም ክትጽሕፉ እውን ትኽእሉ ኢኹም።
line-recording = ቅዳሕኩም

## Reading aloud, and seeing

read-aloud-none = እዚ ቋንቋ ገና ብድምጺ ኣየንበብን።
read-aloud-help = ሓገዝ ጠውቑ። ሰብ ከንብበልኩም እዩ።
bar-contrast = ንጽጽር
spoken-contrast = ፍልልይ ሕብሪ ኣዕብዩ።
spoken-next-choice = ዝቕጽል ምርጫ
spoken-previous-choice = ዝሓለፈ ምርጫ
spoken-choose = እዚ ምረጹ
spoken-of = { $place } ካብ { $all }
spoken-keys = መፍትሓት
aa-question = ስክሪን ከመይ ይኹን?
aa-louder = ዓው ዝበለ ድምጺ
aa-quieter = ትሑት ድምጺ
spoken-not-aloud = ነዚ ዓው ኢልና ኣይነንብቦን።
spoken-take-handset = ቃላትኩም ንምስማዕ ስልኪ ኣልዕሉ።
spoken-speak = ድሕሪ ድምጺ ተዛረቡ። ንምቁራጽ ከም ብሓድሽ ጠውቑ።
