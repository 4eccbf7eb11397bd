-- name: store_probe
UPDATE store_probe SET at = :at WHERE id = 1

-- name: store_probe_read
SELECT 1 FROM store_probe WHERE id = 1

-- name: store_largest_id
SELECT max(
  coalesce((SELECT max(id) FROM orders), 0),
  coalesce((SELECT max(id) FROM members), 0),
  coalesce((SELECT max(id) FROM coupon_grants), 0))

-- name: setting_get
SELECT value FROM settings WHERE name = :name

-- name: setting_put
INSERT INTO settings(name, value, at) VALUES (:name, :value, :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at

-- name: tx_begin_write
BEGIN IMMEDIATE

-- name: tx_begin_read
BEGIN

-- name: tx_commit
COMMIT

-- name: tx_rollback
ROLLBACK

-- name: tx_savepoint
SAVEPOINT job

-- name: tx_rollback_to
ROLLBACK TO job

-- name: tx_release
RELEASE job

-- name: tx_mark
SAVEPOINT mark

-- name: tx_undo
ROLLBACK TO mark

-- name: tx_keep
RELEASE mark

-- name: audit_put
INSERT INTO audit (at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after)
VALUES (:at, :actor_kind, :actor_id, :actor_name, :request_id, :action, :object, :object_id, :before, :after)

-- name: audit_list
SELECT id, at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after FROM audit
WHERE id < :after AND (:object IS NULL OR object = :object) AND (:object_id = 0 OR object_id = :object_id)
ORDER BY id DESC LIMIT :most
