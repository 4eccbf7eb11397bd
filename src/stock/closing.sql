-- name: closing_insert
INSERT INTO closings (id, room_id, room_type_id, from_day, to_day, kind, reason, returns, by_name, created_at)
VALUES (:id, :room_id, :room_type_id, :from_day, :to_day, :kind, :reason, :returns, :by, :created_at)

-- name: closing_update
UPDATE closings SET from_day = :from_day, to_day = :to_day, kind = :kind, reason = :reason, returns = :returns WHERE id = :id

-- name: closing_get
SELECT c.id, c.room_id, c.room_type_id, r.branch_id, r.number AS room_number, c.from_day, c.to_day, c.kind, c.reason,
  c.returns, c.by_name AS "by", c.created_at
FROM closings c JOIN rooms r ON r.id = c.room_id WHERE c.id = :id

-- Those that end on :since or later (NULL: on the branch's business date), the next to begin first.
-- name: closing_all
SELECT c.id, c.room_id, c.room_type_id, r.branch_id, r.number AS room_number, c.from_day, c.to_day, c.kind, c.reason,
  c.returns, c.by_name AS "by", c.created_at
FROM rooms r JOIN branches b ON b.id = r.branch_id JOIN closings c ON c.room_id = r.id
WHERE r.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff AND (:branch_id = 0 OR branch_id = :branch_id))
  AND (:room_id = 0 OR r.id = :room_id) AND c.to_day >= COALESCE(:since, b.business_date) AND c.from_day <= :until
  AND r.removed = 0
ORDER BY c.from_day, r.number COLLATE counted, c.id LIMIT :most OFFSET :offset

-- name: closing_delete
DELETE FROM closings WHERE id = :id

-- name: closing_nights_put
WITH RECURSIVE ahead (night) AS (SELECT :from_day UNION ALL SELECT night + 1 FROM ahead WHERE night < :to_day)
INSERT INTO room_nights (room_id, night, closing_id) SELECT :room_id, night, :id FROM ahead

-- name: closing_nights_delete
DELETE FROM room_nights WHERE closing_id = :id AND night >= :from_day

-- name: closing_room_nights_delete
DELETE FROM room_nights WHERE room_id = :room_id AND night >= :today AND closing_id IS NOT NULL

-- name: closing_room_delete
DELETE FROM closings WHERE room_id = :room_id AND from_day >= :today

-- name: closing_room_end
UPDATE closings SET to_day = :today - 1 WHERE room_id = :room_id AND to_day >= :today

-- Nights that are closed have a row, so that what is sold of them knows it.
-- name: closing_nights_fill
WITH RECURSIVE ahead (night) AS (SELECT :from_day UNION ALL SELECT night + 1 FROM ahead WHERE night < :to_day)
INSERT INTO nights (room_type_id, night, rooms, out_of_order, over, sold, closed, min_stay)
SELECT t.id, ahead.night, t.stock, 0, 0, 0, 0, 1 FROM room_types t CROSS JOIN ahead WHERE t.id = :room_type_id
ON CONFLICT (room_type_id, night) DO NOTHING

-- name: closing_ahead
SELECT from_day, to_day FROM closings WHERE room_id = :room_id AND to_day >= :today

-- The room is another type's from now on.
-- name: closing_retype
UPDATE closings SET room_type_id = :room_type_id WHERE room_id = :room_id
