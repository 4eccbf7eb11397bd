-- What is held of an order's deposits: the sum of their lines, for lists. An index of the orders that are over and not settled,
-- which are few: a booking writes nothing of it.
ALTER TABLE orders ADD COLUMN held_fen INTEGER NOT NULL DEFAULT 0;
UPDATE orders SET held_fen = d.held_fen
FROM (SELECT a.order_id, -sum(l.amount_fen) AS held_fen FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id
      WHERE l.kind IN ('deposit', 'deposit_use', 'deposit_return') GROUP BY a.order_id) d
WHERE orders.id = d.order_id;
CREATE INDEX orders_debtors ON orders (branch_id)
  WHERE (due_fen > 0 OR held_fen > 0) AND status <> 'pending_payment' AND status <> 'confirmed' AND status <> 'in_house';

-- A house account is of a branch and no order: for what is sold to who does not stay. closed_on: since then it takes nothing.
ALTER TABLE ledger_accounts ADD COLUMN closed_on INTEGER;
CREATE INDEX ledger_accounts_house ON ledger_accounts (branch_id) WHERE kind = 'house';
