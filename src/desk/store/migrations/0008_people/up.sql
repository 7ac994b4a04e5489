-- Who may do what at the desk, how they come in, and who opened what.

-- What a worker may do, as words with a space between them: worker, coordinator, manager, auditor, or host alone.
ALTER TABLE worker ADD COLUMN roles TEXT NOT NULL DEFAULT '';
UPDATE worker SET roles = role;
-- No desk is left without a manager: whoever was made first keeps what all workers could do until now.
UPDATE worker SET roles = 'worker manager' WHERE id = (SELECT min(id) FROM worker WHERE active AND role = 'worker');
ALTER TABLE worker DROP COLUMN role;

-- A log-in whose second step is still to come opens nothing.
ALTER TABLE session ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;

-- The one-time code by which somebody chooses a password, hashed. The last one made is the only one.
CREATE TABLE invitation (
    worker     INTEGER NOT NULL PRIMARY KEY REFERENCES worker (id),
    code_hash  BLOB    NOT NULL UNIQUE,
    expires_at BIGINT  NOT NULL
);

-- The secret of a worker's second step, locked with a key that is not in the store.
CREATE TABLE second_step (
    worker    INTEGER NOT NULL PRIMARY KEY REFERENCES worker (id),
    locked    BLOB    NOT NULL,
    -- None until a first code has shown that the worker's device has it.
    proven_at BIGINT,
    -- The step of the last code that was taken: neither it nor an older one is taken again.
    last_step BIGINT  NOT NULL
);

-- What is left of a worker's recovery codes, as keyed hashes.
CREATE TABLE recovery_code (
    worker INTEGER NOT NULL REFERENCES worker (id),
    hash   BLOB    NOT NULL,
    PRIMARY KEY (worker, hash)
) WITHOUT ROWID;

-- What staff last said, for each team.
CREATE TABLE team_presence (
    team   INTEGER NOT NULL PRIMARY KEY REFERENCES team (id),
    state  TEXT    NOT NULL CHECK (state IN ('present', 'nobody')),
    worker INTEGER REFERENCES worker (id),
    at     BIGINT  NOT NULL
);
INSERT INTO team_presence (team, state, worker, at) SELECT team.id, state, worker, at FROM presence, team;
DROP TABLE presence;
ALTER TABLE team_presence RENAME TO presence;

-- A coordinator asks that it is looked at first.
ALTER TABLE card ADD COLUMN nudged_by INTEGER REFERENCES worker (id);
CREATE INDEX card_nudged ON card (team) WHERE nudged_by IS NOT NULL;

-- Who opened or changed what. Each line carries a keyed hash over itself and the one before.
CREATE TABLE audit (
    number BIGINT  NOT NULL PRIMARY KEY,
    at     BIGINT  NOT NULL,
    -- None where nobody was logged in: the command line, a restore. No reference: a line outlives what it tells of.
    worker INTEGER,
    what   TEXT    NOT NULL,
    -- The entry or appointment, or which worker, team or kiosk: never a name.
    about  TEXT    NOT NULL,
    teken  INTEGER,
    -- The day on which the entry was left.
    day    TEXT,
    detail TEXT    NOT NULL,
    hash   BLOB    NOT NULL
);
CREATE INDEX audit_by_entry ON audit (about, number);
CREATE INDEX audit_by_teken ON audit (teken, day) WHERE teken IS NOT NULL;

-- Lines are added, and taken away only at the old end, after `audit-first` in `meta` was moved on.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'lines of the audit log are never changed'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN OLD.number >= COALESCE((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'audit-first'), 0)
BEGIN SELECT RAISE(ABORT, 'lines of the audit log are kept'); END;
