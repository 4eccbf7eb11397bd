-- charged_until: of a stay that was cancelled, did not come or left early, the nights before it are charged; else all are.
ALTER TABLE stays ADD COLUMN charged_until INTEGER;
UPDATE stays SET charged_until = arrival WHERE state = 'cancelled';
UPDATE stays SET charged_until = arrival + 1 WHERE state = 'no_show';

-- Every step of a stay, and the stay as it was before, so that a step can be taken back on its business date.
CREATE TABLE stay_steps (
  stay_id       INTEGER NOT NULL REFERENCES stays (id),
  id            INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  from_state    TEXT NOT NULL,
  to_state      TEXT NOT NULL,
  departure     INTEGER NOT NULL,
  room_id       INTEGER,
  undone        INTEGER NOT NULL DEFAULT 0 CHECK (undone = 0 OR undone = 1),
  PRIMARY KEY (stay_id, id)
) STRICT, WITHOUT ROWID;
