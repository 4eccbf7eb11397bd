-- Names are found by order_words. Who is due in is few of many: an index of those alone is small.
DROP INDEX orders_guest;
CREATE INDEX orders_due ON orders (branch_id, arrival) WHERE status = 'confirmed';
