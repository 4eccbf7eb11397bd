-- Members are found by their nickname in the form that searches compare, which is written at the first start.
ALTER TABLE members ADD COLUMN folded TEXT NOT NULL DEFAULT '';

-- Texts are folded otherwise (かな and カナ are one): the words of all orders are written once more, from the newest back, while
-- the old ones still answer.
DELETE FROM settings WHERE name = 'order_words_from';

-- A foreign number begins with a plus.
UPDATE OR IGNORE members SET phone = '+' || substr(phone, 3) WHERE phone LIKE '00%' AND length(phone) BETWEEN 9 AND 17;
UPDATE orders SET guest_phone = '+' || substr(guest_phone, 3)
WHERE guest_phone LIKE '00%' AND length(guest_phone) BETWEEN 9 AND 17;
