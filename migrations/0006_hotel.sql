-- Branches, room types, rooms, nights, prices, pictures, ready-made room views and the search index.

CREATE TABLE branches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sort INTEGER NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  image TEXT NOT NULL,
  images TEXT NOT NULL,
  tags TEXT NOT NULL,
  phone TEXT NOT NULL,
  intro TEXT NOT NULL,
  address TEXT NOT NULL,
  lat REAL,
  lng REAL,
  timezone TEXT NOT NULL,
  audit_hour INTEGER NOT NULL CHECK (audit_hour BETWEEN 0 AND 23),
  hold_until INTEGER NOT NULL CHECK (hold_until BETWEEN 0 AND 23),
  free_cancel_hours INTEGER NOT NULL CHECK (free_cancel_hours >= 0),
  arrival_hour INTEGER NOT NULL CHECK (arrival_hour BETWEEN 0 AND 23),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((lat IS NULL AND lng IS NULL) OR (lat IS NOT NULL AND lng IS NOT NULL))
) STRICT;

CREATE TABLE room_types (
  id INTEGER PRIMARY KEY,
  branch_id INTEGER NOT NULL REFERENCES branches (id),
  name TEXT NOT NULL,
  price_fen INTEGER NOT NULL CHECK (price_fen > 0),
  market_price_fen INTEGER NOT NULL CHECK (market_price_fen >= 0),
  stock INTEGER NOT NULL CHECK (stock >= 0),
  stock_mode TEXT NOT NULL CHECK (
    stock_mode = 'order' OR stock_mode = 'payment' OR
    stock_mode = 'never'),
  images TEXT NOT NULL,
  area_m2 REAL NOT NULL CHECK (area_m2 >= 0),
  bed TEXT NOT NULL,
  breakfast TEXT NOT NULL,
  guests INTEGER NOT NULL CHECK (guests > 0),
  intro TEXT NOT NULL,
  sort INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status = 'on' OR status = 'off' OR status = 'deleted'),
  version INTEGER NOT NULL CHECK (version > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX room_types_of_branch ON room_types (branch_id);

CREATE TABLE rooms (
  id INTEGER PRIMARY KEY,
  branch_id INTEGER NOT NULL REFERENCES branches (id),
  room_type_id INTEGER NOT NULL REFERENCES room_types (id),
  number TEXT NOT NULL,
  floor INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (
    status = 'clean' OR status = 'dirty' OR
    status = 'out_of_order' OR status = 'deleted'),
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX rooms_number ON rooms (branch_id, number) WHERE status <> 'deleted';
CREATE INDEX rooms_of_type ON rooms (room_type_id);

-- One row per room type and night, made when the night is first sold or edited. custom: sellable was set by hand and
-- no longer follows the room type's stock. The CHECK is the second wall behind the conditional update.
CREATE TABLE nights (
  room_type_id INTEGER NOT NULL REFERENCES room_types (id),
  night INTEGER NOT NULL,
  sellable INTEGER NOT NULL,
  sold INTEGER NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  min_stay INTEGER NOT NULL CHECK (min_stay >= 1),
  price_fen INTEGER CHECK (price_fen > 0),
  custom INTEGER NOT NULL CHECK (custom IN (0, 1)),
  PRIMARY KEY (room_type_id, night),
  CHECK (sold >= 0 AND sold <= sellable)
) STRICT, WITHOUT ROWID;

-- from_day and to_day are both included; weekday_mask: bit 0 = Monday.
CREATE TABLE price_rules (
  id INTEGER PRIMARY KEY,
  room_type_id INTEGER NOT NULL REFERENCES room_types (id),
  name TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  weekday_mask INTEGER NOT NULL CHECK (weekday_mask BETWEEN 1 AND 127),
  price_fen INTEGER NOT NULL CHECK (price_fen > 0),
  priority INTEGER NOT NULL,
  CHECK (to_day >= from_day)
) STRICT;
CREATE INDEX price_rules_of_type ON price_rules (room_type_id);

-- Pictures by the SHA-256 of their content.
CREATE TABLE media (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  data BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- The answer of GET /api/v1/room-types/{id}, ready to send (the cache's second level).
CREATE TABLE room_views (
  room_type_id INTEGER PRIMARY KEY REFERENCES room_types (id),
  version INTEGER NOT NULL,
  etag TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- rowid = branch id; grams: overlapping pairs of characters and whole words, made by hotel/grams.c.
CREATE VIRTUAL TABLE branch_search USING fts5 (grams, tokenize = 'unicode61');
