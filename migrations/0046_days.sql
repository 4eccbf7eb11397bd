-- A closed business date of a branch: who closed it, and what it came to. Its rows are written once, in the transaction that
-- closes it, and are never changed.
CREATE TABLE days (
  branch_id     INTEGER NOT NULL REFERENCES branches (id),
  business_date INTEGER NOT NULL,
  id            INTEGER NOT NULL UNIQUE,
  closed_at     INTEGER NOT NULL,
  by_kind       TEXT NOT NULL,
  by_id         INTEGER NOT NULL,
  by_name       TEXT NOT NULL,
  rooms         INTEGER NOT NULL,
  out_of_order  INTEGER NOT NULL,
  sold          INTEGER NOT NULL,
  comp          INTEGER NOT NULL,
  in_house      INTEGER NOT NULL,
  arrivals      INTEGER NOT NULL,
  departures    INTEGER NOT NULL,
  walk_ins      INTEGER NOT NULL,
  no_shows      INTEGER NOT NULL,
  cancelled     INTEGER NOT NULL,
  room_fen      INTEGER NOT NULL,
  other_fen     INTEGER NOT NULL,
  tax_fen       INTEGER NOT NULL,
  in_fen        INTEGER NOT NULL,
  out_fen       INTEGER NOT NULL,
  PRIMARY KEY (branch_id, business_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_types (
  branch_id     INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  room_type_id  INTEGER NOT NULL,
  rooms         INTEGER NOT NULL,
  out_of_order  INTEGER NOT NULL,
  sold          INTEGER NOT NULL,
  comp          INTEGER NOT NULL,
  revenue_fen   INTEGER NOT NULL,
  PRIMARY KEY (branch_id, business_date, room_type_id)
) STRICT, WITHOUT ROWID;

-- By code of charge.
CREATE TABLE day_codes (
  branch_id     INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  code          TEXT NOT NULL,
  lines         INTEGER NOT NULL,
  amount_fen    INTEGER NOT NULL,
  tax_fen       INTEGER NOT NULL,
  PRIMARY KEY (branch_id, business_date, code)
) STRICT, WITHOUT ROWID;

-- By tender and by who took it.
CREATE TABLE day_takings (
  branch_id     INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  by_name       TEXT NOT NULL,
  in_fen        INTEGER NOT NULL,
  out_fen       INTEGER NOT NULL,
  PRIMARY KEY (branch_id, business_date, kind, by_name)
) STRICT, WITHOUT ROWID;

-- What stood in the way when it was closed, and what was done about it.
CREATE TABLE day_notes (
  branch_id     INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  id            INTEGER NOT NULL,
  code          TEXT NOT NULL,
  done          TEXT NOT NULL,
  order_id      INTEGER,
  stay_id       INTEGER,
  shift_id      INTEGER,
  room_number   TEXT NOT NULL,
  PRIMARY KEY (branch_id, business_date, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX stay_steps_day ON stay_steps (business_date, stay_id);

-- A shift may also end without a count: counted_fen is unknown then.
CREATE TABLE shifts_anew (
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
  CHECK (counted_fen IS NULL OR closed_at IS NOT NULL)
) STRICT;
CREATE TABLE shift_moves_anew (
  id         INTEGER PRIMARY KEY,
  shift_id   INTEGER NOT NULL REFERENCES shifts_anew (id),
  kind       TEXT NOT NULL CHECK (kind = 'drop' OR kind = 'paid_out'),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  reason     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  by_name    TEXT NOT NULL
) STRICT;
INSERT INTO shifts_anew (id, branch_id, staff_id, staff_name, opened_at, float_fen, closed_at, expected_fen, counted_fen,
  drop_fen, reason, handed_to)
SELECT id, branch_id, staff_id, staff_name, opened_at, float_fen, closed_at, expected_fen, counted_fen, drop_fen, reason,
  handed_to
FROM shifts;
INSERT INTO shift_moves_anew (id, shift_id, kind, amount_fen, reason, at, by_name)
SELECT id, shift_id, kind, amount_fen, reason, at, by_name FROM shift_moves;
DROP TABLE shift_moves;
DROP TABLE shifts;
ALTER TABLE shifts_anew RENAME TO shifts;
ALTER TABLE shift_moves_anew RENAME TO shift_moves;
CREATE UNIQUE INDEX shifts_open ON shifts (branch_id, staff_id) WHERE closed_at IS NULL;
CREATE INDEX shifts_branch ON shifts (branch_id);
CREATE INDEX shift_moves_shift ON shift_moves (shift_id);

-- Nights that who is in house slept before days were closed are charged on their own dates, not all at the first close.
CREATE TABLE nights_before (
  id INTEGER PRIMARY KEY, stay_id INTEGER NOT NULL, order_id INTEGER NOT NULL, branch_id INTEGER NOT NULL,
  night INTEGER NOT NULL, net_fen INTEGER NOT NULL
) STRICT;
INSERT INTO nights_before (stay_id, order_id, branch_id, night, net_fen)
SELECT s.id, s.order_id, s.branch_id, n.night, n.net_fen
FROM stays s JOIN branches b ON b.id = s.branch_id JOIN stay_nights n ON n.stay_id = s.id
WHERE s.state = 'in_house' AND n.night < b.business_date AND n.night < s.departure AND n.net_fen <> 0
  AND NOT EXISTS (SELECT 1 FROM ledger_lines l WHERE l.stay_id = s.id AND l.service_date = n.night AND l.origin = 'stay'
    AND l.code = 'room' AND l.standing = 1);
INSERT INTO ledger_accounts (id, kind, branch_id, order_id, stay_id, number, name)
SELECT DISTINCT b.stay_id, 'stay', b.branch_id, b.order_id, b.stay_id, 1, '' FROM nights_before b
WHERE b.stay_id NOT IN (SELECT id FROM ledger_accounts);
INSERT INTO ledger_lines (id, account_id, branch_id, kind, code, quantity, unit_fen, amount_fen, tax_rate, tax_fen, service_date,
  business_date, at, by_kind, by_id, by_name, origin, stay_id, standing, note)
SELECT (SELECT COALESCE(max(id), 0) FROM ledger_lines WHERE id < 1000000000000) + b.id, b.stay_id, b.branch_id, 'charge', 'room',
  1, b.net_fen, b.net_fen, c.tax_rate, (2 * b.net_fen * c.tax_rate + 100 + c.tax_rate) / (2 * (100 + c.tax_rate)), b.night,
  b.night, unixepoch() * 1000, 'system', 0, 'system', 'stay', b.stay_id, 1, ''
FROM nights_before b JOIN charge_codes c ON c.code = 'room';
INSERT INTO ledger_days (branch_id, business_date, ledger, debit_fen, credit_fen)
SELECT branch_id, night, 'guest', sum(net_fen), 0 FROM nights_before WHERE true GROUP BY branch_id, night
ON CONFLICT (branch_id, business_date, ledger) DO UPDATE SET debit_fen = ledger_days.debit_fen + excluded.debit_fen;
DROP TABLE nights_before;

-- A row per room and night that counts as sold; of those that did not come the first one.
CREATE VIEW night_sales (branch_id, arrival, departure, state, night, room_type_id, revenue_fen) AS
SELECT s.branch_id, s.arrival, s.departure, s.state, n.night, n.room_type_id,
  CASE WHEN s.state = 'no_show' AND (SELECT o.paid_fen FROM orders o WHERE o.id = s.order_id) = 0 THEN 0 ELSE n.net_fen END
FROM stays s JOIN stay_nights n ON n.stay_id = s.id AND n.night < s.departure
WHERE s.state IN ('due_in', 'in_house', 'departed', 'no_show') AND (s.state <> 'no_show' OR n.night = s.arrival);
