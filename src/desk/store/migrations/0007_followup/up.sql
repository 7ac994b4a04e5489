-- What follows a card: who has it, what was planned, how it ended, when somebody calls again. Days are written 2026-11-26, in the
-- post's own time. No word of a resident stands here.

CREATE TABLE team (
    id      INTEGER NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    made_at BIGINT  NOT NULL
);
INSERT INTO team (id, name, made_at) VALUES (1, 'Wijkteam', 0);

-- Whose cards a worker sees.
CREATE TABLE worker_team (
    worker INTEGER NOT NULL REFERENCES worker (id),
    team   INTEGER NOT NULL REFERENCES team (id),
    PRIMARY KEY (worker, team)
) WITHOUT ROWID;
INSERT INTO worker_team (worker, team) SELECT id, 1 FROM worker WHERE role = 'worker';

-- Whose cards come from it.
ALTER TABLE kiosk ADD COLUMN team INTEGER NOT NULL DEFAULT 1;

-- One for each question, worry and offer. `card_act` is what is true; the columns from `team` on are what it adds up to, for lists.
CREATE TABLE card (
    entry        BLOB    NOT NULL PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    first_team   INTEGER NOT NULL REFERENCES team (id),
    opened_at    BIGINT  NOT NULL,
    due          TEXT    NOT NULL,
    amber        TEXT    NOT NULL,
    waits        BOOLEAN NOT NULL,
    offer        BOOLEAN NOT NULL,
    -- A keyed hash of the number that was left, to know who returns.
    caller       BLOB,
    -- Who helped whoever left the same number before.
    known_by     INTEGER REFERENCES worker (id),
    team         INTEGER NOT NULL REFERENCES team (id),
    stage        TEXT    NOT NULL CHECK (stage IN ('open', 'calling', 'closed')),
    first        INTEGER REFERENCES worker (id),
    second       INTEGER REFERENCES worker (id),
    acts         INTEGER NOT NULL,
    asked        INTEGER REFERENCES worker (id),
    asked_by     INTEGER REFERENCES worker (id),
    called_at    BIGINT,
    called_place TEXT,
    contact_at   BIGINT,
    plan         TEXT,
    plan_day     TEXT,
    call_day     TEXT,
    call_worker  INTEGER REFERENCES worker (id),
    closed_at    BIGINT
);
-- Nobody has it; somebody has it; somebody calls again; ended. Each list reads its own part and nothing else, however much has ended.
CREATE INDEX card_free ON card (team, offer, opened_at) WHERE stage = 'open' AND first IS NULL AND second IS NULL;
CREATE INDEX card_held ON card (team, offer, opened_at) WHERE stage = 'open' AND (first IS NOT NULL OR second IS NOT NULL);
CREATE INDEX card_calling ON card (team, call_day) WHERE stage = 'calling';
CREATE INDEX card_closed ON card (closed_at) WHERE stage = 'closed';
CREATE INDEX card_caller ON card (caller, opened_at) WHERE caller IS NOT NULL;
CREATE INDEX card_called ON card (called_at) WHERE called_at IS NOT NULL;

-- What workers did, one after another, as src/followup/ reads it. A number is given once: of two who act at once, one is told.
CREATE TABLE card_act (
    entry  BLOB    NOT NULL REFERENCES card (entry) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    worker INTEGER NOT NULL REFERENCES worker (id),
    at     BIGINT  NOT NULL,
    act    TEXT    NOT NULL,
    PRIMARY KEY (entry, number)
) WITHOUT ROWID;

-- "Niet voor mij": it stands in no list of theirs.
CREATE TABLE card_pass (
    entry  BLOB    NOT NULL REFERENCES card (entry) ON DELETE CASCADE,
    worker INTEGER NOT NULL REFERENCES worker (id),
    PRIMARY KEY (entry, worker)
) WITHOUT ROWID;

-- What was there before: each claim is an act.
INSERT INTO card (entry, first_team, opened_at, due, amber, waits, offer, team, stage, first, second, acts)
SELECT id, 1, received_at - waited,
       COALESCE(promised_before, date(received_at, 'unixepoch', '+5 days')),
       date(COALESCE(promised_before, date(received_at, 'unixepoch', '+5 days')), '-1 day'),
       COALESCE(contact = 'wait', FALSE), kind = 'offering', 1, 'open',
       (SELECT worker FROM claim WHERE claim.entry = entry.id AND place = 1),
       (SELECT worker FROM claim WHERE claim.entry = entry.id AND place = 2),
       (SELECT count(*) FROM claim WHERE claim.entry = entry.id)
FROM entry WHERE kind IN ('question', 'worry', 'offering');
-- Who came along while nobody had picked it up has the first place: acts know no places.
UPDATE card SET first = second, second = NULL WHERE first IS NULL AND second IS NOT NULL;
INSERT INTO card_act (entry, number, worker, at, act)
SELECT entry, row_number() OVER (PARTITION BY entry ORDER BY place), worker, at, '"claim"' FROM claim;
DROP TABLE claim;
DROP INDEX entry_by_arrival;
