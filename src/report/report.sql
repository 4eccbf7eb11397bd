-- name: report_types
SELECT id AS room_type_id, name AS room_type_name FROM room_types WHERE branch_id = :branch ORDER BY sort, id

-- What a night without a row has.
-- name: report_stock
SELECT coalesce(sum(stock), 0) FROM room_types WHERE branch_id = :branch AND status = 'on'

-- name: report_nights
SELECT n.night, n.sellable, n.sold, t.stock, t.status = 'on'
FROM room_types t JOIN nights n ON n.room_type_id = t.id
WHERE t.branch_id = :branch AND n.night BETWEEN :from AND :to

-- From the longest stays that can reach into the range on.
-- name: report_sold
SELECT night, room_type_id, revenue_fen FROM night_sales
WHERE branch_id = :branch AND arrival BETWEEN :earliest AND :to AND departure > :from AND night BETWEEN :from AND :to

-- What closed days came to.
-- name: report_frozen
SELECT business_date, room_type_id, rooms - out_of_order, sold, revenue_fen FROM day_types
WHERE branch_id = :branch AND business_date BETWEEN :from AND :to

-- name: events_last
SELECT coalesce(max(id), 0) FROM mq_messages

-- name: events_after
SELECT * FROM (
  SELECT * FROM (SELECT id, tag, key, born_at, body FROM mq_messages WHERE topic_id = :orders AND id > :after
                 ORDER BY id LIMIT :most)
  UNION ALL
  SELECT * FROM (SELECT id, 'day_' || tag, '', born_at, body FROM mq_messages WHERE topic_id = :days AND id > :after
                 ORDER BY id LIMIT :most))
ORDER BY id LIMIT :most

-- Manager's report; :staff is an actor_scope, :branch one branch of it or 0. A branch begins with its first closed day, or with
-- the one that is open.
-- name: report_branches
SELECT h.id AS branch_id, h.name, h.name_en,
  COALESCE((SELECT min(d.business_date) FROM days d WHERE d.branch_id = h.id), h.business_date) AS begun,
  (SELECT max(d.business_date) FROM days d WHERE d.branch_id = h.id) AS closed
FROM staff_scope b CROSS JOIN branches h
WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND h.id = b.branch_id
ORDER BY h.sort, h.id

-- :spans is a list of [first day, last day]. The codes of a branch are found by leaping from each to the next; then the sum of
-- one over a span is a run of an index.
-- name: report_codes
WITH RECURSIVE own (branch_id, code) AS (
  SELECT b.branch_id, (SELECT min(d.code) FROM day_codes d WHERE d.branch_id = b.branch_id)
  FROM staff_scope b WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch)
  UNION ALL
  SELECT branch_id, (SELECT min(d.code) FROM day_codes d WHERE d.branch_id = own.branch_id AND d.code > own.code)
  FROM own WHERE code IS NOT NULL),
found (code, span, fen) AS MATERIALIZED (
  SELECT own.code, spans.key,
    (SELECT sum(d.amount_fen) FROM day_codes d WHERE d.branch_id = own.branch_id AND d.code = own.code
       AND d.business_date BETWEEN json_extract(spans.value, '$[0]') AND json_extract(spans.value, '$[1]'))
  FROM own CROSS JOIN json_each(:spans) spans WHERE own.code IS NOT NULL)
SELECT found.code, COALESCE(c.name, found.code), COALESCE(c.name_en, found.code), found.span, sum(found.fen)
FROM found LEFT JOIN charge_codes c ON c.code = found.code
WHERE found.fen IS NOT NULL GROUP BY c.id, found.code, found.span ORDER BY c.id, found.code, found.span

-- name: report_kinds
WITH RECURSIVE own (branch_id, kind) AS (
  SELECT b.branch_id, (SELECT min(d.kind) FROM day_takings d WHERE d.branch_id = b.branch_id)
  FROM staff_scope b WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch)
  UNION ALL
  SELECT branch_id, (SELECT min(d.kind) FROM day_takings d WHERE d.branch_id = own.branch_id AND d.kind > own.kind)
  FROM own WHERE kind IS NOT NULL),
found (kind, span, fen) AS MATERIALIZED (
  SELECT own.kind, spans.key,
    (SELECT sum(d.in_fen - d.out_fen) FROM day_takings d WHERE d.branch_id = own.branch_id AND d.kind = own.kind
       AND d.business_date BETWEEN json_extract(spans.value, '$[0]') AND json_extract(spans.value, '$[1]'))
  FROM own CROSS JOIN json_each(:spans) spans WHERE own.kind IS NOT NULL)
SELECT kind, '', '', span, sum(fen) FROM found WHERE fen IS NOT NULL GROUP BY kind, span ORDER BY kind, span

-- name: report_takings
SELECT d.kind, d.by_name AS "by",
  sum(CASE WHEN d.business_date = :date THEN d.in_fen ELSE 0 END) AS in_fen,
  sum(CASE WHEN d.business_date = :date THEN d.out_fen ELSE 0 END) AS out_fen,
  sum(d.in_fen) AS month_in_fen, sum(d.out_fen) AS month_out_fen
FROM staff_scope b CROSS JOIN day_takings d
WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND d.branch_id = b.branch_id
  AND d.business_date BETWEEN :month AND :date
GROUP BY d.kind, d.by_name ORDER BY d.kind, d.by_name

-- What the ledgers stood at when the last closed day up to each of four dates ended.
-- name: report_balances
SELECT CASE l.ledger WHEN 'guest' THEN 0 WHEN 'deposit' THEN 1 ELSE 2 END,
  COALESCE(sum(l.debit_fen - l.credit_fen), 0),
  COALESCE(sum(CASE WHEN l.business_date <= :week THEN l.debit_fen - l.credit_fen END), 0),
  COALESCE(sum(CASE WHEN l.business_date <= :month THEN l.debit_fen - l.credit_fen END), 0),
  COALESCE(sum(CASE WHEN l.business_date <= :year THEN l.debit_fen - l.credit_fen END), 0)
FROM staff_scope b CROSS JOIN branches h CROSS JOIN ledger_days l
WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND h.id = b.branch_id AND l.branch_id = h.id
  AND l.business_date <= :date AND l.business_date < h.business_date
GROUP BY l.ledger
