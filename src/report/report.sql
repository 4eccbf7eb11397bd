-- name: report_types
SELECT id AS room_type_id, name AS room_type_name FROM room_types WHERE branch_id = :branch ORDER BY sort, id

-- What a night without a row has.
-- name: report_stock
SELECT coalesce(sum(stock), 0) FROM room_types WHERE branch_id = :branch AND status = 'on'

-- name: report_nights
SELECT n.night, n.sellable, n.sold, t.stock, t.status = 'on'
FROM room_types t JOIN nights n ON n.room_type_id = t.id
WHERE t.branch_id = :branch AND n.night BETWEEN :from AND :to

-- One row per order and night, for the step of leaving is one, whatever is noted on the order afterwards; the orders by
-- orders_arrival, from the longest stay that can reach into the range on.
-- name: report_sold
SELECT n.night, o.room_type_id, o.rooms, n.net_fen, n.night = o.arrival, o.status = 'no_show', o.paid_fen > 0, h.at
FROM orders o
LEFT JOIN order_history h ON h.order_id = o.id AND h.from_status = 'in_house' AND h.to_status = 'completed'
JOIN order_nights n ON n.order_id = o.id AND n.night BETWEEN :from AND :to
WHERE o.branch_id = :branch AND o.arrival BETWEEN :earliest AND :to
  AND o.status <> 'pending_payment' AND o.status <> 'cancelled'

-- name: events_last
SELECT coalesce(max(id), 0) FROM mq_messages

-- name: events_after
SELECT id, tag, key, born_at, body FROM mq_messages WHERE topic_id = :topic AND id > :after ORDER BY id LIMIT :most
