-- name: view_source
SELECT t.id, t.name, t.name_en, t.images, t.area_m2, t.bed, t.bed_en, t.breakfast, t.breakfast_en, t.guests, t.intro,
  t.intro_en, t.price_fen, t.market_price_fen, t.stock_mode, t.version,
  CASE WHEN t.status = 'on' AND b.open = 1 THEN 1 ELSE 0 END AS on_sale,
  b.id AS branch_id, b.name AS branch_name, b.name_en AS branch_name_en, b.address AS branch_address,
  b.address_en AS branch_address_en, b.phone AS branch_phone
FROM room_types t JOIN branches b ON b.id = t.branch_id
WHERE t.id = :id AND t.status <> 'deleted'

-- name: view_get
SELECT version, etag, body FROM room_views WHERE room_type_id = :id

-- name: view_put
INSERT INTO room_views (room_type_id, version, etag, body) VALUES (:id, :version, :etag, :body)
ON CONFLICT (room_type_id) DO UPDATE SET version = excluded.version, etag = excluded.etag, body = excluded.body

-- name: view_delete
DELETE FROM room_views WHERE room_type_id = :id

-- name: view_version
SELECT version FROM room_types WHERE id = :id
