-- The code by which whoever looks after the machines of a post sees at the glass how they are. Its digits stand nowhere.
CREATE TABLE caretaker_code (
    post INTEGER PRIMARY KEY NOT NULL REFERENCES post (id),
    which BIGINT NOT NULL,   -- Drawn anew with each code, so that a kiosk hears that what it knew is over.
    hash TEXT NOT NULL,      -- Argon2id.
    made_at BIGINT NOT NULL
);
