-- What may be paid, what was, and what goes back.
CREATE TABLE pay_requests (
  order_id   INTEGER PRIMARY KEY,
  amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE payments (
  id             INTEGER PRIMARY KEY,
  order_id       INTEGER NOT NULL REFERENCES pay_requests (order_id),
  provider       TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  amount_fen     INTEGER NOT NULL CHECK (amount_fen >= 0),
  paid_at        INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  UNIQUE (transaction_id, provider)
) STRICT;
CREATE INDEX payments_order ON payments (order_id);

CREATE TABLE refunds (
  id         INTEGER PRIMARY KEY,
  order_id   INTEGER NOT NULL,
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  state      TEXT NOT NULL CHECK (
    state = 'requested' OR state = 'processing' OR state = 'success' OR
    state = 'closed' OR state = 'abnormal'),
  reason     TEXT NOT NULL,
  by_name    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refunds_order ON refunds (order_id);
CREATE INDEX refunds_payment ON refunds (payment_id);
