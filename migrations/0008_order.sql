-- Orders with their frozen nights, and the history of their moves (the first step, the booking, is the order's own
-- row: who and when stand there). CHECKs are chains of OR: for IN with more than two values SQLite builds a table each
-- time. Ids are time-ordered, so all of it appends; the indexes of the front
-- desk leave out unpaid orders, so a booking does not touch them.
CREATE TABLE orders (
  id             INTEGER PRIMARY KEY,
  member_id      INTEGER REFERENCES members (id),
  branch_id      INTEGER NOT NULL REFERENCES branches (id),
  room_type_id   INTEGER NOT NULL REFERENCES room_types (id),
  branch_name    TEXT NOT NULL,
  room_type_name TEXT NOT NULL,
  status         TEXT NOT NULL
    CHECK (
    status = 'pending_payment' OR status = 'confirmed' OR status = 'in_house' OR
    status = 'completed' OR status = 'cancelled' OR status = 'no_show'),
  money          TEXT NOT NULL CHECK (
    money = 'unpaid' OR money = 'paid' OR money = 'refunding' OR
    money = 'part_refunded' OR money = 'refunded'),
  source         TEXT NOT NULL CHECK (source IN ('app', 'walk_in')),
  booked_by      TEXT NOT NULL,
  arrival        INTEGER NOT NULL,
  departure      INTEGER NOT NULL,
  rooms          INTEGER NOT NULL CHECK (rooms > 0),
  guest_name     TEXT NOT NULL,
  guest_phone    TEXT NOT NULL,
  remark         TEXT NOT NULL,
  total_fen      INTEGER NOT NULL CHECK (total_fen >= 0),
  discount_fen   INTEGER NOT NULL CHECK (discount_fen BETWEEN 0 AND total_fen),
  payable_fen    INTEGER NOT NULL CHECK (payable_fen = total_fen - discount_fen),
  paid_fen       INTEGER NOT NULL DEFAULT 0,
  refund_fen     INTEGER NOT NULL DEFAULT 0 CHECK (refund_fen <= paid_fen),
  grant_id       INTEGER,
  stock_mode     TEXT NOT NULL,
  holds_nights   INTEGER NOT NULL,
  pay_by         INTEGER,
  timer_id       INTEGER,
  timezone       TEXT NOT NULL,
  audit_hour     INTEGER NOT NULL,
  free_until     INTEGER NOT NULL,
  reason         TEXT NOT NULL DEFAULT '',
  created_at     INTEGER NOT NULL,
  CHECK (departure > arrival)
) STRICT;
CREATE INDEX orders_member ON orders (member_id, id) WHERE member_id IS NOT NULL;
CREATE INDEX orders_pending ON orders (pay_by) WHERE status = 'pending_payment';
CREATE INDEX orders_arrival ON orders (branch_id, arrival) WHERE status <> 'pending_payment';
CREATE INDEX orders_phone ON orders (guest_phone) WHERE status <> 'pending_payment';
CREATE INDEX orders_in_house ON orders (branch_id, departure) WHERE status = 'in_house';
CREATE INDEX orders_open_type ON orders (room_type_id) WHERE status IN ('confirmed', 'in_house');

CREATE TABLE order_nights (
  order_id  INTEGER NOT NULL REFERENCES orders (id),
  night     INTEGER NOT NULL,
  price_fen INTEGER NOT NULL,
  net_fen   INTEGER NOT NULL,
  PRIMARY KEY (order_id, night)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_history (
  order_id    INTEGER NOT NULL REFERENCES orders (id),
  id          INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  from_status TEXT NOT NULL,
  to_status   TEXT NOT NULL,
  by_kind     TEXT NOT NULL,
  by_id       INTEGER NOT NULL,
  by_name     TEXT NOT NULL,
  note        TEXT NOT NULL,
  PRIMARY KEY (order_id, id)
) STRICT, WITHOUT ROWID;

-- The second wall: one guest party per room and night.
CREATE TABLE room_nights (
  room_id  INTEGER NOT NULL REFERENCES rooms (id),
  night    INTEGER NOT NULL,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  PRIMARY KEY (room_id, night)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_nights_order ON room_nights (order_id);
