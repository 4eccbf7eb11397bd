/* A stay's row, nights and state: see stay.h. */
#include "stay/stay.h"

#include "base/id.h"

const char *const stay_state_names[] = {"due_in", "in_house", "departed", "cancelled", "no_show", "held", NULL};
static const char *const shown_names[] = {"due_in", "in_house", "departed", "cancelled", "no_show", NULL};

/* departed → in_house and the like take a step back. */
static const bool allowed[][STAY_HELD + 1] = {
    [STAY_HELD] = {[STAY_DUE_IN] = true, [STAY_CANCELLED] = true},
    [STAY_DUE_IN] = {[STAY_IN_HOUSE] = true, [STAY_CANCELLED] = true, [STAY_NO_SHOW] = true},
    [STAY_IN_HOUSE] = {[STAY_DEPARTED] = true},
    [STAY_CANCELLED] = {[STAY_DUE_IN] = true},
    [STAY_HELD + 1] = {0},
};

static const struct field night_fields[] = {
    FIELD(struct stay_night, date, F_DATE),
    FIELD_AS("price_fen", struct stay_night, price, F_FEN),
    FIELD_AS("net_fen", struct stay_night, net, F_FEN, .about = "after its share of the discount"),
};
static const struct shape night_shape_out = SHAPE_OUT("StayNight", struct stay_night, night_fields);

static const struct field night_row_fields[] = {
    FIELD(struct stay_night, date, F_DATE),
    FIELD(struct stay_night, room_type_id, F_ID),
    FIELD_AS("price_fen", struct stay_night, price, F_FEN),
    FIELD_AS("net_fen", struct stay_night, net, F_FEN),
    FIELD(struct stay_night, taken, F_BOOL),
};
static const struct shape night_row = SHAPE_OUT("StayNightRow", struct stay_night, night_row_fields);

static const struct field fields[] = {
    FIELD(struct stay, id, F_ID),
    FIELD_AS("order_no", struct stay, order_id, F_ID),
    FIELD(struct stay, state, F_ENUM, .names = shown_names),
    FIELD(struct stay, room_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct stay, room_number, F_STR, .about = "empty when it has none"),
    FIELD(struct stay, room_type_id, F_ID, .about = "whose stock it uses: another than was sold after an upgrade"),
    FIELD(struct stay, arrival, F_DATE),
    FIELD(struct stay, departure, F_DATE),
    FIELD(struct stay, nights, F_LIST, .shape = &night_shape_out),
};
const struct shape stay_shape = SHAPE_OUT("Stay", struct stay, fields);

static const struct field row_fields[] = {
    FIELD(struct stay, id, F_ID),
    FIELD(struct stay, order_id, F_ID),
    FIELD(struct stay, branch_id, F_ID),
    FIELD(struct stay, room_type_id, F_ID),
    FIELD(struct stay, priced_as, F_ID),
    FIELD(struct stay, room_id, F_ID),
    FIELD(struct stay, room_number, F_STR),
    FIELD(struct stay, state, F_ENUM, .names = stay_state_names),
    FIELD(struct stay, arrival, F_DATE),
    FIELD(struct stay, departure, F_DATE),
};
static const struct shape row_shape = SHAPE_OUT("StayRow", struct stay, row_fields);

static void put_night(struct tx *tx, const struct stay *s, const struct stay_night *n)
{
  tx_run(tx, SQL_STAY_NIGHT_PUT, BI("stay", s->id), BI("night", n->date), BI("room_type", s->room_type_id), BM("price", n->price),
      BM("net", n->net), BI("taken", n->taken));
}

void stays_put(struct tx *tx, const struct stay *of, int64_t rooms)
{
  const struct stay_night *all = of->nights.items;
  for (int64_t i = 0; i < rooms; i++) {
    struct stay s = *of;
    s.id = id_next();
    tx_run_object(tx, SQL_STAY_PUT, &row_shape, &s);
    for (size_t k = 0; k < of->nights.count; k++) {
      struct stay_night n = all[k];
      int64_t share = n.net.fen / rooms;
      n.net = fen(i + 1 < rooms ? share : n.net.fen - share * (rooms - 1));
      put_night(tx, &s, &n);
    }
  }
}

