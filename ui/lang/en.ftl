# Inloop on the glass, in plain English: short words, at most ten to a sentence.
# What stands between { } is filled in by the glass. A post may reword whatever follows an =.

# "yes" once somebody who speaks the language from home has read every text below; until then "no".
read-by-native = no
# How the language is written: "ltr" from left to right, "rtl" from right to left.
direction = ltr

# The post's own words, as they stand.
verbatim = { $text }
# A row: "A, B and C".
list-comma = { $most }, { $last }
list-and = { $most } and { $last }

## Languages, each in its own script

language-nl = Nederlands
language-en = English
language-ar = العربية
language-tr = Türkçe
language-pl = Polski
language-uk = Українська
language-ti = ትግርኛ
language-fa = فارسی
language-question = Which language would you like?

## Start

rest = Welcome. Touch the screen.
called-now = { $teken }: { $place }
display-rest = Here you see whose turn it is.
display-offline = This screen has no connection now. Please ask us.
home-question = What would you like to do?
home-ask = I have a question
home-talk-now = I want to talk to someone now
home-no-name = You do not have to give your name.

## The bar at the bottom

bar-stop = Stop
bar-help = Help
bar-language = Language
bar-read-aloud = Read aloud
bar-size = Aa
bar-larger = Larger
bar-lower = Lower
bar-back = Back
bar-next = Next
bar-skip = Skip
bar-go-on = Go on
bar-hand-in = Yes, send it
bar-done = Done
bar-cover = Hide
bar-uncover = Show

# For those who hear the glass and do not see it.
spoken-stop = Stop. Everything is wiped.
spoken-help = Help. We call someone.
spoken-language = Choose another language.
spoken-read-aloud = Read this aloud.
spoken-size = Letters, colours and sound.
spoken-lower = Move everything lower on the screen.
spoken-back = Back to the question before.
spoken-next = On to the next question.
spoken-cover = Hide what you typed.
spoken-uncover = Show what you typed.
spoken-picked = Chosen.
spoken-countdown = { $seconds } seconds left.
spoken-covered = Your words are hidden.
spoken-qr = A code for your phone.
spoken-own-words = What you typed.

more = More
yes = Yes
no = No

## Keys

key-space = space
key-half-space = half space
key-backspace = delete
key-enter = new line
key-shift = capital letter
key-letters = ABC
key-more-letters = more letters
key-latin = Latin letters
key-digits = 123
key-zero-six = 06
key-at = at sign
key-dot = dot
key-dash = dash
key-underscore = underscore
key-plus = plus
key-comma = comma
key-question-mark = question mark
key-exclamation-mark = exclamation mark
key-apostrophe = apostrophe
key-slash = slash

## I have a question

topic-question = What is it about?
topic-money = Money and debts
topic-letters = Letters and forms
topic-work = Work or benefits
topic-learning = Language and learning
topic-home = Housing
topic-neighbours = Neighbours and area
topic-relation = Home and relationship
topic-children = Children
topic-health = Health and care
topic-feelings = How I feel
topic-meeting = Meeting people
topic-else = Something else
topic-rather-not = I would rather not say

need-question = What do you need now?
need-explain = An explanation
need-papers = Help with papers
need-talk = Someone to talk to
need-plan = Make a plan together
need-urgent = Help soon, it cannot wait
need-unsure = I do not know

danger-112 = Is there danger now? Call 112.
danger-113 = Thinking about suicide? Call 113 or 0800-0113.

tell-question = Would you like to tell us something?
tell-type = Yes, I want to type
tell-speak = Yes, I want to speak
tell-later = No, I will tell it later

typing-question = Type your question here. Short is fine.
typing-counter = { $used } of { $room }

contact-question = How would you like contact?
contact-call = Call me
contact-sms = Send a text message
contact-email = Send an e-mail
contact-visit-us = I will come by
contact-visit-home = Come to my home
contact-wait = I will wait here

