-- name: session_put
INSERT INTO sessions (hash, kind, subject_id, label, created_at, seen_at, expires_at, id, last4)
VALUES (:hash, :kind, :subject, :label, :now, :now, :expires_at, :id, :last4)

-- name: session_trim
DELETE FROM sessions WHERE hash IN (
  SELECT hash FROM sessions WHERE kind = :kind AND subject_id = :subject ORDER BY created_at DESC LIMIT 1000 OFFSET :keep)

-- name: session_find
SELECT subject_id FROM sessions WHERE hash = :hash AND kind = :kind AND expires_at > :now AND seen_at > :seen_after

-- name: session_guest
SELECT m.id, m.nickname, s.expires_at FROM sessions s JOIN members m ON m.id = s.subject_id
WHERE s.hash = :hash AND s.kind = 'guest' AND s.expires_at > :now AND m.deleted_at IS NULL

-- name: session_until
SELECT expires_at FROM sessions WHERE hash = :hash AND kind = 'staff'

-- name: session_delete
DELETE FROM sessions WHERE hash = :hash

-- name: session_delete_all
DELETE FROM sessions WHERE kind = :kind AND subject_id = :subject

-- name: session_sweep
DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions WHERE expires_at <= :now LIMIT :most)

-- name: session_seen
UPDATE sessions SET seen_at = :now WHERE hash = :hash

-- name: member_put
INSERT INTO members (id, openid, nickname, folded, created_at, last_login_at)
VALUES (:id, :openid, :nickname, :folded, :now, :now)
ON CONFLICT (openid) DO UPDATE SET last_login_at = excluded.last_login_at
RETURNING id

-- name: member_first_login
UPDATE members SET first_login_at = :now WHERE id = :id AND first_login_at IS NULL
RETURNING login_round

-- name: member_get
SELECT id, nickname, phone, phone_kind = 'proved' AS phone_proved, note, created_at, last_login_at
FROM members WHERE id = :id AND deleted_at IS NULL

-- name: member_create
INSERT INTO members (id, nickname, folded, phone, phone_kind, note, created_at)
VALUES (:id, :nickname, :folded, :phone, :kind, :note, :now)

-- name: member_change
UPDATE members SET nickname = :nickname, folded = :folded, note = :note WHERE id = :id AND deleted_at IS NULL

-- name: member_phone
UPDATE members SET phone = :phone, phone_kind = :kind WHERE id = :id AND deleted_at IS NULL

-- name: member_delete
UPDATE members SET openid = NULL, nickname = '—', folded = '', phone = NULL, phone_kind = '', note = '', deleted_at = :now
WHERE id = :id AND deleted_at IS NULL

-- What a member who was ever in is known by again.
-- name: member_marks
SELECT openid, CASE phone_kind WHEN 'proved' THEN phone END FROM members WHERE id = :id AND first_login_at IS NOT NULL

-- name: wiped_put
INSERT INTO wiped (digest, at) VALUES (:digest, :now) ON CONFLICT (digest) DO UPDATE SET at = excluded.at

-- name: wiped_is
SELECT EXISTS (SELECT 1 FROM wiped WHERE digest = :digest)

-- name: member_live
SELECT EXISTS (SELECT 1 FROM members WHERE id = :id AND deleted_at IS NULL)

-- What others wrote down of a member that is wiped.
-- name: member_wipe_orders
UPDATE orders SET guest_name = '—', guest_phone = '', remark = '',
  booked_by = CASE source WHEN 'app' THEN '—' ELSE booked_by END
WHERE member_id = :id

-- name: member_wipe_words
DELETE FROM order_words WHERE rowid IN (SELECT id FROM orders WHERE member_id = :id)

-- name: member_wipe_history
UPDATE order_history SET by_name = '—'
WHERE order_id IN (SELECT id FROM orders WHERE member_id = :id) AND by_kind = 'guest' AND by_id = :id

-- name: member_wipe_audit
UPDATE audit SET before = NULL, after = NULL WHERE object = 'member' AND object_id = :id

-- name: member_wipe_companions
DELETE FROM stay_guests
WHERE stay_id IN (SELECT s.id FROM orders o JOIN stays s ON s.order_id = o.id WHERE o.member_id = :id)

-- name: member_wipe_stays
UPDATE stays SET remark = NULL, arrival_time = NULL WHERE order_id IN (SELECT id FROM orders WHERE member_id = :id)

-- name: member_wipe_corrections
UPDATE audit SET before = NULL, after = NULL
WHERE action IN ('order.correct', 'stay.correct') AND object = 'order'
  AND object_id IN (SELECT id FROM orders WHERE member_id = :id)

-- name: member_wipe_acts
UPDATE audit SET actor_name = '—' WHERE actor_id = :id AND actor_kind = 'guest'

-- name: member_wipe_guests
DELETE FROM frequent_guests WHERE member_id = :id

-- name: member_wipe_code
DELETE FROM login_codes WHERE phone = :phone

-- name: member_has_open_orders
SELECT EXISTS (SELECT 1 FROM orders WHERE member_id = :id AND status IN ('pending_payment', 'confirmed', 'in_house'))

-- name: member_reset_first_login
UPDATE members SET first_login_at = NULL, login_round = login_round + 1 WHERE id = :id AND deleted_at IS NULL

-- name: member_list
SELECT id, nickname, phone, phone_kind = 'proved' AS phone_proved, note, created_at, last_login_at FROM members
WHERE deleted_at IS NULL AND id < :after
  AND (:q IS NULL OR folded LIKE :like ESCAPE '\' OR phone LIKE :tail ESCAPE '\')
ORDER BY id DESC LIMIT :most

-- name: member_nicknames
SELECT id, nickname FROM members WHERE deleted_at IS NULL AND id > :after ORDER BY id LIMIT :most

-- name: member_fold
UPDATE members SET folded = :folded WHERE id = :id

-- name: member_of_phone
SELECT id, phone_kind FROM members WHERE phone = :phone

-- name: member_seen
UPDATE members SET last_login_at = :now WHERE id = :id

-- name: login_code_put
INSERT INTO login_codes (phone, digest, tries, expires_at) VALUES (:phone, :digest, 0, :expires_at)
ON CONFLICT (phone) DO UPDATE SET digest = excluded.digest, tries = 0, expires_at = excluded.expires_at

-- name: login_code_try
UPDATE login_codes SET tries = tries + 1 WHERE phone = :phone AND tries < :most AND expires_at > :now RETURNING digest

-- name: login_code_drop
DELETE FROM login_codes WHERE phone = :phone

-- name: login_code_sweep
DELETE FROM login_codes WHERE expires_at <= :now

-- name: frequent_list
SELECT id, name, phone FROM frequent_guests WHERE member_id = :member ORDER BY id

-- name: frequent_get
SELECT id, name, phone FROM frequent_guests WHERE member_id = :member AND id = :id

-- name: frequent_taken
SELECT EXISTS (SELECT 1 FROM frequent_guests WHERE member_id = :member AND name = :name AND phone = :phone AND id <> :id)

-- name: frequent_count
SELECT count(*) FROM frequent_guests WHERE member_id = :member

-- name: frequent_put
INSERT INTO frequent_guests (id, member_id, name, phone) VALUES (:id, :member, :name, :phone)

-- name: frequent_change
UPDATE frequent_guests SET name = :name, phone = :phone WHERE member_id = :member AND id = :id

-- name: frequent_delete
DELETE FROM frequent_guests WHERE member_id = :member AND id = :id
