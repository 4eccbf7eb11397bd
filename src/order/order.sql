-- name: order_put
INSERT INTO orders (id, member_id, branch_id, room_type_id, branch_name, branch_name_en, room_type_name,
  room_type_name_en, status, money, source,
  booked_by, arrival, departure, rooms, guest_name, guest_phone, remark, arrival_time, total_fen, discount_fen, payable_fen,
  grant_id, stock_mode, pay_by, timer_id, timezone, audit_hour, free_until, created_at)
VALUES (:id, :member_id, :branch_id, :room_type_id, :branch_name, :branch_name_en, :room_type_name,
  :room_type_name_en, :status, :money, :source,
  :booked_by, :arrival, :departure, :rooms, :guest_name, :guest_phone, :remark, :arrival_time,
  :total_fen, :discount_fen, :payable_fen,
  :grant_id, :stock_mode, :pay_by, :timer_id, :timezone, :audit_hour, :free_until, :created_at)

-- name: order_history_put
INSERT INTO order_history (order_id, id, at, from_status, to_status, by_kind, by_id, by_name, note)
VALUES (:order, :id, :now, :from, :to, :by_kind, :by_id, :by_name, :note)

-- name: order_get
SELECT * FROM orders WHERE id = :id AND (:member = 0 OR member_id = :member)

-- name: order_history
SELECT at, from_status AS "from", to_status AS "to", by_name AS "by", by_kind, note FROM order_history
WHERE order_id = :order ORDER BY id

-- name: order_unpaid_of_member
SELECT count(*), coalesce(sum(rooms), 0) FROM orders WHERE member_id = :member AND status = 'pending_payment'

-- name: order_unpaid_of_phone
SELECT count(*), coalesce(sum(rooms), 0) FROM orders WHERE guest_phone = :phone AND status = 'pending_payment'

-- name: order_of_member
SELECT * FROM orders WHERE member_id = :member AND id < :after AND (:status = '' OR status = :status)
ORDER BY id DESC LIMIT :most

-- Lists of the desk: :staff is an actor_scope, :branch one branch of it or 0. Each reads its own branches' rows alone, by an
-- index, and no more than a page of each.
-- name: order_of_member_in_scope
SELECT * FROM orders WHERE member_id = :member AND id < :after AND (:status = '' OR status = :status)
  AND branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
  AND (:branch = 0 OR branch_id = :branch)
ORDER BY id DESC LIMIT :most

-- name: order_list_all
SELECT * FROM orders WHERE id < :after ORDER BY id DESC LIMIT :most

-- name: order_list
SELECT * FROM orders WHERE id IN (
  SELECT x.id FROM staff_scope b
  CROSS JOIN (SELECT 'pending_payment' AS name UNION ALL SELECT 'confirmed' UNION ALL SELECT 'in_house'
              UNION ALL SELECT 'completed' UNION ALL SELECT 'cancelled' UNION ALL SELECT 'no_show') AS s
  CROSS JOIN orders x
  WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND (:status = '' OR s.name = :status)
    AND x.id IN (SELECT y.id FROM orders y WHERE y.branch_id = b.branch_id AND y.status = s.name AND y.id < :after
                 ORDER BY y.id DESC LIMIT :most)
  ORDER BY x.id DESC LIMIT :most)
ORDER BY id DESC

-- name: order_list_arrival
SELECT * FROM orders WHERE id IN (
  SELECT o.id FROM staff_scope b CROSS JOIN orders o
  WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND o.branch_id = b.branch_id
    AND o.status <> 'pending_payment' AND o.arrival BETWEEN :from AND :to AND o.id < :after
    AND (:status = '' OR o.status = :status)
  UNION ALL
  SELECT o.id FROM staff_scope b CROSS JOIN orders o
  WHERE b.staff_id = :staff AND (:branch = 0 OR b.branch_id = :branch) AND o.branch_id = b.branch_id
    AND o.status = 'pending_payment' AND o.arrival BETWEEN :from AND :to AND o.id < :after
    AND (:status = '' OR o.status = :status)
  ORDER BY 1 DESC LIMIT :most)
ORDER BY id DESC

-- name: order_words_of
SELECT guest_name, guest_phone FROM orders WHERE id = :id

-- name: order_words_put
INSERT OR REPLACE INTO order_words (rowid, name, ends) VALUES (:id, :name, :ends)

-- By number and by whole phone (unpaid orders and the others have an index each), which is there at once; and by the words,
-- which a consumer writes. Digits match the end of phone or number.
-- name: order_search
SELECT * FROM orders WHERE id < :after AND (:status = '' OR status = :status) AND id IN (
  SELECT o.id FROM orders o
  WHERE o.id = :number AND (:branch = 0 OR o.branch_id = :branch)
    AND o.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
  UNION
  SELECT o.id FROM orders o
  WHERE o.guest_phone = :q AND o.status <> 'pending_payment' AND (:branch = 0 OR o.branch_id = :branch)
    AND o.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
  UNION
  SELECT o.id FROM orders o
  WHERE o.guest_phone = :q AND o.status = 'pending_payment' AND (:branch = 0 OR o.branch_id = :branch)
    AND o.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
  UNION
  SELECT id FROM (
    SELECT o.id FROM order_words w CROSS JOIN orders o ON o.id = w.rowid
    WHERE order_words MATCH :words AND w.rowid < :after AND (:status = '' OR o.status = :status)
      AND (:branch = 0 OR o.branch_id = :branch) AND o.branch_id IN (SELECT branch_id FROM staff_scope WHERE staff_id = :staff)
      AND (:digits = 0 OR o.guest_phone LIKE '%' || :q OR CAST(o.id AS TEXT) LIKE '%' || :q)
    ORDER BY w.rowid DESC LIMIT :most) AS found)
