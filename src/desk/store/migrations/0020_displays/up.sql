-- A display in the hall shows who is called. It takes neither tekens nor times, and leaves nothing.
ALTER TABLE enrolment ADD COLUMN display BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE kiosk ADD COLUMN display BOOLEAN NOT NULL DEFAULT FALSE;
