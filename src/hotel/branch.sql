-- name: branch_insert
INSERT INTO branches (id, name, name_en, sort, open, image, images, tags, tags_en, phone, intro, intro_en, address,
  address_en, lat, lng, timezone, audit_hour, hold_until, free_cancel_hours, arrival_hour,
  departure_hour, early_in_percent, late_out_percent, late_full_hour, one_room, shifts, business_date,
  audit_due_in, audit_due_out, audit_shift_open, audit_price_zero, audit_deposit_held,
  created_at, updated_at)
VALUES (:id, :name, :name_en, :sort, :open, :image, :images, :tags, :tags_en, :phone, :intro, :intro_en, :address,
  :address_en, :lat, :lng, :timezone, :audit_hour, :hold_until, :free_cancel_hours, :arrival_hour,
  :departure_hour, :early_in_percent, :late_out_percent, :late_full_hour, :one_room, :shifts, :business_date,
  :audit_due_in, :audit_due_out, :audit_shift_open, :audit_price_zero, :audit_deposit_held,
  :now, :now)

-- name: branch_update
UPDATE branches SET name = :name, name_en = :name_en, sort = :sort, open = :open, image = :image, images = :images,
  tags = :tags, tags_en = :tags_en, phone = :phone, intro = :intro, intro_en = :intro_en, address = :address,
  address_en = :address_en, lat = :lat, lng = :lng, timezone = :timezone,
  audit_hour = :audit_hour, hold_until = :hold_until, free_cancel_hours = :free_cancel_hours,
  arrival_hour = :arrival_hour, departure_hour = :departure_hour, early_in_percent = :early_in_percent,
  late_out_percent = :late_out_percent, late_full_hour = :late_full_hour, one_room = :one_room, shifts = :shifts,
  audit_due_in = :audit_due_in, audit_due_out = :audit_due_out,
  audit_shift_open = :audit_shift_open, audit_price_zero = :audit_price_zero, audit_deposit_held = :audit_deposit_held,
  updated_at = :now
WHERE id = :id

-- name: branch_get
SELECT id, name, name_en, sort, open, image, images, tags, tags_en, phone, intro, intro_en, address, address_en, lat, lng,
  timezone, audit_hour, hold_until, free_cancel_hours, arrival_hour, departure_hour, early_in_percent, late_out_percent,
  late_full_hour, one_room, shifts, business_date,
  audit_due_in, audit_due_out, audit_shift_open, audit_price_zero, audit_deposit_held
FROM branches WHERE id = :id

-- name: branch_date
SELECT business_date FROM branches WHERE id = :id

-- name: branch_all
SELECT id, name, name_en, sort, open, image, images, tags, tags_en, phone, intro, intro_en, address, address_en, lat, lng,
  timezone, audit_hour, hold_until, free_cancel_hours, arrival_hour, departure_hour, early_in_percent, late_out_percent,
  late_full_hour, one_room, shifts, business_date,
  audit_due_in, audit_due_out, audit_shift_open, audit_price_zero, audit_deposit_held
FROM branches WHERE id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
ORDER BY sort, id LIMIT :most OFFSET :offset

-- Shifts and accounts tell of money, and stay.
-- name: branch_money_count
SELECT (SELECT count(*) FROM (SELECT 1 FROM shifts WHERE branch_id = :id LIMIT 1))
  + (SELECT count(*) FROM (SELECT 1 FROM ledger_accounts WHERE branch_id = :id AND kind = 'house' LIMIT 1))

-- name: branch_days_delete
DELETE FROM days WHERE branch_id = :id

-- name: branch_delete
DELETE FROM branches WHERE id = :id

-- name: branch_room_type_count
SELECT count(*) FROM (SELECT 1 FROM room_types WHERE branch_id = :id LIMIT 1) AS t

-- name: branch_room_type_live_count
SELECT count(*) FROM (SELECT 1 FROM room_types WHERE branch_id = :id AND status <> 'deleted' LIMIT 1) AS t

-- name: branch_room_type_ids
SELECT id FROM room_types WHERE branch_id = :id AND status <> 'deleted' ORDER BY id

-- name: branch_room_types_touch
UPDATE room_types SET version = version + 1 WHERE branch_id = :id AND status <> 'deleted'

-- name: branch_grams_delete
DELETE FROM branch_search WHERE rowid = :id

-- name: branch_grams_insert
INSERT INTO branch_search (rowid, grams) VALUES (:id, :grams)

-- name: branch_timezones
SELECT DISTINCT timezone FROM branches

-- name: branch_every
SELECT id FROM branches

-- name: branch_type_names
SELECT name, name_en FROM room_types WHERE branch_id = :id AND status = 'on' ORDER BY sort, id
