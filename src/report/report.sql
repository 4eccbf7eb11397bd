-- name: report_types
SELECT id AS room_type_id, name AS room_type_name FROM room_types WHERE branch_id = :branch ORDER BY sort, id

-- What a night without a row has.
-- name: report_stock
SELECT coalesce(sum(stock), 0) FROM room_types WHERE branch_id = :branch AND status = 'on'

-- name: report_nights
SELECT n.night, n.sellable, n.sold, t.stock, t.status = 'on'
FROM room_types t JOIN nights n ON n.room_type_id = t.id
WHERE t.branch_id = :branch AND n.night BETWEEN :from AND :to

-- From the longest stays that can reach into the range on.
-- name: report_sold
SELECT night, room_type_id, revenue_fen FROM night_sales
WHERE branch_id = :branch AND arrival BETWEEN :earliest AND :to AND departure > :from AND night BETWEEN :from AND :to

-- What closed days came to.
-- name: report_frozen
SELECT business_date, room_type_id, rooms - out_of_order, sold, revenue_fen FROM day_types
WHERE branch_id = :branch AND business_date BETWEEN :from AND :to

-- name: events_last
SELECT coalesce(max(id), 0) FROM mq_messages

-- name: events_after
SELECT * FROM (
  SELECT * FROM (SELECT id, tag, key, born_at, body FROM mq_messages WHERE topic_id = :orders AND id > :after
                 ORDER BY id LIMIT :most)
  UNION ALL
  SELECT * FROM (SELECT id, 'day_' || tag, '', born_at, body FROM mq_messages WHERE topic_id = :days AND id > :after
                 ORDER BY id LIMIT :most))
ORDER BY id LIMIT :most
