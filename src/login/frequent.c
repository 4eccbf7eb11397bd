/* Frequent guests: see frequent.h. */
#include "login/frequent.h"

#include "base/id.h"
#include "limits.h"
#include "login/login.h"

static const struct field fields[] = {
    FIELD(struct frequent_guest, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct frequent_guest, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct frequent_guest, phone, F_STR, .flags = F_REQUIRED, .min = 1, .max = 20),
};
const struct shape frequent_guest_shape = SHAPE("FrequentGuest", struct frequent_guest, fields, given);

struct list frequent_list(struct tx *tx, int64_t member_id)
{
  return tx_list(tx, SQL_FREQUENT_LIST, &frequent_guest_shape, 0, BI("member", member_id));
}

static enum err check(struct tx *tx, int64_t member_id, struct frequent_guest *g)
{
  g->phone = phone_form(g->phone, tx_arena(tx));
  if (!g->phone)
    return tx_refuse(tx, ERR_BAD_REQUEST, "phone", TXT_PHONE, 0);
  bool taken = tx_i64(tx, SQL_FREQUENT_TAKEN, 0, BI("member", member_id), BI("id", g->id), BS("name", g->name),
      BS("phone", g->phone));
  return taken ? tx_refuse(tx, ERR_EXISTS, "name", TXT_GUEST_KEPT, 0) : OK;
}

enum err frequent_add(struct tx *tx, int64_t member_id, const struct frequent_guest *in, struct frequent_guest *out)
{
  *out = *in;
  out->id = id_next();
  if (!member_live(tx, member_id))
    return tx_refuse(tx, ERR_UNAUTHORIZED, NULL, TXT_NONE, 0);
  enum err e = check(tx, member_id, out);
  if (e)
    return e;
  if (tx_i64(tx, SQL_FREQUENT_COUNT, 0, BI("member", member_id)) >= LIMIT_FREQUENT_GUESTS)
    return tx_refuse(tx, ERR_TOO_MANY_GUESTS, NULL, TXT_NONE, 0);
  tx_run_object(tx, SQL_FREQUENT_PUT, &frequent_guest_shape, out, BI("member", member_id));
  return OK;
}

enum err frequent_change(struct tx *tx, int64_t member_id, int64_t id, const struct frequent_guest *in,
    struct frequent_guest *out)
{
  *out = (struct frequent_guest){0};
  if (!tx_object(tx, SQL_FREQUENT_GET, &frequent_guest_shape, out, BI("member", member_id), BI("id", id)))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  shape_take_given(&frequent_guest_shape, in, out);
  enum err e = check(tx, member_id, out);
  if (e)
    return e;
  tx_run_object(tx, SQL_FREQUENT_CHANGE, &frequent_guest_shape, out, BI("member", member_id));
  return OK;
}

enum err frequent_remove(struct tx *tx, int64_t member_id, int64_t id)
{
  bool there = tx_run(tx, SQL_FREQUENT_DELETE, BI("member", member_id), BI("id", id));
  return there ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}
