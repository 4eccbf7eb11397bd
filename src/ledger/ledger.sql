-- name: ledger_account
SELECT a.*,
  (SELECT COALESCE(sum(l.amount_fen), 0) FROM ledger_lines l
   WHERE l.account_id = a.id AND l.kind NOT IN ('deposit', 'deposit_use', 'deposit_return')) AS balance_fen,
  (SELECT COALESCE(-sum(l.amount_fen), 0) FROM ledger_lines l
   WHERE l.account_id = a.id AND l.kind IN ('deposit', 'deposit_use', 'deposit_return')) AS deposit_fen
FROM ledger_accounts a WHERE a.id = :id

-- name: ledger_account_put
INSERT INTO ledger_accounts (id, kind, branch_id, order_id, stay_id, number, name)
VALUES (:id, :kind, NULLIF(:branch_id, 0), :order_id, :stay_id, :window, :name) ON CONFLICT (id) DO NOTHING

-- name: ledger_account_opened
UPDATE ledger_accounts SET opened_on = :day WHERE id = :id

-- name: ledger_account_closed
UPDATE ledger_accounts SET closed_on = :day WHERE id = :id

-- name: ledger_houses
SELECT a.id, a.branch_id, a.name, a.closed_on,
  (SELECT COALESCE(sum(l.amount_fen), 0) FROM ledger_lines l WHERE l.account_id = a.id) AS balance_fen
FROM ledger_accounts a WHERE a.id IN (
  SELECT x.id FROM staff_scope b CROSS JOIN ledger_accounts x
  WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND x.id IN (
    SELECT y.id FROM ledger_accounts y WHERE y.branch_id = b.branch_id AND y.kind = 'house' AND y.id < :after
    ORDER BY y.id DESC LIMIT :most)
  ORDER BY x.id DESC LIMIT :most)
ORDER BY a.id DESC

-- name: ledger_windows
SELECT id FROM ledger_accounts WHERE stay_id = :stay AND number > 1 ORDER BY number

-- Not from a SELECT: then SQLite would look for lines that this one might be the missing parent of.
-- name: ledger_line_put
INSERT INTO ledger_lines (id, account_id, branch_id, kind, code, quantity, unit_fen, amount_fen, tax_rate, tax_fen, service_date,
  business_date, at, by_kind, by_id, by_name, shift_id, origin, stay_id, payment_id, refund_id, reverses, adjusts, moved_from,
  hold_id, extra_id, routed_from, standing, note)
VALUES (:id, :account_id, :branch_id, :kind, :code, :quantity, :unit_fen, :amount_fen, :tax_rate, :tax_fen, :service_date,
  :business_date, :at, :by_kind, :by_id, :by, :shift_id, :origin, :stay_id, :payment_id, :refund_id, :reverses, :adjusts,
  :moved_from, :hold_id, :extra_id, :routed_from, :standing, :note)

-- name: ledger_lines
SELECT l.*, l.by_name AS "by" FROM ledger_lines l WHERE l.account_id = :account ORDER BY l.id

-- name: ledger_line
SELECT l.*, l.by_name AS "by" FROM ledger_lines l WHERE l.id = :id

-- name: ledger_reversed
SELECT id FROM ledger_lines WHERE reverses = :id

-- name: ledger_of_order
SELECT
  COALESCE(sum(CASE WHEN l.origin = 'desk' AND l.kind IN ('charge', 'allowance', 'adjustment', 'transfer')
                    THEN l.amount_fen END), 0),
  COALESCE(sum(CASE WHEN l.kind NOT IN ('deposit', 'deposit_use', 'deposit_return') THEN l.amount_fen END), 0),
  COALESCE(sum(CASE WHEN l.kind IN ('deposit', 'deposit_use', 'deposit_return') THEN -l.amount_fen END), 0)
FROM ledger_accounts a CROSS JOIN ledger_lines l WHERE a.order_id = :order AND l.account_id = a.id

-- name: ledger_of_stays
SELECT l.*, l.by_name AS "by" FROM stays s CROSS JOIN ledger_lines l
WHERE s.order_id = :order AND l.stay_id = s.id AND l.origin = 'stay' AND l.standing = 1 ORDER BY l.id

-- name: ledger_fall
UPDATE ledger_lines SET standing = 0 WHERE id = :id

