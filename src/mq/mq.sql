-- name: mq_topic_put
INSERT INTO mq_topics (id, name) VALUES (:id, :name) ON CONFLICT (name) DO NOTHING

-- name: mq_topic_find
SELECT id FROM mq_topics WHERE name = :name

-- name: mq_message_put
INSERT INTO mq_messages (topic_id, tag, key, body, trace, born_at)
VALUES (:topic, :tag, :key, :body, :trace, :born_at)

-- name: mq_timer_put
INSERT INTO mq_timers (due_at, id, topic_id, tag, key, body, trace, schedule, by_hand)
VALUES (:due_at, :id, :topic, :tag, :key, :body, :trace, :schedule, :by_hand)

-- name: mq_delayed_search
SELECT mq_timers.id, t.name AS topic, tag, key, body, trace, due_at, 'delayed' AS state
FROM mq_timers JOIN mq_topics t ON t.id = mq_timers.topic_id
WHERE mq_timers.id < :after AND (:topic IS NULL OR t.name = :topic) AND (:key IS NULL OR mq_timers.key = :key)
  AND mq_timers.due_at >= :from AND mq_timers.due_at <= :to
ORDER BY mq_timers.id DESC LIMIT :most

-- name: mq_delayed_get
SELECT mq_timers.id, t.name AS topic, tag, key, body, trace, due_at, 'delayed' AS state
FROM mq_timers JOIN mq_topics t ON t.id = mq_timers.topic_id
WHERE mq_timers.id = :id

-- name: mq_delayed_call_off
DELETE FROM mq_timers WHERE id = :id AND by_hand = 1

-- name: mq_group_count
SELECT count(*) FROM mq_groups WHERE name = :name

-- name: mq_once_find
SELECT message_id FROM mq_once WHERE topic_id = :topic AND name = :name AND expires_at > :now

-- name: mq_once_put
INSERT INTO mq_once (topic_id, name, message_id, expires_at) VALUES (:topic, :name, :message, :expires_at)
ON CONFLICT (topic_id, name) DO UPDATE SET message_id = excluded.message_id, expires_at = excluded.expires_at

-- name: mq_once_forget
DELETE FROM mq_once WHERE expires_at <= :now

-- name: mq_schedule_find
SELECT id, next_at, timer, cron, zone FROM mq_schedules WHERE name = :name

-- name: mq_schedule_get
SELECT name, cron, zone FROM mq_schedules WHERE id = :id

-- name: mq_schedule_insert
INSERT INTO mq_schedules (name, topic_id, tag, key, body, cron, zone, next_at, timer)
VALUES (:name, :topic, '', '', '', '', '', 0, 0)

-- name: mq_schedule_set
UPDATE mq_schedules SET topic_id = :topic, tag = :tag, key = :key, body = :body, cron = :cron, zone = :zone,
  next_at = :next_at, timer = :timer WHERE id = :id

-- name: mq_schedule_move
UPDATE mq_schedules SET next_at = :next_at, timer = :timer, last_at = :last_at WHERE id = :id

-- name: mq_schedule_delete
DELETE FROM mq_schedules WHERE id = :id

-- name: mq_schedule_list
SELECT s.name, t.name AS topic, s.tag, s.key, s.body, s.cron, s.zone, s.next_at, s.last_at
FROM mq_schedules s JOIN mq_topics t ON t.id = s.topic_id ORDER BY s.name

-- name: mq_tally_last
SELECT last_id FROM mq_tally WHERE id = 1

-- name: mq_tally_set
UPDATE mq_tally SET last_id = :last WHERE id = 1

-- The plus keeps SQLite from reading the whole index of topics for the sake of the grouping.
-- name: mq_tally_count
SELECT topic_id, born_at / 60000, count(*), sum(length(CAST(body AS BLOB))) FROM mq_messages
WHERE id > :from AND id <= :to AND +topic_id >= 0 GROUP BY +topic_id, born_at / 60000

-- name: mq_topic_add
UPDATE mq_topics SET messages = messages + :messages, bytes = bytes + :bytes WHERE id = :topic

