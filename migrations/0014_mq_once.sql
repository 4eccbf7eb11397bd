-- Names under which a producer published, so that a repetition gives the same message, for as long as it may come.
CREATE TABLE mq_once (
  topic_id   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  message_id INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (topic_id, name)
) STRICT, WITHOUT ROWID;
