
# Bewaren
nav-keeping = Bewaren
setup-keeping = Na hoeveel dagen alles wordt gewist.
keeping-intro = Is een vraag klaar of een afspraak geweest? Dan wissen we na zoveel dagen alles, ook in andere systemen. Het scherm belooft dat aan bewoners.
keeping-now = Nu: { $days } dagen
keeping-now-since = Nu: { $days } dagen, sinds { $day }
keeping-longer = Langer geldt alleen voor wat vanaf dan binnenkomt. Wat bewoners eerder is beloofd, blijft zo.
keeping-shorter = Korter geldt meteen voor alles.
keeping-days = Aantal dagen
keeping-range = { $fewest } tot en met { $most }
keeping-wrong = Kies een getal van 1 tot en met 365.
keeping-change = Verander
keeping-history = Eerder
keeping-before = Sinds { $day }: { $days } dagen
keeping-first = Vanaf het begin: { $days } dagen
keeping-sure = Van { $before } naar { $days } dagen?
keeping-erases = Bij de volgende ronde, binnen een uur, worden er { $many } dingen gewist.
keeping-erases-nothing = Bij de volgende ronde wordt er niets gewist.
keeping-sure-means = Het zijn kaarten, afspraken en wat daarbij hoort. Wat gewist is, komt niet terug.
keeping-sure-now = Ja, bewaar korter
keeping-sure-not = Nee, laat het zo
said-keeping-longer = Opgeslagen. Het geldt voor wat vanaf nu binnenkomt.
said-keeping-shorter = Opgeslagen. Het geldt meteen voor alles.
said-keeping-same = Er is niets veranderd.
audit-what-retention = Veranderde hoe lang alles wordt bewaard, in dagen
