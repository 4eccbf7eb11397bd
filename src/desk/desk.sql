-- Each room with its closing of tonight, who lives in it and who has it next; what the order of who lives there owes.
-- name: desk_board
SELECT r.id, r.floor, r.room_type_id, r.number, t.name,
  COALESCE((SELECT e.returns FROM closings e WHERE e.room_id = r.id AND e.to_day >= r.marked_on AND e.to_day < :today
            ORDER BY e.to_day DESC LIMIT 1), r.cleanliness),
  c.id, c.from_day, c.to_day, c.kind, c.reason,
  s.id, s.order_id, s.room_type_id, o.guest_name, s.arrival, s.departure,
  x.id, x.order_id, x.room_type_id, p.guest_name, x.arrival, x.departure,
  o.due_fen
FROM rooms r JOIN room_types t ON t.id = r.room_type_id
LEFT JOIN room_nights n ON n.room_id = r.id AND n.night = :today
LEFT JOIN closings c ON c.id = n.closing_id
LEFT JOIN stays s ON s.room_id = r.id AND s.state = 'in_house'
LEFT JOIN orders o ON o.id = s.order_id
LEFT JOIN stays x ON x.id = (SELECT m.stay_id FROM room_nights m CROSS JOIN stays y
                             WHERE m.room_id = r.id AND m.night >= :today AND y.id = m.stay_id AND y.state = 'due_in'
                             ORDER BY m.night LIMIT 1)
LEFT JOIN orders p ON p.id = x.order_id
WHERE r.branch_id = :branch AND r.removed = 0 ORDER BY r.floor, r.number COLLATE counted, r.id

-- name: desk_unassigned
SELECT s.id, s.order_id, s.room_type_id, o.guest_name, s.arrival, s.departure
FROM stays s CROSS JOIN orders o
WHERE s.branch_id = :branch AND s.state = 'due_in' AND s.arrival <= :today AND s.room_id IS NULL AND o.id = s.order_id
ORDER BY s.arrival, s.id

-- name: desk_rooms
SELECT r.id AS room_id, r.floor, r.room_type_id, r.number, t.name AS room_type_name
FROM rooms r JOIN room_types t ON t.id = r.room_type_id
WHERE r.branch_id = :branch AND r.removed = 0 ORDER BY r.floor, r.number COLLATE counted, r.id

-- name: desk_types
SELECT DISTINCT room_type_id FROM rooms WHERE branch_id = :branch AND removed = 0

-- Runs of nights: those that stays have in rooms, and those that open stays have no room for yet, without the nights that one
-- who came late was not there. A run is told by its night less its rank, which is the same for nights in a row.
-- name: desk_bars
WITH found (id, order_id, room_type_id, state, departure) AS MATERIALIZED (
  SELECT s.id, s.order_id, s.room_type_id, s.state, s.departure
  FROM (SELECT DISTINCT n.stay_id FROM rooms r CROSS JOIN room_nights n
        WHERE r.branch_id = :branch AND r.removed = 0 AND n.room_id = r.id AND n.night >= :from AND n.night <= :to
          AND n.stay_id IS NOT NULL) x CROSS JOIN stays s
  WHERE s.id = x.stay_id AND s.state IN ('due_in', 'in_house', 'departed')
  UNION
  SELECT s.id, s.order_id, s.room_type_id, s.state, s.departure FROM stays s
  WHERE s.branch_id = :branch AND s.state = 'due_in' AND s.arrival <= :to AND s.departure > :from
  UNION
  SELECT s.id, s.order_id, s.room_type_id, s.state, s.departure FROM stays s
  WHERE s.branch_id = :branch AND s.state = 'in_house' AND s.departure > :from AND s.arrival <= :to
  UNION
  SELECT s.id, s.order_id, s.room_type_id, s.state, s.departure FROM stays s
  WHERE s.branch_id = :branch AND s.state = 'in_house' AND s.departure <= :today AND :today BETWEEN :from AND :to),
had (stay_id, room_id, night) AS (
  SELECT n.stay_id, n.room_id, n.night FROM found f CROSS JOIN room_nights n WHERE n.stay_id = f.id
  UNION ALL
  SELECT k.stay_id, NULL, k.night FROM found f CROSS JOIN stay_nights k
  WHERE f.state <> 'departed' AND k.stay_id = f.id AND k.night < f.departure
    AND (f.state = 'due_in' OR k.night >= :today)
    AND NOT EXISTS (SELECT 1 FROM room_nights m WHERE m.stay_id = k.stay_id AND m.night = k.night)),
