
# Calendars and mail
link-name-caldav = Calendar (CalDAV)
link-name-mail = Mail
link-calendar-of = Calendar of { $spreekuur }
link-calendar-nobody = There is no spreekuur { $number }. Look at the settings.
link-read = Last read
link-claimed = Times in the calendar
link-clashes = Promised here and taken there
link-calendar-old = No new times of this spreekuur are given now. What was given stays.
link-mail-goes = What goes there
link-mail-cards = a note when there are new cards
link-mail-word = word of an appointment to whoever asked for it
link-mail-invitation = invitations for the mailbox of a spreekuur
link-mail-kind-cards = Note: new cards
link-mail-kind-invitation = Invitation
link-mail-kind-word = Word to a resident
link-mail-by-hand = Send this yourself: see Spreekuren.
link-why-repeats = This calendar does not say when recurring events are. So no time can be promised. { $what }
link-why-no-tls = The mail server does not offer TLS, or the way to log in that was asked for. Nothing goes unprotected. { $what }
link-why-untrusted = Nobody vouches for the certificate of the other side. Look at the settings. { $what }
link-why-unwritten = This message could not be made. { $what }
said-slot-calendar = The calendar has something else at this time, or does not answer. Choose another.
mail-card = There is a new card
mail-cards = There are { $count } new cards
mail-invited = Appointment at the spreekuur
mail-cancelled = An appointment at the spreekuur is cancelled
mail-invitation-text = The time is in the attachment. Who comes stands at the desk of Inloop alone.

# What calendars and mail say on other pages
time-elsewhere = Busy in the calendar
time-unread = Calendar not read
word-leaving = This person gets an e-mail about this time by itself.
word-told = Told by e-mail: { $when }.
word-by-hand = The e-mail did not leave. Send the message yourself: see Spreekuren.
