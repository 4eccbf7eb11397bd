-- name: coupon_get
SELECT id, name, name_en, category, kind, threshold_fen, percent_off, amount_fen, valid_from, valid_to, valid_days,
  quantity, granted, per_member, branch_ids, room_type_ids, note, note_en, sort, status, created_at
FROM coupons WHERE id = :id AND deleted_at IS NULL

-- name: coupon_list
SELECT id, name, name_en, category, kind, threshold_fen, percent_off, amount_fen, valid_from, valid_to, valid_days,
  quantity, granted, per_member, branch_ids, room_type_ids, note, note_en, sort, status, created_at
FROM coupons WHERE deleted_at IS NULL AND id < :after ORDER BY id DESC LIMIT :most

-- name: coupon_put
INSERT INTO coupons (id, name, name_en, category, kind, threshold_fen, percent_off, amount_fen, valid_from, valid_to,
  valid_days, quantity, per_member, branch_ids, room_type_ids, note, note_en, sort, status, created_at)
VALUES (:id, :name, :name_en, :category, :kind, :threshold_fen, :percent_off, :amount_fen, :valid_from, :valid_to,
  :valid_days, :quantity, :per_member, :branch_ids, :room_type_ids, :note, :note_en, :sort, :status, :created_at)

-- name: coupon_change
UPDATE coupons SET name = :name, name_en = :name_en, category = :category, kind = :kind, threshold_fen = :threshold_fen,
  percent_off = :percent_off, amount_fen = :amount_fen, valid_from = :valid_from, valid_to = :valid_to,
  valid_days = :valid_days, quantity = :quantity, per_member = :per_member, branch_ids = :branch_ids,
  room_type_ids = :room_type_ids, note = :note, note_en = :note_en, sort = :sort, status = :status
WHERE id = :id AND deleted_at IS NULL

-- name: coupon_delete
UPDATE coupons SET deleted_at = :now, status = 'off' WHERE id = :id AND deleted_at IS NULL

-- name: coupon_branch
SELECT id FROM branches WHERE id = :id

-- name: coupon_branch_of_type
SELECT branch_id FROM room_types WHERE id = :id

-- name: coupon_take
UPDATE coupons SET granted = granted + 1
WHERE id = :id AND deleted_at IS NULL AND status = 'on' AND granted < quantity

-- name: grant_put
INSERT INTO coupon_grants (id, coupon_id, member_id, source, status, valid_from, valid_until, granted_at, changed_at)
VALUES (:id, :coupon, :member, :source, 'unused', :valid_from, :valid_until, :now, :now)

-- name: grant_exists
SELECT EXISTS (SELECT 1 FROM coupon_grants WHERE coupon_id = :coupon AND member_id = :member AND source = :source)

-- name: grant_of_source
SELECT EXISTS (SELECT 1 FROM coupon_grants WHERE member_id = :member AND source = :source)

-- name: grant_count
SELECT count(*) FROM coupon_grants WHERE member_id = :member AND coupon_id = :coupon

-- name: grant_get
SELECT g.id, g.coupon_id, g.member_id, c.name, c.name_en, g.source, c.kind, c.threshold_fen, c.percent_off, c.amount_fen,
  c.branch_ids, c.room_type_ids, c.note, c.note_en, g.valid_from, g.valid_until, g.status, g.order_id, g.granted_at
FROM coupon_grants g JOIN coupons c ON c.id = g.coupon_id
WHERE g.id = :id AND g.member_id = :member

-- name: grant_of_coupon
SELECT g.id, g.coupon_id, g.member_id, c.name, c.name_en, g.source, c.kind, c.threshold_fen, c.percent_off, c.amount_fen,
  c.branch_ids, c.room_type_ids, c.note, c.note_en, g.valid_from, g.valid_until, g.status, g.order_id, g.granted_at
FROM coupon_grants g JOIN coupons c ON c.id = g.coupon_id
WHERE g.member_id = :member AND g.coupon_id = :coupon
ORDER BY CASE WHEN g.status = 'unused' AND g.valid_until >= :today AND g.valid_from <= :date THEN 0
              WHEN g.status = 'unused' THEN 1 ELSE 2 END, g.valid_until, g.id LIMIT 1

-- name: grant_of_member
SELECT g.id, g.coupon_id, g.member_id, c.name, c.name_en, g.source, c.kind, c.threshold_fen, c.percent_off, c.amount_fen,
  c.branch_ids, c.room_type_ids, c.note, c.note_en, g.valid_from, g.valid_until,
  CASE WHEN g.status = 'unused' AND g.valid_until < :today THEN 'expired' ELSE g.status END AS status,
  g.order_id, g.granted_at
FROM coupon_grants g JOIN coupons c ON c.id = g.coupon_id
WHERE g.member_id = :member AND g.id < :after
  AND (:status = '' OR :status = CASE WHEN g.status = 'unused' AND g.valid_until < :today THEN 'expired'
                                      WHEN g.status = 'held' THEN 'used' ELSE g.status END)
ORDER BY g.id DESC LIMIT :most

-- name: grant_usable
SELECT g.id, g.coupon_id, g.member_id, c.name, c.name_en, g.source, c.kind, c.threshold_fen, c.percent_off, c.amount_fen,
  c.branch_ids, c.room_type_ids, c.note, c.note_en, g.valid_from, g.valid_until, g.status, g.order_id, g.granted_at
FROM coupon_grants g JOIN coupons c ON c.id = g.coupon_id
WHERE g.member_id = :member AND g.status = 'unused' AND g.valid_from <= :date AND g.valid_until >= :today
ORDER BY g.valid_until, g.id LIMIT 100

-- name: grant_holders
SELECT g.id, g.coupon_id, g.member_id, m.nickname AS name, g.source, g.valid_from, g.valid_until, g.status, g.order_id,
  g.granted_at
FROM coupon_grants g JOIN members m ON m.id = g.member_id
WHERE g.coupon_id = :coupon AND g.id < :after ORDER BY g.id DESC LIMIT :most

-- name: grant_hold
UPDATE coupon_grants SET status = 'held', order_id = :order, changed_at = :now
WHERE id = :id AND member_id = :member AND status = 'unused'

-- name: grant_use
UPDATE coupon_grants SET status = 'used', changed_at = :now WHERE id = :id AND order_id = :order AND status = 'held'

-- name: grant_return
UPDATE coupon_grants SET status = 'unused', order_id = NULL, changed_at = :now
WHERE id = :id AND order_id = :order AND status IN ('held', 'used')
