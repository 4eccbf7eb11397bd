-- name: stay_put
INSERT INTO stays (id, order_id, branch_id, room_type_id, priced_as, state, arrival, departure)
VALUES (:id, :order_id, :branch_id, :room_type_id, :priced_as, :state, :arrival, :departure)

-- name: stay_night_put
INSERT INTO stay_nights (stay_id, night, room_type_id, price_fen, net_fen, taken)
VALUES (:stay, :night, :room_type, :price, :net, :taken)
ON CONFLICT (stay_id, night) DO UPDATE SET room_type_id = :room_type, price_fen = :price, net_fen = :net, taken = :taken

-- name: stay_of_order
SELECT s.*, COALESCE(r.number, '') AS room_number FROM stays s LEFT JOIN rooms r ON r.id = s.room_id
WHERE s.order_id = :order ORDER BY r.number COLLATE counted, s.id

-- name: stay_get
SELECT s.*, COALESCE(r.number, '') AS room_number FROM stays s LEFT JOIN rooms r ON r.id = s.room_id WHERE s.id = :id

-- name: stay_nights_of
SELECT night AS date, room_type_id, price_fen, net_fen, taken FROM stay_nights WHERE stay_id = :stay ORDER BY night

-- name: stay_set_state
UPDATE stays SET state = :to WHERE id = :id AND state = :from

-- name: stay_set_departure
UPDATE stays SET departure = :departure WHERE id = :id

-- name: stay_set_charge
UPDATE stays SET charged_until = :until WHERE id = :id

-- name: stay_retype
UPDATE stays SET room_type_id = :room_type WHERE id = :id

-- name: stay_nights_retype
UPDATE stay_nights SET room_type_id = :room_type WHERE stay_id = :stay AND night >= :from

-- name: stay_priced_as
UPDATE stays SET priced_as = :room_type WHERE id = :id

-- name: stay_night_price
UPDATE stay_nights SET price_fen = :price, net_fen = :net WHERE stay_id = :stay AND night = :night

-- name: stay_rebook
UPDATE stays SET arrival = :arrival, departure = :departure, room_type_id = :room_type, priced_as = :room_type WHERE id = :id

-- name: stay_nights_outside
DELETE FROM stay_nights WHERE stay_id = :stay AND (night < :arrival OR night >= :departure)

-- name: stay_step_put
INSERT INTO stay_steps (stay_id, id, at, business_date, from_state, to_state, departure, room_id)
VALUES (:stay, :id, :now, :today, :from, :to, :departure, :room)

-- name: stay_step_last
SELECT id, business_date, from_state, to_state, departure, room_id FROM stay_steps WHERE stay_id = :stay AND undone = 0
ORDER BY id DESC LIMIT 1

-- name: stay_step_undone
UPDATE stay_steps SET undone = 1 WHERE stay_id = :stay AND id = :id

-- name: stay_nights_take
UPDATE stay_nights SET taken = :taken WHERE stay_id = :stay AND night >= :from AND night < :until

-- name: stay_set_room
UPDATE stays SET room_id = :room WHERE id = :id

-- Rooms that are free on all these nights and that nobody lives in, the clean ones first.
-- name: stay_room_pick
SELECT r.id FROM rooms r WHERE r.room_type_id = :room_type AND r.removed = 0
  AND NOT EXISTS (SELECT 1 FROM room_nights n WHERE n.room_id = r.id AND n.night >= :from AND n.night < :departure)
  AND NOT EXISTS (SELECT 1 FROM stays s WHERE s.room_id = r.id AND s.state = 'in_house')
ORDER BY CASE COALESCE((SELECT e.returns FROM closings e WHERE e.room_id = r.id AND e.to_day >= r.marked_on
                          AND e.to_day < :today ORDER BY e.to_day DESC LIMIT 1), r.cleanliness)
           WHEN 'inspected' THEN 0 WHEN 'clean' THEN 1 ELSE 2 END, r.number COLLATE counted LIMIT 1

-- name: stay_room_of_branch
SELECT number, room_type_id FROM rooms WHERE id = :id AND branch_id = :branch AND removed = 0

-- name: stay_room_count
SELECT count(*) FROM rooms WHERE room_type_id = :room_type AND removed = 0

-- name: stay_room_take
INSERT INTO room_nights (room_id, night, stay_id) VALUES (:room, :night, :stay)

-- name: stay_room_give
DELETE FROM room_nights WHERE stay_id = :stay AND night >= :from

-- name: stay_guests_of
SELECT id, name, kind, last4 FROM stay_guests WHERE stay_id = :stay ORDER BY place

-- name: stay_guest_kept
SELECT name, kind, last4, digest, sealed FROM stay_guests WHERE stay_id = :stay AND id = :id

-- name: stay_guests_clear
DELETE FROM stay_guests WHERE stay_id = :stay

-- name: stay_guest_put
INSERT INTO stay_guests (id, stay_id, place, name, kind, last4, digest, sealed)
VALUES (:id, :stay, :place, :name, :kind, :last4, :digest, :sealed)

-- name: stay_set_words
UPDATE stays SET remark = :remark, arrival_time = :arrival_time WHERE id = :id

-- name: stay_extras_of
SELECT id, code, quantity, unit_fen, from_day AS "from", to_day AS "to", note FROM stay_extras WHERE stay_id = :stay ORDER BY id

-- name: stay_extra_put
INSERT INTO stay_extras (id, stay_id, code, quantity, unit_fen, from_day, to_day, note)
VALUES (:id, :stay, :code, :quantity, :unit_fen, :from, :to, :note)

-- name: stay_extra_end
UPDATE stay_extras SET to_day = :last WHERE id = :id

-- name: stay_extra_delete
DELETE FROM stay_extras WHERE id = :id

-- name: stay_extra_stay
SELECT stay_id FROM stay_extras WHERE id = :id

-- name: stay_extras_missed
UPDATE stay_extras SET from_day = :today WHERE stay_id = :stay AND COALESCE(from_day, 0) < :today
