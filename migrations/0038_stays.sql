-- An order is what was sold to somebody; a stay is one room of it, with its own dates, room and state. held: of an order that
-- is not paid yet. room_type_id: whose stock its nights to come use,
-- another than was sold after an upgrade; priced_as: whose prices a further night has; room_id: the room it has now or had last.
-- Types and rooms that a stay names are kept by the references of orders and room_nights, which have an index for it.
CREATE TABLE stays (
  id           INTEGER PRIMARY KEY,
  order_id     INTEGER NOT NULL REFERENCES orders (id),
  branch_id    INTEGER NOT NULL REFERENCES branches (id),
  room_type_id INTEGER NOT NULL,
  priced_as    INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state = 'held' OR state = 'due_in' OR state = 'in_house' OR state = 'departed' OR
    state = 'cancelled' OR state = 'no_show'),
  arrival      INTEGER NOT NULL,
  departure    INTEGER NOT NULL,
  room_id      INTEGER,
  CHECK (departure > arrival)
) STRICT;
CREATE INDEX stays_order ON stays (order_id);
CREATE INDEX stays_due_in ON stays (branch_id, arrival) WHERE state = 'due_in';
CREATE INDEX stays_in_house ON stays (branch_id, departure) WHERE state = 'in_house';
CREATE INDEX stays_open_type ON stays (room_type_id) WHERE state IN ('due_in', 'in_house');

-- A night of a stay with its frozen price. room_type_id: whose stock it uses, another than was sold after an upgrade; taken:
-- it uses it, so that what is sold of a type on a night is the number of its rows here.
CREATE TABLE stay_nights (
  stay_id      INTEGER NOT NULL REFERENCES stays (id),
  night        INTEGER NOT NULL,
  room_type_id INTEGER NOT NULL,
  price_fen    INTEGER NOT NULL,
  net_fen      INTEGER NOT NULL,
  taken        INTEGER NOT NULL CHECK (taken = 0 OR taken = 1),
  PRIMARY KEY (stay_id, night)
) STRICT, WITHOUT ROWID;

-- The rooms of an order become seats 1, 2, …, each a stay. A room that the order has on its last night has the seat of its rank
-- there; rooms it had before a move get, night by night, the seats that are left.
CREATE TABLE seats (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, seat INTEGER NOT NULL, UNIQUE (order_id, seat)) STRICT;
WITH RECURSIVE numbers (seat) AS (SELECT 1 UNION ALL SELECT seat + 1 FROM numbers WHERE seat < (SELECT max(rooms) FROM orders))
INSERT INTO seats (order_id, seat)
SELECT o.id, n.seat FROM orders o JOIN numbers n ON n.seat <= o.rooms ORDER BY o.id, n.seat;

CREATE TABLE seated (
  order_id INTEGER NOT NULL, night INTEGER NOT NULL, room_id INTEGER NOT NULL, seat INTEGER NOT NULL,
  PRIMARY KEY (order_id, night, seat)
) STRICT, WITHOUT ROWID;
CREATE TABLE last_rooms (
  order_id INTEGER NOT NULL, room_id INTEGER NOT NULL, seat INTEGER NOT NULL, PRIMARY KEY (order_id, room_id)
) STRICT, WITHOUT ROWID;
INSERT INTO last_rooms
SELECT n.order_id, n.room_id, row_number() OVER (PARTITION BY n.order_id ORDER BY n.room_id)
FROM room_nights n WHERE n.night = (SELECT max(x.night) FROM room_nights x WHERE x.order_id = n.order_id);
INSERT INTO seated
SELECT n.order_id, n.night, n.room_id, l.seat
FROM room_nights n JOIN last_rooms l ON l.order_id = n.order_id AND l.room_id = n.room_id;
INSERT INTO seated
SELECT r.order_id, r.night, r.room_id, f.seat FROM (
  SELECT n.order_id, n.night, n.room_id, row_number() OVER (PARTITION BY n.order_id, n.night ORDER BY n.room_id) AS rank
  FROM room_nights n LEFT JOIN last_rooms l ON l.order_id = n.order_id AND l.room_id = n.room_id
  WHERE n.order_id IS NOT NULL AND l.room_id IS NULL) r
