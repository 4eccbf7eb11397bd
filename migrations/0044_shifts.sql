-- A shift: the drawer of one person at one branch, from the money it began with to the count. What came and went is read from the
-- lines; expected_fen is written when it is counted.
CREATE TABLE shifts (
  id           INTEGER PRIMARY KEY,
  branch_id    INTEGER NOT NULL REFERENCES branches (id),
  staff_id     INTEGER NOT NULL,
  staff_name   TEXT NOT NULL,
  opened_at    INTEGER NOT NULL,
  float_fen    INTEGER NOT NULL CHECK (float_fen >= 0),
  closed_at    INTEGER,
  expected_fen INTEGER,
  counted_fen  INTEGER CHECK (counted_fen >= 0),
  drop_fen     INTEGER NOT NULL DEFAULT 0 CHECK (drop_fen >= 0 AND (counted_fen IS NULL OR drop_fen <= counted_fen)),
  reason       TEXT NOT NULL DEFAULT '',
  handed_to    TEXT NOT NULL DEFAULT '',
  CHECK ((closed_at IS NULL) = (counted_fen IS NULL))
) STRICT;
CREATE UNIQUE INDEX shifts_open ON shifts (branch_id, staff_id) WHERE closed_at IS NULL;
CREATE INDEX shifts_branch ON shifts (branch_id);

-- Cash that left the drawer meanwhile: to the safe, or paid for something.
CREATE TABLE shift_moves (
  id         INTEGER PRIMARY KEY,
  shift_id   INTEGER NOT NULL REFERENCES shifts (id),
  kind       TEXT NOT NULL CHECK (kind = 'drop' OR kind = 'paid_out'),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  reason     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  by_name    TEXT NOT NULL
) STRICT;
CREATE INDEX shift_moves_shift ON shift_moves (shift_id);
CREATE INDEX ledger_lines_shift ON ledger_lines (shift_id) WHERE shift_id IS NOT NULL;

-- Whether money is taken in a shift only.
ALTER TABLE branches ADD COLUMN shifts INTEGER NOT NULL DEFAULT 0 CHECK (shifts = 0 OR shifts = 1);
