/* A stay's row, nights and state: see stay.h. */
#include "stay/stay.h"

#include "base/id.h"

const char *const stay_state_names[] = {"due_in", "in_house", "departed", "cancelled", "no_show", "held", NULL};
const char *const stay_shown_names[] = {"due_in", "in_house", "departed", "cancelled", "no_show", NULL};

/* Every step has one that takes it back; that of a cancel is also a late payment's. */
static const bool allowed[STAY_HELD + 1][STAY_HELD + 1] = {
    [STAY_HELD] = {[STAY_DUE_IN] = true, [STAY_CANCELLED] = true},
    [STAY_DUE_IN] = {[STAY_IN_HOUSE] = true, [STAY_CANCELLED] = true, [STAY_NO_SHOW] = true},
    [STAY_IN_HOUSE] = {[STAY_DEPARTED] = true, [STAY_DUE_IN] = true},
    [STAY_DEPARTED] = {[STAY_IN_HOUSE] = true},
    [STAY_CANCELLED] = {[STAY_DUE_IN] = true},
    [STAY_NO_SHOW] = {[STAY_DUE_IN] = true},
};

static const struct field night_fields[] = {
    FIELD(struct stay_night, date, F_DATE),
    FIELD_AS("price_fen", struct stay_night, price, F_FEN),
    FIELD_AS("net_fen", struct stay_night, net, F_FEN, .about = "after its share of the discount"),
};
const struct shape stay_night_shape = SHAPE_OUT("StayNight", struct stay_night, night_fields);

static const struct field night_row_fields[] = {
    FIELD(struct stay_night, date, F_DATE),
    FIELD(struct stay_night, room_type_id, F_ID),
    FIELD_AS("price_fen", struct stay_night, price, F_FEN),
    FIELD_AS("net_fen", struct stay_night, net, F_FEN),
    FIELD(struct stay_night, taken, F_BOOL),
};
static const struct shape night_row = SHAPE_OUT("StayNightRow", struct stay_night, night_row_fields);

static const struct field fields[] = {STAY_SHOWN(struct stay, )};
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
    FIELD(struct stay, charged_until, F_DATE),
    FIELD(struct stay, remark, F_STR),
    FIELD(struct stay, arrival_time, F_STR),
};
static const struct shape row_shape = SHAPE_OUT("StayRow", struct stay, row_fields);

static const struct field step_fields[] = {
    FIELD(struct stay_step, id, F_ID),
    FIELD(struct stay_step, business_date, F_DATE),
    FIELD(struct stay_step, from_state, F_ENUM, .names = stay_state_names),
    FIELD(struct stay_step, to_state, F_ENUM, .names = stay_state_names),
    FIELD(struct stay_step, departure, F_DATE),
    FIELD(struct stay_step, room_id, F_ID),
};
static const struct shape step_shape = SHAPE_OUT("StayStepRow", struct stay_step, step_fields);

static void put_night(struct tx *tx, const struct stay *s, const struct stay_night *n)
{
  tx_run(tx, SQL_STAY_NIGHT_PUT, BI("stay", s->id), BI("night", n->date), BI("room_type", s->room_type_id), BM("price", n->price),
      BM("net", n->net), BI("taken", n->taken));
}

static void load_nights(struct tx *tx, struct stay *s)
{
  s->nights = tx_list(tx, SQL_STAY_NIGHTS_OF, &night_row, 0, BI("stay", s->id));
  s->extras = stay_extras(tx, s->id);
  const struct stay_night *n = s->nights.items;
  s->shown_nights = (struct list){s->nights.items, 0};
  while (s->shown_nights.count < s->nights.count && n[s->shown_nights.count].date < s->departure)
    s->shown_nights.count++;
  s->shown_state = s->state == STAY_HELD ? STAY_DUE_IN : s->state;
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
      n.net = fen(n.net.fen / rooms + (i < n.net.fen % rooms));
      put_night(tx, &s, &n);
    }
  }
}

bool stay_get(struct tx *tx, int64_t id, struct stay *out)
{
  *out = (struct stay){0};
  if (!tx_object(tx, SQL_STAY_GET, &row_shape, out, BI("id", id)))
    return false;
  load_nights(tx, out);
  return true;
}

