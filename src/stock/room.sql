-- name: room_insert
INSERT INTO rooms (id, branch_id, room_type_id, number, floor, cleanliness, marked_on, updated_at)
VALUES (:id, :branch_id, :room_type_id, :number, :floor, :cleanliness, :today, :now)

-- name: room_update
UPDATE rooms SET room_type_id = :room_type_id, number = :number, floor = :floor, updated_at = :now WHERE id = :id

-- What a room is tonight: closed for repair, else as it was last marked, unless a closing that ended since says otherwise.
-- name: room_get
SELECT z.*, CASE WHEN z.kind = 'out_of_order' THEN 'out_of_order' WHEN z.cleanliness = 'dirty' THEN 'dirty' ELSE 'clean' END
  AS status
FROM (
  SELECT x.id, x.branch_id, x.room_type_id, x.number, x.floor, COALESCE(c.id, 0) AS closing_id, c.kind,
    COALESCE((SELECT e.returns FROM closings e WHERE e.room_id = x.id AND e.to_day >= x.marked_on AND e.to_day < x.today
              ORDER BY e.to_day DESC LIMIT 1), x.cleanliness) AS cleanliness
  FROM (SELECT r.*, b.business_date AS today
        FROM rooms r JOIN branches b ON b.id = r.branch_id WHERE r.id = :id AND r.removed = 0) AS x
  LEFT JOIN room_nights n ON n.room_id = x.id AND n.night = x.today
  LEFT JOIN closings c ON c.id = n.closing_id) AS z

-- name: room_all
SELECT z.*, CASE WHEN z.kind = 'out_of_order' THEN 'out_of_order' WHEN z.cleanliness = 'dirty' THEN 'dirty' ELSE 'clean' END
  AS status
FROM (
  SELECT x.id, x.branch_id, x.room_type_id, x.number, x.floor, COALESCE(c.id, 0) AS closing_id, c.kind,
    COALESCE((SELECT e.returns FROM closings e WHERE e.room_id = x.id AND e.to_day >= x.marked_on AND e.to_day < x.today
              ORDER BY e.to_day DESC LIMIT 1), x.cleanliness) AS cleanliness
  FROM (SELECT r.*, b.business_date AS today
        FROM rooms r JOIN branches b ON b.id = r.branch_id
        WHERE r.branch_id IN (SELECT branch_id FROM staff_scope
                              WHERE staff_id = :staff AND (:branch_id = 0 OR branch_id = :branch_id))
          AND r.removed = 0 AND (:room_type_id = 0 OR r.room_type_id = :room_type_id)) AS x
  LEFT JOIN room_nights n ON n.room_id = x.id AND n.night = x.today
  LEFT JOIN closings c ON c.id = n.closing_id) AS z
WHERE :status = '' OR :status = CASE WHEN z.kind = 'out_of_order' THEN 'out_of_order' WHEN z.cleanliness = 'dirty' THEN 'dirty'
  ELSE 'clean' END
ORDER BY z.branch_id, z.floor, z.number COLLATE counted, z.id LIMIT :most OFFSET :offset

-- name: room_number_taken
SELECT count(*) FROM rooms WHERE branch_id = :branch_id AND number = :number AND removed = 0 AND id <> :id

-- The order whose guests are in the room now, whatever its dates say.
-- name: room_lived_in
SELECT order_id FROM stays WHERE room_id = :id AND state = 'in_house' AND id <> :but

-- Who has the room on these nights, the first of them: an order, or (0) a closing other than :but.
-- name: room_user
SELECT COALESCE(s.order_id, 0) FROM room_nights n LEFT JOIN stays s ON s.id = n.stay_id
WHERE n.room_id = :id AND n.night >= :from AND n.night <= :to AND (n.closing_id IS NULL OR n.closing_id <> :but)
ORDER BY n.night LIMIT 1

-- name: room_order_ahead
SELECT s.order_id FROM room_nights n JOIN stays s ON s.id = n.stay_id
WHERE n.room_id = :id AND n.night >= :since ORDER BY n.night LIMIT 1

-- name: room_hide
UPDATE rooms SET removed = 1, updated_at = :now WHERE id = :id

-- name: room_mark
UPDATE rooms SET cleanliness = :cleanliness, updated_at = :now, marked_on =
  (SELECT b.business_date FROM branches b WHERE b.id = rooms.branch_id)
WHERE id = :id
