/* What a stay is charged for each night besides the room: see stay.h. Inside a transaction, on its thread. */
#include "base/id.h"
#include "stay/stay.h"

static const struct field fields[] = {
    FIELD(struct stay_extra, id, F_ID),
    FIELD(struct stay_extra, code, F_STR, .about = "of a charge code"),
    FIELD(struct stay_extra, quantity, F_I64),
    FIELD_AS("unit_fen", struct stay_extra, unit, F_FEN),
    FIELD(struct stay_extra, from, F_DATE, .flags = F_NULLABLE, .about = "first night; null: from the arrival on"),
    FIELD(struct stay_extra, to, F_DATE, .flags = F_NULLABLE, .about = "last night, included; null: to the stay's last"),
    FIELD(struct stay_extra, note, F_STR),
};
const struct shape stay_extra_shape = SHAPE_OUT("StayExtra", struct stay_extra, fields);

struct list stay_extras(struct tx *tx, int64_t stay_id)
{
  return tx_list(tx, SQL_STAY_EXTRAS_OF, &stay_extra_shape, 0, BI("stay", stay_id));
}

void stay_extra_add(struct tx *tx, struct stay *s, struct stay_extra *e)
{
  e->id = id_next();
  tx_run_object(tx, SQL_STAY_EXTRA_PUT, &stay_extra_shape, e, BI("stay", s->id));
  s->extras = stay_extras(tx, s->id);
}

void stay_extra_end(struct tx *tx, struct stay *s, const struct stay_extra *e, int32_t last)
{
  int32_t first = e->from == DATE_NONE ? s->arrival : e->from;
  if (last < first)
    tx_run(tx, SQL_STAY_EXTRA_DELETE, BI("id", e->id));
  else
    tx_run(tx, SQL_STAY_EXTRA_END, BI("id", e->id), BI("last", last));
  s->extras = stay_extras(tx, s->id);
}

int64_t stay_extra_stay(struct tx *tx, int64_t extra_id)
{
  return tx_i64(tx, SQL_STAY_EXTRA_STAY, 0, BI("id", extra_id));
}

void stay_extras_missed(struct tx *tx, struct stay *s, int32_t today)
{
  if (s->arrival >= today || !s->extras.count)
    return;
  tx_run(tx, SQL_STAY_EXTRAS_MISSED, BI("stay", s->id), BI("today", today));
  s->extras = stay_extras(tx, s->id);
}

bool stay_extra_on(const struct stay_extra *e, int32_t night)
{
  return (e->from == DATE_NONE || e->from <= night) && (e->to == DATE_NONE || night <= e->to);
}

struct money stay_extras_charge(const struct stay *s)
{
  const struct stay_extra *e = s->extras.items;
  struct money sum = fen(0);
  if (s->state == STAY_CANCELLED || s->state == STAY_NO_SHOW)
    return sum;
  for (size_t i = 0; i < s->extras.count; i++)
    for (int32_t night = s->arrival; night < s->departure; night++)
      if (stay_extra_on(&e[i], night))
        sum = money_add(sum, money_times(e[i].unit, e[i].quantity));
  return sum;
}