-- name: mq_minute_add
INSERT INTO mq_minutes (topic_id, minute, messages) VALUES (:topic, :minute, :messages)
ON CONFLICT (topic_id, minute) DO UPDATE SET messages = messages + excluded.messages

-- name: mq_minutes_forget
DELETE FROM mq_minutes WHERE minute < :before

-- name: mq_timer_delete
DELETE FROM mq_timers WHERE due_at = :due_at AND id = :id

-- name: mq_timer_move
UPDATE mq_timers SET due_at = :new_due_at WHERE due_at = :due_at AND id = :id

-- name: mq_timers_due
SELECT due_at, id, topic_id, tag, key, body, trace, schedule FROM mq_timers
WHERE due_at <= :now ORDER BY due_at, id LIMIT :most

-- name: mq_timer_count
SELECT count(*) FROM mq_timers

-- name: mq_timer_next
SELECT min(due_at) FROM mq_timers

-- name: mq_group_put
INSERT INTO mq_groups (name, topic_id, cursor, mode, ordered, tags, retry, leased)
VALUES (:name, :topic, :cursor, :mode, :ordered, :tags, :retry, :leased)
ON CONFLICT (name) DO UPDATE SET mode = excluded.mode, ordered = excluded.ordered, tags = excluded.tags,
  retry = excluded.retry, leased = excluded.leased

-- name: mq_group_get
SELECT id, topic_id, cursor, epoch, free_at, paused FROM mq_groups WHERE name = :name

-- name: mq_group_advance
UPDATE mq_groups SET cursor = :cursor, epoch = :epoch, free_at = :free_at WHERE id = :id

-- name: mq_group_messages
SELECT id, tag, key, body, trace, born_at FROM mq_messages
WHERE topic_id = :topic AND id > :cursor ORDER BY id LIMIT :most

-- name: mq_message_before
SELECT max(id) FROM mq_messages WHERE topic_id = :topic AND born_at < :at

-- name: mq_message_last
SELECT coalesce(max(id), 0) FROM mq_messages

-- name: mq_group_exceptions
SELECT EXISTS (SELECT 1 FROM mq_deliveries WHERE group_id = :id AND state = 'retry')
  OR EXISTS (SELECT 1 FROM mq_deliveries WHERE group_id = :id AND state = 'leased')
  OR EXISTS (SELECT 1 FROM mq_deliveries WHERE group_id = :id AND state = 'waiting')

-- name: mq_key_blocked
SELECT EXISTS (SELECT 1 FROM mq_deliveries WHERE group_id = :id AND key = :key AND state = 'retry')
  OR EXISTS (SELECT 1 FROM mq_deliveries WHERE group_id = :id AND key = :key AND state = 'leased')
  OR EXISTS (SELECT 1 FROM mq_deliveries WHERE group_id = :id AND key = :key AND state = 'waiting')

-- name: mq_delivery_put
INSERT INTO mq_deliveries (group_id, message_id, key, place, state, attempts, next_at, epoch, node, error, note, at)
VALUES (:group, :message, :key, :message, :state, :attempts, :next_at, :epoch, :node, :error, '', :at)
RETURNING id

-- name: mq_delivery_set
UPDATE mq_deliveries SET state = :state, attempts = :attempts, next_at = :next_at, epoch = :epoch, node = :node,
  error = coalesce(:error, error), at = :at WHERE id = :id

-- name: mq_attempt_put
INSERT INTO mq_attempts (delivery_id, attempt, at, node, error) VALUES (:delivery, :attempt, :at, :node, :error)

-- name: mq_deliveries_due
SELECT d.id, d.attempts, d.epoch, d.key, m.id, m.tag, m.key, m.body, m.trace, m.born_at
FROM mq_deliveries d JOIN mq_messages m ON m.id = d.message_id
WHERE d.group_id = :id AND d.state = :state AND d.next_at <= :now
ORDER BY d.next_at, d.place LIMIT :most

