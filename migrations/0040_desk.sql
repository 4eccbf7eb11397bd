-- The desk's list of stays that are over: of a state the newest first, and those that had a night.
CREATE INDEX stays_over ON stays (branch_id, state) WHERE state IN ('departed', 'cancelled', 'no_show');
CREATE INDEX stays_over_nights ON stays (branch_id, state, arrival, departure)
  WHERE state IN ('departed', 'cancelled', 'no_show');
