# Het scherm van wie voor de machine zorgt. Alleen Nederlands en Engels: bewoners komen hier niet.
care-digits = Code van de beheerder
care-digits-ask = Toets de acht cijfers.
care-digits-wrong = Die code klopt niet. Toets de acht cijfers.
care-digits-often = Te vaak geprobeerd. Wacht een minuut.
care-digits-no-desk = De balie antwoordt niet. Deze code kan nu niet worden nagekeken.
care-checking = Een moment
care-menu = Zorg voor deze machine
care-tile-health = Hoe gaat het?
care-tile-entries = Wat wacht er?
care-tile-faults = Wat ging er mis?
care-tile-copy = Berichten op USB-stick
care-tile-print = Proefbriefje
care-tile-sound = Probeer het geluid
care-tile-set-up = Stel opnieuw in
care-tile-restart = Opnieuw starten
care-tile-off = Uitzetten
care-tile-unlock = Scherm openen
care-tile-language = English
care-tile-yes = Ja
care-tile-no = Nee
care-tile-on = Verder
care-looking = Een moment.
care-health = Hoe gaat het?
care-locked = Deze kiosk is dicht: de kast ging open. Kijk in de kast. Kies dan: Scherm openen.
care-case-open = De kast is open. Doe hem dicht.
care-network-fine = Netwerk: goed.
care-network-wrong = Netwerk: weg. Zit de kabel vast? Branden de lampjes bij de stekker?
care-desk-fine = Balie: antwoordt.
care-desk-wrong = Balie: antwoordt niet. Bel wie de balie beheert. Wat bewoners achterlaten, blijft hier bewaard.
care-desk-shut = Balie: laat deze kiosk niet binnen. Vraag of hij is afgeschreven.
care-desk-silent = De balie zweeg { $minutes }.
care-paper-fine = Papier: goed.
care-paper-wrong = Printer: antwoordt niet of heeft geen papier. Kijk of de rol op is en de klep dicht.
care-no-printer = Deze kiosk heeft geen printer.
care-disk-fine = Schijf: goed.
care-disk-full = Schijf: vol. Zet alles op een USB-stick en bel de beheerder van de balie.
care-disk-wrong = Schijf: werkt niet. Start opnieuw. Helpt dat niet, bel dan de beheerder van de balie.
care-set-aside = Een kapot bestand staat apart. Laat de beheerder van de balie ernaar kijken. Gooi niets weg.
care-clock-fine = Klok: goed.
care-clock-wrong = Klok: nog niet zeker. Dat komt vanzelf goed als de balie antwoordt.
care-version = Programma: versie { $version }.
care-entries = Wat wacht er?
care-uncounted = Niet te tellen. Kijk bij Hoe gaat het? wat er met de opslag is.
care-waiting = { $count ->
    [0] Alles is bij de balie.
    [one] Er wacht één bericht op de balie.
   *[other] Er wachten { $count } berichten op de balie.
  }
care-sound-waiting = { $count ->
    [one] Er wacht één opname.
   *[other] Er wachten { $count } opnames.
  }
care-parked = { $count ->
    [one] De balie weigerde één bericht. Het blijft hier bewaard.
   *[other] De balie weigerde { $count } berichten. Ze blijven hier bewaard.
  }
care-entry-waits = Nummer { $number }: wacht, { $since }.
care-entry-parked = Nummer { $number }: geweigerd, { $since }: { $why }
care-minutes = { $count ->
    [one] één minuut
   *[other] { $count } minuten
  }
care-unknown-time = niemand weet hoelang
care-faults = Wat ging er mis?
care-no-faults = Niets, sinds de machine begon.
care-print = Proefbriefje
care-printing = Er wordt geprint
care-printed = Er is een proefbriefje. Gooi het weg.
care-not-printed = Er kwam geen briefje. Kijk of de rol op is en de klep dicht. Probeer het dan nog eens.
care-slip-title = Proef
care-slip = Dit briefje is een proef. Gooi het weg.
care-sound = Geluid
care-rang = U hoort nu een bel. Hoort u niets? Kijk of de luidspreker aanstaat en vastzit.
care-copy = USB-stick
care-copying = Alles wordt gekopieerd
care-copying-stick = Steek de USB-stick nu in. Laat hem zitten tot hier staat dat het klaar is.
care-copied = { $count ->
    [one] Klaar: één bericht, verzegeld. Haal de stick eruit en breng hem naar de balie.
   *[other] Klaar: { $count } berichten, verzegeld. Haal de stick eruit en breng hem naar de balie.
  }
care-copy-no-place = Deze kiosk neemt geen USB-stick aan.
care-copy-no-stick = Er kwam geen USB-stick, of meer dan één. Steek er één in binnen een minuut. Probeer het nog eens.
care-copy-full = De stick is vol. Alles blijft hier bewaard. Neem een lege stick.
care-copy-read-only = Op deze stick kan niets worden gezet. Alles blijft hier bewaard. Neem een andere.
care-copy-gone = De stick ging eruit of is kapot. Alles blijft hier bewaard. Probeer het nog eens.
care-copy-not-read = Wat hier bewaard is, kan nu niet worden gelezen. Start opnieuw en probeer het nog eens.
care-copy-not-enrolled = Deze kiosk hoort nog bij geen balie. Er is niets te kopiëren.
care-restart = Opnieuw starten
care-restart-sure = De machine begint opnieuw. Dat duurt een minuut. Er gaat niets verloren.
care-restarting = De machine begint opnieuw
care-off = Uitzetten
care-off-sure = De machine gaat uit. Aanzetten: stekker eruit en weer erin. Er gaat niets verloren.
care-going-off = De machine gaat uit
care-goes-off = Haal de stekker eruit als het scherm zwart is.
care-not-off = Deze machine kan zichzelf niet uitzetten. Haal de stekker eruit; er gaat niets verloren.
care-unlock = Scherm openen
care-unlock-sure = Kijk in de kast. Zit er iets vreemds? Kies Nee. Alles goed, en de kast op slot? Kies Ja.
care-unlocking = Het scherm gaat open
care-unlocked = Het scherm is weer open voor bewoners.
care-unlock-open = De kast is nog open. Doe hem dicht en op slot. Kies dan opnieuw: Scherm openen.
care-unlock-other = De kast ging intussen weer open, of het scherm is al open. Kijk nog eens.
care-fault-desk = { $count ->
    [one] De balie was één keer niet te bereiken.
   *[other] De balie was { $count } keer niet te bereiken.
  }
care-fault-portal = Iemand anders dan de balie antwoordde ({ $status }). Vraag wie het netwerk beheert.
care-fault-busy = De balie had het te druk of had zelf moeite.
care-fault-disk = De schijf: { $words }.
care-fault-calls = { $count ->
    [one] Eén roep om hulp bereikte de balie te laat.
   *[other] { $count } keer bereikte een roep om hulp de balie te laat.
  }
care-why-too-long = het is te lang voor de balie
care-why-newer = de balie heeft een ouder programma
care-why-not-ours = het is niet voor dit team verzegeld
care-why-other-body = de balie heeft er al een onder dit nummer
care-why-damaged = de balie kan het niet lezen
care-why-on-the-way = iets tussen de machine en de balie hield het tegen
care-why-else = de balie nam het niet aan