-- name: mq_delivery_promote
UPDATE mq_deliveries SET state = 'retry', next_at = :now
WHERE id = (SELECT id FROM mq_deliveries WHERE group_id = :id AND key = :key AND state = 'waiting'
            ORDER BY place, id LIMIT 1)

-- name: mq_retry_next
SELECT min(next_at) FROM (
  SELECT (SELECT min(d.next_at) FROM mq_deliveries d WHERE d.group_id = g.id AND d.state = 'retry') AS next_at
  FROM mq_groups g WHERE g.paused = 0
  UNION ALL
  SELECT (SELECT min(d.next_at) FROM mq_deliveries d WHERE d.group_id = g.id AND d.state = 'leased')
  FROM mq_groups g WHERE g.paused = 0) AS each_group

-- name: mq_leased_count
SELECT count(*) FROM mq_deliveries WHERE group_id = :id AND state = 'leased'

-- name: mq_lease_get
SELECT group_id, attempts FROM mq_deliveries
WHERE id = :id AND message_id = :message AND epoch = :epoch AND state = 'leased'

-- name: mq_lease_extend
UPDATE mq_deliveries SET next_at = :until
WHERE id = :id AND message_id = :message AND epoch = :epoch AND state = 'leased'

-- name: mq_group_nodes
SELECT g.name AS "group", d.node, count(*) AS in_flight
FROM mq_groups g CROSS JOIN mq_deliveries d WHERE d.group_id = g.id AND d.state = 'leased'
GROUP BY g.id, d.node ORDER BY g.id, d.node

-- name: mq_group_stats
SELECT g.name, t.name AS topic, g.paused, g.mode, CASE WHEN g.ordered THEN 'orderly' ELSE 'concurrent' END AS "order",
  g.tags, g.retry, g.leased, g.cursor,
  (SELECT count(*) FROM mq_messages m WHERE m.topic_id = g.topic_id AND m.id > g.cursor
   AND (g.tags = '*' OR instr(g.tags, '|' || m.tag || '|') > 0))
    + (SELECT count(*) FROM mq_deliveries d WHERE d.group_id = g.id AND d.state = 'waiting') AS lag,
  (SELECT min(born_at) FROM (
     SELECT born_at FROM (SELECT m.born_at FROM mq_messages m WHERE m.topic_id = g.topic_id AND m.id > g.cursor
                          AND (g.tags = '*' OR instr(g.tags, '|' || m.tag || '|') > 0)
                          ORDER BY m.id LIMIT 1) AS ahead
     UNION ALL
     SELECT m.born_at FROM mq_deliveries d JOIN mq_messages m ON m.id = d.message_id
     WHERE d.group_id = g.id AND d.state IN ('retry', 'waiting', 'leased')) AS open_ones) AS oldest_age_ms,
  (SELECT count(*) FROM mq_deliveries d WHERE d.group_id = g.id AND d.state = 'leased') AS in_flight,
  (SELECT count(*) FROM mq_deliveries d WHERE d.group_id = g.id AND d.state = 'retry') AS retrying,
  (SELECT count(*) FROM mq_deliveries d WHERE d.group_id = g.id AND d.state = 'dead') AS dead
FROM mq_groups g JOIN mq_topics t ON t.id = g.topic_id ORDER BY g.id

-- name: mq_topic_stats
WITH fresh AS (
  SELECT topic_id, count(*) AS messages, sum(length(CAST(body AS BLOB))) AS bytes,
    sum(born_at / 60000 = :minute - 1) AS minute,
    sum(born_at / 60000 >= :minute - 60 AND born_at / 60000 < :minute) AS hour
  FROM mq_messages WHERE id > (SELECT last_id FROM mq_tally WHERE id = 1) GROUP BY +topic_id),