-- name: ledger_day_put
INSERT INTO ledger_days (branch_id, business_date, ledger, debit_fen, credit_fen)
VALUES (:branch, :day, CASE WHEN :deposit = 1 THEN 'deposit'
  WHEN (SELECT kind FROM ledger_accounts WHERE id = :account) = 'company' THEN 'receivable' ELSE 'guest' END, :debit, :credit)
ON CONFLICT (branch_id, business_date, ledger) DO UPDATE SET debit_fen = ledger_days.debit_fen + :debit,
  credit_fen = ledger_days.credit_fen + :credit

-- name: ledger_trial
SELECT CASE ledger WHEN 'guest' THEN 0 WHEN 'deposit' THEN 1 ELSE 2 END,
  COALESCE(sum(CASE WHEN business_date < :date THEN debit_fen - credit_fen END), 0),
  COALESCE(sum(CASE WHEN business_date = :date THEN debit_fen END), 0),
  COALESCE(sum(CASE WHEN business_date = :date THEN credit_fen END), 0)
FROM ledger_days WHERE branch_id = :branch AND business_date <= :date GROUP BY ledger

-- name: ledger_trial_lines
SELECT COALESCE(sum(amount_fen), 0) FROM ledger_lines WHERE branch_id = :branch AND business_date = :date

-- name: charge_code_list
SELECT * FROM charge_codes ORDER BY own DESC, id LIMIT :most OFFSET :after

-- name: charge_code_named
SELECT * FROM charge_codes WHERE code = :code

-- name: charge_code_get
SELECT * FROM charge_codes WHERE id = :id

-- name: charge_code_put
INSERT INTO charge_codes (id, code, name, name_en, tax_rate, price_fen, own)
VALUES (:id, :code, :name, :name_en, :tax_rate, :price_fen, 0)

-- name: charge_code_change
UPDATE charge_codes SET name = :name, name_en = :name_en, tax_rate = :tax_rate, price_fen = :price_fen WHERE id = :id

-- name: charge_code_delete
DELETE FROM charge_codes WHERE id = :id AND own = 0

-- name: company_list
SELECT companies.*,
  COALESCE((SELECT sum(l.amount_fen) FROM ledger_lines l WHERE l.account_id = companies.id), 0) AS balance_fen
FROM companies ORDER BY name, id LIMIT :most OFFSET :after

-- name: company_get
SELECT c.*, COALESCE((SELECT sum(l.amount_fen) FROM ledger_lines l WHERE l.account_id = c.id), 0) AS balance_fen
FROM companies c WHERE c.id = :id

-- name: company_named
SELECT id FROM companies WHERE name = :name AND id <> :but

-- name: company_put
INSERT INTO companies (id, name, tax_number, contact, phone, credit_limit_fen, note, active, created_at)
VALUES (:id, :name, :tax_number, :contact, :phone, :credit_limit_fen, :note, :active, :created_at)

-- name: company_change
UPDATE companies SET name = :name, tax_number = :tax_number, contact = :contact, phone = :phone,
  credit_limit_fen = :credit_limit_fen, note = :note, active = :active
WHERE id = :id

-- name: company_delete
DELETE FROM companies WHERE id = :id

-- name: company_of_payment
SELECT l.account_id FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id
WHERE l.moved_from = :line AND a.kind = 'company'

-- name: company_debts
SELECT l.branch_id, sum(l.amount_fen) AS owed_fen FROM ledger_lines l
WHERE l.account_id = :id AND l.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
GROUP BY l.branch_id HAVING sum(l.amount_fen) > 0 ORDER BY 2 DESC, 1

-- name: payment_kinds
SELECT kind, in_drawer, in_takings, is_money, by_system AS refundable_by_system, needs_reference, offered
FROM payment_kinds ORDER BY place

-- name: payment_kind_named
SELECT kind, in_drawer, in_takings, is_money, by_system AS refundable_by_system, needs_reference, offered
FROM payment_kinds WHERE kind = :kind

-- name: payment_kind_change
UPDATE payment_kinds SET needs_reference = :needs_reference, offered = :offered WHERE kind = :kind

-- name: ledger_routes
SELECT code, to_account_id FROM account_routes WHERE account_id = :account ORDER BY code

-- name: ledger_route_put
INSERT INTO account_routes (account_id, code, to_account_id) VALUES (:account, :code, :to)
ON CONFLICT (account_id, code) DO UPDATE SET to_account_id = :to

-- name: ledger_route_delete
DELETE FROM account_routes WHERE account_id = :account AND code = :code
