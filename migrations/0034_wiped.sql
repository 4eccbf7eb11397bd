-- Who was wiped, as keyed digests of the WeChat id and of the proved phone number: whoever comes back is not welcomed as
-- somebody new. Nothing else is kept, and nothing else is decided by it.
CREATE TABLE wiped (
  digest BLOB PRIMARY KEY,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
