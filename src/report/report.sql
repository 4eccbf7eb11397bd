-- name: report_types
SELECT id AS room_type_id, name AS room_type_name FROM room_types WHERE branch_id = :branch ORDER BY sort, id

-- What a night without a row has.
-- name: report_stock
SELECT coalesce(sum(stock), 0) FROM room_types WHERE branch_id = :branch AND status = 'on'

-- name: report_nights
SELECT n.night, n.sellable, n.sold, t.stock, t.status = 'on'
FROM room_types t JOIN nights n ON n.room_type_id = t.id
WHERE t.branch_id = :branch AND n.night BETWEEN :from AND :to

-- A row per room and night, of those that did not come the first one; the stays by stays_sold, from the longest that can reach
-- into the range on.
-- name: report_sold
SELECT n.night, n.room_type_id, CASE WHEN s.state = 'no_show' AND (SELECT o.paid_fen FROM orders o WHERE o.id = s.order_id) = 0
  THEN 0 ELSE n.net_fen END
FROM stays s JOIN stay_nights n ON n.stay_id = s.id AND n.night BETWEEN :from AND :to AND n.night < s.departure
WHERE s.branch_id = :branch AND s.arrival BETWEEN :earliest AND :to AND s.departure > :from
  AND s.state IN ('due_in', 'in_house', 'departed', 'no_show') AND (s.state <> 'no_show' OR n.night = s.arrival)

-- name: events_last
SELECT coalesce(max(id), 0) FROM mq_messages

-- name: events_after
SELECT id, tag, key, born_at, body FROM mq_messages WHERE topic_id = :topic AND id > :after ORDER BY id LIMIT :most
