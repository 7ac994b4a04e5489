
# Keeping
nav-keeping = Keeping
setup-keeping = After how many days everything is erased.
keeping-intro = Is a question done, or an appointment over? After so many days we erase everything, in other systems too. The screen promises that to residents.
keeping-now = Now: { $days } days
keeping-now-since = Now: { $days } days, since { $day }
keeping-longer = Longer holds only for what comes in from then on. What residents were promised before stays so.
keeping-shorter = Shorter holds for everything at once.
keeping-days = Number of days
keeping-range = { $fewest } up to and including { $most }
keeping-wrong = Choose a number from 1 up to and including 365.
keeping-change = Change
keeping-history = Before
keeping-before = Since { $day }: { $days } days
keeping-first = From the beginning: { $days } days
keeping-sure = From { $before } to { $days } days?
keeping-erases = At the next round, within an hour, { $many } things are erased.
keeping-erases-nothing = At the next round nothing is erased.
keeping-sure-means = They are cards, appointments and what belongs to them. What is erased does not come back.
keeping-sure-now = Yes, keep shorter
keeping-sure-not = No, leave it
said-keeping-longer = Saved. It holds for what comes in from now on.
said-keeping-shorter = Saved. It holds for everything at once.
said-keeping-same = Nothing has changed.
audit-what-retention = Changed how long everything is kept, in days
