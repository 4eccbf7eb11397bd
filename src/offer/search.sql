-- name: search_branches
SELECT id, name, name_en, sort, open, image, images, tags, tags_en, phone, intro, intro_en, address, address_en, lat, lng,
  timezone, audit_hour, hold_until, free_cancel_hours, arrival_hour, departure_hour, business_date
FROM branches WHERE open = 1 ORDER BY sort, id

-- name: search_types
SELECT t.id, t.branch_id, t.price_fen, t.stock, t.stock_mode, t.guests
FROM room_types t JOIN branches b ON b.id = t.branch_id
WHERE t.status = 'on' AND b.open = 1 ORDER BY t.id

-- name: search_nights
SELECT n.room_type_id, n.night, n.sellable, n.sold, n.closed, n.min_stay, COALESCE(n.price_fen, 0),
  CASE WHEN n.quota IS NULL THEN 0 ELSE 1 END, n.rooms, n.out_of_order
FROM room_types t JOIN nights n ON n.room_type_id = t.id
WHERE t.status = 'on' AND n.night >= :from_day AND n.night < :until

-- name: search_rules
SELECT r.room_type_id, r.from_day, r.to_day, r.weekday_mask, r.price_fen
FROM price_rules r JOIN room_types t ON t.id = r.room_type_id
WHERE t.status = 'on' AND r.from_day < :until AND r.to_day >= :from_day ORDER BY r.priority, r.id

-- name: place_types
SELECT id, branch_id, name, name_en, price_fen, market_price_fen, stock, by_rooms, stock_mode, images, area_m2, bed, bed_en,
  breakfast, breakfast_en, guests, intro, intro_en, sort, status, version
FROM room_types WHERE branch_id = :branch_id AND status = 'on' ORDER BY sort, id

-- name: search_words
SELECT rowid FROM branch_search WHERE branch_search MATCH :query ORDER BY rowid
