/* The branch search: all branches, room types, nights and rules of the range are read in four queries at most and put
 * together here; a group has tens of branches, not millions. Reads only; inside a transaction, on its thread. */
#include "offer/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "hotel/grams.h"
#include "stock/plan.h"

const char *const search_sort_names[] = {"sort", "price", "distance", NULL};

#define CARD_FIELDS                                                                                                    \
  FIELD(struct branch_card, id, F_ID), FIELD(struct branch_card, name, F_STR),                                         \
      FIELD(struct branch_card, name_en, F_STR), FIELD(struct branch_card, address, F_STR),                            \
      FIELD(struct branch_card, address_en, F_STR), FIELD(struct branch_card, phone, F_STR),                           \
      FIELD(struct branch_card, image, F_STR), FIELD(struct branch_card, tags, F_STRS),                                \
      FIELD(struct branch_card, tags_en, F_STRS),                                                                      \
      FIELD(struct branch_card, lat, F_DOUBLE, .flags = F_NULLABLE),                                                   \
      FIELD(struct branch_card, lng, F_DOUBLE, .flags = F_NULLABLE),                                                   \
      FIELD(struct branch_card, distance_m, F_I64, .flags = F_NULLABLE, .about = "null without lat and lng"),          \
      FIELD(struct branch_card, from_price_fen, F_I64, .flags = F_NULLABLE,                                            \
          .about = "lowest price of a night; null when nothing fits"),                                                 \
      FIELD(struct branch_card, from_total_fen, F_I64, .flags = F_NULLABLE,                                            \
          .about = "lowest price of one room over all nights; null when nothing fits, and without dates")

static const struct field card_fields[] = {
    CARD_FIELDS,
    FIELD(struct branch_card, available, F_BOOL, .flags = F_NULLABLE, .about = "null without dates"),
};
static const struct field undated_fields[] = {
    CARD_FIELDS,
    FIELD_AS("available", struct branch_card, unknown, F_STR),
};
const struct shape branch_card_shape = SHAPE_OUT("BranchCard", struct branch_card, card_fields);
const struct shape branch_card_undated_shape = SHAPE_OUT("BranchCardUndated", struct branch_card, undated_fields);

struct candidate {
  struct branch_card card;
  int64_t order; /* place in the default order */
  int32_t today;
  bool matched;
};
/* A row of search_types, and its nights when the search has dates. */
struct offer_type {
  int64_t id, branch_id, stock, guests;
  struct money price;
  int stock_mode;
  struct plan plan;
};
static const struct field type_fields[] = {
    FIELD(struct offer_type, id, F_ID),
    FIELD(struct offer_type, branch_id, F_ID),
    FIELD_AS("price_fen", struct offer_type, price, F_FEN),
    FIELD(struct offer_type, stock, F_I64),
    FIELD(struct offer_type, stock_mode, F_ENUM, .names = stock_mode_names),
    FIELD(struct offer_type, guests, F_I64),
};
static const struct shape type_shape = SHAPE_OUT("OfferType", struct offer_type, type_fields);

double distance_m(double lat1, double lng1, double lat2, double lng2)
{
  const double radius = 6371008.8, rad = acos(-1.0) / 180.0;
  double a = sin((lat2 - lat1) * rad / 2), b = sin((lng2 - lng1) * rad / 2);
  double h = a * a + cos(lat1 * rad) * cos(lat2 * rad) * b * b;
  return 2 * radius * asin(sqrt(h < 1 ? h : 1));
}

static int by_id(const void *a, const void *b)
{
  int64_t x = ((const struct candidate *)a)->card.id, y = ((const struct candidate *)b)->card.id;
  return (x > y) - (x < y);
}

static struct candidate *candidate_of(struct list all, int64_t id)
{
  struct candidate key = {.card.id = id};
  return all.count ? bsearch(&key, all.items, all.count, sizeof key, by_id) : NULL;
}

