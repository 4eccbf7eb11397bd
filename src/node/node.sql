-- name: node_put
INSERT INTO nodes (id, name, boot, role, version, address, bell, started_at, heartbeat_at)
VALUES (:id, :name, :boot, :role, :version, :address, :bell, :started_at, :now)
ON CONFLICT (name) DO UPDATE SET boot = excluded.boot, role = excluded.role, version = excluded.version,
  address = excluded.address, bell = excluded.bell, started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at

-- name: node_beat
UPDATE nodes SET heartbeat_at = :now WHERE name = :name AND boot = :boot

-- name: node_delete
DELETE FROM nodes WHERE name = :name AND boot = :boot

-- name: node_list
SELECT name, boot, role, version, address, bell, started_at, heartbeat_at FROM nodes ORDER BY name LIMIT :most
