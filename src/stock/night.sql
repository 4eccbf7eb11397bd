-- name: span_terms
SELECT t.id AS room_type_id, t.name AS room_type_name, t.name_en AS room_type_name_en, t.status, t.stock, t.stock_mode,
  t.price_fen, b.id AS branch_id, b.name AS branch_name, b.name_en AS branch_name_en,
  b.open, b.one_room, b.timezone, b.audit_hour, b.business_date, b.hold_until, b.free_cancel_hours, b.arrival_hour,
  (SELECT count(*) FROM price_rules r WHERE r.room_type_id = t.id AND r.from_day < :departure AND r.to_day >= :arrival)
    AS rules
FROM room_types t JOIN branches b ON b.id = t.branch_id
WHERE t.id = :room_type_id AND t.status <> 'deleted'

-- name: nights_range
SELECT night, sellable, sold, closed, min_stay, COALESCE(price_fen, 0), CASE WHEN quota IS NULL THEN 0 ELSE 1 END, rooms,
  out_of_order
FROM nights
WHERE room_type_id = :room_type_id AND night >= :from_day AND night < :until ORDER BY night

-- name: nights_counted
SELECT CASE WHEN stock_mode = 'never' THEN 0 ELSE 1 END FROM room_types WHERE id = :room_type_id

-- name: rules_range
SELECT from_day, to_day, weekday_mask, price_fen FROM price_rules
WHERE room_type_id = :room_type_id AND from_day < :until AND to_day >= :from_day ORDER BY priority, id

-- Takes :rooms of each night that can give them; the caller sees by the count whether all could.
-- name: nights_take
UPDATE nights SET sold = sold + :rooms
WHERE room_type_id = :room_type_id AND night >= :from_day AND night < :until AND (closed = 0 OR :inside)
  AND sold + :rooms <= sellable

-- The first sale of a night makes its row.
-- name: night_fill
INSERT INTO nights (room_type_id, night, rooms, out_of_order, over, sold, closed, min_stay)
SELECT t.id, :night, t.stock, 0, 0, 0, 0, 1 FROM room_types t WHERE t.id = :room_type_id
ON CONFLICT (room_type_id, night) DO NOTHING

-- name: nights_give_back
UPDATE nights SET sold = sold - :rooms,
  over = CASE WHEN over > 0 AND sold - :rooms > sellable THEN sold - :rooms - sellable ELSE 0 END
WHERE room_type_id = :room_type_id AND night >= :from_day AND night < :until AND sold >= :rooms
