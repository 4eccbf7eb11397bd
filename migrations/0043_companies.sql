-- Companies that guests' bills may be put on, of the whole group; the account of one has its id. credit_limit_fen: how much it
-- may owe.
CREATE TABLE companies (
  id               INTEGER PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  tax_number       TEXT NOT NULL,
  contact          TEXT NOT NULL,
  phone            TEXT NOT NULL,
  credit_limit_fen INTEGER NOT NULL CHECK (credit_limit_fen >= 0),
  note             TEXT NOT NULL,
  active           INTEGER NOT NULL CHECK (active = 0 OR active = 1),
  created_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_lines_moved ON ledger_lines (moved_from) WHERE moved_from IS NOT NULL;
