-- name: fit_rooms
SELECT id FROM rooms WHERE room_type_id = :type AND removed = 0 ORDER BY id

-- Nights that a room is given or closed for; tonight also who should have left and has not.
-- name: fit_taken
SELECT r.id, n.night FROM rooms r CROSS JOIN room_nights n
WHERE r.room_type_id = :type AND r.removed = 0 AND n.room_id = r.id AND n.night >= :today
UNION ALL
SELECT r.id, :today FROM rooms r CROSS JOIN stays s
WHERE r.room_type_id = :type AND r.removed = 0 AND s.room_id = r.id AND s.state = 'in_house' AND s.departure <= :today
ORDER BY 1

-- Sold ones, and those that are held until they are paid where that takes stock.
-- name: fit_waiting
SELECT s.id, s.arrival, s.departure FROM stays s
WHERE s.room_type_id = :type AND s.state = 'due_in' AND s.room_id IS NULL AND s.departure > :today
UNION ALL
SELECT s.id, s.arrival, s.departure FROM room_types t CROSS JOIN orders o CROSS JOIN stays s
WHERE t.id = :type AND t.stock_mode = 'order' AND o.branch_id = t.branch_id AND o.status = 'pending_payment'
  AND s.order_id = o.id AND s.state = 'held' AND s.room_type_id = :type AND s.departure > :today
ORDER BY 2, 3 DESC, 1
