-- name: pay_expect
INSERT INTO pay_requests (order_id, amount_fen, created_at) VALUES (:order, :amount, :now)
ON CONFLICT (order_id) DO NOTHING

-- name: pay_expected
SELECT amount_fen FROM pay_requests WHERE order_id = :order

-- name: payment_put
INSERT INTO payments (id, order_id, provider, transaction_id, amount_fen, paid_at, created_at)
VALUES (:id, :order, :provider, :transaction_id, :amount, :paid_at, :now)
ON CONFLICT (transaction_id, provider) DO NOTHING

-- name: payment_count
UPDATE payments SET counted = 1 WHERE id = :id AND counted = 0

-- name: refund_tell
UPDATE refunds SET told = 1 WHERE id = :id AND told = 0

-- name: payment_list
SELECT id, order_id, provider, transaction_id, amount_fen, paid_at FROM payments WHERE order_id = :order ORDER BY id

-- name: refund_put
INSERT INTO refunds (id, order_id, payment_id, amount_fen, state, reason, kind, by_name, created_at, changed_at)
SELECT :id, p.order_id, p.id, :amount, 'requested', :reason, :kind, :by_name, :now, :now FROM payments p
WHERE p.id = :payment AND :amount + (SELECT coalesce(sum(r.amount_fen), 0) FROM refunds r
                                     WHERE r.payment_id = p.id AND r.state <> 'closed') <= p.amount_fen
RETURNING order_id

-- Without a tender each goes back the way it came; with one those paid so come first, and what is no money (a company's debt, a
-- coupon, the house's or a channel's word) goes back as such alone.
-- name: refund_left
SELECT p.id, p.amount_fen - (SELECT coalesce(sum(r.amount_fen), 0) FROM refunds r
                             WHERE r.payment_id = p.id AND r.state <> 'closed') AS "left"
FROM payments p
WHERE p.order_id = :order AND (:tender = '' OR p.provider = :tender
  OR p.provider NOT IN (SELECT kind FROM payment_kinds WHERE is_money = 0)
     AND :tender NOT IN (SELECT kind FROM payment_kinds WHERE is_money = 0))
ORDER BY p.provider = :tender DESC, p.id

-- name: refund_list
SELECT id, order_id, payment_id, amount_fen, state, reason, kind, by_name, created_at, changed_at FROM refunds
WHERE order_id = :order ORDER BY id

-- name: refund_succeed
UPDATE refunds SET state = 'success', changed_at = :now WHERE id = :id AND state IN ('requested', 'processing')
RETURNING amount_fen
