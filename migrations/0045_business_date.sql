-- The business date of a branch is kept and moves by one when the day is closed. What a close by schedule does with what is not
-- done: stop, let it be, or do it.
ALTER TABLE branches ADD COLUMN business_date INTEGER NOT NULL DEFAULT 0;
ALTER TABLE branches ADD COLUMN audit_due_in TEXT NOT NULL DEFAULT 'keep'
  CHECK (audit_due_in = 'stop' OR audit_due_in = 'keep' OR audit_due_in = 'no_show');
ALTER TABLE branches ADD COLUMN audit_due_out TEXT NOT NULL DEFAULT 'keep'
  CHECK (audit_due_out = 'stop' OR audit_due_out = 'keep' OR audit_due_out = 'extend');
ALTER TABLE branches ADD COLUMN audit_shift_open TEXT NOT NULL DEFAULT 'keep'
  CHECK (audit_shift_open = 'stop' OR audit_shift_open = 'keep' OR audit_shift_open = 'close');
ALTER TABLE branches ADD COLUMN audit_price_zero TEXT NOT NULL DEFAULT 'keep'
  CHECK (audit_price_zero = 'stop' OR audit_price_zero = 'keep');
ALTER TABLE branches ADD COLUMN audit_deposit_held TEXT NOT NULL DEFAULT 'keep'
  CHECK (audit_deposit_held = 'stop' OR audit_deposit_held = 'keep');
UPDATE branches SET business_date = max(business_date(timezone, audit_hour, unixepoch() * 1000),
  COALESCE((SELECT max(d.business_date) FROM ledger_days d WHERE d.branch_id = branches.id), 0));
