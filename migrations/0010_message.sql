-- A notice per order event; its id is the message's, so a repeated message adds none and the order is the log's. Keyed by
-- the order, whose ids are time-ordered, new notices append; a member's are found through the member's orders.
CREATE TABLE notices (
  order_id  INTEGER NOT NULL,
  id        INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  params    TEXT NOT NULL,
  at        INTEGER NOT NULL,
  read_at   INTEGER,
  PRIMARY KEY (order_id, id)
) STRICT, WITHOUT ROWID;