runs (stay_id, room_id, first, until) AS (
  SELECT stay_id, room_id, min(night), max(night) + 1
  FROM (SELECT h.*, h.night - row_number() OVER (PARTITION BY h.stay_id, h.room_id ORDER BY h.night) AS run FROM had h)
  GROUP BY stay_id, room_id, run)
SELECT u.stay_id, f.order_id AS order_no, u.room_id, f.room_type_id, u.first AS "from", u.until AS "to", f.state, o.guest_name,
  o.due_fen AS owing_fen, 1 AS fits
FROM runs u CROSS JOIN found f CROSS JOIN orders o LEFT JOIN rooms r ON r.id = u.room_id
WHERE f.id = u.stay_id AND o.id = f.order_id AND (u.room_id IS NULL OR r.removed = 0)
  AND (u.first <= :to AND u.until > :from
    OR f.state = 'in_house' AND u.until = f.departure AND u.until <= :today AND :today BETWEEN :from AND :to)
ORDER BY u.first, u.stay_id, u.until

-- name: desk_closings
SELECT c.id, c.room_id, c.from_day AS "from", c.to_day AS "to", c.kind, c.reason
FROM rooms r CROSS JOIN closings c
WHERE r.branch_id = :branch AND r.removed = 0 AND c.room_id = r.id AND c.to_day >= :from AND c.from_day <= :to
ORDER BY c.from_day, c.id

-- Who is in the house or comes today is few, and is looked through; the end of a document finds who showed it last; a room's
-- number finds who is in it and who has it from today on; all others are the stays of :orders, which the search of orders found.
-- here: found by the room.
-- name: desk_search
WITH place (id, today) AS MATERIALIZED (
  SELECT b.id, b.business_date FROM branches b
  WHERE (:branch = 0 OR b.id = :branch) AND b.id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)),
