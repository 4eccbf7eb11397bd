-- name: idempotency_find
SELECT body_hash, status, answer, rights FROM idempotency WHERE id = :id AND hash = :hash

-- name: idempotency_insert
INSERT INTO idempotency (hash, body_hash, status, answer, at, rights)
VALUES (:hash, :body_hash, :status, :answer, :at, :rights)

-- The newest row stays, so that no id is given twice.
-- name: idempotency_expire
DELETE FROM idempotency
WHERE id IN (SELECT id FROM (SELECT id, at FROM idempotency ORDER BY id LIMIT 500) AS oldest WHERE at < :before)
  AND id < (SELECT max(id) FROM idempotency)

-- name: idempotency_since
SELECT id, hash FROM idempotency INDEXED BY idempotency_recent WHERE id > :id ORDER BY id LIMIT :most

-- name: idempotency_oldest
SELECT coalesce(min(id), 0) FROM idempotency
