-- What a branch sold, by arrival: its report.
CREATE INDEX stays_sold ON stays (branch_id, arrival, departure) WHERE state IN ('due_in', 'in_house', 'departed', 'no_show');

-- The desk's list of stays that are over: of a state the newest first, and those that had a night.
CREATE INDEX stays_over ON stays (branch_id, state) WHERE state IN ('departed', 'cancelled', 'no_show');
CREATE INDEX stays_over_nights ON stays (branch_id, state, arrival, departure)
  WHERE state IN ('departed', 'cancelled', 'no_show');
