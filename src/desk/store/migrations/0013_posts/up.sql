-- Several posts in one desk. `content` is `config::SiteConfig` as JSON, its name too; of the post that was always there a desk fills it
-- in from its configuration when it starts. A change raises `version`, so that of two who change it at once the second is told.
CREATE TABLE post (
    id      INTEGER NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    content TEXT,
    version BIGINT  NOT NULL DEFAULT 1,
    made_at BIGINT  NOT NULL
);
INSERT INTO post (id, name, made_at) VALUES (1, '', 0);

-- In which post it stands, for as long as it is enrolled; in which it is held; for which post the one-time code was made.
ALTER TABLE kiosk ADD COLUMN post INTEGER NOT NULL DEFAULT 1;
ALTER TABLE spreekuur ADD COLUMN post INTEGER NOT NULL DEFAULT 1;
ALTER TABLE enrolment ADD COLUMN post INTEGER NOT NULL DEFAULT 1;
