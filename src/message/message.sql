-- name: notice_put
INSERT INTO notices (order_id, id, member_id, kind, params, at)
SELECT o.id, :id, o.member_id, :kind, :params, :at FROM orders o WHERE o.id = :order AND o.member_id IS NOT NULL
ON CONFLICT (order_id, id) DO NOTHING

-- name: notice_list
SELECT n.id, n.order_id, n.kind, n.params, n.at, n.read_at
FROM orders o JOIN notices n ON n.order_id = o.id
WHERE o.member_id = :member AND n.id < :after AND (:order = 0 OR o.id = :order)
ORDER BY n.id DESC LIMIT :most

-- name: notice_read
UPDATE notices SET read_at = :now
WHERE order_id IN (SELECT id FROM orders WHERE member_id = :member) AND id <= :id AND read_at IS NULL
