/* Shifts and their drawers: see shift.h. Inside a transaction, on its thread. */
#include "ledger/shift.h"

#include <string.h>
#include "base/id.h"
#include "hotel/catalogue.h"
#include "limits.h"
#include "store/audit.h"

static const char *const state_names[] = {"open", "closed", NULL};

#define KIND_SHOWN \
  FIELD(struct shift_kind, kind, F_STR), FIELD_AS("in_fen", struct shift_kind, in, F_FEN), \
  FIELD_AS("out_fen", struct shift_kind, out, F_FEN)
static const struct field kind_fields[] = {KIND_SHOWN};
static const struct shape kind_shape = SHAPE_OUT("ShiftKind", struct shift_kind, kind_fields);
static const struct field kind_row_fields[] = {KIND_SHOWN, FIELD(struct shift_kind, in_drawer, F_BOOL)};
static const struct shape kind_row_shape = SHAPE_OUT("ShiftKindRow", struct shift_kind, kind_row_fields);

static const struct field move_fields[] = {
    FIELD(struct shift_move, id, F_ID), FIELD(struct shift_move, kind, F_STR, .about = "drop or paid_out"),
    FIELD_AS("amount_fen", struct shift_move, amount, F_FEN), FIELD(struct shift_move, reason, F_STR),
    FIELD(struct shift_move, at, F_INSTANT), FIELD(struct shift_move, by, F_STR)};
static const struct shape move_shape = SHAPE_OUT("ShiftMove", struct shift_move, move_fields);

#define SHIFT_COLUMNS \
  FIELD(struct shift, id, F_ID), \
  FIELD(struct shift, branch_id, F_ID), \
  FIELD(struct shift, staff_id, F_ID), \
  FIELD(struct shift, staff_name, F_STR), \
  FIELD(struct shift, opened_at, F_INSTANT), \
  FIELD(struct shift, closed_at, F_INSTANT, .flags = F_NULLABLE), \
  FIELD_AS("float_fen", struct shift, float_, F_FEN), \
  FIELD_AS("expected_fen", struct shift, expected, F_FEN, .about = "cash in the drawer by the lines, before the last drop"), \
  FIELD_AS("counted_fen", struct shift, counted, F_FEN, .flags = F_NULLABLE), \
  FIELD_AS("drop_fen", struct shift, drop, F_FEN, .about = "to the safe at its end"), \
  FIELD(struct shift, reason, F_STR), \
  FIELD(struct shift, handed_to, F_STR)

static const struct field shift_fields[] = {SHIFT_COLUMNS,
    FIELD(struct shift, state, F_ENUM, .names = state_names),
    FIELD_AS("variance_fen", struct shift, variance, F_FEN, .flags = F_NULLABLE, .about = "counted less expected"),
    FIELD(struct shift, by_kind, F_LIST, .shape = &kind_shape),
    FIELD(struct shift, moves, F_LIST, .shape = &move_shape)};
const struct shape shift_shape = SHAPE_OUT("Shift", struct shift, shift_fields);
static const struct field row_fields[] = {SHIFT_COLUMNS};
static const struct shape row_shape = SHAPE_OUT("ShiftRow", struct shift, row_fields);

static struct money cash_of(const struct shift *s)
{
  const struct shift_kind *k = s->by_kind.items;
  const struct shift_move *m = s->moves.items;
  struct money cash = s->float_;
  for (size_t i = 0; i < s->by_kind.count; i++)
    if (k[i].in_drawer)
      cash = money_sub(money_add(cash, k[i].in), k[i].out);
  for (size_t i = 0; i < s->moves.count; i++)
    cash = money_sub(cash, m[i].amount);
  return cash;
}

static bool load(struct tx *tx, int64_t id, struct shift *out)
{
  *out = (struct shift){0};
  if (!tx_object(tx, SQL_SHIFT_GET, &row_shape, out, BI("id", id)))
    return false;
  out->state = out->closed_at ? SHIFT_CLOSED : SHIFT_OPEN;
  out->by_kind = tx_list(tx, SQL_SHIFT_BY_KIND, &kind_row_shape, 0, BI("id", id));
  out->moves = tx_list(tx, SQL_SHIFT_MOVES, &move_shape, 0, BI("id", id));
  if (out->state == SHIFT_OPEN)
    out->expected = cash_of(out);
  out->variance = out->counted.fen == NONE_I64 ? out->counted : money_sub(out->counted, out->expected);
  return true;
}

struct list shift_list(struct tx *tx, const struct actor *actor, int64_t branch_id, int state, int64_t after, int64_t limit)
{
  struct list ids = tx_list(tx, SQL_SHIFT_LIST, &row_shape, 0, BI("after", after), BI("staff", actor_scope(actor)),
      BI("branch", branch_id), BI("closed", state), BI("most", limit));
  struct shift *s = ids.items;
  for (size_t i = 0; i < ids.count; i++)
    load(tx, s[i].id, &s[i]);
  return ids;
}

enum err shift_find(struct tx *tx, const struct actor *actor, int64_t id, struct shift *out)
{
  if (!load(tx, id, out))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  return scope_check(tx, actor, out->branch_id);
}

