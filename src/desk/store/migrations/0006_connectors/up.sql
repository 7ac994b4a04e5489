-- What leaves the desk for other systems. Nothing of a resident's own words, number or address stands here: they are opened from
-- the sealed entry at the moment of sending. No reference to `entry`: what has to be erased elsewhere outlives the entry here.

CREATE TABLE outgoing (
    -- `open-klant`, `webhook`, or `hand`: a worker took it over by hand.
    connector TEXT    NOT NULL,
    entry     BLOB    NOT NULL,
    work      TEXT    NOT NULL CHECK (work IN ('send', 'erase')),
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'parked', 'done', 'dropped')),
    tries     INTEGER NOT NULL DEFAULT 0,
    -- Whether anything of it may have reached the other system.
    begun     BOOLEAN NOT NULL DEFAULT FALSE,
    next_at   BIGINT  NOT NULL,
    -- What the connector has to know to go on where it was: names in the other system.
    progress  TEXT,
    -- Why the last try did not do it, as a word and what names it; never what was sent.
    why       TEXT,
    made_at   BIGINT  NOT NULL,
    done_at   BIGINT,
    -- What the other system calls it.
    number    TEXT,
    worker    INTEGER REFERENCES worker (id),
    PRIMARY KEY (connector, entry)
);
CREATE INDEX outgoing_by_time ON outgoing (connector, state, next_at);
CREATE INDEX outgoing_by_entry ON outgoing (entry);

-- How the road to another system is.
CREATE TABLE connector (
    name       TEXT    NOT NULL PRIMARY KEY,
    -- Why nothing is sent until somebody has looked; none where it is not paused.
    paused     TEXT,
    paused_at  BIGINT,
    not_before BIGINT  NOT NULL DEFAULT 0,
    failures   INTEGER NOT NULL DEFAULT 0,
    why        TEXT
);
