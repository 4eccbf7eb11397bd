-- A notice per order event; its id is the message's, so a repeated message adds none and the order is the log's.
CREATE TABLE notices (
  id        INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL,
  order_id  INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  params    TEXT NOT NULL,
  at        INTEGER NOT NULL,
  read_at   INTEGER
) STRICT;
CREATE INDEX notices_member ON notices (member_id, id);