number-question = What is your phone number?
number-none = Is this number right? We cannot call it.
number-change = I will change the number
number-skip = Go on without a number
email-question = What is your e-mail address?
email-none = Is this address right? We cannot write to it.
email-change = I will change the address
email-skip = Go on without an address
may-be-empty = You may skip this.

when-question = When may we call?
when-morning = Morning
when-afternoon = Afternoon
when-evening = Evening
when-any = Any time
voicemail-question = May we leave a voicemail?
safe-question = Is this number safe?
safe-note = Safe means: nobody else reads or listens.

name-question = What may we call you?
name-note = You may choose another name.

goal-question = What is your goal?
goal-rest = Peace of mind
goal-overview = A clear view of things
goal-money = Money in order
goal-home = A good home
goal-people = People around me
goal-unsure = I do not know yet
goal-own = In my own words

overview-question = Is this right?
line-topic = What it is about
line-need = What you need
line-words = Your words
line-contact = Contact
line-number = Phone number
line-email = E-mail address
line-when = When to call
line-safe = Safe number
line-name = Your name
line-goal = What you want to achieve
line-empty = Not said
line-change = Change this

readers-our-team = Our team reads this.
readers-these = This is read by: { $names }.
readers-ask = Ask us who reads this.

privacy-title = What do you do with this?
privacy-use = We read this to help you.
privacy-lock = It travels locked to the team.
privacy-forget = Is it done? Then we wipe everything after { $days } days.
privacy-voluntary = You may always stop.

bsn-question = Is this your BSN? Take it out, that is safer.
bsn-remove = Take it out
bsn-keep = Leave it

keeping = One moment, we are saving your question.
not-kept-title = Sorry, we cannot save this now.
not-kept-words = Your words are still here.
not-kept-help = Try again, or touch Help.
not-kept-again = Try again

## Thank you

receipt-title = Thank you. We have your question.
receipt-teken = Your sign is { $teken }.
receipt-hear-by = You will hear from us before { $day }.
receipt-hear = You will hear from us.
receipt-send-soon = We will send your question as soon as we can.
receipt-qr = Take a picture of this code.
thanks-call = We will call you.
thanks-sms = We will send you a text message.
thanks-email = We will send you an e-mail.
thanks-visit-home = We will call you to plan a visit.
thanks-visit-us = Come by when we are open.
thanks-wait = Does it take long?
thanks-come-by = You can come by when we are open.
thanks-say-teken = Then say your sign.
ticket = Ticket
ticket-asked = One moment. I am printing your ticket.
ticket-taken = Please take your ticket.
ticket-failed = The ticket does not work now. Please take a picture.
ticket-keep = Keep this ticket.
longer = Read longer

## The sign

teken-boom = Tree { $number }
teken-vis = Fish { $number }
teken-zon = Sun { $number }
teken-huis = House { $number }
teken-fiets = Bicycle { $number }
teken-ster = Star { $number }
teken-bloem = Flower { $number }
teken-vogel = Bird { $number }
teken-boot = Boat { $number }
teken-sleutel = Key { $number }
teken-hart = Heart { $number }
teken-appel = Apple { $number }

day-monday = Monday
day-tuesday = Tuesday
day-wednesday = Wednesday
day-thursday = Thursday
day-friday = Friday
day-saturday = Saturday
day-sunday = Sunday

## Calling someone

call-calling = We are calling someone.
call-delivered = Your call has reached the team.
call-coming = Someone is coming.
call-walk-or-phone = Walk to the counter or call { $phone }.
call-walk = Walk to the counter.
locked = This kiosk is closed for now.
locked-here = We are here.
locked-fault = For the caretaker: fault { $number }.
help-go-on = You can simply carry on.
talk-now-sit = Please take a seat.
talk-now-teken = You are { $teken }.
nobody-title = Nobody is here now.
nobody-maybe = Perhaps nobody is here now.
closed-title = We are closed now.
nobody-hours = We are open:
hours-day = { $day }: { $from } - { $until }
hours-days = { $first } to { $last }: { $from } - { $until }
nobody-phone = You can call: { $phone }.
leave-number = Leave your number

