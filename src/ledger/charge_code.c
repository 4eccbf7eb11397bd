/* Charge codes: what can be posted on an account. Inside a transaction, on its thread. */
#include <string.h>
#include "base/id.h"
#include "ledger/ledger.h"
#include "limits.h"
#include "store/audit.h"

static const struct field fields[] = {
    FIELD(struct charge_code, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct charge_code, code, F_STR, .flags = F_REQUIRED, .min = 1, .max = 30,
        .about = "small letters, digits and _; fixed once created"),
    FIELD(struct charge_code, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct charge_code, name_en, F_STR, .max = 60, .preset = "", .about = "empty: name stands in"),
    FIELD(struct charge_code, tax_rate, F_I64, .max = 100, .preset = "0", .about = "percent, within the price"),
    FIELD_AS("price_fen", struct charge_code, price, F_FEN, .max = LIMIT_FEN, .preset = "0",
        .about = "of one; 0: keyed each time"),
    FIELD(struct charge_code, own, F_BOOL, .flags = F_READ_ONLY, .about = "the program's own, which stays"),
};
const struct shape charge_code_shape = SHAPE("ChargeCode", struct charge_code, fields, given);

struct list charge_code_list(struct tx *tx, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_CHARGE_CODE_LIST, &charge_code_shape, 0, BI("after", after), BI("most", limit));
}

bool charge_code_named(struct tx *tx, const char *code, struct charge_code *out)
{
  *out = (struct charge_code){0};
  return tx_object(tx, SQL_CHARGE_CODE_NAMED, &charge_code_shape, out, BS("code", code));
}

enum err charge_code_find(struct tx *tx, int64_t id, struct charge_code *out)
{
  *out = (struct charge_code){0};
  bool found = tx_object(tx, SQL_CHARGE_CODE_GET, &charge_code_shape, out, BI("id", id));
  return found ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

static bool is_code(const char *s)
{
  for (; *s; s++)
    if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_'))
      return false;
  return true;
}

enum err charge_code_create(struct tx *tx, const struct actor *by, const struct charge_code *in, struct charge_code *out)
{
  struct charge_code other;
  if (!is_code(in->code) || enum_find(tender_names, in->code) >= 0 || !strcmp(in->code, "deposit"))
    return tx_refuse(tx, ERR_BAD_REQUEST, "code", TXT_CHARGE_CODE, 0);
  if (charge_code_named(tx, in->code, &other))
    return tx_refuse(tx, ERR_EXISTS, "code", TXT_NONE, 0);
  *out = *in;
  out->id = id_next();
  out->own = false;
  tx_run_object(tx, SQL_CHARGE_CODE_PUT, &charge_code_shape, out);
  audit_change(tx, by, 0, "charge_code.create", "charge_code", out->id, &charge_code_shape, NULL, out);
  return OK;
}

enum err charge_code_change(struct tx *tx, const struct actor *by, int64_t id, const struct charge_code *in,
    struct charge_code *out)
{
  enum err e = charge_code_find(tx, id, out);
  struct charge_code before = *out, wanted = *in;
  if (e)
    return e;
  wanted.code = out->code;
  shape_take_given(&charge_code_shape, &wanted, out);
  tx_run_object(tx, SQL_CHARGE_CODE_CHANGE, &charge_code_shape, out);
  audit_change(tx, by, 0, "charge_code.update", "charge_code", id, &charge_code_shape, &before, out);
  return OK;
}

enum err charge_code_delete(struct tx *tx, const struct actor *by, int64_t id)
{
  struct charge_code before;
  enum err e = charge_code_find(tx, id, &before);
  if (!e && !tx_run(tx, SQL_CHARGE_CODE_DELETE, BI("id", id)))
    e = tx_refuse(tx, ERR_CONFLICT, "code", TXT_OWN_CODE, 0);
  if (!e)
    audit_change(tx, by, 0, "charge_code.delete", "charge_code", id, &charge_code_shape, &before, NULL);
  return e;
}
