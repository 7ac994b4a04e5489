
# De machine in de hal: wat er is, en wat je eraan doet.
machine-printer = Briefjes
machine-printer-none = Er is geen printer
machine-printer-unknown = Nog niet gemeld
machine-printer-ready = In orde
machine-printer-paper-low = Papier bijna op: leg een nieuwe rol klaar
machine-printer-out-of-paper = Papier op: nieuwe rol, dun papier boven
machine-printer-cover-open = De klep staat open: druk hem dicht
machine-printer-broken = De printer hapert: zet hem uit en weer aan
machine-printer-silent = De printer antwoordt niet: kijk naar stekker en kabel
machine-printer-failed = Een briefje kwam er niet uit: kijk of er papier klem zit
machine-case = Kast
machine-case-open = Open: kijk wie eraan zit, en doe hem op slot
machine-case-shut = Dicht
machine-lock = Voor bewoners
machine-lock-stands = Dicht, want de kast ging open. Ga kijken, en geef de kiosk bij Kiosken weer vrij
machine-lock-ends = Gaat weer open zodra de kiosk het hoort
machine-silent = Antwoordt niet
machine-part-switches = toetsen, hoorn en sensor
machine-part-backlight = licht van het scherm
machine-part-panel = schermpje achter de deur
machine-part-watchdog = bewaker die opnieuw start
machine-look = Ga eerst kijken. Zit er niets aan de kiosk dat er niet hoort, en is de kast op slot?
machine-unlock = Ik heb gekeken, geef de kiosk weer vrij
said-machine-unlocked = De kiosk gaat weer open zodra hij het hoort.
said-machine-other = De kast is intussen weer open geweest, of de kiosk is al vrij. Kijk hieronder.
audit-what-kiosk-unlocked = Gaf een kiosk weer vrij na het openen van de kast
