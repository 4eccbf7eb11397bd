-- name: room_type_insert
INSERT INTO room_types (id, branch_id, name, name_en, price_fen, market_price_fen, stock, stock_mode, images, area_m2,
  bed, bed_en, breakfast, breakfast_en, guests, intro, intro_en, sort, status, version, created_at, updated_at)
VALUES (:id, :branch_id, :name, :name_en, :price_fen, :market_price_fen, :stock, :stock_mode, :images, :area_m2,
  :bed, :bed_en, :breakfast, :breakfast_en, :guests, :intro, :intro_en, :sort, :status, :version, :now, :now)

-- name: room_type_update
UPDATE room_types SET name = :name, name_en = :name_en, price_fen = :price_fen, market_price_fen = :market_price_fen,
  stock = :stock, stock_mode = :stock_mode, by_rooms = :by_rooms, images = :images, area_m2 = :area_m2, bed = :bed,
  bed_en = :bed_en, breakfast = :breakfast, breakfast_en = :breakfast_en, guests = :guests, intro = :intro,
  intro_en = :intro_en, sort = :sort, status = :status, version = :version, updated_at = :now
WHERE id = :id

-- name: room_type_get
SELECT id, branch_id, name, name_en, price_fen, market_price_fen, stock, by_rooms, stock_mode, images, area_m2, bed, bed_en,
  breakfast, breakfast_en, guests, intro, intro_en, sort, status, version
FROM room_types WHERE id = :id AND status <> 'deleted'

-- name: room_type_all
SELECT id, branch_id, name, name_en, price_fen, market_price_fen, stock, by_rooms, stock_mode, images, area_m2, bed, bed_en,
  breakfast, breakfast_en, guests, intro, intro_en, sort, status, version
FROM room_types
WHERE branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff AND (:branch_id = 0 OR branch_id = :branch_id))
  AND status <> 'deleted'
ORDER BY branch_id, sort, id LIMIT :most OFFSET :offset

-- Each half by an index of its own: stays_open_type and orders_pending.
-- name: room_type_open_orders
SELECT count(*) FROM (
  SELECT 1 FROM stays WHERE room_type_id = :id AND state IN ('due_in', 'in_house')
  UNION ALL
  SELECT 1 FROM orders WHERE room_type_id = :id AND status = 'pending_payment' AND pay_by > 0) AS o

-- name: room_type_any_orders
SELECT count(*) FROM (SELECT 1 FROM orders WHERE room_type_id = :id LIMIT 1) AS o

-- name: room_type_rooms_used
SELECT count(*) FROM (
  SELECT 1 FROM rooms r JOIN room_nights n ON n.room_id = r.id WHERE r.room_type_id = :id
  UNION ALL
  SELECT 1 FROM rooms r JOIN closings c ON c.room_id = r.id WHERE r.room_type_id = :id) AS r

-- name: room_type_rooms_delete
DELETE FROM rooms WHERE room_type_id = :id

-- name: room_type_hide
UPDATE room_types SET status = 'deleted', version = version + 1, updated_at = :now WHERE id = :id

-- name: room_type_delete
DELETE FROM room_types WHERE id = :id

-- name: room_type_nights_delete
DELETE FROM nights WHERE room_type_id = :id

-- name: room_type_rules_delete
DELETE FROM price_rules WHERE room_type_id = :id

-- name: room_type_rooms_hide
UPDATE rooms SET removed = 1, updated_at = :now WHERE room_type_id = :id AND removed = 0

-- name: room_type_most_sold
SELECT COALESCE(max(sold), 0) FROM nights WHERE room_type_id = :id AND night >= :today

-- name: room_type_rooms
SELECT count(*) FROM rooms WHERE room_type_id = :id AND removed = 0

-- name: room_type_follow_rooms
UPDATE room_types SET by_rooms = 1, updated_at = :now,
  stock = (SELECT count(*) FROM rooms r WHERE r.room_type_id = room_types.id AND r.removed = 0)
WHERE id = :id

-- The nights from :today on counted anew, in three steps because sellable follows from the second.
-- name: room_type_recount_begin
UPDATE nights SET over = sold WHERE room_type_id = :id AND night >= :today

-- name: room_type_recount
UPDATE nights SET rooms = :stock, out_of_order = CASE WHEN :by_rooms = 0 THEN 0 ELSE
  (SELECT count(*) FROM closings c WHERE c.room_type_id = :id AND c.to_day >= nights.night AND c.from_day <= nights.night
     AND c.kind = 'out_of_order') END
WHERE room_type_id = :id AND night >= :today

-- name: room_type_recount_end
UPDATE nights SET over = CASE WHEN sold > sellable THEN sold - sellable ELSE 0 END WHERE room_type_id = :id AND night >= :today
