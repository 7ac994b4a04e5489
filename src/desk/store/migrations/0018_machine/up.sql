-- How the machine in the hall is: its printer and case, which parts do not answer, and the lock that an opened case leaves.
ALTER TABLE kiosk ADD COLUMN printer TEXT;
ALTER TABLE kiosk ADD COLUMN case_open BOOLEAN;
ALTER TABLE kiosk ADD COLUMN machine_lock BIGINT;
-- The lock that staff ended; the kiosk is told until it says that it is open again.
ALTER TABLE kiosk ADD COLUMN machine_unlock BIGINT;
ALTER TABLE kiosk ADD COLUMN silent TEXT;
