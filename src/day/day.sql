-- Who is not arrived, who is still in, whose shift is open, who sleeps for nothing, and who left a deposit and is not arrived.
-- name: day_blockers
WITH coming (stay_id, order_id, arrival, room_id) AS MATERIALIZED (
  SELECT id, order_id, arrival, room_id FROM stays WHERE branch_id = :branch AND state = 'due_in' AND arrival <= :date)
SELECT x.code, x.order_id AS order_no, x.stay_id, x.shift_id, COALESCE(o.guest_name, x.who) AS who,
  COALESCE(r.number, '') AS room_number
FROM (
  SELECT 'due_in' AS code, c.order_id, c.stay_id, 0 AS shift_id, '' AS who, c.room_id, 0 AS turn FROM coming c
  UNION ALL
  SELECT 'due_out', s.order_id, s.id, 0, '', s.room_id, 1 FROM stays s
  WHERE s.branch_id = :branch AND s.state = 'in_house' AND s.departure <= :date
  UNION ALL
  SELECT 'shift_open', 0, 0, f.id, f.staff_name, NULL, 2 FROM shifts f WHERE f.branch_id = :branch AND f.closed_at IS NULL
  UNION ALL
  SELECT 'price_zero', s.order_id, s.id, 0, '', s.room_id, 3
  FROM stays s CROSS JOIN stay_nights n
  WHERE s.branch_id = :branch AND s.state = 'in_house' AND s.departure > :date AND n.stay_id = s.id AND n.night = :date
    AND n.price_fen = 0
  UNION ALL
  SELECT 'deposit_held', c.order_id, c.stay_id, 0, '', c.room_id, 4 FROM coming c
  WHERE (SELECT o.held_fen FROM orders o WHERE o.id = c.order_id) > 0
    OR EXISTS (SELECT 1 FROM standing_holds h WHERE h.order_id = c.order_id)) x
LEFT JOIN orders o ON o.id = x.order_id LEFT JOIN rooms r ON r.id = x.room_id
ORDER BY x.turn, r.number COLLATE counted, x.stay_id, x.shift_id

-- name: day_last
SELECT max(business_date) FROM days WHERE branch_id = :branch

-- name: day_orders_in_house
SELECT DISTINCT order_id FROM stays WHERE branch_id = :branch AND state = 'in_house' ORDER BY order_id

-- Rooms that somebody slept in want cleaning.
-- name: day_rooms_slept_in
UPDATE rooms SET cleanliness = 'dirty', marked_on = :date, updated_at = :now
WHERE id IN (SELECT room_id FROM stays WHERE branch_id = :branch AND state = 'in_house' AND room_id IS NOT NULL)

-- name: day_note_put
INSERT INTO day_notes (branch_id, business_date, id, code, done, order_id, stay_id, shift_id, room_number)
VALUES (:branch, :date, :id, :code, :done, NULLIF(:order, 0), NULLIF(:stay, 0), NULLIF(:shift, 0), :room)

-- name: day_move
UPDATE branches SET business_date = :date + 1 WHERE id = :branch AND business_date = :date

-- Sold are the nights charged on the date, and those slept for nothing: who comes late is sold the missed night on the date on
-- which it is posted. What the desk posts as room is the type's of the stay on that night, else of the order.
-- name: day_types_put
INSERT INTO day_types (branch_id, business_date, room_type_id, rooms, out_of_order, sold, comp, revenue_fen)
SELECT :branch, :date, t.id, COALESCE(n.rooms, t.stock), COALESCE(n.out_of_order, 0),
  COALESCE(m.nights, 0) + COALESCE(v.comp, 0), COALESCE(v.comp, 0), COALESCE(m.fen, 0)
FROM room_types t
LEFT JOIN nights n ON n.room_type_id = t.id AND n.night = :date
LEFT JOIN (
  SELECT room_type_id, count(*) AS comp FROM night_sales
  WHERE branch_id = :branch AND arrival BETWEEN :earliest AND :date AND departure > :date AND night = :date
    AND state IN ('in_house', 'departed') AND revenue_fen = 0
  GROUP BY room_type_id) v ON v.room_type_id = t.id
