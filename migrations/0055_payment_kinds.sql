-- How money comes and goes, and what follows from it; the one place where that stands. in_drawer: counted at the end of a shift;
-- in_takings: taken by somebody on a day (what a company owes is when it pays); is_money: in the house's hand, so that it may be
-- held as a deposit and goes back as any money, where somebody else's word goes back as it came; by_system: the program pays it
-- back where it came through the program. The owner's word: needs_reference, no payment without one; offered: at the desk.
CREATE TABLE payment_kinds (
  kind            TEXT PRIMARY KEY,
  place           INTEGER NOT NULL,
  in_drawer       INTEGER NOT NULL CHECK (in_drawer = 0 OR in_drawer = 1),
  in_takings      INTEGER NOT NULL CHECK (in_takings = 0 OR in_takings = 1),
  is_money        INTEGER NOT NULL CHECK (is_money = 0 OR is_money = 1),
  by_system       INTEGER NOT NULL CHECK (by_system = 0 OR by_system = 1),
  needs_reference INTEGER NOT NULL DEFAULT 0 CHECK (needs_reference = 0 OR needs_reference = 1),
  offered         INTEGER NOT NULL DEFAULT 1 CHECK (offered = 0 OR offered = 1)
) STRICT, WITHOUT ROWID;
INSERT INTO payment_kinds (kind, place, in_drawer, in_takings, is_money, by_system, offered) VALUES
  ('cash', 1, 1, 1, 1, 0, 1), ('wechat', 2, 0, 1, 1, 1, 1), ('alipay', 3, 0, 1, 1, 0, 1), ('card', 4, 0, 1, 1, 0, 1),
  ('transfer', 5, 0, 1, 1, 0, 1), ('ota', 6, 0, 1, 0, 0, 1), ('account', 7, 0, 0, 0, 0, 1), ('coupon', 8, 0, 1, 0, 0, 0),
  ('house', 9, 0, 1, 0, 0, 0);
