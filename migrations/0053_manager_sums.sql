-- Sums of one code or tender over closed days, for reports over years: a row of these stands with the others of its code.
CREATE INDEX day_codes_sum ON day_codes (branch_id, code, business_date, amount_fen);
CREATE INDEX day_takings_sum ON day_takings (branch_id, kind, business_date, in_fen, out_fen);