## Nobody touches the glass

idle-question = Are you still there?
idle-go-on = Yes, go on
idle-what-happens = Otherwise we wipe everything.

## Appointments

# The beginning of a sentence or a choice: with a capital.
start = { START($text) }
# "Monday 23 November"; a space that does not break after the number.
date = { $day } { $number } { $month }
# The same on a tile, in two lines.
date-tile =
    { $day }
    { $number } { $month }
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December
hour-1 = one
hour-2 = two
hour-3 = three
hour-4 = four
hour-5 = five
hour-6 = six
hour-7 = seven
hour-8 = eight
hour-9 = nine
hour-10 = ten
hour-11 = eleven
hour-12 = twelve
# $next is the hour after it.
time-00 = { $hour } o'clock
time-05 = five past { $hour }
time-10 = ten past { $hour }
time-15 = quarter past { $hour }
time-20 = twenty past { $hour }
time-25 = twenty-five past { $hour }
time-30 = half past { $hour }
time-35 = twenty-five to { $next }
time-40 = twenty to { $next }
time-45 = quarter to { $next }
time-50 = ten to { $next }
time-55 = five to { $next }
time-other = { $minutes } minutes past { $hour }
time-evening = { $time } in the evening

whom-question = Who do you want to speak to?
whom-team = Neighbourhood team
whom-police = Local police officer
whom-municipality = Municipality
whom-housing = Home and rent (housing advisor)
whom-street = Waste and street (environment officer)
whom-unsure = I do not know
day-question = Which day?
day-none = No day suits me
day-other = Another day
time-question = What time?
message-question = Do you want a message?
message-sms = Send a text message
message-email = Send an e-mail
message-ticket = A paper ticket is fine
message-none = No, I will remember
bar-book = Yes, correct
line-day = Day
line-time = Time
line-whom = With
line-message = Message
taking = One moment. We ask if this time is free.
keeping-moment = One moment.
missed-taken = This time was just taken.
missed-offline = I cannot fix this time now.
missed-passed = This time is no longer possible.
missed-note = These times are possible:
missed-note-day = { $date } is possible:
missed-time = { $date }, { $time }
wish-no-time = I cannot fix a time now.
wish-call = We will call you about a time.
wish-number = We need your number for that.
wish-counter = Please ask at the counter.
wish-no-time-yet = No time yet
wish-title = Thank you. You have no time yet.
wish-title-other = Thank you. You have no other time yet.
booked-title = Your appointment is fixed.
booked-when = { $date }, { $time }.
changed-title = Your new time is fixed.
changed-old = Do not come at the old time.

home-appointment = I want an appointment
home-have-appointment = I have an appointment
find-question = Which sign do you have?
find-code = I have a code
find-number-question = Which number is with it?
find-number-note = Your sign is { $picture }.
picture-boom = Tree
picture-vis = Fish
picture-zon = Sun
picture-huis = House
picture-fiets = Bicycle
picture-ster = Star
picture-bloem = Flower
picture-vogel = Bird
picture-boot = Boat
picture-sleutel = Key
picture-hart = Heart
picture-appel = Apple
is-it-you = Appointment at { $time }. Is that you?
here = I am here
other-time = Another time
not-coming = I am not coming
not-coming-question = Are you sure?
not-coming-note = Your appointment at { $time } is then cancelled.
not-coming-yes = Yes, I am not coming
not-coming-no = No, I am coming
not-today-title = This code is not for today.
other-day = Your appointment is on { $date }.
not-today-what = Do you want to change something?
not-found-title = We find no appointment today.
not-found-help = Please look at your sign or code again.
try-again = Try again
needs-code-title = This needs your code.
scan-here = Hold your code in front of the reader.
or-scan-here = Or hold your code in front of the reader.
worker-helps = A worker helps you.
call-somebody = Call somebody
here-title = Welcome. Please take a seat.
here-title-counter = Welcome.
here-soon = We pass on that you are here.
here-at-desk = The team knows that you are here.
cancelled-title = Thank you for telling us.
cancelled-soon = We pass on that you are not coming.
cancelled-at-desk = The team knows that you are not coming.
# In a message that the team sends.
cancelled-by-us = Your appointment is cancelled.

