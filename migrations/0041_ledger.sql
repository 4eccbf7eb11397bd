-- What is posted: the program's own codes, which stay, and the owner's. tax_rate in percent, within the price.
CREATE TABLE charge_codes (
  id        INTEGER PRIMARY KEY,
  code      TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  name_en   TEXT NOT NULL,
  tax_rate  INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 100),
  price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
  own       INTEGER NOT NULL CHECK (own = 0 OR own = 1)
) STRICT;
INSERT INTO charge_codes (id, code, name, name_en, tax_rate, price_fen, own) VALUES
  (1, 'room', '房费', 'Room', 0, 0, 1), (2, 'day_use', '日租', 'Day use', 0, 0, 1),
  (3, 'extension', '延住', 'Extension', 0, 0, 1), (4, 'cancel_fee', '取消费', 'Cancellation fee', 0, 0, 1),
  (5, 'no_show_fee', '未到店费', 'No-show fee', 0, 0, 1), (6, 'late_out', '延迟退房', 'Late check-out', 0, 0, 1),
  (7, 'early_in', '提前入住', 'Early check-in', 0, 0, 1), (8, 'breakfast', '早餐', 'Breakfast', 0, 0, 1),
  (9, 'minibar', '迷你吧', 'Minibar', 0, 0, 1), (10, 'laundry', '洗衣', 'Laundry', 0, 0, 1),
  (11, 'parking', '停车', 'Parking', 0, 0, 1), (12, 'damage', '赔偿', 'Damage', 0, 0, 1),
  (13, 'other', '其他', 'Other', 0, 0, 1);

