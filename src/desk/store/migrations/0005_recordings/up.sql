-- What residents said instead of typed, in sealed pieces as they came.

-- How many pieces of sound belong to the entry; 0 where nothing was said.
ALTER TABLE entry ADD COLUMN pieces INTEGER NOT NULL DEFAULT 0 CHECK (pieces BETWEEN 0 AND 31);

CREATE TABLE recording_piece (
    entry       BLOB    NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    -- The first is 1.
    n           INTEGER NOT NULL CHECK (n BETWEEN 1 AND 31),
    digest      TEXT    NOT NULL,
    received_at BIGINT  NOT NULL,
    sealed      BLOB    NOT NULL,
    PRIMARY KEY (entry, n)
);

-- Recordings that wait on the kiosk, and those of which the desk refused a piece; none before its first word about sound.
ALTER TABLE kiosk ADD COLUMN sound_waiting BIGINT;
ALTER TABLE kiosk ADD COLUMN sound_parked BIGINT;
