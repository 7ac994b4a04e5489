-- What was said beside an entry, in pieces. A piece goes after its entry's receipt, and after every entry that waits.
CREATE TABLE piece (
    entry   INTEGER NOT NULL REFERENCES entry (sequence) ON DELETE CASCADE,
    n       INTEGER NOT NULL CHECK (n BETWEEN 1 AND 31),
    state   INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)), -- 0 waiting, 1 parked, 2 delivered
    reason  TEXT,                                                  -- why it is parked
    receipt BLOB,                                                  -- the desk's, as it came
    PRIMARY KEY (entry, n),
    CHECK ((state = 1) = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX piece_waiting ON piece (entry, n) WHERE state = 0;
CREATE INDEX piece_parked ON piece (entry, n) WHERE state = 1;

-- The bytes that are sent, apart from what changes: SQLite writes a changed row anew, and these have 128 KiB each.
CREATE TABLE sound (
    entry  INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    sealed BLOB    NOT NULL,
    UNIQUE (entry, n),
    FOREIGN KEY (entry, n) REFERENCES piece (entry, n) ON DELETE CASCADE
) STRICT;
