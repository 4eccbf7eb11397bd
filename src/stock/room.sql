-- name: room_insert
INSERT INTO rooms (id, branch_id, room_type_id, number, floor, status, updated_at)
VALUES (:id, :branch_id, :room_type_id, :number, :floor, :status, :now)

-- name: room_update
UPDATE rooms SET room_type_id = :room_type_id, number = :number, floor = :floor, status = :status, updated_at = :now
WHERE id = :id

-- name: room_get
SELECT id, branch_id, room_type_id, number, floor, status FROM rooms WHERE id = :id AND status <> 'deleted'

-- name: room_all
SELECT id, branch_id, room_type_id, number, floor, status FROM rooms
WHERE branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff AND (:branch_id = 0 OR branch_id = :branch_id))
  AND status <> 'deleted'
  AND (:room_type_id = 0 OR room_type_id = :room_type_id) AND (:any_status = 1 OR status = :status)
ORDER BY branch_id, floor, number COLLATE counted, id LIMIT :most OFFSET :offset

-- name: room_number_taken
SELECT count(*) FROM rooms WHERE branch_id = :branch_id AND number = :number AND status <> 'deleted' AND id <> :id

-- Nights from :since on that an order which is not over holds this room for.
-- name: room_nights_ahead
SELECT count(*) FROM room_nights n JOIN orders o ON o.id = n.order_id
WHERE n.room_id = :id AND n.night >= :since AND o.status IN ('confirmed', 'in_house')

-- name: room_hide
UPDATE rooms SET status = 'deleted', updated_at = :now WHERE id = :id

-- A room that is out of order stays so: leaving it does not mend it.
-- name: room_mark
UPDATE rooms SET status = :status, updated_at = :now WHERE id = :id AND status IN ('clean', 'dirty')
