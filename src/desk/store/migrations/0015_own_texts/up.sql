-- What the site says otherwise than the bundled texts of the glass, in one language: only what differs.
CREATE TABLE own_text (
    language TEXT NOT NULL,
    key TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (language, key)
);
