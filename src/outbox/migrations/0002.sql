-- The rights to book times that the desk gave this kiosk; what each state means stands in src/booking/post.rs.
CREATE TABLE slot_right (
    grant_id  INTEGER PRIMARY KEY CHECK (grant_id >= 0),
    spreekuur INTEGER NOT NULL CHECK (spreekuur > 0),
    minute    INTEGER NOT NULL CHECK (minute >= 0),            -- its first, since 1970
    state     INTEGER NOT NULL CHECK (state IN (0, 1, 2, 3)),  -- 0 held, 1 booked, 2 returning, 3 unsure
    entry     BLOB REFERENCES entry (id) ON DELETE SET NULL,   -- what booked it, for as long as that is here
    CHECK (state = 1 OR entry IS NULL)
) STRICT;

CREATE INDEX slot_right_entry ON slot_right (entry) WHERE entry IS NOT NULL;

-- How often a right was used up, as the mark beside this file says too; and how far the grants have been counted.
CREATE TABLE right_count (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    generation INTEGER NOT NULL CHECK (generation >= 0),
    highest    INTEGER,
    doubt      INTEGER
) STRICT;

INSERT INTO right_count (only_row, generation) VALUES (1, 0);
