-- The desk itself, where workers write a card for somebody at the counter or on the phone: one row for each team, which never speaks
-- as kiosks do, and stands in no list of them.
ALTER TABLE kiosk ADD COLUMN desk BOOLEAN NOT NULL DEFAULT FALSE;