JOIN (
  SELECT d.order_id, d.night, s.seat, row_number() OVER (PARTITION BY d.order_id, d.night ORDER BY s.seat) AS rank
  FROM (SELECT DISTINCT order_id, night FROM room_nights WHERE order_id IS NOT NULL) d
  JOIN seats s ON s.order_id = d.order_id
  WHERE NOT EXISTS (SELECT 1 FROM seated t WHERE t.order_id = d.order_id AND t.night = d.night AND t.seat = s.seat)) f
ON f.order_id = r.order_id AND f.night = r.night AND f.rank = r.rank;

INSERT INTO stays (id, order_id, branch_id, room_type_id, priced_as, state, arrival, departure, room_id)
SELECT s.id, o.id, o.branch_id,
  CASE WHEN o.status IN ('confirmed', 'in_house') THEN COALESCE(r.room_type_id, o.room_type_id) ELSE o.room_type_id END,
  o.room_type_id,
  CASE o.status WHEN 'pending_payment' THEN 'held' WHEN 'confirmed' THEN 'due_in' WHEN 'completed' THEN 'departed'
                ELSE o.status END,
  o.arrival,
  CASE o.status WHEN 'completed' THEN max(o.arrival + 1, min(o.departure, COALESCE((
    SELECT business_date(o.timezone, o.audit_hour, h.at) FROM order_history h
    WHERE h.order_id = o.id AND h.to_status = 'completed' AND h.from_status = 'in_house'), o.departure)))
  ELSE o.departure END,
  l.room_id
FROM seats s JOIN orders o ON o.id = s.order_id LEFT JOIN last_rooms l ON l.order_id = o.id AND l.seat = s.seat
LEFT JOIN rooms r ON r.id = l.room_id;

-- Two parties that were checked in to one room: the one that came last is in it.
UPDATE stays SET room_id = NULL WHERE state = 'in_house' AND room_id IS NOT NULL AND EXISTS (
  SELECT 1 FROM stays x WHERE x.room_id = stays.room_id AND x.state = 'in_house' AND x.id > stays.id);
CREATE UNIQUE INDEX stays_living ON stays (room_id) WHERE state = 'in_house';

-- Who left early gave back the nights from then on, and who did not come all but the first.
UPDATE orders SET departure = (SELECT max(s.departure) FROM stays s WHERE s.order_id = orders.id)
WHERE status = 'completed' AND departure > (SELECT max(s.departure) FROM stays s WHERE s.order_id = orders.id);

-- The fen that do not divide by the rooms are the first rooms', one each.
INSERT INTO stay_nights (stay_id, night, room_type_id, price_fen, net_fen, taken)
SELECT s.id, n.night, o.room_type_id, n.price_fen,
  n.net_fen / o.rooms + (s.seat <= n.net_fen % o.rooms),
  CASE WHEN o.holds_nights = 0 THEN 0
       WHEN o.status = 'no_show' THEN n.night = o.arrival
       ELSE n.night < x.departure END
FROM seats s JOIN stays x ON x.id = s.id JOIN orders o ON o.id = s.order_id JOIN order_nights n ON n.order_id = o.id;

-- One stay or one closing per room and night, one room per stay and night.
CREATE TABLE room_nights_of_stays (
  room_id    INTEGER NOT NULL REFERENCES rooms (id),
  night      INTEGER NOT NULL,
  stay_id    INTEGER REFERENCES stays (id),
  closing_id INTEGER REFERENCES closings (id),
  PRIMARY KEY (room_id, night),
  CHECK ((stay_id IS NULL) <> (closing_id IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO room_nights_of_stays (room_id, night, stay_id, closing_id)
SELECT n.room_id, n.night, s.id, n.closing_id
FROM room_nights n LEFT JOIN seated t ON t.order_id = n.order_id AND t.night = n.night AND t.room_id = n.room_id
LEFT JOIN seats s ON s.order_id = t.order_id AND s.seat = t.seat
WHERE n.closing_id IS NOT NULL OR s.id IS NOT NULL;
DROP TABLE room_nights;
ALTER TABLE room_nights_of_stays RENAME TO room_nights;
CREATE UNIQUE INDEX room_nights_stay ON room_nights (stay_id, night) WHERE stay_id IS NOT NULL;
CREATE INDEX room_nights_closing ON room_nights (closing_id) WHERE closing_id IS NOT NULL;

DROP TABLE seated;
DROP TABLE last_rooms;
DROP TABLE seats;
DROP TABLE order_nights;
DROP INDEX orders_due;
DROP INDEX orders_in_house;
DROP INDEX orders_open_type;
ALTER TABLE orders DROP COLUMN holds_nights;
