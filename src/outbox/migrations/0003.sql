-- By what a resident is known who comes back to a time that was booked here, before the desk has been heard about it.
ALTER TABLE slot_right ADD COLUMN teken INTEGER CHECK (teken BETWEEN 0 AND 1199);
ALTER TABLE slot_right ADD COLUMN recognition BLOB CHECK (length(recognition) = 32);
