# The caretaker's screen in the hall, and what was carried by hand.
audit-what-copy-in = Took in a copy of a kiosk
