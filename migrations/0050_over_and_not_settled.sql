-- What an order that is over has too much: a charge was corrected after the guest had paid and left.
ALTER TABLE orders ADD COLUMN credit_fen INTEGER NOT NULL GENERATED ALWAYS AS (
  CASE WHEN status = 'completed' AND paid_fen - refund_fen - payable_fen - extras_fen > 0
       THEN paid_fen - refund_fen - payable_fen - extras_fen ELSE 0 END) VIRTUAL;
DROP INDEX orders_debtors;
CREATE INDEX orders_debtors ON orders (branch_id) WHERE (due_fen > 0 OR held_fen > 0 OR credit_fen > 0)
  AND status <> 'pending_payment' AND status <> 'confirmed' AND status <> 'in_house';

-- Promises of money that can still be taken up on the branch's business date.
CREATE INDEX holds_standing ON holds (state) WHERE state = 'held';
CREATE VIEW standing_holds (branch_id, order_id, amount_fen) AS
SELECT a.branch_id, a.order_id, h.amount_fen
FROM holds h JOIN ledger_accounts a ON a.id = h.account_id JOIN branches b ON b.id = a.branch_id
WHERE h.state = 'held' AND (h.expires_on IS NULL OR h.expires_on > b.business_date);
