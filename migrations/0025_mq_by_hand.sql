-- What staff published by hand for later may be called off; what belongs to an order or a schedule may not.
ALTER TABLE mq_timers ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
