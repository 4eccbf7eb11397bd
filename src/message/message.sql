-- name: notice_put
INSERT INTO notices (id, member_id, order_id, kind, params, at) VALUES (:id, :member, :order, :kind, :params, :at)
ON CONFLICT (id) DO NOTHING

-- name: notice_list
SELECT id, order_id, kind, params, at, read_at FROM notices
WHERE member_id = :member AND id < :after AND (:order = 0 OR order_id = :order)
ORDER BY id DESC LIMIT :most

-- name: notice_read
UPDATE notices SET read_at = :now WHERE member_id = :member AND id <= :id AND read_at IS NULL
