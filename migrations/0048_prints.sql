-- What was printed of what: copy 0 is the first paper, n the n-th after it. Slips for money have a number of their own, which
-- runs within branch and kind.
CREATE TABLE prints (
  kind       TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  branch_id  INTEGER NOT NULL,
  number     INTEGER CHECK (number > 0),
  copy       INTEGER NOT NULL CHECK (copy >= 0),
  PRIMARY KEY (kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX prints_number ON prints (branch_id, kind, number) WHERE number IS NOT NULL;
