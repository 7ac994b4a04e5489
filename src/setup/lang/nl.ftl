# Het scherm van wie de machine bouwt. Alleen Nederlands en Engels: bewoners komen hier niet.
setup-language = Welke taal? Which language?
setup-language-note = Ook bewoners zien deze taal eerst. Residents see this language first too.
setup-tile-nl = Nederlands
setup-tile-en = English
setup-forgot = Deze kiosk weet niet meer bij welke balie hij hoort
setup-forgot-safe = Wat bewoners achterlieten, staat er nog, en gaat dan mee.
setup-forgot-how = Meld hem opnieuw aan. Uw collega kiest bij de balie zijn oude naam.
setup-line = Hoe groot is dit scherm?
setup-line-long = Leg een bankpas links tegen de rand. Maak de balk even lang.
setup-line-short = Leg de korte kant links tegen de rand. Maak de balk even lang.
setup-tile-shorter = Korter
setup-tile-longer = Langer
setup-tile-fits = Past
setup-tile-short-side = Korte kant
setup-tile-long-side = Lange kant
setup-sound = Hoort u de bel?
setup-sound-rang = Er klonk net een bel.
setup-sound-silent = Zit de luidspreker vast, en staat hij aan? Anders: vraag wie de kiosk beheert. U kunt verder zonder bel.
setup-tile-yes = Ja
setup-tile-no = Nee
setup-tile-again = Nog een keer
setup-tile-on = Verder
setup-paper = Print de printer?
setup-paper-not-yet = Probeer het met een proefbriefje.
setup-paper-runs = Er wordt geprint.
setup-paper-well = Staat er tekst op? Gooi het weg. Leeg? Draai de rol om.
setup-paper-badly = Zit er een rol in? Is de klep dicht? Zitten stroom en kabel vast?
setup-tile-print = Proefbriefje
setup-slip-title = Proef
setup-slip = Dit briefje is een proef. Gooi het weg.
setup-switches = Probeer elke schakelaar
setup-switch-previous = Druk op toets Vorige
setup-switch-choose = Druk op toets Kiezen
setup-switch-next = Druk op toets Volgende
setup-switch-hook = Neem de hoorn op
setup-switch-presence = Loop langs de sensor
setup-switch-case = Open de kast
setup-switch-waits = { $switch }: nog niet.
setup-switch-works = { $switch }: goed.
setup-switch-open = { $switch }: goed, en nu open.
setup-desk = Bij welke balie hoort deze kiosk?
setup-desk-is = Nu bij { $desk }.
setup-desk-anew = Opnieuw aanmelden kan alleen met een code van de balie.
setup-left = { $left ->
    [one] Er wacht nog 1 bericht
   *[other] Er wachten nog { $left } berichten
 }
setup-left-parked = { $left ->
    [one] 1 bericht kon niet naar de balie
   *[other] { $left } berichten konden niet naar de balie
 }
setup-left-unknown = Niet te tellen wat hier nog staat
setup-left-copy = Druk op Stop, en kopieer eerst op een USB-stick. Opnieuw aangemeld kan dat niet meer.
setup-left-too = { $parked ->
    [one] Nog 1 kon niet naar de balie, en gaat nooit vanzelf mee.
   *[other] Nog { $parked } konden niet naar de balie, en gaan nooit vanzelf mee.
 }
setup-left-same = Dezelfde balie? Uw collega kiest daar de oude naam. Dan gaat dat mee.
setup-left-other = Een andere balie? Druk op Stop, en kopieer eerst op een USB-stick.
setup-tile-stays = Zo laten
setup-tile-anew = Opnieuw aanmelden
setup-address = Internetadres van de balie
setup-address-note = Zoals balie.voorbeeld.nl:8443
setup-code = Typ de code van de balie
setup-code-note = Uw collega maakt hem bij Kiosken.
setup-asking = Een moment
setup-waiting = Wacht op uw collega
setup-waiting-how = Uw collega kiest bij de balie: Ja, precies gelijk.
setup-waiting-silent = De balie antwoordt even niet. De kiosk probeert het steeds opnieuw.
setup-settling = Een moment
setup-not-settled = Het is nog niet bewaard
setup-not-settled-how = De schijf is vol of werkt niet. Probeer het nog eens. Haal de stekker er nu niet uit.
setup-done = Klaar
setup-done-case = Doe de kast dicht.
setup-done-sound = Geluid: goed.
setup-done-no-sound = Geluid: niet gehoord.
setup-done-paper = Printer: goed.
setup-done-no-paper = Printer: niet goed.
setup-done-switches = { $unseen ->
    [0] Schakelaars: goed.
    [one] Schakelaars: één deed niets.
   *[other] Schakelaars: { $unseen } deden niets.
  }
setup-tile-begin = Begin
setup-why-no-address = Dat is geen adres
setup-why-no-address-how = Typ het zonder https://. Bijvoorbeeld balie.voorbeeld.nl:8443
setup-why-unreached = Op dit adres antwoordt niemand
setup-why-unreached-how = Klopt het adres? Zit de netwerkkabel vast? Branden de lampjes bij de stekker?
setup-why-no-desk = Hier antwoordt iemand, maar geen balie
setup-why-no-desk-how = Klopt het adres? Vraag het wie de balie beheert.
setup-why-other-desk = Deze kiosk hoort bij een andere balie
setup-why-other-desk-how = Klopt het adres? Vraag het wie de balie beheert.
setup-why-no-code = Dat is geen code
setup-why-no-code-how = Typ acht letters en cijfers.
setup-why-bad-code = De balie kent deze code niet
setup-why-bad-code-how = Vraag een nieuwe. Elke code geldt tien minuten.
setup-why-too-often = Te vaak geprobeerd
setup-why-too-often-how = Wacht een minuut en vraag een nieuwe code.
setup-why-refused = De balie zei nee, of niemand zei ja
setup-why-refused-how = Vraag een nieuwe code.
setup-why-other-words = De woorden waren anders
setup-why-other-words-how = Stop. Typ geen nieuwe code. Bel wie de balie beheert.
setup-why-other-version = De versies passen niet bij elkaar
setup-why-other-version-how = Bel wie de balie beheert.
setup-why-else = Het lukte niet
setup-why-else-how = Vraag een nieuwe code en probeer het nog eens.
setup-words = Leest uw collega dezelfde vier woorden voor?
setup-nearly-done = Bijna klaar
setup-done-how = Begin, en laat een proefvraag achter.
setup-done-without-printer = Printer: niet ingesteld.
setup-tile-try = Probeer opnieuw
