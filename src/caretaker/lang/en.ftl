# The screen of whoever looks after the machine. Dutch and English alone: residents do not come here.
care-digits = Code of the caretaker
care-digits-ask = Key in the eight digits.
care-digits-wrong = That code is not right. Key in the eight digits.
care-digits-often = Tried too often. Wait a minute.
care-digits-no-desk = The desk does not answer. This code cannot be checked now.
care-checking = One moment
care-menu = Look after this machine
care-tile-health = How is it?
care-tile-entries = What waits?
care-tile-faults = What went wrong?
care-tile-copy = Messages to USB stick
care-tile-print = Test slip
care-tile-sound = Try the sound
care-tile-set-up = Set up again
care-tile-restart = Restart
care-tile-off = Switch off
care-tile-unlock = Open the screen
care-tile-language = Nederlands
care-tile-yes = Yes
care-tile-no = No
care-tile-on = Go on
care-looking = One moment.
care-health = How is it?
care-locked = This kiosk is shut: its box was opened. Look into it. Then choose: Open the screen.
care-case-open = The case is open. Shut it.
care-network-fine = Network: fine.
care-network-wrong = Network: gone. Is the cable in? Are the lamps at the plug lit?
care-desk-fine = Desk: answers.
care-desk-wrong = Desk: does not answer. Call whoever runs the desk. What residents leave is kept here.
care-desk-shut = Desk: does not let this kiosk in. Ask whether it was written off.
care-desk-silent = The desk has been silent for { $minutes }.
care-paper-fine = Paper: fine.
care-paper-wrong = Printer: does not answer or has no paper. See whether the roll is empty and the lid shut.
care-no-printer = This kiosk has no printer.
care-disk-fine = Disk: fine.
care-disk-full = Disk: full. Copy everything to a USB stick and call whoever runs the desk.
care-disk-wrong = Disk: does not work. Start anew. If that does not help, call whoever runs the desk.
care-set-aside = A damaged file was set aside. Let whoever runs the desk look at it. Throw nothing away.
care-clock-fine = Clock: fine.
care-clock-wrong = Clock: not sure yet. That mends itself when the desk answers.
care-version = Program: version { $version }.
care-entries = What waits?
care-uncounted = It cannot be counted. See How is it? for what is wrong with the storage.
care-waiting = { $count ->
    [0] Everything is at the desk.
    [one] One message waits for the desk.
   *[other] { $count } messages wait for the desk.
  }
care-sound-waiting = { $count ->
    [one] One recording waits.
   *[other] { $count } recordings wait.
  }
care-parked = { $count ->
    [one] The desk refused one message. It is kept here.
   *[other] The desk refused { $count } messages. They are kept here.
  }
care-entry-waits = Number { $number }: waits, { $since }.
care-entry-parked = Number { $number }: refused, { $since }: { $why }
care-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
  }
care-unknown-time = nobody knows how long
care-faults = What went wrong?
care-no-faults = Nothing, since the machine started.
care-print = Test slip
care-printing = Printing
care-printed = There is a test slip. Throw it away.
care-not-printed = No slip came. See whether the roll is empty and the lid shut. Then try again.
care-slip-title = Test
care-slip = This slip is a test. Throw it away.
care-sound = Sound
care-rang = You hear a bell now. Nothing? See whether the loudspeaker is on and plugged in.
care-copy = USB stick
care-copying = Everything is being copied
care-copying-stick = Put the USB stick in now. Leave it in until it says here that it is done.
care-copied = { $count ->
    [one] Done: one message, sealed. Take the stick out and bring it to the desk.
   *[other] Done: { $count } messages, sealed. Take the stick out and bring it to the desk.
  }
care-copy-no-place = This kiosk takes no USB stick.
care-copy-no-stick = No USB stick came, or more than one. Put one in within a minute. Try again.
care-copy-full = The stick is full. Everything is kept here. Take an empty one.
care-copy-read-only = Nothing can be written on this stick. Everything is kept here. Take another.
care-copy-gone = The stick came out or is broken. Everything is kept here. Try again.
care-copy-not-read = What is kept here cannot be read now. Start anew and try again.
care-copy-not-enrolled = This kiosk belongs to no desk yet. There is nothing to copy.
care-restart = Restart
care-restart-sure = The machine starts anew. That takes a minute. Nothing is lost.
care-restarting = The machine starts anew
care-off = Switch off
care-off-sure = The machine switches off. To start it: plug out and in again. Nothing is lost.
care-going-off = The machine switches off
care-goes-off = Pull the plug when the screen is black.
care-not-off = This machine cannot switch itself off. Pull the plug; nothing is lost.
care-unlock = Open the screen
care-unlock-sure = Look into the box. Anything strange? Choose No. All well, and the box locked? Choose Yes.
care-unlocking = The screen opens
care-unlocked = The screen is open to residents again.
care-unlock-open = The box is still open. Shut and lock it. Then choose again: Open the screen.
care-unlock-other = The box was opened again meanwhile, or the screen is open already. Look once more.
care-fault-desk = { $count ->
    [one] The desk could not be reached once.
   *[other] The desk could not be reached { $count } times.
  }
care-fault-portal = Somebody else than the desk answered ({ $status }). Ask whoever runs the network.
care-fault-busy = The desk had too much to do, or trouble of its own.
care-fault-disk = The disk: { $words }.
care-fault-calls = { $count ->
    [one] One call for help reached the desk too late.
   *[other] { $count } calls for help reached the desk too late.
  }
care-why-too-long = it is too long for the desk
care-why-newer = the desk has an older program
care-why-not-ours = it is not sealed for this team
care-why-other-body = the desk has one of this number already
care-why-damaged = the desk cannot read it
care-why-on-the-way = something between the machine and the desk held it up
care-why-else = the desk did not take it
