# Het scherm van de beheerder in de hal, en wat met de hand gebracht is.
caretaker-title = Code voor de beheerder
caretaker-intro = Met deze code ziet een vrijwilliger bij de kiosk hoe het met de machine gaat. Wat bewoners achterlaten, ziet daar niemand.
caretaker-once = Geef deze code door. U ziet hem maar één keer.
caretaker-how = Raak op het rustende scherm de vier hoeken aan, rechtsom, te beginnen linksboven. Toets dan deze code.
caretaker-since = Er is een code sinds { $day }.
caretaker-no-code = Er is nu geen code.
caretaker-make = Maak een code
caretaker-other = Maak een nieuwe code
caretaker-away = Haal de code weg
said-caretaker-off = De code is weg. Een kiosk weet dat zodra hij verbinding heeft.
said-caretaker-none = Er was geen code meer.
said-caretaker-not-made = Er is geen code gemaakt. Probeer het nog eens.
audit-what-copy-in = Nam een kopie van een kiosk in
audit-what-caretaker-made = Maakte een code voor de beheerder
audit-what-caretaker-off = Haalde de code voor de beheerder weg
audit-what-caretaker-in = Iemand kwam met de code bij een kiosk binnen
audit-what-caretaker-wrong = Iemand toetste bij een kiosk een verkeerde code
