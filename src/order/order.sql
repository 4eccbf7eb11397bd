-- name: order_put
INSERT INTO orders (id, member_id, branch_id, room_type_id, branch_name, branch_name_en, room_type_name,
  room_type_name_en, status, money, source,
  booked_by, arrival, departure, rooms, guest_name, guest_phone, remark, arrival_time, total_fen, discount_fen, payable_fen,
  grant_id, stock_mode, holds_nights, pay_by, timer_id, timezone, audit_hour, free_until, created_at)
VALUES (:id, :member_id, :branch_id, :room_type_id, :branch_name, :branch_name_en, :room_type_name,
  :room_type_name_en, :status, :money, :source,
  :booked_by, :arrival, :departure, :rooms, :guest_name, :guest_phone, :remark, :arrival_time,
  :total_fen, :discount_fen, :payable_fen,
  :grant_id, :stock_mode, :holds_nights, :pay_by, :timer_id, :timezone, :audit_hour, :free_until, :created_at)

-- name: order_night_put
INSERT INTO order_nights (order_id, night, price_fen, net_fen) VALUES (:order, :night, :price, :net)

-- name: order_history_put
INSERT INTO order_history (order_id, id, at, from_status, to_status, by_kind, by_id, by_name, note)
VALUES (:order, :id, :now, :from, :to, :by_kind, :by_id, :by_name, :note)

-- name: order_get
SELECT * FROM orders WHERE id = :id AND (:member = 0 OR member_id = :member)

-- name: order_nights
SELECT night AS date, price_fen, net_fen FROM order_nights WHERE order_id = :order ORDER BY night

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
SELECT * FROM orders INDEXED BY orders_due WHERE branch_id = :branch AND arrival <= :today AND arrival > :today - 60
  AND status = 'confirmed'
ORDER BY arrival, id LIMIT 500

-- name: order_in_house
SELECT * FROM orders WHERE branch_id = :branch AND status = 'in_house' AND departure <= :until
ORDER BY departure, id LIMIT 2000

-- Neither given to anybody tonight, nor closed, nor has somebody who should have left.
-- name: order_rooms_free
SELECT count(*) FROM rooms r WHERE r.branch_id = :branch AND r.removed = 0
  AND NOT EXISTS (SELECT 1 FROM room_nights n WHERE n.room_id = r.id AND n.night = :today)
  AND r.id NOT IN (SELECT n.room_id FROM orders o JOIN room_nights n ON n.order_id = o.id
    WHERE o.branch_id = :branch AND o.status = 'in_house'
      AND n.night = (SELECT max(x.night) FROM room_nights x WHERE x.order_id = o.id))

-- name: order_set_status
UPDATE orders SET status = :to, reason = :reason WHERE id = :id AND status = :from

-- name: order_set_money
UPDATE orders SET money = :money, paid_fen = :paid_fen, refund_fen = :refund_fen,
  owed_again_fen = :owed_again_fen
WHERE id = :id

-- name: order_extend
UPDATE orders SET departure = :departure, total_fen = total_fen + :more, payable_fen = payable_fen + :more
WHERE id = :id AND departure = :was AND status IN ('confirmed', 'in_house')

-- name: order_correct
UPDATE orders SET guest_name = :guest_name, guest_phone = :guest_phone, remark = :remark, arrival_time = :arrival_time
WHERE id = :id AND status = :status

-- name: order_set_nights
UPDATE orders SET holds_nights = :holds WHERE id = :id

-- name: order_clear_timer
UPDATE orders SET timer_id = NULL WHERE id = :id

-- name: order_overdue
SELECT id FROM orders WHERE status = 'pending_payment' AND pay_by <= :now ORDER BY pay_by LIMIT :most

-- name: order_branch_today
SELECT timezone, audit_hour FROM branches WHERE id = :branch

-- Rooms that are free on all these nights and that nobody lives in, the clean ones first.
-- name: order_room_pick
SELECT r.id FROM rooms r WHERE r.room_type_id = :room_type AND r.removed = 0
  AND NOT EXISTS (SELECT 1 FROM room_nights n WHERE n.room_id = r.id AND n.night >= :arrival AND n.night < :departure)
  AND r.id NOT IN (SELECT n.room_id FROM orders o JOIN room_nights n ON n.order_id = o.id
    WHERE o.branch_id = :branch AND o.status = 'in_house'
      AND n.night = (SELECT max(x.night) FROM room_nights x WHERE x.order_id = o.id))
ORDER BY CASE COALESCE((SELECT e.returns FROM closings e WHERE e.room_id = r.id AND e.to_day >= r.marked_on
                          AND e.to_day < :today ORDER BY e.to_day DESC LIMIT 1), r.cleanliness)
           WHEN 'inspected' THEN 0 WHEN 'clean' THEN 1 ELSE 2 END, r.number COLLATE counted LIMIT :most

-- name: order_room_type
SELECT room_type_id FROM rooms WHERE id = :id AND branch_id = :branch AND removed = 0

-- name: order_room_number
SELECT number FROM rooms WHERE id = :id

-- name: order_room_count
SELECT count(*) FROM rooms WHERE room_type_id = :room_type AND removed = 0

-- name: order_room_take
INSERT INTO room_nights (room_id, night, order_id) VALUES (:room, :night, :order)

-- name: order_rooms_give_back
DELETE FROM room_nights WHERE order_id = :order AND night >= :from

-- name: order_rooms_now
SELECT r.number, r.id FROM room_nights n JOIN rooms r ON r.id = n.room_id
WHERE n.order_id = :order AND n.night = (SELECT max(night) FROM room_nights WHERE order_id = :order)
ORDER BY r.number COLLATE counted
