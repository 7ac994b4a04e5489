-- What waits for the desk, and what the desk has had, as the bytes that are sent. Rows lie in the order in which residents left them.
CREATE TABLE entry (
    sequence          INTEGER PRIMARY KEY CHECK (sequence > 0),
    id                BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    epoch             INTEGER NOT NULL,
    state             INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)), -- 0 waiting, 1 parked, 2 delivered
    urgent            INTEGER NOT NULL CHECK (urgent IN (0, 1)),             -- a call that still goes first
    missed            INTEGER NOT NULL DEFAULT 0 CHECK (missed IN (0, 1)),   -- a call that expired undelivered
    kept_at           INTEGER NOT NULL,                                      -- seconds since 1970, by the post's clock
    kept_trusted      INTEGER NOT NULL CHECK (kept_trusted IN (0, 1)),
    delivered_at      INTEGER,
    delivered_trusted INTEGER,
    reason            TEXT,                                                  -- why it is parked
    receipt           BLOB,                                                  -- the desk's, as it came
    envelope          BLOB    NOT NULL,
    CHECK ((state = 2) = (delivered_at IS NOT NULL)),
    CHECK ((state = 1) = (reason IS NOT NULL))
) STRICT;

CREATE INDEX entry_waiting ON entry (urgent DESC) WHERE state = 0;
CREATE INDEX entry_parked ON entry (sequence) WHERE state = 1;
CREATE INDEX entry_delivered ON entry (delivered_trusted, delivered_at) WHERE state = 2;
CREATE INDEX entry_missed ON entry (sequence) WHERE missed = 1;

-- The tekens this post may give out, and the sequence of the entry that each was last given for; 0 for never.
CREATE TABLE teken (
    place     INTEGER PRIMARY KEY CHECK (place BETWEEN 0 AND 1199),
    last_used INTEGER NOT NULL
) STRICT;

-- The first number of each count that is not yet reserved.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the kiosk must not forget: who it is, whom it seals to, who its desk is.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
