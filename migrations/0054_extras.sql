-- What is posted on a stay's account for each of its nights besides the room: breakfast, parking, a bed. From from_day, null:
-- from its arrival on, to the night to_day, null: to its last. One that was ended keeps its row while a night of it may be
-- posted.
CREATE TABLE stay_extras (
  id       INTEGER PRIMARY KEY,
  stay_id  INTEGER NOT NULL REFERENCES stays (id),
  code     TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_fen INTEGER NOT NULL CHECK (unit_fen > 0),
  from_day INTEGER,
  to_day   INTEGER,
  note     TEXT NOT NULL
) STRICT;
CREATE INDEX stay_extras_stay ON stay_extras (stay_id);

-- The extra that a line is a night of: one that stands per extra and night.
ALTER TABLE ledger_lines ADD COLUMN extra_id INTEGER;
CREATE UNIQUE INDEX ledger_lines_extra ON ledger_lines (extra_id, service_date)
  WHERE extra_id IS NOT NULL AND origin = 'stay' AND standing = 1;
