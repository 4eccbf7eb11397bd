"""The ledger against the orders and stays that it belongs to, reckoned from the rows of a store."""

GUEST = "l.kind NOT IN ('deposit', 'deposit_use', 'deposit_return')"
EXTRAS = """(SELECT coalesce(sum(e.quantity * e.unit_fen * max(0,
  min(coalesce(e.to_day + 1, s.departure), s.departure) - max(coalesce(e.from_day, s.arrival), s.arrival))), 0)
  FROM stay_extras e WHERE e.stay_id = s.id AND s.state NOT IN ('cancelled', 'no_show'))"""
NIGHTS = "(SELECT coalesce(sum(n.net_fen), 0) FROM stay_nights n WHERE n.stay_id = s.id AND n.night < coalesce(s.charged_until, s.departure))"
CHARGED = f"({NIGHTS} + {EXTRAS})"
POSTED = "(SELECT coalesce(sum(l.amount_fen), 0) FROM ledger_lines l WHERE l.stay_id = s.id AND l.origin = 'stay' AND l.standing)"

WRONG = {
    "what the desk posted, with daily extras, is what the order says": f"""
        SELECT o.id, o.extras_fen, x.sum, y.sum FROM orders o LEFT JOIN (
          SELECT a.order_id, sum(l.amount_fen) AS sum FROM ledger_accounts a JOIN ledger_lines l ON l.account_id = a.id
          WHERE l.origin = 'desk' AND l.kind IN ('charge', 'allowance', 'adjustment', 'transfer') GROUP BY 1) x ON x.order_id = o.id
        LEFT JOIN (SELECT s.order_id, sum({EXTRAS}) AS sum FROM stays s GROUP BY 1) y ON y.order_id = o.id
        WHERE o.extras_fen <> coalesce(x.sum, 0) + coalesce(y.sum, 0)""",
    "an extra is posted on its own nights, once, at its price": """
        SELECT l.extra_id, l.service_date, count(*) FROM ledger_lines l LEFT JOIN stay_extras e ON e.id = l.extra_id
        LEFT JOIN stays s ON s.id = e.stay_id
        WHERE l.extra_id IS NOT NULL AND l.origin = 'stay' AND l.standing GROUP BY 1, 2
        HAVING count(*) <> 1 OR max(l.amount_fen <> e.quantity * e.unit_fen OR l.stay_id <> e.stay_id OR l.code <> e.code
          OR l.service_date NOT BETWEEN coalesce(e.from_day, s.arrival) AND coalesce(e.to_day, s.departure - 1)
          OR l.service_date NOT BETWEEN s.arrival AND s.departure - 1) <> 0 OR max(e.id) IS NULL""",
    "who was in house when a day was closed was charged the extras of the night": """
        SELECT s.id, e.id, d.business_date FROM stays s JOIN stay_extras e ON e.stay_id = s.id
        JOIN days d ON d.branch_id = s.branch_id AND d.business_date BETWEEN coalesce(e.from_day, s.arrival) AND coalesce(e.to_day, s.departure - 1)
        WHERE s.state = 'in_house' AND d.business_date BETWEEN s.arrival AND s.departure - 1
          AND (SELECT max(k.at) FROM stay_steps k WHERE k.stay_id = s.id) < d.closed_at
          AND NOT EXISTS (SELECT 1 FROM ledger_lines l WHERE l.extra_id = e.id AND l.service_date = d.business_date AND l.standing)""",
    "what is held of deposits is what the order says": """
        SELECT o.id, o.held_fen, x.sum FROM orders o LEFT JOIN (
          SELECT a.order_id, -sum(l.amount_fen) AS sum FROM ledger_accounts a JOIN ledger_lines l ON l.account_id = a.id
          WHERE l.kind IN ('deposit', 'deposit_use', 'deposit_return') GROUP BY 1) x ON x.order_id = o.id
        WHERE o.held_fen <> coalesce(x.sum, 0)""",
    "each payment has its line": """
        SELECT p.id, p.amount_fen, l.amount_fen FROM payments p LEFT JOIN ledger_lines l ON l.payment_id = p.id
        WHERE p.counted AND coalesce(l.amount_fen, 0) <> -p.amount_fen""",
    "each refund has its line": """
        SELECT r.id, r.amount_fen, l.amount_fen FROM refunds r LEFT JOIN ledger_lines l ON l.refund_id = r.id
        WHERE coalesce(l.amount_fen, 0) <> CASE r.state WHEN 'closed' THEN 0 ELSE r.amount_fen END""",
    "who is over was charged, who is to come was not, who is in house not more": f"""
        SELECT s.id, s.state, {CHARGED}, {POSTED} FROM stays s WHERE CASE s.state
          WHEN 'held' THEN {POSTED} <> 0 WHEN 'due_in' THEN {POSTED} <> 0
          WHEN 'in_house' THEN {POSTED} > {CHARGED} ELSE {POSTED} <> {CHARGED} END""",
    "an order that came to nothing comes to nothing": f"""
        SELECT o.id, sum(l.amount_fen) FROM orders o JOIN ledger_accounts a ON a.order_id = o.id JOIN ledger_lines l ON l.account_id = a.id
        WHERE o.status IN ('cancelled', 'no_show') AND {GUEST} GROUP BY 1 HAVING sum(l.amount_fen) <> 0""",
    "what was taken back has its counter-line": """
        SELECT l.id FROM ledger_lines l WHERE NOT l.standing
        GROUP BY l.account_id, l.code, l.service_date HAVING sum(l.amount_fen) <> 0""",
    "a day of a ledger is the sum of its lines": """
        SELECT branch_id, business_date, ledger, sum(net), sum(turnover) FROM (
          SELECT branch_id, business_date, ledger, debit_fen - credit_fen AS net, debit_fen + credit_fen AS turnover FROM ledger_days
          UNION ALL
          SELECT l.branch_id, l.business_date, CASE WHEN l.kind IN ('deposit', 'deposit_use', 'deposit_return') THEN 'deposit'
            WHEN a.kind = 'company' THEN 'receivable' ELSE 'guest' END, -l.amount_fen, -abs(l.amount_fen)
          FROM main.ledger_lines l JOIN main.ledger_accounts a ON a.id = l.account_id)
        GROUP BY 1, 2, 3 HAVING sum(net) <> 0 OR sum(turnover) <> 0""",
    "no deposit that was used is lost": """
        SELECT l.account_id, sum(l.amount_fen) FROM ledger_lines l
        WHERE l.kind = 'deposit_use' OR l.code = 'deposit' AND l.kind IN ('payment', 'refund') GROUP BY 1 HAVING sum(l.amount_fen) <> 0""",
    "no more of a deposit went than came": """
        SELECT account_id, sum(amount_fen) FROM ledger_lines WHERE kind IN ('deposit', 'deposit_use', 'deposit_return')
        GROUP BY 1 HAVING sum(amount_fen) > 0""",
    "what was captured of a hold is one payment of its kind, of its account": """
        SELECT h.id, h.state, h.captured_fen, count(l.id), sum(l.amount_fen) FROM holds h LEFT JOIN ledger_lines l ON l.hold_id = h.id
          AND l.kind = 'payment' AND l.code = h.kind AND l.account_id = h.account_id
        GROUP BY h.id HAVING coalesce(-sum(l.amount_fen), 0) <> h.captured_fen OR count(l.id) <> (h.state = 'captured')""",
    "what names a hold was captured of it": """
        SELECT l.id, l.kind, l.amount_fen, h.state FROM ledger_lines l JOIN holds h ON h.id = l.hold_id
        WHERE h.state <> 'captured' OR l.kind <> 'payment' OR l.payment_id IS NULL""",
    "what was moved away came elsewhere": """
        SELECT l.business_date, sum(l.amount_fen) FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id
        WHERE l.kind = 'transfer' AND a.kind <> 'company' GROUP BY 1 HAVING sum(l.amount_fen) <> 0""",
    "what is put on a company is what guests paid on account": """
        SELECT l.id, l.amount_fen, m.amount_fen FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id
        LEFT JOIN ledger_lines m ON m.id = l.moved_from AND m.code = 'account'
        WHERE a.kind = 'company' AND l.kind = 'transfer' AND coalesce(m.amount_fen, 0) <> -l.amount_fen""",
    "no more of a line was moved or reversed than there was": """
        SELECT l.id, l.amount_fen, x.sum FROM ledger_lines l JOIN (
          SELECT m.account_id, coalesce(m.moved_from, m.reverses, m.adjusts) AS id, sum(m.amount_fen) AS sum FROM ledger_lines m
          WHERE m.moved_from IS NOT NULL OR m.adjusts IS NOT NULL OR m.reverses IS NOT NULL AND m.kind <> 'refund' GROUP BY 1, 2) x
        ON x.id = l.id AND x.account_id = l.account_id
        WHERE l.standing AND (l.amount_fen + x.sum) * l.amount_fen < 0""",
    "what a rule led elsewhere came from the stay's first window": """
        SELECT l.id FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id LEFT JOIN stays s ON s.id = l.routed_from
        WHERE l.routed_from IS NOT NULL AND (l.routed_from = a.id OR coalesce(s.order_id, 0) <> a.order_id)""",
    "no line of a closed day came after its close": """
        SELECT l.id FROM ledger_lines l JOIN days d ON d.branch_id = l.branch_id AND d.business_date = l.business_date WHERE l.at > d.closed_at""",
    "who was in house when a day was closed was charged its night": """
        SELECT s.id, n.night FROM stays s JOIN stay_nights n ON n.stay_id = s.id
        JOIN days d ON d.branch_id = s.branch_id AND d.business_date = n.night
        WHERE s.state = 'in_house' AND n.night < s.departure AND n.net_fen <> 0
          AND (SELECT max(k.at) FROM stay_steps k WHERE k.stay_id = s.id) < d.closed_at
          AND NOT EXISTS (SELECT 1 FROM ledger_lines l WHERE l.stay_id = s.id AND l.service_date = n.night AND l.code = 'room' AND l.standing)""",
    "a closed day is the sum of its lines": """
        SELECT d.branch_id, d.business_date, d.room_fen + d.other_fen, d.in_fen - d.out_fen, x.revenue, x.money FROM days d LEFT JOIN (
          SELECT branch_id, business_date, sum(CASE WHEN kind IN ('charge', 'allowance', 'adjustment') THEN amount_fen END) AS revenue,
            -sum(CASE WHEN kind IN ('payment', 'refund', 'deposit', 'deposit_return') AND code NOT IN ('deposit', 'account')
                      THEN amount_fen END) AS money
          FROM main.ledger_lines GROUP BY 1, 2) x ON x.branch_id = d.branch_id AND x.business_date = d.business_date
        WHERE d.room_fen + d.other_fen <> coalesce(x.revenue, 0) OR d.in_fen - d.out_fen <> coalesce(x.money, 0)""",
    "what a room type brought is what the day did": """
        SELECT d.branch_id, d.business_date, d.sold, d.rooms, d.room_fen, sum(t.sold), sum(t.rooms), sum(t.revenue_fen)
        FROM days d LEFT JOIN day_types t ON t.branch_id = d.branch_id AND t.business_date = d.business_date GROUP BY 1, 2
        HAVING d.sold <> coalesce(sum(t.sold), 0) OR d.rooms <> coalesce(sum(t.rooms), 0) OR d.room_fen <> coalesce(sum(t.revenue_fen), 0)""",
    "a branch's open date follows its closed ones": """
        SELECT b.id, b.business_date, max(d.business_date) FROM branches b JOIN days d ON d.branch_id = b.id
        GROUP BY 1 HAVING b.business_date <> max(d.business_date) + 1""",
    "lines are of their account's branch": """
        SELECT l.id FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id WHERE l.branch_id <> a.branch_id""",
}


def only(orders):
    """What stands in front of a statement that is to see these orders alone."""
    ids = ",".join(orders) or "0"
    of_orders = ", ".join(f"{table} AS (SELECT * FROM main.{table} WHERE {column} IN ({ids}))" for table, column in (
        ("orders", "id"), ("stays", "order_id"), ("payments", "order_id"), ("refunds", "order_id"), ("ledger_accounts", "order_id")))
    holds = "holds AS (SELECT * FROM main.holds WHERE account_id IN (SELECT id FROM ledger_accounts))"
    return f"WITH {of_orders}, {holds}, ledger_lines AS (SELECT * FROM main.ledger_lines WHERE account_id IN (SELECT id FROM ledger_accounts))"


def wrong_books(query, orders=None):
    """What does not add up, by what should: {} when all does. `query` gives the rows of a statement; `orders`: only theirs."""
    found = {what: query((only(orders) if orders is not None else "") + sql) for what, sql in WRONG.items()}
    return {what: rows[:5] for what, rows in found.items() if rows}