hit (id, here) AS (
  SELECT s.id, 0 FROM place p CROSS JOIN stays s CROSS JOIN orders o
  WHERE s.branch_id = p.id AND s.state = 'in_house' AND o.id = s.order_id
    AND (o.guest_phone LIKE :ends OR CAST(o.id AS TEXT) LIKE :ends OR o.guest_name LIKE :part ESCAPE '\'
      OR :part IS NOT NULL AND EXISTS (SELECT 1 FROM stay_guests g WHERE g.stay_id = s.id AND g.name LIKE :part ESCAPE '\'))
  UNION ALL
  SELECT s.id, 0 FROM place p CROSS JOIN stays s CROSS JOIN orders o
  WHERE s.branch_id = p.id AND s.state = 'due_in' AND s.arrival <= p.today AND o.id = s.order_id
    AND (o.guest_phone LIKE :ends OR CAST(o.id AS TEXT) LIKE :ends OR o.guest_name LIKE :part ESCAPE '\'
      OR :part IS NOT NULL AND EXISTS (SELECT 1 FROM stay_guests g WHERE g.stay_id = s.id AND g.name LIKE :part ESCAPE '\'))
  UNION ALL
  SELECT s.id, 1 FROM place p CROSS JOIN rooms r CROSS JOIN stays s
  WHERE r.branch_id = p.id AND r.number = :q AND r.removed = 0 AND s.room_id = r.id AND s.state = 'in_house'
  UNION ALL
  SELECT s.id, 1 FROM place p CROSS JOIN rooms r CROSS JOIN room_nights n CROSS JOIN stays s
  WHERE r.branch_id = p.id AND r.number = :q AND r.removed = 0 AND n.room_id = r.id AND n.night >= p.today
    AND s.id = n.stay_id AND s.state = 'due_in'
  UNION ALL
  SELECT id, 0 FROM (
    SELECT s.id FROM stay_guests shown CROSS JOIN stays s
    WHERE shown.last4 = :last4 AND shown.last4 <> '' AND s.id = shown.stay_id AND s.branch_id IN (SELECT id FROM place)
    ORDER BY shown.id DESC LIMIT :most)
  UNION ALL
  SELECT s.id, 0 FROM json_each(:orders) j CROSS JOIN stays s WHERE s.order_id = CAST(j.value AS INTEGER))
SELECT s.order_id AS order_no, s.id AS stay_id, CASE s.state WHEN 'held' THEN 'due_in' ELSE s.state END AS state,
  o.status, o.guest_name,
  o.guest_phone, COALESCE(r.number, '') AS room_number, s.arrival, s.departure,
  o.due_fen
FROM (SELECT id, max(here) AS here FROM hit GROUP BY id) h CROSS JOIN stays s CROSS JOIN orders o CROSS JOIN place p
LEFT JOIN rooms r ON r.id = s.room_id
WHERE s.id = h.id AND o.id = s.order_id AND p.id = s.branch_id
ORDER BY CASE WHEN s.state = 'in_house' THEN 0 WHEN s.state = 'due_in' AND s.arrival <= p.today THEN 1 ELSE 2 END,
  h.here DESC, s.order_id DESC, s.id LIMIT :most

-- Each arm has its index: who is due in or in the house, of those who are over the newest or those of a night; of all without
-- a night the newest are read until the page is full.
-- name: desk_stays
WITH place (id) AS MATERIALIZED (
  SELECT branch_id FROM staff_scope WHERE staff_id = :staff AND (:branch = 0 OR branch_id = :branch)),
over (state) AS (SELECT 'departed' UNION ALL SELECT 'cancelled' UNION ALL SELECT 'no_show')
SELECT s.id, o.guest_name, o.guest_phone FROM stays s JOIN orders o ON o.id = s.order_id WHERE s.id IN (
  SELECT x.id FROM place p CROSS JOIN stays x
  WHERE (:state = 'due_in' OR :state = '' AND :date IS NOT NULL) AND x.branch_id = p.id AND x.state = 'due_in'
    AND x.id < :after AND (:date IS NULL OR x.arrival <= :date AND x.departure > :date)
  UNION ALL
  SELECT x.id FROM place p CROSS JOIN stays x
  WHERE (:state = 'in_house' OR :state = '' AND :date IS NOT NULL) AND x.branch_id = p.id AND x.state = 'in_house'
    AND x.id < :after AND (:date IS NULL OR x.arrival <= :date AND x.departure > :date)
  UNION ALL
  SELECT x.id FROM place p CROSS JOIN over v CROSS JOIN stays x INDEXED BY stays_over_nights
  WHERE :date IS NOT NULL AND (:state = '' OR v.state = :state) AND x.branch_id = p.id AND x.state = v.state
    AND x.state IN ('departed', 'cancelled', 'no_show') AND x.id < :after AND x.arrival <= :date AND x.departure > :date
  UNION ALL
  SELECT x.id FROM place p CROSS JOIN over v CROSS JOIN stays x
  WHERE :date IS NULL AND v.state = :state AND x.id IN (
    SELECT y.id FROM stays y INDEXED BY stays_over
    WHERE y.branch_id = p.id AND y.state = v.state AND y.state IN ('departed', 'cancelled', 'no_show') AND y.id < :after
    ORDER BY y.id DESC LIMIT :most)
  UNION ALL
  SELECT id FROM (
    SELECT x.id FROM stays x
    WHERE :state = '' AND :date IS NULL AND x.id < :after AND x.state <> 'held' AND x.branch_id IN (SELECT id FROM place)
    ORDER BY x.id DESC LIMIT :most))
ORDER BY s.id DESC LIMIT :most

-- Who is over and owes, or has a deposit here; why they were let go stands in the trail.
-- name: desk_debtors
SELECT o.id, o.branch_id, o.guest_name, o.guest_phone, o.status, o.departure, o.due_fen, o.credit_fen, o.held_fen,
  (SELECT COALESCE(sum(h.amount_fen), 0) FROM standing_holds h WHERE h.order_id = o.id),
  (SELECT json_extract(t.after, '$.reason') FROM audit t
   WHERE t.object = 'order' AND t.object_id = o.id AND t.action = 'stay.leave_owing' ORDER BY t.id DESC LIMIT 1)
FROM orders o WHERE o.id IN (
  SELECT x.id FROM staff_scope b CROSS JOIN orders x
  WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND x.id IN (
    SELECT y.id FROM orders y INDEXED BY orders_debtors
    WHERE y.branch_id = b.branch_id AND (y.due_fen > 0 OR y.held_fen > 0 OR y.credit_fen > 0) AND y.status <> 'pending_payment'
      AND y.status <> 'confirmed' AND y.status <> 'in_house' AND y.id < :after
    ORDER BY y.id DESC LIMIT :most)
  UNION
  SELECT z.id FROM standing_holds h CROSS JOIN orders z
  WHERE h.branch_id IN (SELECT b.branch_id FROM staff_scope b WHERE b.staff_id = :staff)
    AND (:branch = 0 OR h.branch_id = :branch) AND z.id = h.order_id AND z.id < :after
    AND (z.status = 'completed' OR z.status = 'cancelled' OR z.status = 'no_show')
  ORDER BY 1 DESC LIMIT :most)
ORDER BY o.id DESC

-- name: desk_guest_of
SELECT guest_name, guest_phone FROM orders WHERE id = :order
