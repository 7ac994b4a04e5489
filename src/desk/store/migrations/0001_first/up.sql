-- Times are seconds since 1970 (UTC). Words of choice are those of the wire. Nothing of a resident's own words, number or
-- address stands outside `envelope`, which only the team's key opens.

-- `store`: the store's random name. `site-version`, `site-hash`: see meta.rs.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Rows are never deleted, so that a number is never given twice.
CREATE TABLE kiosk (
    id            INTEGER NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL,
    public_key    BLOB    NOT NULL,
    epoch         INTEGER NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('active', 'written-off')),
    enrolled_at   BIGINT  NOT NULL,
    written_off_at BIGINT,
    software      TEXT    NOT NULL,
    -- All request numbers up to and including this one are spent.
    spent_numbers BIGINT  NOT NULL DEFAULT 0,
    teken_first   INTEGER NOT NULL,
    teken_count   INTEGER NOT NULL,
    last_seen     BIGINT,
    -- What the kiosk last said of itself; none before its first word.
    waiting       BIGINT,
    parked        BIGINT,
    disk          TEXT,
    clock_trusted BOOLEAN,
    health_at     BIGINT
);

CREATE TABLE enrolment (
    id          INTEGER NOT NULL PRIMARY KEY,
    salt        BLOB    NOT NULL,
    code_hash   BLOB    NOT NULL,
    made_at     BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL,
    tries_left  INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'offered', 'enrolled', 'refused')),
    offered_key BLOB,
    software    TEXT,
    kiosk       INTEGER REFERENCES kiosk (id),
    epoch       INTEGER
);

CREATE TABLE entry (
    id              BLOB    NOT NULL PRIMARY KEY,
    kiosk           INTEGER NOT NULL REFERENCES kiosk (id),
    epoch           INTEGER NOT NULL,
    seq             BIGINT  NOT NULL,
    envelope        BLOB    NOT NULL,
    digest          TEXT    NOT NULL,
    received_at     BIGINT  NOT NULL,
    waited          BIGINT  NOT NULL,
    -- Kept under an enrolment of this kiosk that is over: people look at it.
    late            BOOLEAN NOT NULL,
    kind            TEXT    NOT NULL,
    left_at         BIGINT  NOT NULL,
    left_trusted    BOOLEAN NOT NULL,
    -- The day named in the receipt, as 2026-11-26.
    promised_before TEXT,
    teken           INTEGER,
    topic           TEXT,
    need            TEXT,
    language        TEXT    NOT NULL,
    contact         TEXT,
    reaches         BOOLEAN NOT NULL
);
CREATE INDEX entry_by_arrival ON entry (kind, received_at, id);

CREATE TABLE hall_call (
    entry  BLOB   NOT NULL PRIMARY KEY REFERENCES entry (id),
    kiosk  INTEGER NOT NULL REFERENCES kiosk (id),
    reason TEXT   NOT NULL,
    -- When somebody began to wait in the hall, as far as anyone knows.
    since  BIGINT NOT NULL,
    state  TEXT   NOT NULL CHECK (state IN ('ringing', 'coming', 'missed')),
    worker INTEGER REFERENCES worker (id),
    at     BIGINT NOT NULL,
    -- A missed call stays on the page until somebody has seen it.
    seen_at BIGINT
);
CREATE INDEX hall_call_by_time ON hall_call (since);

CREATE TABLE worker (
    id          INTEGER NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    password    TEXT    NOT NULL,
    must_change BOOLEAN NOT NULL,
    active      BOOLEAN NOT NULL,
    made_at     BIGINT  NOT NULL
);

CREATE TABLE session (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    worker     INTEGER NOT NULL REFERENCES worker (id),
    csrf       TEXT    NOT NULL,
    made_at    BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL
);

CREATE TABLE claim (
    entry  BLOB    NOT NULL REFERENCES entry (id),
    place  INTEGER NOT NULL CHECK (place IN (1, 2)),
    worker INTEGER NOT NULL REFERENCES worker (id),
    at     BIGINT  NOT NULL,
    PRIMARY KEY (entry, place),
    UNIQUE (entry, worker)
);

-- One row for the post: what staff last said.
CREATE TABLE presence (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    state  TEXT    NOT NULL CHECK (state IN ('present', 'nobody')),
    worker INTEGER REFERENCES worker (id),
    at     BIGINT  NOT NULL
);
