-- name: shift_put
INSERT INTO shifts (id, branch_id, staff_id, staff_name, opened_at, float_fen)
VALUES (:id, :branch, :staff, :name, :now, :float) ON CONFLICT DO NOTHING

-- name: shift_get
SELECT *, closed_at IS NOT NULL AS closed FROM shifts WHERE id = :id

-- name: shift_list
SELECT id FROM shifts WHERE id < :after AND branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
  AND (:branch = 0 OR branch_id = :branch) AND (:closed < 0 OR (closed_at IS NOT NULL) = :closed)
ORDER BY id DESC LIMIT :most

-- name: shift_of
SELECT id FROM shifts WHERE branch_id = :branch AND staff_id = :staff AND closed_at IS NULL

-- What came and went by tender; what a deposit was used for stays in the drawer, and what is put on a company never was there.
-- name: shift_by_kind
SELECT l.code AS kind, COALESCE(sum(CASE WHEN l.amount_fen < 0 THEN -l.amount_fen END), 0) AS in_fen,
  COALESCE(sum(CASE WHEN l.amount_fen > 0 THEN l.amount_fen END), 0) AS out_fen, max(k.in_drawer) AS in_drawer
FROM ledger_lines l CROSS JOIN payment_kinds k
WHERE l.shift_id = :id AND l.kind IN ('payment', 'refund', 'deposit', 'deposit_return') AND k.kind = l.code AND k.in_takings = 1
GROUP BY l.code ORDER BY l.code

-- name: shift_moves
SELECT id, kind, amount_fen, reason, at, by_name AS "by" FROM shift_moves WHERE shift_id = :id ORDER BY id

-- name: shift_move_put
INSERT INTO shift_moves (id, shift_id, kind, amount_fen, reason, at, by_name)
VALUES (:id, :shift, :kind, :amount, :reason, :now, :by)

-- name: shift_close
UPDATE shifts SET closed_at = :now, expected_fen = :expected, counted_fen = :counted, drop_fen = :drop, reason = :reason,
  handed_to = :to
WHERE id = :id AND closed_at IS NULL

-- name: shift_end
UPDATE shifts SET closed_at = :now, expected_fen = :expected WHERE id = :id AND closed_at IS NULL

-- name: shift_heir
SELECT s.id FROM staff s WHERE s.name = :name AND s.active = 1
  AND (s.role = 'owner' OR s.id IN (SELECT staff_id FROM staff_branches WHERE branch_id = :branch))

-- name: shift_branch_asks
SELECT shifts FROM branches WHERE id = :branch
