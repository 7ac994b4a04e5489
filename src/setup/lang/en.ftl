# The screen of whoever builds the machine. Dutch and English only: residents never see it.
setup-language = Welke taal? Which language?
setup-language-note = Ook bewoners zien deze taal eerst. Residents see this language first too.
setup-tile-nl = Nederlands
setup-tile-en = English
setup-forgot = This kiosk does not know any more which desk it belongs to
setup-forgot-safe = What residents left is still here, and comes along then.
setup-forgot-how = Register it again. Your colleague chooses its old name at the desk.
setup-line = How large is this screen?
setup-line-long = Lay a bank card against the left edge. Make the bar as long.
setup-line-short = Lay its short side against the left edge. Make the bar as long.
setup-tile-shorter = Shorter
setup-tile-longer = Longer
setup-tile-fits = It fits
setup-tile-short-side = Short side
setup-tile-long-side = Long side
setup-sound = Do you hear the bell?
setup-sound-rang = A bell rang just now.
setup-sound-silent = Is the loudspeaker plugged in and on? Else ask whoever runs the kiosk. You can go on without a bell.
setup-tile-yes = Yes
setup-tile-no = No
setup-tile-again = Once more
setup-tile-on = Go on
setup-paper = Does the printer print?
setup-paper-not-yet = Try it with a test slip.
setup-paper-runs = It is printing.
setup-paper-well = Is there text on it? Throw it away. Blank? Turn the roll round.
setup-paper-badly = Is a roll in? Is the lid shut? Are power and cable in?
setup-tile-print = Test slip
setup-slip-title = Test
setup-slip = This slip is a test. Throw it away.
setup-switches = Try each switch
setup-switch-previous = Press the key Previous
setup-switch-choose = Press the key Choose
setup-switch-next = Press the key Next
setup-switch-hook = Lift the handset
setup-switch-presence = Walk past the sensor
setup-switch-case = Open the box
setup-switch-waits = { $switch }: not yet.
setup-switch-works = { $switch }: good.
setup-switch-open = { $switch }: good, and open now.
setup-desk = Which desk does this kiosk belong to?
setup-desk-is = It belongs to { $desk }.
setup-desk-anew = Registering it again needs a code of the desk.
setup-left = { $left ->
    [one] 1 message still waits
   *[other] { $left } messages still wait
 }
setup-left-parked = { $left ->
    [one] 1 message could not reach the desk
   *[other] { $left } messages could not reach the desk
 }
setup-left-unknown = What is still here cannot be counted
setup-left-copy = Press Stop, and copy to a USB stick first. Registered again, that is not possible any more.
setup-left-too = { $parked ->
    [one] 1 more could not reach the desk, and never comes along by itself.
   *[other] { $parked } more could not reach the desk, and never come along by themselves.
 }
setup-left-same = The same desk? Your colleague chooses the old name there. Then that comes along.
setup-left-other = Another desk? Press Stop, and copy to a USB stick first.
setup-tile-stays = Leave it so
setup-tile-anew = Register again
setup-address = Web address of the desk
setup-address-note = Such as desk.example.nl:8443
setup-code = Type the code of the desk
setup-code-note = Your colleague makes it on Kiosks.
setup-asking = One moment
setup-waiting = Wait for your colleague
setup-waiting-how = Your colleague chooses at the desk: Yes, exactly the same.
setup-waiting-silent = The desk does not answer just now. The kiosk keeps trying.
setup-settling = One moment
setup-not-settled = It is not kept yet
setup-not-settled-how = The disk is full or does not work. Try again. Do not pull the plug now.
setup-done = Done
setup-done-case = Shut the box.
setup-done-sound = Sound: good.
setup-done-no-sound = Sound: not heard.
setup-done-paper = Printer: good.
setup-done-no-paper = Printer: not good.
setup-done-switches = { $unseen ->
    [0] Switches: good.
    [one] Switches: one did nothing.
   *[other] Switches: { $unseen } did nothing.
  }
setup-tile-begin = Begin
setup-why-no-address = That is no address
setup-why-no-address-how = Type it without https://. For example desk.example.nl:8443
setup-why-unreached = Nobody answers at this address
setup-why-unreached-how = Is the address right? Is the network cable in? Are the lamps at the plug lit?
setup-why-no-desk = Somebody answers here, but no desk
setup-why-no-desk-how = Is the address right? Ask whoever runs the desk.
setup-why-other-desk = This kiosk belongs to another desk
setup-why-other-desk-how = Is the address right? Ask whoever runs the desk.
setup-why-no-code = That is no code
setup-why-no-code-how = Type eight letters and digits.
setup-why-bad-code = The desk does not know this code
setup-why-bad-code-how = Ask for a new one. Each code lasts ten minutes.
setup-why-too-often = Too many tries
setup-why-too-often-how = Wait a minute and ask for a new code.
setup-why-refused = The desk said no, or nobody said yes
setup-why-refused-how = Ask for a new code.
setup-why-other-words = The words differed
setup-why-other-words-how = Stop. Type no new code. Call whoever runs the desk.
setup-why-other-version = The versions do not match
setup-why-other-version-how = Call whoever runs the desk.
setup-why-else = It did not work
setup-why-else-how = Ask for a new code and try again.
setup-words = Does your colleague read out the same four words?
setup-nearly-done = Nearly done
setup-done-how = Begin, and leave a trial question.
setup-done-without-printer = Printer: not set up.
setup-tile-try = Try again
