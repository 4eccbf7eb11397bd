-- A payment is counted on its order once, a refund told once, however often their messages come.
ALTER TABLE payments ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
UPDATE payments SET counted = 1 WHERE EXISTS (
  SELECT 1 FROM orders o WHERE o.id = payments.order_id AND CASE WHEN payments.amount_fen = 0 THEN o.status <> 'pending_payment'
    ELSE o.paid_fen + payments.amount_fen > (SELECT sum(p.amount_fen) FROM payments p WHERE p.order_id = o.id) END);
ALTER TABLE refunds ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE refunds SET told = 1 WHERE state = 'success';

-- What a phone number holds without paying.
CREATE INDEX orders_unpaid_phone ON orders (guest_phone) WHERE status = 'pending_payment';
