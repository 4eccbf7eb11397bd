-- name: report_types
SELECT id AS room_type_id, name AS room_type_name FROM room_types WHERE branch_id = :branch ORDER BY sort, id

-- What a night without a row has.
-- name: report_stock
SELECT coalesce(sum(stock), 0) FROM room_types WHERE branch_id = :branch AND status = 'on'

-- name: report_nights
SELECT n.night, n.sellable, n.sold, t.stock, t.status = 'on'
FROM room_types t JOIN nights n ON n.room_type_id = t.id
WHERE t.branch_id = :branch AND n.night BETWEEN :from AND :to

-- A row per room and night, of those that did not come the first one; the orders by orders_arrival, from the longest stay
-- that can reach into the range on.
-- name: report_sold
SELECT n.night, n.room_type_id, CASE WHEN s.state = 'no_show' AND o.paid_fen = 0 THEN 0 ELSE n.net_fen END
FROM orders o JOIN stays s ON s.order_id = o.id
JOIN stay_nights n ON n.stay_id = s.id AND n.night BETWEEN :from AND :to AND n.night < s.departure
WHERE o.branch_id = :branch AND o.arrival BETWEEN :earliest AND :to
  AND o.status <> 'pending_payment' AND o.status <> 'cancelled'
  AND s.state <> 'cancelled' AND (s.state <> 'no_show' OR n.night = s.arrival)

-- name: events_last
SELECT coalesce(max(id), 0) FROM mq_messages

-- name: events_after
SELECT id, tag, key, born_at, body FROM mq_messages WHERE topic_id = :topic AND id > :after ORDER BY id LIMIT :most
