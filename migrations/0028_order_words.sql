-- What the desk finds an order by besides its number and whole phone: any part of the name, and the ends of phone and
-- number. Filled behind the bookings, which do not wait for it; rowid is the order's id.
CREATE VIRTUAL TABLE order_words USING fts5 (name, ends, columnsize = 0, tokenize = 'unicode61');
