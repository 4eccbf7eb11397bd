-- name: idempotency_find
SELECT body_hash, status, answer FROM idempotency WHERE hash = :hash

-- name: idempotency_insert
INSERT INTO idempotency (id, hash, body_hash, status, answer, at)
VALUES (:id, :hash, :body_hash, :status, :answer, :at)

-- name: idempotency_expire
DELETE FROM idempotency
WHERE id IN (SELECT id FROM (SELECT id, at FROM idempotency ORDER BY id LIMIT 500) AS oldest WHERE at < :before)
