-- name: staff_credentials
SELECT id, password FROM staff WHERE name = :name AND active = 1

-- name: staff_get
SELECT id, name, role, branch_ids, active, created_at FROM staff WHERE id = :id

-- name: staff_list
SELECT id, name, role, branch_ids, active, created_at FROM staff WHERE id < :after ORDER BY id DESC LIMIT :most

-- name: staff_put
INSERT INTO staff (id, name, password, role, branch_ids, active, created_at)
VALUES (:id, :name, :password_hash, :role, :branch_ids, :active, :created_at) ON CONFLICT (name) DO NOTHING

-- name: staff_change
UPDATE staff SET name = :name, role = :role, branch_ids = :branch_ids, active = :active,
  password = CASE WHEN :password_hash = '' THEN password ELSE :password_hash END
WHERE id = :id

-- name: staff_name_taken
SELECT EXISTS (SELECT 1 FROM staff WHERE name = :name AND id <> :id)

-- name: staff_delete
DELETE FROM staff WHERE id = :id

-- name: staff_owners
SELECT count(*) FROM staff WHERE role = 'owner' AND active = 1

-- name: staff_set_password
UPDATE staff SET password = :password WHERE name = :name
RETURNING id

-- name: staff_branch_exists
SELECT EXISTS (SELECT 1 FROM branches WHERE id = :id)