## I am worried about somebody

home-worry = I am worried about somebody
worry-danger-question = Is there danger now?
call-112 = Call 112.
call-safe-at-home = Veilig Thuis (safe at home): 0800-2000
worry-who-question = Who are you worried about?
worry-who-neighbour = A neighbour
worry-who-family = Family
worry-who-friend = A friend
worry-who-child = A child
worry-who-else = Somebody else
worry-what-question = What do you think of?
worry-what-alone = Being alone
worry-what-food = Not eating or sleeping
worry-what-mess = Dirt or mess at home
worry-what-fights = Fights or violence
worry-what-money = Money
worry-what-confused = Confused or forgetting
worry-what-unsure = I do not know
worry-knows-question = Does this person know you are here?
worry-call-question = May we call you?
worry-no-names = Please type no name or address of theirs.
worry-typing-question = Do you want to tell more?
worry-thanks = Thank you for telling us.
worry-first-you = We talk with you first.
line-worry-who = Who it is about
line-worry-what = What you think of
line-worry-knows = Do they know?

## I want to do something for the neighbourhood

home-offer = I want to do something for others
offer-question = What would you like to do?
offer-more = You may choose more than one.
offer-neighbours = Help neighbours
offer-meal = Eat or have coffee together
offer-jobs = Small jobs or gardening
offer-explain = Explain language or computers
offer-start = Start something myself
offer-think = Think along
offer-unsure = I do not know yet
offer-when-question = When do you have time?
offer-when-weekend = Weekend
offer-thanks = Good of you to help.
line-offer = What you want to do
line-offer-when = When you have time

## How was it?

home-rate = How was it?
rate-question = How was it?
rate-5 = Very good
rate-4 = Good
rate-3 = Not bad
rate-2 = Not so good
rate-1 = Not good at all
rate-mark-question = Which mark do you give?
rate-mark-note = 1 is low, 10 is high.
rate-thanks = Thank you.
rate-nobody-knows = Nobody knows this was you.

## Who can help me?

home-who-helps = Who can help me?
who-helps-question = Who can help me?
who-helps-phone = Phone: { $phone }
who-helps-more = To read more, take a picture.
who-helps-none = Please ask at the counter.

## Speaking

speak-question = Say your question. Short is fine.
speak-limit = You have two minutes.
speak-start = Start speaking
speak-stop = Stop speaking
speak-recording = We are recording now.
speak-time-left = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
} left
speak-play = Listen to it
speak-play-stop = Stop listening
speak-again = Once more
speak-delete = Remove it
speak-kept = Your recording is { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}.
speak-nothing-heard = We hear nothing. Speak a little louder.
speak-no-microphone = The microphone does not work now.
speak-type-instead = You can also type your question.
line-recording = Your recording

## Reading aloud, and seeing

read-aloud-none = We cannot read this language aloud yet.
read-aloud-help = Press Help. Somebody reads it to you.
bar-contrast = Contrast
spoken-contrast = Make colours differ more.
spoken-next-choice = Next choice
spoken-previous-choice = Previous choice
spoken-choose = Choose this
spoken-of = { $place } of { $all }
spoken-keys = Keys
aa-question = How would you like the screen?
aa-louder = Louder
aa-quieter = Quieter
spoken-not-aloud = We do not read this aloud.
spoken-take-handset = Pick up the handset to hear your own words.
spoken-speak = Speak after the tone. Press once more to stop.