static enum err finish(struct tx *tx, const struct actor *actor, const char *action, const struct shift *before, struct shift *s)
{
  load(tx, s->id, s);
  audit_change(tx, actor, s->branch_id, action, "shift", s->id, &shift_shape, before, s);
  return OK;
}

enum err shift_begin(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *out)
{
  struct branch branch = {0};
  enum err e = scope_check(tx, actor, in->branch_id);
  if (!e && !branch_get(tx, in->branch_id, &branch))
    e = tx_refuse(tx, ERR_BAD_REQUEST, "branch_id", TXT_UNKNOWN_REFERENCE, 0);
  if (e)
    return e;
  *out = (struct shift){.id = id_next()};
  bool begun = tx_run(tx, SQL_SHIFT_PUT, BI("id", out->id), BI("branch", in->branch_id), BI("staff", actor->id),
      BS("name", actor->name), BI("now", tx_now(tx)), BM("float", in->float_));
  return begun ? finish(tx, actor, "shift.open", NULL, out) : tx_refuse(tx, ERR_EXISTS, NULL, TXT_SHIFT_OPEN, 0);
}

static enum err check_open(struct tx *tx, const struct actor *actor, const struct shift *s)
{
  if (s->state == SHIFT_CLOSED)
    return tx_refuse(tx, ERR_SHIFT_CLOSED, NULL, TXT_NONE, 0);
  bool own = s->staff_id == actor->id || actor->role >= ROLE_MANAGER;
  return own ? OK : tx_refuse(tx, ERR_FORBIDDEN, NULL, TXT_NONE, 0);
}

/* Somebody else's drawer begins with what was left in this one. */
static enum err hand_over(struct tx *tx, const struct shift_request *in, const struct shift *s, struct money left)
{
  int64_t heir = tx_i64(tx, SQL_SHIFT_HEIR, 0, BS("name", in->to), BI("branch", s->branch_id));
  if (!heir)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_UNKNOWN_REFERENCE, 0);
  bool begun = tx_run(tx, SQL_SHIFT_PUT, BI("id", id_next()), BI("branch", s->branch_id), BI("staff", heir), BS("name", in->to),
      BI("now", tx_now(tx)), BM("float", left));
  return begun ? OK : tx_refuse(tx, ERR_EXISTS, "to", TXT_SHIFT_OPEN, 0);
}

enum err shift_close(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s)
{
  struct shift before = *s;
  enum err e = check_open(tx, actor, s);
  if (!e && in->drop.fen > in->counted.fen)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "drop_fen", TXT_MAX, in->counted.fen);
  if (e)
    return e;
  tx_run(tx, SQL_SHIFT_CLOSE, BI("id", s->id), BI("now", tx_now(tx)), BM("expected", s->expected), BM("counted", in->counted),
      BM("drop", in->drop), BS("reason", in->reason), BS("to", in->to));
  if (*in->to)
    e = hand_over(tx, in, s, money_sub(in->counted, in->drop));
  return e ? e : finish(tx, actor, "shift.close", &before, s);
}

bool shift_end(struct tx *tx, const struct actor *by, int64_t id)
{
  struct shift s, before;
  if (!load(tx, id, &s) || s.state == SHIFT_CLOSED)
    return false;
  before = s;
  tx_run(tx, SQL_SHIFT_END, BI("id", id), BI("now", tx_now(tx)), BM("expected", s.expected));
  return finish(tx, by, "shift.end", &before, &s) == OK;
}

static enum err take_out(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s,
    const char *kind)
{
  struct shift before = *s;
  enum err e = check_open(tx, actor, s);
  if (!e && in->amount.fen > s->expected.fen)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_MAX, s->expected.fen < 0 ? 0 : s->expected.fen);
  if (e)
    return e;
  tx_run(tx, SQL_SHIFT_MOVE_PUT, BI("id", id_next()), BI("shift", s->id), BS("kind", kind), BM("amount", in->amount),
      BS("reason", in->reason ? in->reason : ""), BI("now", tx_now(tx)), BS("by", actor->name));
  return finish(tx, actor, strcmp(kind, "drop") ? "shift.paid_out" : "shift.drop", &before, s);
}

enum err shift_drop(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s)
{
  return take_out(tx, actor, in, s, "drop");
}

enum err shift_pay_out(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s)
{
  return take_out(tx, actor, in, s, "paid_out");
}

int64_t shift_of(struct tx *tx, const struct actor *actor, int64_t branch_id)
{
  bool staff = actor->kind == ACTOR_STAFF;
  return staff ? tx_i64(tx, SQL_SHIFT_OF, 0, BI("branch", branch_id), BI("staff", actor->id)) : 0;
}

enum err shift_check(struct tx *tx, const struct actor *actor, int64_t branch_id)
{
  bool bound = actor->kind == ACTOR_STAFF && actor->role != ROLE_OWNER;
  if (!bound || !tx_i64(tx, SQL_SHIFT_BRANCH_ASKS, 0, BI("branch", branch_id)) || shift_of(tx, actor, branch_id))
    return OK;
  return tx_refuse(tx, ERR_SHIFT_CLOSED, NULL, TXT_OPEN_A_SHIFT, 0);
}
