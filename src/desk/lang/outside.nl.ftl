
# Agenda's en mail
link-name-caldav = Agenda (CalDAV)
link-name-mail = Mail
link-calendar-of = Agenda van { $spreekuur }
link-calendar-nobody = Spreekuur { $number } is er niet. Kijk naar de instellingen.
link-read = Laatst gelezen
link-claimed = Tijden in de agenda
link-clashes = Hier beloofd en daar bezet
link-calendar-old = Er worden nu geen nieuwe tijden van dit spreekuur gegeven. Wat al gegeven is, blijft staan.
link-mail-goes = Wat er heen gaat
link-mail-cards = een seintje bij nieuwe kaarten
link-mail-word = bericht van een afspraak aan wie daarom vroeg
link-mail-invitation = uitnodigingen voor de postbus van een spreekuur
link-mail-kind-cards = Seintje: nieuwe kaarten
link-mail-kind-invitation = Uitnodiging
link-mail-kind-word = Bericht aan een bewoner
link-mail-by-hand = Stuur dit zelf: zie Spreekuren.
link-why-repeats = Deze agenda zegt niet wanneer herhaalde afspraken zijn. Daarom kan er geen tijd beloofd worden. { $what }
link-why-no-tls = De mailserver biedt geen TLS, of niet de manier van inloggen die gevraagd is. Er gaat niets onbeveiligd. { $what }
link-why-untrusted = Niemand staat in voor het certificaat van de andere kant. Kijk naar de instellingen. { $what }
link-why-unwritten = Dit bericht kon niet gemaakt worden. { $what }
said-slot-calendar = De agenda heeft deze tijd bezet, of antwoordt niet. Kies een andere.
mail-card = Er is een nieuwe kaart
mail-cards = Er zijn { $count } nieuwe kaarten
mail-invited = Afspraak bij het spreekuur
mail-cancelled = Een afspraak bij het spreekuur gaat niet door
mail-invitation-text = De tijd staat in de bijlage. Wie er komt, staat alleen bij de desk van Inloop.

# Wat agenda en mail op andere bladzijden zeggen
time-elsewhere = Bezet in de agenda
time-unread = Agenda niet gelezen
word-leaving = Deze mens krijgt vanzelf een e-mail over deze tijd.
word-told = Per e-mail verteld: { $when }.
word-by-hand = De e-mail is niet verstuurd. Stuur het bericht zelf: zie Spreekuren.
