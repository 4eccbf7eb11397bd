-- Money that a card or a wallet promised and did not pay (pre-authorisation): in no sum of the ledger until it is captured, once.
-- expires_on: from this business date on nothing can be captured of it; null: it says nothing of that.
CREATE TABLE holds (
  id           INTEGER PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES ledger_accounts (id),
  kind         TEXT NOT NULL CHECK (kind = 'wechat' OR kind = 'alipay' OR kind = 'card'),
  amount_fen   INTEGER NOT NULL CHECK (amount_fen > 0),
  captured_fen INTEGER NOT NULL DEFAULT 0 CHECK (captured_fen BETWEEN 0 AND amount_fen),
  state        TEXT NOT NULL DEFAULT 'held' CHECK (state = 'held' OR state = 'captured' OR state = 'voided'),
  reference    TEXT NOT NULL,
  at           INTEGER NOT NULL,
  by_name      TEXT NOT NULL,
  expires_on   INTEGER,
  CHECK ((state = 'captured') = (captured_fen > 0))
) STRICT;
CREATE INDEX holds_account ON holds (account_id);

-- The payment line that it became: one at most.
ALTER TABLE ledger_lines ADD COLUMN hold_id INTEGER REFERENCES holds (id);
CREATE UNIQUE INDEX ledger_lines_hold ON ledger_lines (hold_id) WHERE hold_id IS NOT NULL;