struct list stays_of(struct tx *tx, int64_t order_id)
{
  struct list l = tx_list(tx, SQL_STAY_OF_ORDER, &row_shape, 0, BI("order", order_id));
  struct stay *s = l.items;
  for (size_t i = 0; i < l.count; i++)
    s[i].nights = tx_list(tx, SQL_STAY_NIGHTS_OF, &night_row, 0, BI("stay", s[i].id));
  return l;
}

enum err stay_move(struct tx *tx, struct stay *s, enum stay_state to)
{
  if (!allowed[s->state][to] ||
      !tx_run(tx, SQL_STAY_SET_STATE, BI("id", s->id), BS("from", stay_state_names[s->state]), BS("to", stay_state_names[to])))
    return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  s->state = to;
  return OK;
}

void stay_set_departure(struct tx *tx, struct stay *s, int32_t departure)
{
  tx_run(tx, SQL_STAY_SET_DEPARTURE, BI("id", s->id), BI("departure", departure));
  s->departure = departure;
}

void stay_add_night(struct tx *tx, const struct stay *s, int32_t night, struct money price, bool taken)
{
  put_night(tx, s, &(struct stay_night){.date = night, .price = price, .net = price, .taken = taken});
}

bool stay_has_nights(const struct stay *s)
{
  const struct stay_night *n = s->nights.items;
  for (size_t i = 0; i < s->nights.count; i++)
    if (n[i].taken)
      return true;
  return false;
}

const struct stay_night *stay_night_at(const struct stay *s, int32_t date)
{
  const struct stay_night *n = s->nights.items;
  for (size_t i = 0; i < s->nights.count && n[i].date < s->departure; i++)
    if (n[i].date == date)
      return &n[i];
  return NULL;
}

struct money stay_net(const struct stay *s, int32_t from)
{
  const struct stay_night *n = s->nights.items;
  struct money sum = fen(0);
  for (size_t i = 0; i < s->nights.count && n[i].date < s->departure; i++)
    if (n[i].date >= from)
      sum = money_add(sum, n[i].net);
  return sum;
}

/* The next run of nights from *at on that use the same type's stock and are `taken` or not; false at the end. */
static bool next_run(const struct stay *s, int32_t from, bool taken, size_t *at, struct span *out)
{
  struct stay_night *n = s->nights.items;
  size_t i = *at, count = s->nights.count;
  while (i < count && (n[i].date < from || n[i].taken != taken))
    i++;
  if (i == count || n[i].date >= s->departure)
    return false;
  *out = (struct span){n[i].room_type_id, n[i].date, n[i].date, 1};
  for (; i < count && n[i].date < s->departure && n[i].taken == taken && n[i].room_type_id == out->room_type_id; i++) {
    n[i].taken = !taken;
    out->departure++;
  }
  *at = i;
  return true;
}

static void write_run(struct tx *tx, const struct stay *s, const struct span *run, bool taken)
{
  tx_run(tx, SQL_STAY_NIGHTS_TAKE, BI("stay", s->id), BI("from", run->arrival), BI("until", run->departure), BI("taken", taken));
}

enum err stay_take_nights(struct tx *tx, struct stay *s, int32_t from)
{
  struct span run;
  for (size_t at = 0; next_run(s, from, false, &at, &run);) {
    enum err e = nights_take(tx, &run, false);
    if (e)
      return e;
    write_run(tx, s, &run, true);
  }
  return OK;
}

void stay_give_nights(struct tx *tx, struct stay *s, int32_t from)
{
  struct span run;
  for (size_t at = 0; next_run(s, from, true, &at, &run);) {
    nights_give_back(tx, &run, run.arrival);
    write_run(tx, s, &run, false);
  }
}
