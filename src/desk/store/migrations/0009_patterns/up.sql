-- What goes when its term is over, and what stays: numbers without anybody in them. Days are written 2026-11-26, weeks 2026-W48.

-- When everything a resident left was taken out of the row; its name and digest stay, so that a kiosk that sends it again is told.
ALTER TABLE entry ADD COLUMN erased_at BIGINT;
CREATE INDEX entry_passing ON entry (received_at)
    WHERE erased_at IS NULL AND kind IN ('call', 'change', 'cancel', 'checkin', 'rating');
CREATE INDEX entry_booking ON entry (received_at) WHERE erased_at IS NULL AND kind IN ('booking', 'change');
ALTER TABLE booking ADD COLUMN erased_at BIGINT;
CREATE INDEX booking_kept ON booking (minute) WHERE erased_at IS NULL;
-- So that lists read what is ahead, and not all that ever was.
CREATE INDEX booking_ahead ON booking (state, minute);
CREATE INDEX booking_by_entry ON booking (entry);
CREATE INDEX booking_by_message_entry ON booking (message_entry) WHERE message_entry IS NOT NULL;
CREATE INDEX slot_by_booking ON slot (booking) WHERE booking IS NOT NULL;
CREATE INDEX card_open ON card (team, opened_at) WHERE stage = 'open';

-- Whether its end stands in the numbers. Once: whoever opens it again and ends it again does not count twice.
ALTER TABLE card ADD COLUMN counted BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX card_uncounted ON card (closed_at) WHERE stage = 'closed' AND NOT counted;

-- What was erased, why and when. Whose it was, and who pressed the button, stand nowhere. No reference to `entry`: what a store out
-- of a backup does not know yet is erased when it comes again.
CREATE TABLE erasure (
    entry     BLOB    NOT NULL PRIMARY KEY,
    kind      TEXT    NOT NULL,
    why       TEXT    NOT NULL CHECK (why IN ('term', 'request')),
    by_worker BOOLEAN NOT NULL,
    at        BIGINT  NOT NULL
) WITHOUT ROWID;
CREATE INDEX erasure_by_time ON erasure (at);

-- Counted, of periods that are not over: how many of a team's cards that ended in this week were so. No worker, no card, no day.
CREATE TABLE pattern_open (
    team  INTEGER NOT NULL REFERENCES team (id),
    week  TEXT    NOT NULL,
    what  TEXT    NOT NULL,
    word  TEXT    NOT NULL,
    times BIGINT  NOT NULL CHECK (times > 0),
    PRIMARY KEY (team, week, what, word)
) WITHOUT ROWID;

-- What is told of a period that is over. Written once and never changed: small numbers are not kept at all.
CREATE TABLE pattern_cell (
    team   INTEGER NOT NULL REFERENCES team (id),
    -- Its first week.
    period TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    word   TEXT    NOT NULL,
    told   TEXT    NOT NULL CHECK (told IN ('number', 'few', 'more', 'nothing')),
    times  BIGINT CHECK ((times IS NOT NULL) = (told = 'number')),
    PRIMARY KEY (team, period, what, word)
) WITHOUT ROWID;

-- The mean mark of a period that is over, in tenths, of so many people; none where there were few.
CREATE TABLE pattern_mark (
    period TEXT NOT NULL PRIMARY KEY,
    people BIGINT,
    tenths BIGINT
);
