
# The machine in the hall: how it is, and what to do about it.
machine-printer = Tickets
machine-printer-none = There is no printer
machine-printer-unknown = Not reported yet
machine-printer-ready = Fine
machine-printer-paper-low = Paper nearly gone: keep a new roll at hand
machine-printer-out-of-paper = Out of paper: new roll, thin paper on top
machine-printer-cover-open = The cover is open: press it shut
machine-printer-broken = The printer is stuck: switch it off and on again
machine-printer-silent = The printer does not answer: look at plug and cable
machine-printer-failed = A ticket did not come out: see whether paper is jammed
machine-case = Case
machine-case-open = Open: see who is at it, and lock it
machine-case-shut = Shut
machine-lock = For residents
machine-lock-stands = Closed, because the case was opened. Go and look, and open the kiosk again at Kiosks
machine-lock-ends = Opens again as soon as the kiosk hears it
machine-silent = Does not answer
machine-part-switches = keys, handset and sensor
machine-part-backlight = light of the screen
machine-part-panel = small display behind the door
machine-part-watchdog = watchdog that starts it anew
machine-look = Go and look first. Is nothing on the kiosk that does not belong there, and is the case locked?
machine-unlock = I have looked, open the kiosk again
said-machine-unlocked = The kiosk opens again as soon as it hears it.
said-machine-other = The case was opened again meanwhile, or the kiosk is open already. See below.
audit-what-kiosk-unlocked = Opened a kiosk again after its case was opened
