-- Worries, offers and ratings. Weeks are those of ISO 8601, written 2026-W48.

-- A resident who worries said that there is danger now.
ALTER TABLE entry ADD COLUMN raised BOOLEAN NOT NULL DEFAULT FALSE;

-- "Hoe was het?", counted: who, where and when in the week stands nowhere. Without numbered rows, which would tell in what order
-- the first of each came.
CREATE TABLE rating (
    week  TEXT    NOT NULL,
    -- How many of the five.
    face  INTEGER NOT NULL CHECK (face BETWEEN 1 AND 5),
    -- 1 to 10; 0 where none was given.
    mark  INTEGER NOT NULL CHECK (mark BETWEEN 0 AND 10),
    times BIGINT  NOT NULL CHECK (times > 0),
    PRIMARY KEY (week, face, mark)
) WITHOUT ROWID;