timers AS (SELECT topic_id, count(*) AS delayed, min(due_at) AS due_at FROM mq_timers GROUP BY topic_id)
SELECT t.name, t.messages + coalesce(f.messages, 0) AS messages, t.bytes + coalesce(f.bytes, 0) AS bytes,
  (SELECT max(m.id) FROM mq_messages m WHERE m.topic_id = t.id) AS last_id,
  (SELECT m.born_at FROM mq_messages m WHERE m.topic_id = t.id ORDER BY m.id LIMIT 1) AS oldest_at,
  (SELECT coalesce(sum(k.messages), 0) FROM mq_minutes k WHERE k.topic_id = t.id AND k.minute = :minute - 1)
    + coalesce(f.minute, 0) AS per_second_minute,
  (SELECT coalesce(sum(k.messages), 0) FROM mq_minutes k
   WHERE k.topic_id = t.id AND k.minute >= :minute - 60 AND k.minute < :minute)
    + coalesce(f.hour, 0) AS per_second_hour,
  coalesce(x.delayed, 0) AS delayed, x.due_at AS oldest_delay_at
FROM mq_topics t LEFT JOIN fresh f ON f.topic_id = t.id LEFT JOIN timers x ON x.topic_id = t.id ORDER BY t.id

-- name: mq_dead_list
SELECT d.id, d.message_id, g.name AS "group", t.name AS topic, m.tag, m.key, m.body, d.state, d.error, d.note, d.node,
  d.attempts, d.at AS died_at
FROM mq_deliveries d
JOIN mq_groups g ON g.id = d.group_id
JOIN mq_messages m ON m.id = d.message_id
JOIN mq_topics t ON t.id = g.topic_id
WHERE d.state = 'dead' AND d.id < :after AND (:group IS NULL OR g.name = :group)
ORDER BY d.id DESC LIMIT :most

-- name: mq_dead_get
SELECT d.id, d.message_id, g.name AS "group", t.name AS topic, m.tag, m.key, m.body, d.state, d.error, d.note, d.node,
  d.attempts, d.at AS died_at
FROM mq_deliveries d
JOIN mq_groups g ON g.id = d.group_id
JOIN mq_messages m ON m.id = d.message_id
JOIN mq_topics t ON t.id = g.topic_id
WHERE d.id = :id AND (d.state = 'dead' OR d.state = 'discarded' OR d.state = 'replaced' OR d.state = 'reset')

-- name: mq_attempt_list
SELECT attempt, at, node, error FROM mq_attempts WHERE delivery_id = :id ORDER BY id

-- name: mq_delivery_find
SELECT d.id, d.group_id, g.topic_id, g.ordered, d.message_id, d.key, d.place, d.state
FROM mq_deliveries d JOIN mq_groups g ON g.id = d.group_id WHERE d.id = :id

-- name: mq_delivery_of
SELECT id FROM mq_deliveries WHERE group_id = :group AND message_id = :message AND state <> 'reset'

-- name: mq_delivery_again
UPDATE mq_deliveries SET state = :state, attempts = 0, next_at = :now, at = :now WHERE id = :id

-- name: mq_delivery_over
UPDATE mq_deliveries SET state = :state, note = :note, at = :now WHERE id = :id

-- name: mq_delivery_place
UPDATE mq_deliveries SET place = :place WHERE id = :id

-- name: mq_message_edit
INSERT INTO mq_messages (topic_id, tag, key, body, trace, born_at)
SELECT ~:topic, tag, key, :body, :trace, :now FROM mq_messages WHERE id = :id

-- name: mq_resend_check
SELECT g.id, g.topic_id, g.ordered, g.mode = 'clustering', g.cursor >= m.id, m.key
FROM mq_groups g, mq_messages m
WHERE g.name = :group AND m.id = :message AND (m.topic_id = g.topic_id OR m.topic_id = ~g.topic_id)

-- name: mq_message_exists
SELECT EXISTS (SELECT 1 FROM mq_messages WHERE id = :id)

-- name: mq_retain_window
SELECT max(id), min(born_at) FROM (
  SELECT id, born_at FROM mq_messages WHERE id > :from ORDER BY id LIMIT :most) AS oldest

-- name: mq_retain_delete
DELETE FROM mq_messages WHERE id > :from AND id <= :to AND born_at < :before
  AND id < (SELECT max(id) FROM mq_messages) AND id <= (SELECT last_id FROM mq_tally WHERE id = 1)
  AND NOT EXISTS (SELECT 1 FROM mq_groups g WHERE g.topic_id = mq_messages.topic_id AND g.mode = 'clustering'
                  AND g.cursor < mq_messages.id)
  AND NOT EXISTS (SELECT 1 FROM mq_deliveries d WHERE d.message_id = mq_messages.id)
