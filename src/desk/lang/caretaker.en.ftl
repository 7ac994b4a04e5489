# The caretaker's screen in the hall, and what was carried by hand.
caretaker-title = Code for the caretaker
caretaker-intro = With this code a volunteer at the kiosk sees how the machine is. Nobody sees there what residents leave.
caretaker-once = Pass this code on. You see it only once.
caretaker-how = Touch the four corners of the resting screen, clockwise, beginning at the top left. Then key in this code.
caretaker-since = There is a code since { $day }.
caretaker-no-code = There is no code now.
caretaker-make = Make a code
caretaker-other = Make a new code
caretaker-away = Take the code away
said-caretaker-off = The code is gone. A kiosk knows as soon as it is connected.
said-caretaker-none = There was no code any more.
said-caretaker-not-made = No code was made. Try again.
audit-what-copy-in = Took in a copy of a kiosk
audit-what-caretaker-made = Made a code for the caretaker
audit-what-caretaker-off = Took the caretaker's code away
audit-what-caretaker-in = Somebody came in at a kiosk with the code
audit-what-caretaker-wrong = Somebody keyed in a wrong code at a kiosk
