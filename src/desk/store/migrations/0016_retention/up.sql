-- For how many days after its end something is kept, and since when that is so.
CREATE TABLE retention (
    since BIGINT NOT NULL PRIMARY KEY,
    days INTEGER NOT NULL
);

-- What each kiosk was told of it, and when: its glass promised that until it was told something else.
CREATE TABLE retention_told (
    kiosk INTEGER NOT NULL,
    at BIGINT NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (kiosk, at)
);

-- The fewest days that anybody may have been promised on the glass by the time it came here; none of what came before this was
-- written down.
ALTER TABLE entry ADD COLUMN promised_days INTEGER;