-- An order's account has the order's id, a stay's first window the stay's; they come with their first line. opened_on: on this
-- business date it takes charges though the stay is over.
CREATE TABLE ledger_accounts (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind = 'stay' OR kind = 'order' OR kind = 'company' OR kind = 'house'),
  branch_id INTEGER REFERENCES branches (id),
  order_id  INTEGER REFERENCES orders (id),
  stay_id   INTEGER,
  number    INTEGER NOT NULL,
  name      TEXT NOT NULL,
  opened_on INTEGER,
  CHECK ((kind = 'stay') = (stay_id IS NOT NULL)),
  CHECK ((kind = 'company') = (branch_id IS NULL))
) STRICT;
CREATE INDEX ledger_accounts_order ON ledger_accounts (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_accounts_window ON ledger_accounts (stay_id, number) WHERE stay_id IS NOT NULL;

-- Signed lines: what the guest owes more is positive. They are appended; nothing of one changes but `standing`. origin: of a
-- stay's frozen nights ('stay': what it is charged for, posted; standing: no step of the stay took it back), from a payment
-- or refund ('money'), or keyed at the desk. Kinds of deposit are the deposit ledger's, the others the guest's.
CREATE TABLE ledger_lines (
  id            INTEGER PRIMARY KEY,
  account_id    INTEGER NOT NULL REFERENCES ledger_accounts (id),
  branch_id     INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind = 'charge' OR kind = 'payment' OR kind = 'refund' OR kind = 'allowance' OR
    kind = 'deposit' OR kind = 'deposit_use' OR kind = 'deposit_return' OR kind = 'transfer' OR kind = 'adjustment'),
  code          TEXT NOT NULL,
  quantity      INTEGER NOT NULL,
  unit_fen      INTEGER NOT NULL,
  amount_fen    INTEGER NOT NULL,
  tax_rate      INTEGER NOT NULL,
  tax_fen       INTEGER NOT NULL,
  service_date  INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  by_kind       TEXT NOT NULL,
  by_id         INTEGER NOT NULL,
  by_name       TEXT NOT NULL,
  shift_id      INTEGER,
  origin        TEXT NOT NULL CHECK (origin = 'desk' OR origin = 'stay' OR origin = 'money'),
  stay_id       INTEGER,
  payment_id    INTEGER,
  refund_id     INTEGER,
  reverses      INTEGER REFERENCES ledger_lines (id),
  adjusts       INTEGER REFERENCES ledger_lines (id),
  moved_from    INTEGER REFERENCES ledger_lines (id),
  standing      INTEGER NOT NULL CHECK (standing = 0 OR standing = 1),
  note          TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_lines_account ON ledger_lines (account_id);
CREATE INDEX ledger_lines_day ON ledger_lines (branch_id, business_date);
CREATE UNIQUE INDEX ledger_lines_reverses ON ledger_lines (reverses) WHERE reverses IS NOT NULL;
CREATE UNIQUE INDEX ledger_lines_payment ON ledger_lines (payment_id) WHERE payment_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_lines_refund ON ledger_lines (refund_id) WHERE refund_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_lines_night ON ledger_lines (stay_id, service_date)
  WHERE origin = 'stay' AND code = 'room' AND standing = 1;
CREATE INDEX ledger_lines_stay ON ledger_lines (stay_id) WHERE origin = 'stay' AND standing = 1;

-- What came to a ledger on a day and went from it: the sums of its lines, so that what stood before a day need not be counted.
CREATE TABLE ledger_days (
  branch_id     INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  ledger        TEXT NOT NULL CHECK (ledger = 'guest' OR ledger = 'deposit' OR ledger = 'receivable'),
  debit_fen     INTEGER NOT NULL,
  credit_fen    INTEGER NOT NULL,
  PRIMARY KEY (branch_id, business_date, ledger)
) STRICT, WITHOUT ROWID;

-- Who left early before stays had a charge of their own was charged all nights.
UPDATE stays SET charged_until = (SELECT max(n.night) + 1 FROM stay_nights n WHERE n.stay_id = stays.id)
WHERE state = 'departed' AND charged_until IS NULL AND order_id IN (
  SELECT o.id FROM orders o WHERE o.status = 'completed' AND o.payable_fen > (
    SELECT sum(n.net_fen) FROM stays s JOIN stay_nights n ON n.stay_id = s.id
    WHERE s.order_id = o.id AND n.night < COALESCE(s.charged_until, s.departure)));

-- How money is really paid out, when not the way it came.
ALTER TABLE refunds ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- The lines of what happened before. Goodwill was what of a refund was not owed again.
CREATE TABLE before_ledger (
  id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, order_id INTEGER NOT NULL, stay_id INTEGER, kind TEXT NOT NULL,
  code TEXT NOT NULL, amount_fen INTEGER NOT NULL, service_date INTEGER NOT NULL, business_date INTEGER NOT NULL,
  at INTEGER NOT NULL, origin TEXT NOT NULL, payment_id INTEGER, refund_id INTEGER
) STRICT;
INSERT INTO before_ledger (account_id, order_id, kind, code, amount_fen, service_date, business_date, at, origin,
  payment_id)
SELECT o.id, o.id, 'payment', CASE p.provider WHEN 'sandbox' THEN 'wechat' ELSE p.provider END, -p.amount_fen,
  business_date(o.timezone, o.audit_hour, p.created_at), business_date(o.timezone, o.audit_hour, p.created_at), p.created_at,
  'money', p.id
FROM payments p JOIN orders o ON o.id = p.order_id WHERE p.counted = 1;
INSERT INTO before_ledger (account_id, order_id, kind, code, amount_fen, service_date, business_date, at, origin,
  refund_id)
SELECT o.id, o.id, 'refund', CASE p.provider WHEN 'sandbox' THEN 'wechat' ELSE p.provider END, r.amount_fen,
  business_date(o.timezone, o.audit_hour, r.created_at), business_date(o.timezone, o.audit_hour, r.created_at), r.created_at,
  'money', r.id
FROM refunds r JOIN payments p ON p.id = r.payment_id JOIN orders o ON o.id = r.order_id WHERE r.state <> 'closed';
INSERT INTO before_ledger (account_id, order_id, stay_id, kind, code, amount_fen, service_date, business_date, at, origin)
SELECT s.id, s.order_id, s.id, 'charge', 'room', n.net_fen, n.night, n.night, o.created_at, 'stay'
FROM stays s JOIN stay_nights n ON n.stay_id = s.id JOIN orders o ON o.id = s.order_id
WHERE s.state = 'departed' AND n.night < min(s.departure, COALESCE(s.charged_until, s.departure));
INSERT INTO before_ledger (account_id, order_id, stay_id, kind, code, amount_fen, service_date, business_date, at, origin)
SELECT s.id, s.order_id, s.id, 'charge', CASE s.state WHEN 'no_show' THEN 'no_show_fee' ELSE 'cancel_fee' END, sum(n.net_fen),
  s.arrival, business_date(o.timezone, o.audit_hour, COALESCE((SELECT max(h.at) FROM order_history h WHERE h.order_id = o.id),
    o.created_at)), o.created_at, 'stay'
FROM stays s JOIN stay_nights n ON n.stay_id = s.id JOIN orders o ON o.id = s.order_id
WHERE s.state IN ('departed', 'cancelled', 'no_show') AND n.night < s.charged_until
  AND (s.state <> 'departed' OR n.night >= s.departure)
GROUP BY s.id HAVING sum(n.net_fen) > 0;
INSERT INTO before_ledger (account_id, order_id, kind, code, amount_fen, service_date, business_date, at, origin)
SELECT o.id, o.id, 'allowance', 'other', o.owed_again_fen + twice - o.refund_fen, o.arrival,
  business_date(o.timezone, o.audit_hour, (SELECT max(r.created_at) FROM refunds r WHERE r.order_id = o.id)), o.created_at, 'desk'
FROM (SELECT o.*, COALESCE((SELECT sum(r.amount_fen) FROM refunds r
                            WHERE r.order_id = o.id AND r.state <> 'closed' AND r.reason = 'paid_twice'), 0) AS twice
      FROM orders o WHERE o.refund_fen > 0) o
WHERE o.status NOT IN ('pending_payment', 'cancelled', 'no_show') AND o.owed_again_fen + twice < o.refund_fen;
-- An order that came to nothing owes nothing.
INSERT INTO before_ledger (account_id, order_id, kind, code, amount_fen, service_date, business_date, at, origin)
SELECT o.id, o.id, 'adjustment', 'other', -sum(b.amount_fen), max(b.business_date), max(b.business_date), max(b.at), 'stay'
FROM orders o JOIN before_ledger b ON b.order_id = o.id WHERE o.status IN ('cancelled', 'no_show')
GROUP BY o.id HAVING sum(b.amount_fen) <> 0;

INSERT INTO ledger_accounts (id, kind, branch_id, order_id, stay_id, number, name)
SELECT DISTINCT b.account_id, CASE WHEN b.account_id = b.order_id THEN 'order' ELSE 'stay' END, o.branch_id, o.id,
  CASE WHEN b.account_id = b.order_id THEN NULL ELSE b.account_id END, 1, ''
FROM before_ledger b JOIN orders o ON o.id = b.order_id;
INSERT INTO ledger_lines (id, account_id, branch_id, kind, code, quantity, unit_fen, amount_fen, tax_rate, tax_fen, service_date,
  business_date, at, by_kind, by_id, by_name, origin, stay_id, payment_id, refund_id, standing, note)
SELECT row_number() OVER (ORDER BY b.at, b.id), b.account_id, o.branch_id, b.kind, b.code, 1, b.amount_fen, b.amount_fen, 0, 0,
  b.service_date, b.business_date, b.at, 'system', 0, 'system', b.origin, b.stay_id, b.payment_id, b.refund_id, 1, ''
FROM before_ledger b JOIN orders o ON o.id = b.order_id;

INSERT INTO ledger_days (branch_id, business_date, ledger, debit_fen, credit_fen)
SELECT branch_id, business_date, 'guest', sum(max(amount_fen, 0)), sum(max(-amount_fen, 0)) FROM ledger_lines GROUP BY 1, 2;

-- extras: charges, allowances and corrections besides the nights. Every refund is owed again unless an allowance was made for it.
ALTER TABLE orders ADD COLUMN extras_fen INTEGER NOT NULL DEFAULT 0;
UPDATE orders SET extras_fen = e.amount_fen
FROM (SELECT order_id, sum(amount_fen) AS amount_fen FROM before_ledger WHERE kind = 'allowance' GROUP BY order_id) e
WHERE orders.id = e.order_id;
DROP TABLE before_ledger;
ALTER TABLE orders DROP COLUMN due_fen;
ALTER TABLE orders DROP COLUMN owed_again_fen;
ALTER TABLE orders ADD COLUMN due_fen INTEGER NOT NULL GENERATED ALWAYS AS (
  CASE WHEN status = 'cancelled' OR status = 'no_show' OR payable_fen + extras_fen - paid_fen + refund_fen < 0 THEN 0
       ELSE payable_fen + extras_fen - paid_fen + refund_fen END) VIRTUAL;
