-- name: staff_credentials
SELECT id, password FROM staff WHERE id = :id AND active = 1

-- name: staff_names
SELECT id, name FROM staff ORDER BY id

-- name: staff_is_current
SELECT EXISTS (SELECT 1 FROM staff WHERE id = :id AND password = :hash AND active = 1)

-- name: staff_address_known
SELECT EXISTS (SELECT 1 FROM staff_addresses WHERE staff_id = :id AND address = :address AND at > :since)

-- name: staff_address_put
INSERT INTO staff_addresses (staff_id, address, at) VALUES (:id, :address, :now)
ON CONFLICT (staff_id, address) DO UPDATE SET at = excluded.at

-- name: staff_address_trim
DELETE FROM staff_addresses WHERE staff_id = :id AND address IN (
  SELECT address FROM staff_addresses WHERE staff_id = :id ORDER BY at DESC LIMIT 1000 OFFSET :keep)

-- Tokens of one account, or of all for :staff 0.
-- name: staff_tokens
SELECT t.id, t.label AS name, s.name AS staff_name, t.created_at, nullif(t.seen_at, t.created_at) AS last_used_at, t.expires_at,
  t.last4
FROM sessions t JOIN staff s ON s.id = t.subject_id
WHERE t.kind = 'token' AND (:staff = 0 OR t.subject_id = :staff) AND t.expires_at > :now AND t.id < :after
ORDER BY t.id DESC LIMIT :most

-- name: staff_token_drop
DELETE FROM sessions WHERE id = :id AND kind = 'token' AND (:staff = 0 OR subject_id = :staff)
RETURNING label || ' …' || last4

-- name: staff_get
SELECT id, name, role, active, created_at FROM staff WHERE id = :id

-- name: staff_list
SELECT id, name, role, active, created_at FROM staff WHERE id < :after ORDER BY id DESC LIMIT :most

-- name: staff_put
INSERT INTO staff (id, name, password, role, active, created_at)
VALUES (:id, :name, :password_hash, :role, :active, :created_at) ON CONFLICT (name) DO NOTHING

-- name: staff_change
UPDATE staff SET name = :name, role = :role, active = :active,
  password = CASE WHEN :password_hash = '' THEN password ELSE :password_hash END
WHERE id = :id

-- name: staff_delete
DELETE FROM staff WHERE id = :id

-- name: staff_owners
SELECT count(*) FROM staff WHERE role = 'owner' AND active = 1

-- name: staff_set_password
UPDATE staff SET password = :password WHERE id = :id

-- name: staff_branches
SELECT branch_id FROM staff_branches WHERE staff_id = :id ORDER BY branch_id

-- name: staff_branch_put
INSERT INTO staff_branches (staff_id, branch_id) SELECT :staff, id FROM branches WHERE id = :branch
ON CONFLICT (staff_id, branch_id) DO NOTHING

-- name: staff_branches_drop
DELETE FROM staff_branches WHERE staff_id = :id

-- name: staff_branch_exists
SELECT EXISTS (SELECT 1 FROM branches WHERE id = :id)