struct list stays_of(struct tx *tx, int64_t order_id)
{
  struct list l = tx_list(tx, SQL_STAY_OF_ORDER, &row_shape, 0, BI("order", order_id));
  struct stay *s = l.items;
  for (size_t i = 0; i < l.count; i++)
    load_nights(tx, &s[i]);
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

void stay_set_charge(struct tx *tx, struct stay *s, int32_t until)
{
  tx_run(tx, SQL_STAY_SET_CHARGE, BI("id", s->id), until == DATE_NONE ? BN("until") : BI("until", until));
  s->charged_until = until;
}

void stay_keep_step(struct tx *tx, const struct stay *before, const struct stay *s, int32_t today)
{
  tx_run(tx, SQL_STAY_STEP_PUT, BI("stay", s->id), BI("id", id_next()), BI("now", tx_now(tx)), BI("today", today),
      BS("from", stay_state_names[before->state]), BS("to", stay_state_names[s->state]), BI("departure", before->departure),
      before->room_id ? BI("room", before->room_id) : BN("room"));
}

bool stay_last_step(struct tx *tx, const struct stay *s, struct stay_step *out)
{
  return tx_object(tx, SQL_STAY_STEP_LAST, &step_shape, out, BI("stay", s->id)) && out->to_state == s->state;
}

void stay_step_undone(struct tx *tx, const struct stay *s, int64_t step_id)
{
  tx_run(tx, SQL_STAY_STEP_UNDONE, BI("stay", s->id), BI("id", step_id));
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

int32_t stay_from(const struct stay *s, int32_t today)
{
  return today > s->arrival ? today : s->arrival;
}

struct stay_sum stay_sum(const struct stay *s, int32_t until)
{
  const struct stay_night *n = s->nights.items;
  struct stay_sum sum = {{0}, {0}};
  for (size_t i = 0; i < s->nights.count && n[i].date < until; i++) {
    sum.price = money_add(sum.price, n[i].price);
    sum.net = money_add(sum.net, n[i].net);
  }
  return sum;
}

struct stay_sum stay_charge(const struct stay *s)
{
  return stay_sum(s, s->charged_until == DATE_NONE ? s->departure : s->charged_until);
}

/* The next run of nights from *at on that use the same type's stock and are `taken` or not; false at the end. */
static bool next_run(const struct stay *s, int32_t from, bool taken, size_t *at, struct span *out)
{
  const struct stay_night *n = s->nights.items;
  size_t i = *at, count = s->nights.count;
  while (i < count && (n[i].date < from || n[i].taken != taken))
    i++;
  if (i == count || n[i].date >= s->departure)
    return false;
  *out = (struct span){.room_type_id = n[i].room_type_id, .arrival = n[i].date, .departure = n[i].date, .rooms = 1};
  for (; i < count && n[i].date < s->departure && n[i].taken == taken && n[i].room_type_id == out->room_type_id; i++)
    out->departure++;
  *at = i;
  return true;
}

void stay_retype(struct tx *tx, struct stay *s, int64_t room_type_id, int32_t from)
{
  struct stay_night *n = s->nights.items;
  tx_run(tx, SQL_STAY_RETYPE, BI("id", s->id), BI("room_type", room_type_id));
  tx_run(tx, SQL_STAY_NIGHTS_RETYPE, BI("stay", s->id), BI("from", from), BI("room_type", room_type_id));
  for (size_t i = 0; i < s->nights.count; i++)
    if (n[i].date >= from)
      n[i].room_type_id = room_type_id;
  s->room_type_id = room_type_id;
}

/* What a night is at another price: it keeps what it was off. */
static struct money still_off(const struct stay_night *had, struct money price)
{
  return money_sub(price, money_min(money_sub(had->price, had->net), price));
}

void stay_reprice(struct tx *tx, struct stay *s, int64_t priced_as, int32_t from, const struct money price[])
{
  struct stay_night *n = s->nights.items;
  tx_run(tx, SQL_STAY_PRICED_AS, BI("id", s->id), BI("room_type", priced_as));
  s->priced_as = priced_as;
  for (size_t i = 0; i < s->nights.count && n[i].date < s->departure; i++) {
    if (n[i].date < from)
      continue;
    n[i].net = still_off(&n[i], price[n[i].date - from]);
    n[i].price = price[n[i].date - from];
    tx_run(tx, SQL_STAY_NIGHT_PRICE, BI("stay", s->id), BI("night", n[i].date), BM("price", n[i].price), BM("net", n[i].net));
  }
}

/* A night that it had already keeps what it was off, and of the same type its price. */
static void rebook_night(struct tx *tx, const struct stay *s, const struct night *n, bool same_type)
{
  const struct stay_night *had = stay_night_at(s, n->date);
  struct stay_night now = {.date = n->date, .price = n->price, .net = n->price};
  if (had && same_type)
    return;
  if (had)
    now.net = still_off(had, now.price);
  put_night(tx, s, &now);
}

void stay_rebook(struct tx *tx, struct stay *s, const struct offer *offer)
{
  const struct night *n = offer->nights.items;
  int32_t arrival = n[0].date, departure = arrival + (int32_t)offer->nights.count;
  bool same_type = s->priced_as == offer->room_type_id && s->room_type_id == offer->room_type_id;
  tx_run(tx, SQL_STAY_REBOOK, BI("id", s->id), BI("arrival", arrival), BI("departure", departure),
      BI("room_type", offer->room_type_id));
  tx_run(tx, SQL_STAY_NIGHTS_OUTSIDE, BI("stay", s->id), BI("arrival", arrival), BI("departure", departure));
  s->room_type_id = s->priced_as = offer->room_type_id;
  for (size_t i = 0; i < offer->nights.count; i++)
    rebook_night(tx, s, &n[i], same_type);
  s->arrival = arrival;
  s->departure = departure;
  load_nights(tx, s);
}

static void write_run(struct tx *tx, struct stay *s, const struct span *run, bool taken)
{
  struct stay_night *n = s->nights.items;
  for (size_t i = 0; i < s->nights.count; i++)
    if (n[i].date >= run->arrival && n[i].date < run->departure)
      n[i].taken = taken;
  tx_run(tx, SQL_STAY_NIGHTS_TAKE, BI("stay", s->id), BI("from", run->arrival), BI("until", run->departure), BI("taken", taken));
}

enum err stay_take_nights(struct tx *tx, struct stay *s, int32_t from)
{
  struct span run;
  for (size_t at = 0; next_run(s, from, false, &at, &run);) {
    if (!nights_counted(tx, run.room_type_id))
      continue;
    run.inside = s->state == STAY_IN_HOUSE;
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
