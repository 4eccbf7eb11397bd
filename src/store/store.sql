-- name: store_probe
UPDATE store_probe SET at = :at WHERE id = 1

-- name: store_probe_read
SELECT 1 FROM store_probe WHERE id = 1

-- name: store_largest_id
SELECT max(
  coalesce((SELECT max(id) FROM orders), 0),
  coalesce((SELECT max(id) FROM stays), 0),
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
INSERT INTO audit (at, actor_kind, actor_id, actor_name, request_id, branch_id, action, object, object_id, before, after)
VALUES (:at, :actor_kind, :actor_id, :actor_name, :request_id, :branch, :action, :object, :object_id, :before, :after)

-- name: audit_list
SELECT id, at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after FROM audit
WHERE id < :after ORDER BY id DESC LIMIT :most

-- name: audit_of_kind
SELECT id, at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after FROM audit
WHERE object = :object AND id < :after ORDER BY id DESC LIMIT :most

-- name: audit_of_object
SELECT id, at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after FROM audit
WHERE object = :object AND object_id = :object_id AND id < :after
  AND (:staff = 0 OR (actor_kind = 'staff' AND actor_id = :staff)
       OR branch_id IN (SELECT branch_id FROM staff_branches WHERE staff_id = :staff))
ORDER BY id DESC LIMIT :most

-- The newest of each branch and of the account's own, then the newest of those.
-- name: audit_in_scope
SELECT id, at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after FROM audit
WHERE id IN (
  SELECT x.id FROM staff_branches b CROSS JOIN audit x
  WHERE b.staff_id = :staff AND x.id IN (
    SELECT y.id FROM audit y WHERE y.branch_id = b.branch_id AND y.id < :after AND (:object IS NULL OR y.object = :object)
    ORDER BY y.id DESC LIMIT :most)
  UNION
  SELECT id FROM (
    SELECT z.id FROM audit z
    WHERE z.actor_id = :staff AND z.actor_kind = 'staff' AND z.id < :after AND (:object IS NULL OR z.object = :object)
    ORDER BY z.id DESC LIMIT :most) AS own
  ORDER BY 1 DESC LIMIT :most)
ORDER BY id DESC
