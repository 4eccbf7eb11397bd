-- Coupons, and who holds one. A grant is unique per (coupon, member, source), so a repeated message grants nothing.
CREATE TABLE coupons (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL,
  category       TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind = 'threshold' OR kind = 'percent' OR kind = 'amount'),
  threshold_fen  INTEGER NOT NULL CHECK (threshold_fen >= 0),
  percent_off    INTEGER NOT NULL CHECK (percent_off BETWEEN 0 AND 100),
  amount_fen     INTEGER NOT NULL CHECK (amount_fen >= 0),
  valid_from     INTEGER,
  valid_to       INTEGER,
  valid_days     INTEGER,
  quantity       INTEGER NOT NULL CHECK (quantity >= 0),
  granted        INTEGER NOT NULL DEFAULT 0,
  per_member     INTEGER NOT NULL CHECK (per_member >= 0),
  branch_ids     TEXT NOT NULL,
  room_type_ids  TEXT NOT NULL,
  note           TEXT NOT NULL,
  sort           INTEGER NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('on', 'off')),
  created_at     INTEGER NOT NULL,
  deleted_at     INTEGER,
  CHECK (granted <= quantity)
) STRICT;

CREATE TABLE coupon_grants (
  id          INTEGER PRIMARY KEY,
  coupon_id   INTEGER NOT NULL REFERENCES coupons (id),
  member_id   INTEGER NOT NULL REFERENCES members (id),
  source      TEXT NOT NULL,
  status      TEXT NOT NULL CHECK (status = 'unused' OR status = 'held' OR status = 'used'),
  valid_from  INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  order_id    INTEGER,
  granted_at  INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  UNIQUE (member_id, coupon_id, source)
) STRICT;
CREATE INDEX coupon_grants_coupon ON coupon_grants (coupon_id, id);
