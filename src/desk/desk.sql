-- Each room with its closing of tonight, who lives in it and who has it next; what the order of who lives there owes.
-- name: desk_board
SELECT r.id, r.floor, r.room_type_id, r.number, t.name,
  COALESCE((SELECT e.returns FROM closings e WHERE e.room_id = r.id AND e.to_day >= r.marked_on AND e.to_day < :today
            ORDER BY e.to_day DESC LIMIT 1), r.cleanliness),
  c.id, c.from_day, c.to_day, c.kind, c.reason,
  s.id, s.order_id, s.room_type_id, o.guest_name, s.arrival, s.departure,
  x.id, x.order_id, x.room_type_id, p.guest_name, x.arrival, x.departure,
  CASE WHEN o.status IN ('cancelled', 'no_show') THEN 0 ELSE max(0, o.payable_fen - o.paid_fen + o.owed_again_fen) END
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
