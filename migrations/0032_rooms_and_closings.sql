-- What there is of a room type on a night, and why. rooms: those entered, or the number it is sold by; out_of_order: of
-- them closed by dates; quota: set by hand (above rooms it oversells on purpose). over: sold before something was taken
-- away, so that the wall stands and says by how much it is overbooked.
CREATE TABLE nights_by_rooms (
  room_type_id INTEGER NOT NULL REFERENCES room_types (id),
  night INTEGER NOT NULL,
  rooms INTEGER NOT NULL,
  out_of_order INTEGER NOT NULL CHECK (out_of_order BETWEEN 0 AND rooms),
  quota INTEGER CHECK (quota >= 0),
  sellable INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE WHEN quota IS NULL THEN rooms - out_of_order
         WHEN quota > rooms THEN quota - out_of_order
         WHEN quota > rooms - out_of_order THEN rooms - out_of_order
         ELSE quota END) STORED,
  over INTEGER NOT NULL CHECK (over >= 0),
  sold INTEGER NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  min_stay INTEGER NOT NULL CHECK (min_stay >= 1),
  price_fen INTEGER CHECK (price_fen > 0),
  PRIMARY KEY (room_type_id, night),
  CHECK (sold >= 0 AND sold <= sellable + over)
) STRICT, WITHOUT ROWID;
INSERT INTO nights_by_rooms (room_type_id, night, rooms, out_of_order, quota, over, sold, closed, min_stay, price_fen)
SELECT n.room_type_id, n.night, CASE n.custom WHEN 1 THEN t.stock ELSE n.sellable END, 0,
  CASE n.custom WHEN 1 THEN n.sellable END, 0, n.sold, n.closed, n.min_stay, n.price_fen
FROM nights n JOIN room_types t ON t.id = n.room_type_id;
DROP TABLE nights;
ALTER TABLE nights_by_rooms RENAME TO nights;

-- by_rooms: stock is the number of its rooms. Types sold by another number than they have rooms go on by that number until
-- somebody enters a room or says so.
ALTER TABLE room_types ADD COLUMN by_rooms INTEGER NOT NULL DEFAULT 0 CHECK (by_rooms IN (0, 1));
UPDATE room_types SET by_rooms = 1
WHERE stock > 0 AND stock = (SELECT count(*) FROM rooms r WHERE r.room_type_id = room_types.id AND r.status <> 'deleted');

-- Cleanliness and closing by dates are two facts. marked_on: the hotel date of the last mark; a closing that ended after it
-- leaves the room as `returns` says.
ALTER TABLE rooms ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
ALTER TABLE rooms ADD COLUMN cleanliness TEXT NOT NULL DEFAULT 'dirty'
  CHECK (cleanliness = 'dirty' OR cleanliness = 'clean' OR cleanliness = 'inspected');
ALTER TABLE rooms ADD COLUMN marked_on INTEGER NOT NULL DEFAULT 0;
UPDATE rooms SET cleanliness = 'clean' WHERE status = 'clean';
UPDATE rooms SET removed = 1 WHERE status = 'deleted';

-- from_day and to_day are nights, both included.
CREATE TABLE closings (
  id INTEGER PRIMARY KEY,
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  room_type_id INTEGER NOT NULL REFERENCES room_types (id),
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'out_of_order' OR kind = 'out_of_service'),
  reason TEXT NOT NULL,
  returns TEXT NOT NULL CHECK (returns = 'dirty' OR returns = 'clean' OR returns = 'inspected'),
  by_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CHECK (to_day >= from_day)
) STRICT;
CREATE INDEX closings_of_room ON closings (room_id, to_day);
CREATE INDEX closings_of_type ON closings (room_type_id, to_day);

-- One party or one closing per room and night.
CREATE TABLE room_nights_used (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  night INTEGER NOT NULL,
  order_id INTEGER REFERENCES orders (id),
  closing_id INTEGER REFERENCES closings (id),
  PRIMARY KEY (room_id, night),
  CHECK ((order_id IS NULL) <> (closing_id IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO room_nights_used (room_id, night, order_id) SELECT room_id, night, order_id FROM room_nights;
DROP TABLE room_nights;
ALTER TABLE room_nights_used RENAME TO room_nights;
CREATE INDEX room_nights_order ON room_nights (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX room_nights_closing ON room_nights (closing_id) WHERE closing_id IS NOT NULL;

-- Rooms out of order were so without dates: closed from today on for as long as anybody can book, except nights that
-- somebody has the room for already.
INSERT INTO closings (id, room_id, room_type_id, from_day, to_day, kind, reason, returns, by_name, created_at)
SELECT row_number() OVER (ORDER BY id), id, room_type_id, CAST(strftime('%s', 'now') AS INTEGER) / 86400,
  CAST(strftime('%s', 'now') AS INTEGER) / 86400 + 731, 'out_of_order', '', 'dirty', 'system',
  CAST(strftime('%s', 'now') AS INTEGER) * 1000
FROM rooms WHERE status = 'out_of_order';
WITH RECURSIVE ahead (days) AS (SELECT 0 UNION ALL SELECT days + 1 FROM ahead WHERE days < 731)
INSERT INTO room_nights (room_id, night, closing_id)
SELECT c.room_id, c.from_day + a.days, c.id FROM closings c CROSS JOIN ahead a
WHERE NOT EXISTS (SELECT 1 FROM room_nights n WHERE n.room_id = c.room_id AND n.night = c.from_day + a.days);
WITH RECURSIVE ahead (days) AS (SELECT 0 UNION ALL SELECT days + 1 FROM ahead WHERE days < 731)
INSERT INTO nights (room_type_id, night, rooms, out_of_order, over, sold, closed, min_stay)
SELECT DISTINCT t.id, c.from_day + a.days, t.stock, 0, 0, 0, 0, 1
FROM closings c JOIN room_types t ON t.id = c.room_type_id CROSS JOIN ahead a
WHERE NOT EXISTS (SELECT 1 FROM nights n WHERE n.room_type_id = t.id AND n.night = c.from_day + a.days);
UPDATE nights SET over = sold
WHERE room_type_id IN (SELECT c.room_type_id FROM closings c JOIN room_types t ON t.id = c.room_type_id WHERE t.by_rooms = 1);
UPDATE nights SET out_of_order = (SELECT count(*) FROM closings c
  WHERE c.room_type_id = nights.room_type_id AND c.from_day <= nights.night AND c.to_day >= nights.night)
WHERE over = sold AND sold >= 0
  AND room_type_id IN (SELECT c.room_type_id FROM closings c JOIN room_types t ON t.id = c.room_type_id WHERE t.by_rooms = 1);
UPDATE nights SET over = CASE WHEN sold > sellable THEN sold - sellable ELSE 0 END;

DROP INDEX rooms_number;
ALTER TABLE rooms DROP COLUMN status;
CREATE UNIQUE INDEX rooms_number ON rooms (branch_id, number) WHERE removed = 0;
