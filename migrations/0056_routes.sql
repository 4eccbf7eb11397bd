-- Where a charge of a code goes that is posted on a stay's first window: another window of the stay, or the account of its order.
CREATE TABLE account_routes (
  account_id    INTEGER NOT NULL REFERENCES ledger_accounts (id),
  code          TEXT NOT NULL,
  to_account_id INTEGER NOT NULL REFERENCES ledger_accounts (id),
  PRIMARY KEY (account_id, code)
) STRICT, WITHOUT ROWID;

-- The account that a line was posted on, and that a rule of it led elsewhere.
ALTER TABLE ledger_lines ADD COLUMN routed_from INTEGER;
