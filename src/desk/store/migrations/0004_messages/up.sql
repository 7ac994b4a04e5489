-- Word of an appointment that a resident asked for, and that a worker sends by hand.

-- By what it was promised; none where nobody asked.
ALTER TABLE booking ADD COLUMN message TEXT CHECK (message IN ('sms', 'email'));
-- The entry whose seal holds the number or address: its own, or that of the appointment it took the place of.
ALTER TABLE booking ADD COLUMN message_entry BLOB REFERENCES entry (id);
-- The minute (since 1970, UTC) that the last message told; none where none was sent.
ALTER TABLE booking ADD COLUMN message_told BIGINT;

-- What was promised before somebody could see it.
UPDATE booking SET message = contact, message_entry = entry
WHERE contact IN ('sms', 'email') AND reaches AND entry IS NOT NULL AND minute IS NOT NULL;