RETURNING topic_id, length(CAST(body AS BLOB))

-- name: mq_retain_over
DELETE FROM mq_deliveries WHERE message_id > :from AND message_id <= :to AND at < :before
  AND (state = 'done' OR state = 'discarded' OR state = 'replaced' OR state = 'reset')

-- name: mq_message_search
SELECT m.id, t.name AS topic, m.tag, m.key, m.body, m.trace, m.born_at, 'published' AS state
FROM mq_messages m JOIN mq_topics t ON t.id = CASE WHEN m.topic_id < 0 THEN ~m.topic_id ELSE m.topic_id END
WHERE m.id >= :low AND m.id < :high AND (:topic IS NULL OR t.name = :topic) AND (:key IS NULL OR m.key = :key)
  AND m.born_at >= :from AND m.born_at <= :to
ORDER BY m.id DESC LIMIT :most

-- name: mq_message_from
SELECT id, born_at FROM mq_messages WHERE id >= :id ORDER BY id LIMIT 1

-- name: mq_message_get
SELECT m.id, t.name AS topic, m.tag, m.key, m.body, m.trace, m.born_at, 'published' AS state
FROM mq_messages m JOIN mq_topics t ON t.id = CASE WHEN m.topic_id < 0 THEN ~m.topic_id ELSE m.topic_id END
WHERE m.id = :id

-- name: mq_message_fates
SELECT g.name AS "group",
  CASE WHEN d.id IS NOT NULL THEN d.state
       WHEN g.tags <> '*' AND instr(g.tags, '|' || m.tag || '|') = 0 THEN 'filtered'
       WHEN g.mode = 'broadcasting' THEN 'unknown'
       WHEN g.cursor >= m.id THEN 'done' ELSE 'pending' END AS state,
  coalesce(d.attempts, 0) AS attempts,
  CASE WHEN d.state = 'retry' OR d.state = 'leased' THEN d.next_at END AS next_at,
  coalesce(d.error, '') AS error, d.id AS delivery_id, d.node, d.note, d.at
FROM mq_messages m
JOIN mq_groups g ON g.topic_id = CASE WHEN m.topic_id < 0 THEN ~m.topic_id ELSE m.topic_id END
LEFT JOIN mq_deliveries d ON d.group_id = g.id AND d.message_id = m.id AND d.state <> 'reset'
WHERE m.id = :id AND (m.topic_id >= 0 OR d.id IS NOT NULL) ORDER BY g.id

-- name: mq_group_pause
UPDATE mq_groups SET paused = :paused WHERE name = :name

-- name: mq_group_reset
UPDATE mq_groups SET cursor = coalesce((
  SELECT max(m.id) FROM mq_messages m WHERE m.topic_id = mq_groups.topic_id AND m.born_at < :at), 0)
WHERE name = :name AND mode = 'clustering'

-- Dead letters, and what became of them by hand: the record stays when the message comes again.
-- name: mq_group_letters
UPDATE mq_deliveries SET state = 'reset', note = note || CASE WHEN note = '' THEN '' ELSE '; ' END || :note, at = :now
WHERE group_id = (SELECT id FROM mq_groups WHERE name = :name)
  AND message_id > (SELECT cursor FROM mq_groups WHERE name = :name)
  AND (SELECT m.topic_id FROM mq_messages m WHERE m.id = message_id) >= 0
  AND (state = 'dead' OR state = 'discarded' OR state = 'replaced')
RETURNING id

-- name: mq_group_forget
DELETE FROM mq_deliveries
WHERE group_id = (SELECT id FROM mq_groups WHERE name = :name)
  AND message_id > (SELECT cursor FROM mq_groups WHERE name = :name)
  AND (SELECT m.topic_id FROM mq_messages m WHERE m.id = message_id) >= 0
  AND state <> 'reset'
