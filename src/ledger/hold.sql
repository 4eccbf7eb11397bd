-- name: hold_put
INSERT INTO holds (id, account_id, kind, amount_fen, reference, at, by_name, expires_on)
VALUES (:id, :account_id, :kind, :amount_fen, :reference, :at, :by, :expires_on)

-- name: hold_list
SELECT h.*, h.by_name AS "by" FROM holds h WHERE h.account_id = :account ORDER BY h.id

-- name: hold_account
SELECT account_id FROM holds WHERE id = :id

-- name: hold_end
UPDATE holds SET state = :state, captured_fen = :captured WHERE id = :id AND state = 'held'
