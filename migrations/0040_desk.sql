-- What is still owed of an order: see order_due. Worked out when it is asked for.
ALTER TABLE orders ADD COLUMN due_fen INTEGER NOT NULL GENERATED ALWAYS AS (
  CASE WHEN status = 'cancelled' OR status = 'no_show' OR payable_fen - paid_fen + owed_again_fen < 0 THEN 0
       ELSE payable_fen - paid_fen + owed_again_fen END) VIRTUAL;

-- What a branch sold, by arrival: its report.
CREATE INDEX stays_sold ON stays (branch_id, arrival, departure) WHERE state IN ('due_in', 'in_house', 'departed', 'no_show');

-- The desk's list of stays that are over: of a state the newest first, and those that had a night.
CREATE INDEX stays_over ON stays (branch_id, state) WHERE state IN ('departed', 'cancelled', 'no_show');
CREATE INDEX stays_over_nights ON stays (branch_id, state, arrival, departure)
  WHERE state IN ('departed', 'cancelled', 'no_show');