ORDER BY id DESC LIMIT :most

-- name: order_due_in
SELECT * FROM orders
WHERE id IN (SELECT order_id FROM stays WHERE branch_id = :branch AND state = 'due_in' AND arrival <= :today)
ORDER BY arrival, id LIMIT 500

-- name: order_in_house
SELECT * FROM orders
WHERE id IN (SELECT order_id FROM stays WHERE branch_id = :branch AND state = 'in_house' AND departure <= :until)
ORDER BY departure, id LIMIT 2000

-- Neither given to anybody tonight, nor closed, nor has somebody who should have left.
-- name: order_rooms_free
SELECT count(*) FROM rooms r WHERE r.branch_id = :branch AND r.removed = 0
  AND NOT EXISTS (SELECT 1 FROM room_nights n WHERE n.room_id = r.id AND n.night = :today)
  AND NOT EXISTS (SELECT 1 FROM stays s WHERE s.room_id = r.id AND s.state = 'in_house')

-- name: order_set_status
UPDATE orders SET status = :to, reason = :reason WHERE id = :id AND status = :from

-- name: order_set_money
UPDATE orders SET money = :money, paid_fen = :paid_fen, refund_fen = :refund_fen
WHERE id = :id

-- name: order_correct
UPDATE orders SET guest_name = :guest_name, guest_phone = :guest_phone, remark = :remark, arrival_time = :arrival_time
WHERE id = :id AND status = :status

-- name: order_rebook
UPDATE orders SET room_type_id = :room_type_id, room_type_name = :room_type_name, room_type_name_en = :room_type_name_en,
  stock_mode = :stock_mode, free_until = :free_until
WHERE id = :id

-- name: order_sum_up
UPDATE orders SET arrival = :arrival, departure = :departure, rooms = :rooms, total_fen = :total_fen,
  discount_fen = :discount_fen, payable_fen = :payable_fen
WHERE id = :id

-- name: order_clear_timer
UPDATE orders SET timer_id = NULL WHERE id = :id

-- name: order_overdue
SELECT id FROM orders WHERE status = 'pending_payment' AND pay_by <= :now ORDER BY pay_by LIMIT :most

-- Who is due tonight or was before, paid nothing and left no deposit nor a promise of money; not who was expected again after a
-- no-show.
-- name: order_unheld
SELECT s.id, s.order_id, s.arrival, b.hold_until, o.audit_hour, o.timezone, o.created_at
FROM branches b CROSS JOIN stays s CROSS JOIN orders o
WHERE s.branch_id = b.id AND s.state = 'due_in' AND s.arrival <= b.business_date AND o.id = s.order_id AND o.paid_fen = 0
  AND o.payable_fen > 0 AND o.held_fen = 0
  AND NOT EXISTS (SELECT 1 FROM standing_holds h WHERE h.order_id = o.id)
  AND NOT EXISTS (SELECT 1 FROM stay_steps k WHERE k.stay_id = s.id AND k.to_state = 'no_show')
ORDER BY s.order_id, s.id

-- name: order_promised
SELECT count(*) FROM standing_holds WHERE order_id = :order

-- Money that the program cannot give back: somebody took it at the desk. The sandbox stands in for WeChat.
-- name: order_paid_by_hand
SELECT count(*) FROM payments WHERE order_id = :order AND counted = 1 AND (transaction_id LIKE 'desk-%'
  OR CASE provider WHEN 'sandbox' THEN 'wechat' ELSE provider END NOT IN (SELECT kind FROM payment_kinds WHERE by_system = 1))

-- name: order_fee_charged
SELECT COALESCE(sum(l.amount_fen), 0) FROM stays s CROSS JOIN ledger_accounts a CROSS JOIN ledger_lines l
WHERE s.id = :stay AND a.order_id = s.order_id AND l.account_id = a.id AND l.code = :code AND l.kind <> 'transfer'
  AND l.service_date >= :from AND (a.stay_id = s.id OR l.routed_from = s.id)

-- name: order_room_type
SELECT room_type_id FROM rooms WHERE id = :id AND branch_id = :branch AND removed = 0

-- name: order_room_number
SELECT number FROM rooms WHERE id = :id

-- name: order_set_posted
UPDATE orders SET extras_fen = :extras, held_fen = :held WHERE id = :id

-- name: order_payments_to_post
SELECT p.id, p.provider AS tender, p.amount_fen FROM payments p
WHERE p.order_id = :order AND p.counted = 1 AND NOT EXISTS (SELECT 1 FROM ledger_lines l WHERE l.payment_id = p.id)
ORDER BY p.id

-- What a deposit was used for goes back in the kind in which the deposit was taken.
-- name: order_refunds_to_post
SELECT r.id, l.account_id, l.id AS payment_line, r.amount_fen,
  CASE WHEN r.kind <> '' THEN r.kind WHEN p.provider <> 'deposit' THEN p.provider
       ELSE (SELECT d.code FROM ledger_lines d WHERE d.account_id = l.account_id AND d.kind = 'deposit'
             ORDER BY d.id DESC LIMIT 1)
  END AS tender
FROM refunds r JOIN payments p ON p.id = r.payment_id JOIN ledger_lines l ON l.payment_id = p.id
WHERE r.order_id = :order AND r.state <> 'closed' AND NOT EXISTS (SELECT 1 FROM ledger_lines x WHERE x.refund_id = r.id)
ORDER BY r.id