static struct offer_type *type_of(struct list types, int64_t id)
{
  struct offer_type *t = types.items;
  size_t low = 0, high = types.count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (t[mid].id == id)
      return &t[mid];
    if (t[mid].id < id)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

/* All open branches as candidates, by id. */
static struct list candidates(struct tx *tx, const struct search *s)
{
  struct list branches = tx_list(tx, SQL_SEARCH_BRANCHES, &branch_shape, 0);
  struct candidate *out = arena_array(tx_arena(tx), struct candidate, branches.count ? branches.count : 1);
  const struct branch *b = branches.items;
  for (size_t i = 0; i < branches.count; i++, b++) {
    bool near = s->placed && !isnan(b->lat);
    out[i].card = (struct branch_card){.id = b->id,
        .name = b->name,
        .name_en = b->name_en,
        .address = b->address,
        .address_en = b->address_en,
        .phone = b->phone,
        .image = b->image,
        .tags = b->tags,
        .tags_en = b->tags_en,
        .lat = b->lat,
        .lng = b->lng,
        .distance_m = near ? llround(distance_m(s->lat, s->lng, b->lat, b->lng)) : NONE_I64,
        .from_price_fen = NONE_I64,
        .from_total_fen = NONE_I64};
    out[i].order = (int64_t)i;
    out[i].today = branch_sale_date(tx, b->timezone, b->audit_hour, b->business_date);
    out[i].matched = true;
  }
  if (branches.count)
    qsort(out, branches.count, sizeof *out, by_id);
  return (struct list){.items = out, .count = branches.count};
}

static void match_words(struct tx *tx, const char *q, struct list all)
{
  struct candidate *c = all.items;
  if (!q || !q[strspn(q, " ")])
    return;
  for (size_t i = 0; i < all.count; i++)
    c[i].matched = false;
  struct buf query;
  buf_init(&query, tx_arena(tx));
  if (!grams_query(&query, q))
    return;
  struct rows *r = tx_query(tx, SQL_SEARCH_WORDS, BS("query", query.data));
  while (row_next(r)) {
    struct candidate *found = candidate_of(all, row_i64(r));
    if (found)
      found->matched = true;
  }
}

static void read_nights(struct tx *tx, const struct search *s, struct list types)
{
  struct offer_type *t = types.items;
  for (size_t i = 0; i < types.count; i++) {
    t[i].plan.mode = (enum stock_mode)t[i].stock_mode;
    plan_init(&t[i].plan, tx_arena(tx), s->arrival, (size_t)(s->departure - s->arrival), t[i].price, t[i].stock);
  }
  struct rows *r = tx_query(tx, SQL_SEARCH_RULES, BI("from_day", s->arrival), BI("until", s->departure));
  while (row_next(r)) {
    struct offer_type *type = type_of(types, row_i64(r));
    int32_t from_day = (int32_t)row_i64(r);
    int32_t to_day = (int32_t)row_i64(r);
    int64_t mask = row_i64(r);
    if (type)
      plan_rule(&type->plan, from_day, to_day, mask, row_fen(r));
  }
  r = tx_query(tx, SQL_SEARCH_NIGHTS, BI("from_day", s->arrival), BI("until", s->departure));
  while (row_next(r)) {
    struct offer_type *type = type_of(types, row_i64(r));
    struct plan_night n = plan_take_row(r);
    if (type)
      plan_row(&type->plan, &n);
  }
}

static bool type_fits(const struct search *s, const struct offer_type *t)
{
  int64_t left = plan_least_left(&t->plan);
  return (left == NONE_I64 || left >= s->rooms) && s->departure - s->arrival >= plan_min_stay(&t->plan);
}

static void price(struct tx *tx, const struct search *s, struct list all)
{
  struct list types = tx_list(tx, SQL_SEARCH_TYPES, &type_shape, 0);
  const struct offer_type *t = types.items;
  if (s->dated)
    read_nights(tx, s, types);
  for (size_t i = 0; i < types.count; i++, t++) {
    struct candidate *c = candidate_of(all, t->branch_id);
    if (!c || (s->guests > 0 && t->guests * s->rooms < s->guests))
      continue;
    if (s->dated && (s->arrival < c->today || !type_fits(s, t)))
      continue;
    int64_t from = s->dated ? plan_lowest(&t->plan).fen : t->price.fen;
    if (c->card.from_price_fen == NONE_I64 || from < c->card.from_price_fen)
      c->card.from_price_fen = from;
    int64_t total = s->dated ? plan_total(&t->plan).fen : NONE_I64;
    if (s->dated && (c->card.from_total_fen == NONE_I64 || total < c->card.from_total_fen))
      c->card.from_total_fen = total;
    c->card.available = s->dated;
  }
}

static int by_order(const void *a, const void *b)
{
  int64_t x = ((const struct candidate *)a)->order, y = ((const struct candidate *)b)->order;
  return (x > y) - (x < y);
}

static int none_last(int64_t x, int64_t y)
{
  if (x == NONE_I64 || y == NONE_I64)
    return (x == NONE_I64) - (y == NONE_I64);
  return (x > y) - (x < y);
}

static int by_price(const void *a, const void *b)
{
  const struct candidate *x = a, *y = b;
  int c = none_last(x->card.from_total_fen, y->card.from_total_fen);
  c = c ? c : none_last(x->card.from_price_fen, y->card.from_price_fen);
  return c ? c : by_order(a, b);
}

static int by_distance(const void *a, const void *b)
{
  const struct candidate *x = a, *y = b;
  int c = none_last(x->card.distance_m, y->card.distance_m);
  return c ? c : by_order(a, b);
}

enum err branch_search(struct tx *tx, const struct search *s, struct list *out)
{
  static int (*const orders[])(const void *, const void *) = {by_order, by_price, by_distance};
  enum err e = s->dated ? dates_check(tx, s->arrival, s->departure) : OK;
  if (s->sort == SEARCH_BY_DISTANCE && !s->placed)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "sort", TXT_NEEDS_PLACE, 0);
  if (e != OK)
    return e;
  struct list all = candidates(tx, s);
  struct candidate *c = all.items;
  int32_t today = all.count ? c[0].today : s->arrival;
  for (size_t i = 1; i < all.count; i++)
    if (c[i].today < today)
      today = c[i].today;
  e = s->dated ? dates_check_today(tx, s->arrival, s->departure, today) : OK;
  if (e != OK)
    return e;
  match_words(tx, s->q, all);
  price(tx, s, all);
  if (all.count)
    qsort(c, all.count, sizeof *c, orders[s->sort]);
  int64_t at = 0;
  *out = (struct list){0};
  for (size_t i = 0; i < all.count; i++)
    if (c[i].matched && slice_takes(s->slice, &at))
      list_add(tx_arena(tx), out, &c[i].card, sizeof c[i].card);
  return OK;
}
