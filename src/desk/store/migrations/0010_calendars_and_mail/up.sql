-- Spreekuren whose host has a calendar elsewhere, which decides about their times too. Minutes count since 1970 (UTC).

-- One row for each that the configuration binds; the rows follow it at every start.
CREATE TABLE calendar (
    spreekuur INTEGER NOT NULL PRIMARY KEY,
    -- When it was last read whole; none where never.
    read_at   BIGINT
);

-- Where our event of a time is: asked for, perhaps sent, there, refused because somebody else has it, or to be taken away.
-- Outlives the binding, so that nothing is forgotten there.
CREATE TABLE calendar_claim (
    spreekuur    INTEGER NOT NULL,
    minute       BIGINT  NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('asked', 'sending', 'held', 'taken', 'leaving')),
    -- Until when whoever asked wants it, where nobody holds or has booked it yet.
    wanted_until BIGINT  NOT NULL,
    -- For which kiosk.
    kiosk        INTEGER,
    etag         TEXT,
    PRIMARY KEY (spreekuur, minute)
);

-- When the host is busy. Nothing of why.
CREATE TABLE calendar_busy (
    spreekuur    INTEGER NOT NULL,
    from_minute  BIGINT  NOT NULL,
    until_minute BIGINT  NOT NULL,
    PRIMARY KEY (spreekuur, from_minute, until_minute)
);

-- What leaves by mail. No address, name or text stands here: they are read and opened at the moment of sending.
CREATE TABLE mail (
    kind     TEXT    NOT NULL CHECK (kind IN ('cards', 'invitation', 'word')),
    -- The appointment; nothing where it is about new cards.
    about    BLOB    NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'parked', 'idle')),
    -- What the next one has to say.
    says     TEXT    NOT NULL,
    -- What the last one said that may have left, and whether it is known that it did.
    told     TEXT,
    sure     BOOLEAN NOT NULL DEFAULT FALSE,
    -- Which version of the invitation, or how many cards are new.
    number   BIGINT  NOT NULL DEFAULT 0,
    tries    INTEGER NOT NULL DEFAULT 0,
    next_at  BIGINT  NOT NULL,
    made_at  BIGINT  NOT NULL,
    done_at  BIGINT,
    why      TEXT,
    PRIMARY KEY (kind, about)
);
CREATE INDEX mail_by_time ON mail (state, next_at);
