-- name: media_insert
INSERT INTO media (id, type, width, height, data, at) VALUES (:id, :type, :width, :height, :data, :now)
ON CONFLICT (id) DO NOTHING

-- name: media_count
SELECT count(*) FROM media WHERE id = :id

-- name: media_get
SELECT type, data FROM media WHERE id = :id
