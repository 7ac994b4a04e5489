-- Appointments. Minutes of a slot count since 1970 (UTC); minutes of weekly hours count from local midnight; days are written
-- 2026-11-26. Words of choice are those of the wire.

-- Rows are never deleted and numbers never given twice: see `slots::next_spreekuur`.
CREATE TABLE spreekuur (
    id      INTEGER NOT NULL PRIMARY KEY,
    whom    TEXT    NOT NULL,
    host    TEXT    NOT NULL,
    place   TEXT    NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    -- The secret part of its calendar's address.
    feed    TEXT    NOT NULL UNIQUE,
    active  BOOLEAN NOT NULL,
    made_at BIGINT  NOT NULL
);

CREATE TABLE spreekuur_hours (
    id           INTEGER NOT NULL PRIMARY KEY,
    spreekuur    INTEGER NOT NULL REFERENCES spreekuur (id),
    rrule        TEXT    NOT NULL,
    from_minute  INTEGER NOT NULL,
    until_minute INTEGER NOT NULL,
    first_day    TEXT    NOT NULL,
    last_day     TEXT
);
CREATE INDEX spreekuur_hours_by_spreekuur ON spreekuur_hours (spreekuur);

CREATE TABLE spreekuur_exception (
    id           INTEGER NOT NULL PRIMARY KEY,
    spreekuur    INTEGER NOT NULL REFERENCES spreekuur (id),
    day          TEXT    NOT NULL,
    kind         TEXT    NOT NULL CHECK (kind IN ('closed', 'extra')),
    from_minute  INTEGER,
    until_minute INTEGER,
    reason       TEXT
);
CREATE INDEX spreekuur_exception_by_spreekuur ON spreekuur_exception (spreekuur, day);

-- One row for each appointment, wish or claim to a time, from whoever made it. Never deleted with its slot.
CREATE TABLE booking (
    -- The entry that booked it, or a name of the same kind where staff did.
    id            BLOB    NOT NULL PRIMARY KEY,
    entry         BLOB    REFERENCES entry (id),
    -- No reference: an entry may name a spreekuur that a desk out of a backup has lost.
    spreekuur     INTEGER,
    minute        BIGINT,
    whom          TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('booked', 'wish', 'conflict', 'cancelled', 'moved')),
    teken         INTEGER,
    -- The SHA-256 of the secret in the resident's QR code.
    recognition   BLOB,
    language      TEXT    NOT NULL,
    contact       TEXT,
    reaches       BOOLEAN NOT NULL,
    kiosk         INTEGER REFERENCES kiosk (id),
    -- The right it was made by: used up for ever.
    grant_id      BIGINT,
    -- Booked under an enrolment of its kiosk that is over.
    late          BOOLEAN NOT NULL,
    left_at       BIGINT  NOT NULL,
    received_at   BIGINT  NOT NULL,
    checked_in_at BIGINT,
    -- Sealed to the team: what staff wrote down of whom they booked for.
    note          BLOB,
    made_by       INTEGER REFERENCES worker (id),
    -- The booking that took its place.
    moved_to      BLOB,
    -- When staff said that they have seen what was odd about it.
    seen_at       BIGINT
);
CREATE INDEX booking_by_time ON booking (minute, spreekuur);
CREATE INDEX booking_by_state ON booking (state, received_at);
CREATE INDEX booking_by_kiosk ON booking (kiosk, received_at);
CREATE INDEX booking_by_recognition ON booking (recognition);

CREATE TABLE slot (
    spreekuur  INTEGER NOT NULL REFERENCES spreekuur (id),
    minute     BIGINT  NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('free', 'granted', 'blocked', 'booked', 'withdrawn')),
    -- With `granted` and `blocked`: whose right, under which enrolment, and which.
    kiosk      INTEGER REFERENCES kiosk (id),
    epoch      INTEGER,
    grant_id   BIGINT,
    -- With `booked`: by what.
    booking    BLOB REFERENCES booking (id),
    -- Whether the weekly hours still have it: one that they do not have is asked back, and not free when it comes back.
    offered    BOOLEAN NOT NULL,
    changed_at BIGINT  NOT NULL,
    PRIMARY KEY (spreekuur, minute)
);
CREATE INDEX slot_by_minute ON slot (minute);
CREATE INDEX slot_by_kiosk ON slot (kiosk);

-- What residents asked of an appointment that the desk does not know: staff look at it.
CREATE TABLE unmatched (
    entry       BLOB   NOT NULL PRIMARY KEY REFERENCES entry (id),
    kind        TEXT   NOT NULL CHECK (kind IN ('change', 'cancel', 'checkin')),
    teken       INTEGER,
    -- Which appointment was meant, where its booking arrives later.
    recognition BLOB,
    at          BIGINT NOT NULL,
    seen_at     BIGINT
);
CREATE INDEX unmatched_by_recognition ON unmatched (recognition);

-- The name of the store under which the kiosk last said what it holds.
ALTER TABLE kiosk ADD COLUMN slots_store TEXT;
-- The name of the store under which staff accepted that it may have promised anything.
ALTER TABLE kiosk ADD COLUMN slots_risk TEXT;

ALTER TABLE worker ADD COLUMN role TEXT NOT NULL DEFAULT 'worker' CHECK (role IN ('worker', 'host'));

-- Whose day list a host sees.
CREATE TABLE worker_spreekuur (
    worker    INTEGER NOT NULL REFERENCES worker (id),
    spreekuur INTEGER NOT NULL REFERENCES spreekuur (id),
    PRIMARY KEY (worker, spreekuur)
);
