-- The resident's contact changed after it was handed over: what the other system has of it is to be changed there. Of what a worker
-- took over by hand it says that somebody has to do so by hand.
ALTER TABLE outgoing ADD COLUMN changed BOOLEAN NOT NULL DEFAULT FALSE;
