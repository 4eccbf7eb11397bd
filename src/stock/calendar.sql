-- Nights that sold more than they could under the new quota, which follows the same rule as nights.sellable.
-- name: calendar_below_sold
SELECT night, sold FROM nights WHERE room_type_id = :room_type_id AND night >= :from_day AND night <= :to_day
  AND sold > over + CASE WHEN :by_hand = 0 THEN rooms - out_of_order
                         WHEN :quota > rooms THEN :quota - out_of_order
                         WHEN :quota > rooms - out_of_order THEN rooms - out_of_order
                         ELSE :quota END
ORDER BY night

-- The proposed row holds the values given; an existing row takes only those whose set_ flag is 1.
-- name: calendar_put
INSERT INTO nights (room_type_id, night, rooms, out_of_order, over, quota, sold, closed, min_stay, price_fen)
VALUES (:room_type_id, :night, :rooms, 0, 0, :quota, 0, :closed, :min_stay, :price_fen)
ON CONFLICT (room_type_id, night) DO UPDATE SET
  quota = CASE WHEN :set_sellable = 1 THEN excluded.quota ELSE nights.quota END,
  closed = CASE WHEN :set_closed = 1 THEN excluded.closed ELSE nights.closed END,
  min_stay = CASE WHEN :set_min_stay = 1 THEN excluded.min_stay ELSE nights.min_stay END,
  price_fen = CASE WHEN :set_price = 1 THEN excluded.price_fen ELSE nights.price_fen END

-- name: price_rule_insert
INSERT INTO price_rules (id, room_type_id, name, from_day, to_day, weekday_mask, price_fen, priority)
VALUES (:id, :room_type_id, :name, :from_day, :to_day, :weekday_mask, :price_fen, :priority)

-- name: price_rule_get
SELECT r.id, r.room_type_id, r.name, r.from_day, r.to_day, r.weekday_mask, r.price_fen, r.priority,
  t.branch_id AS branch_id
FROM price_rules r JOIN room_types t ON t.id = r.room_type_id WHERE r.id = :id

-- name: price_rule_all
SELECT r.id, r.room_type_id, r.name, r.from_day, r.to_day, r.weekday_mask, r.price_fen, r.priority,
  t.branch_id AS branch_id
FROM room_types t JOIN price_rules r ON r.room_type_id = t.id
WHERE t.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
  AND (:room_type_id = 0 OR t.id = :room_type_id)
ORDER BY r.room_type_id, r.priority, r.id LIMIT :most OFFSET :offset

-- name: price_rule_delete
DELETE FROM price_rules WHERE id = :id