LEFT JOIN (
  SELECT COALESCE(
      (SELECT k.room_type_id FROM stay_nights k WHERE k.stay_id = COALESCE(l.stay_id, a.stay_id) AND k.night = l.service_date),
      (SELECT s.room_type_id FROM stays s WHERE s.id = COALESCE(l.stay_id, a.stay_id)),
      (SELECT o.room_type_id FROM orders o WHERE o.id = a.order_id)) AS room_type_id,
    sum(l.amount_fen) AS fen, sum(CASE WHEN l.origin = 'stay' THEN l.quantity ELSE 0 END) AS nights
  FROM ledger_lines l CROSS JOIN ledger_accounts a
  WHERE l.branch_id = :branch AND l.business_date = :date AND l.code = 'room' AND l.kind IN ('charge', 'allowance', 'adjustment')
    AND a.id = l.account_id
  GROUP BY 1) m ON m.room_type_id = t.id
WHERE t.branch_id = :branch AND (t.status = 'on' OR v.comp > 0 OR m.nights <> 0 OR m.fen <> 0)

-- name: day_codes_put
INSERT INTO day_codes (branch_id, business_date, code, lines, amount_fen, tax_fen)
SELECT :branch, :date, code, count(*), sum(amount_fen), sum(tax_fen) FROM ledger_lines
WHERE branch_id = :branch AND business_date = :date AND kind IN ('charge', 'allowance', 'adjustment') GROUP BY code

-- name: day_takings_put
INSERT INTO day_takings (branch_id, business_date, kind, by_name, in_fen, out_fen)
SELECT :branch, :date, code, by_name, COALESCE(sum(CASE WHEN amount_fen < 0 THEN -amount_fen END), 0),
  COALESCE(sum(CASE WHEN amount_fen > 0 THEN amount_fen END), 0)
FROM ledger_lines
WHERE branch_id = :branch AND business_date = :date AND kind IN ('payment', 'refund', 'deposit', 'deposit_return')
  AND code IN (SELECT kind FROM payment_kinds WHERE in_takings = 1)
GROUP BY code, by_name

-- Rooms and revenue are sums of what was written down before. Who was booked at the desk since the day before was closed walked
-- in.
-- name: day_put
INSERT INTO days (branch_id, business_date, id, closed_at, by_kind, by_id, by_name, rooms, out_of_order, sold, comp, in_house,
  arrivals, departures, walk_ins, no_shows, cancelled, room_fen, other_fen, tax_fen, in_fen, out_fen)
SELECT :branch, :date, :id, :now, :by_kind, :by_id, :by, t.rooms, t.out_of_order, t.sold, t.comp,
  (SELECT count(*) FROM stays WHERE branch_id = :branch AND state = 'in_house'),
  m.arrivals, m.departures, m.walk_ins, m.no_shows, m.cancelled, c.room_fen, c.other_fen, c.tax_fen, p.in_fen, p.out_fen
FROM
  (SELECT COALESCE(sum(rooms), 0) AS rooms, COALESCE(sum(out_of_order), 0) AS out_of_order, COALESCE(sum(sold), 0) AS sold,
     COALESCE(sum(comp), 0) AS comp
   FROM day_types WHERE branch_id = :branch AND business_date = :date) t,
  (SELECT COALESCE(sum(CASE WHEN code = 'room' THEN amount_fen END), 0) AS room_fen,
     COALESCE(sum(CASE WHEN code <> 'room' THEN amount_fen END), 0) AS other_fen, COALESCE(sum(tax_fen), 0) AS tax_fen
   FROM day_codes WHERE branch_id = :branch AND business_date = :date) c,
  (SELECT COALESCE(sum(in_fen), 0) AS in_fen, COALESCE(sum(out_fen), 0) AS out_fen
   FROM day_takings WHERE branch_id = :branch AND business_date = :date) p,
  (SELECT COALESCE(sum(k.to_state = 'in_house' AND k.from_state = 'due_in'), 0) AS arrivals,
     COALESCE(sum(k.to_state = 'departed'), 0) AS departures, COALESCE(sum(k.to_state = 'no_show'), 0) AS no_shows,
     COALESCE(sum(k.to_state = 'cancelled' AND k.from_state = 'due_in'), 0) AS cancelled,
     COALESCE(sum(k.to_state = 'in_house' AND k.from_state = 'due_in' AND o.source = 'walk_in' AND o.created_at >= COALESCE(
       (SELECT d.closed_at FROM days d WHERE d.branch_id = :branch AND d.business_date = :date - 1), 0)), 0) AS walk_ins
   FROM stay_steps k CROSS JOIN stays s CROSS JOIN orders o
   WHERE k.business_date = :date AND k.undone = 0 AND s.id = k.stay_id AND s.branch_id = :branch AND o.id = s.order_id) m

