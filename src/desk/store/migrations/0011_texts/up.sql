-- What a kiosk refuses of the site's own texts, in one line; none where it took all.
ALTER TABLE kiosk ADD COLUMN texts TEXT;