-- name: day_get
SELECT days.*, by_name AS "by" FROM days WHERE branch_id = :branch AND business_date = :date

-- name: day_list
SELECT days.*, by_name AS "by" FROM days WHERE branch_id = :branch AND business_date < :before
ORDER BY business_date DESC LIMIT :most

-- name: day_sum
SELECT count(*) AS days, COALESCE(sum(rooms), 0) AS rooms, COALESCE(sum(out_of_order), 0) AS out_of_order,
  COALESCE(sum(sold), 0) AS sold, COALESCE(sum(comp), 0) AS comp, COALESCE(sum(in_house), 0) AS in_house,
  COALESCE(sum(arrivals), 0) AS arrivals, COALESCE(sum(departures), 0) AS departures, COALESCE(sum(walk_ins), 0) AS walk_ins,
  COALESCE(sum(no_shows), 0) AS no_shows, COALESCE(sum(cancelled), 0) AS cancelled, COALESCE(sum(room_fen), 0) AS room_fen,
  COALESCE(sum(other_fen), 0) AS other_fen, COALESCE(sum(tax_fen), 0) AS tax_fen, COALESCE(sum(in_fen), 0) AS in_fen,
  COALESCE(sum(out_fen), 0) AS out_fen
FROM staff_scope b CROSS JOIN days d
WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND d.branch_id = b.branch_id
  AND d.business_date BETWEEN :from AND :to

-- name: day_types
SELECT d.*, t.name FROM day_types d JOIN room_types t ON t.id = d.room_type_id
WHERE d.branch_id = :branch AND d.business_date = :date ORDER BY t.sort, t.id

-- name: day_codes
SELECT d.*, COALESCE(c.name, d.code) AS name, COALESCE(c.name_en, d.code) AS name_en
FROM day_codes d LEFT JOIN charge_codes c ON c.code = d.code
WHERE d.branch_id = :branch AND d.business_date = :date ORDER BY c.id, d.code

-- name: day_takings
SELECT kind, by_name AS "by", in_fen, out_fen FROM day_takings WHERE branch_id = :branch AND business_date = :date
ORDER BY kind, by_name

-- name: day_notes
SELECT n.code, n.done, n.order_id AS order_no, n.stay_id, n.shift_id, COALESCE(o.guest_name, f.staff_name, '') AS who,
  n.room_number
FROM day_notes n LEFT JOIN orders o ON o.id = n.order_id LEFT JOIN shifts f ON f.id = n.shift_id
WHERE n.branch_id = :branch AND n.business_date = :date ORDER BY n.id

-- What was reversed or adjusted on the date, and why.
-- name: day_corrections
SELECT l.*, l.by_name AS "by", a.order_id AS order_no, h.name AS branch_name, h.name_en AS branch_name_en
FROM staff_scope b CROSS JOIN ledger_lines l CROSS JOIN branches h CROSS JOIN ledger_accounts a
WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND l.branch_id = b.branch_id AND l.business_date = :date
  AND l.origin = 'desk' AND (l.reverses IS NOT NULL OR l.adjusts IS NOT NULL OR l.kind IN ('allowance', 'adjustment'))
  AND h.id = l.branch_id AND a.id = l.account_id
ORDER BY h.sort, h.id, l.id

-- name: day_now
SELECT
  (SELECT COALESCE(sum(t.stock), 0) FROM room_types t WHERE t.branch_id = :branch AND t.status = 'on') AS rooms,
  (SELECT count(*) FROM stays WHERE branch_id = :branch AND state = 'in_house') AS in_house,
  (SELECT count(*) FROM stays WHERE branch_id = :branch AND state = 'due_in' AND arrival <= :date) AS due_in,
  (SELECT count(*) FROM stays WHERE branch_id = :branch AND state = 'in_house' AND departure <= :date) AS due_out,
  (SELECT count(*) FROM rooms r WHERE r.branch_id = :branch AND r.removed = 0 AND r.cleanliness = 'dirty'
     AND NOT EXISTS (SELECT 1 FROM stays s WHERE s.room_id = r.id AND s.state = 'in_house')) AS dirty
