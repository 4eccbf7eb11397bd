/* Offering, taking and giving back nights. Guarantee: taking is one conditional statement, and the number of nights it
 * changed decides. nights_offer and nights_take run on the writer thread for every
 * booking, so they ask little: one row of terms, one range of nights, rules only where there are some. */
#include "stock/stock.h"

#include <assert.h>
#include "base/log.h"
#include "hotel/catalogue.h"
#include "limits.h"
#include "stock/plan.h"

static const struct field night_fields[] = {
    FIELD(struct night, date, F_DATE),
    FIELD_AS("price_fen", struct night, price, F_FEN),
    FIELD(struct night, left, F_I64, .flags = F_NULLABLE, .about = "rooms left; null when not counted"),
};
const struct shape night_shape = SHAPE_OUT("Night", struct night, night_fields);

/* One row of span_terms. */
struct terms {
  int64_t room_type_id, branch_id, stock, rules;
  const char *room_type_name, *room_type_name_en, *branch_name, *branch_name_en, *timezone;
  struct money price;
  int status, stock_mode;
  bool open, one_room;
  int32_t audit_hour, business_date, hold_until, free_cancel_hours, arrival_hour;
};
static const struct field terms_fields[] = {
    FIELD(struct terms, room_type_id, F_ID),
    FIELD(struct terms, room_type_name, F_STR),
    FIELD(struct terms, room_type_name_en, F_STR),
    FIELD(struct terms, status, F_ENUM, .names = room_type_status_names),
    FIELD(struct terms, stock, F_I64),
    FIELD(struct terms, stock_mode, F_ENUM, .names = stock_mode_names),
    FIELD_AS("price_fen", struct terms, price, F_FEN),
    FIELD(struct terms, branch_id, F_ID),
    FIELD(struct terms, branch_name, F_STR),
    FIELD(struct terms, branch_name_en, F_STR),
    FIELD(struct terms, open, F_BOOL),
    FIELD(struct terms, one_room, F_BOOL),
    FIELD(struct terms, timezone, F_STR),
    FIELD(struct terms, audit_hour, F_INT),
    FIELD(struct terms, business_date, F_DATE),
    FIELD(struct terms, hold_until, F_INT),
    FIELD(struct terms, free_cancel_hours, F_INT),
    FIELD(struct terms, arrival_hour, F_INT),
    FIELD(struct terms, rules, F_I64),
};
static const struct shape terms_shape = SHAPE_OUT("SpanTerms", struct terms, terms_fields);

static enum err span_check(struct tx *tx, const struct span *span)
{
  if (span->rooms < 1)
    return tx_refuse(tx, ERR_BAD_REQUEST, "rooms", TXT_MIN, 1);
  if (span->rooms > LIMIT_ROOMS_PER_ORDER)
    return tx_refuse(tx, ERR_BAD_REQUEST, "rooms", TXT_MAX, LIMIT_ROOMS_PER_ORDER);
  return dates_check(tx, span->arrival, span->departure);
}

/* Prices the nights of a type that is on sale; *min_stay gets the longest that one of them asks for. */
static enum err price(struct tx *tx, const struct span *span, struct offer *out, int64_t *min_stay)
{
  struct terms t = {0};
  if (!tx_object(tx, SQL_SPAN_TERMS, &terms_shape, &t, BI("room_type_id", span->room_type_id),
          BI("arrival", span->arrival), BI("departure", span->departure)))
    return not_found(tx);
  if (!span->inside && (t.status != ROOM_TYPE_ON || !t.open))
    return tx_refuse(tx, ERR_OFF_SALE, NULL, TXT_NONE, 0);
  struct plan plan = {.room_type_id = t.room_type_id, .mode = (enum stock_mode)t.stock_mode};
  plan_init(&plan, tx_arena(tx), span->arrival, (size_t)(span->departure - span->arrival), t.price, t.stock);
  plan_read(tx, &plan, t.rules > 0);
  *min_stay = plan_min_stay(&plan);
  *out = (struct offer){.branch_id = t.branch_id,
      .room_type_id = t.room_type_id,
      .branch_name = t.branch_name,
      .branch_name_en = t.branch_name_en,
      .room_type_name = t.room_type_name,
      .room_type_name_en = t.room_type_name_en,
      .timezone = t.timezone,
      .audit_hour = t.audit_hour,
      .hold_until = t.hold_until,
      .free_cancel_hours = t.free_cancel_hours,
      .arrival_hour = t.arrival_hour,
      .stock_mode = (enum stock_mode)t.stock_mode,
      .one_room = t.one_room && t.stock_mode != STOCK_NEVER,
      .business_date = branch_sale_date(tx, t.timezone, t.audit_hour, t.business_date),
      .nights = plan_nights(&plan, tx_arena(tx)),
      .has_rows = plan.rows == plan.count,
      .total = money_times(plan_total(&plan), span->rooms)};
  return OK;
}

enum err nights_offer(struct tx *tx, const struct span *span, struct offer *out)
{
  int64_t min_stay;
  enum err e = span_check(tx, span);
  if (e == OK)
    e = price(tx, span, out, &min_stay);
  if (e == OK)
    e = dates_check_today(tx, span->arrival, span->departure, out->business_date);
  if (e != OK)
    return e;
  return span->departure - span->arrival >= min_stay ? OK
                                                     : tx_refuse(tx, ERR_MIN_STAY, "departure", TXT_MIN_STAY, min_stay);
}

enum err nights_extend(struct tx *tx, const struct span *span, int32_t from, struct offer *out)
{
  int64_t min_stay;
  struct span further = *span;
  further.arrival = from;
  enum err e = span_check(tx, span);
  if (e == OK)
    e = price(tx, &further, out, &min_stay);
  return e == OK ? dates_check_today(tx, out->business_date, span->departure, out->business_date) : e;
}

int64_t offer_left(const struct offer *offer)
{
  const struct night *n = offer->nights.items;
  int64_t least = NONE_I64;
  for (size_t i = 0; i < offer->nights.count; i++)
    if (n[i].left != NONE_I64 && (least == NONE_I64 || n[i].left < least))
      least = n[i].left;
  return least;
}

enum err offer_check_left(struct tx *tx, const struct offer *offer, int64_t rooms)
{
  int64_t left = offer_left(offer);
  return left == NONE_I64 || left >= rooms ? OK : tx_refuse(tx, ERR_SOLD_OUT, NULL, TXT_NONE, 0);
}

/* Gives a row to each night that has none. */
static void fill(struct tx *tx, const struct span *span)
{
  for (int32_t night = span->arrival; night < span->departure; night++)
    tx_run(tx, SQL_NIGHT_FILL, BI("room_type_id", span->room_type_id), BI("night", night));
}

enum err nights_take(struct tx *tx, const struct span *span, bool has_rows)
{
  assert(span->arrival < span->departure && span->rooms > 0);
  if (!has_rows)
    fill(tx, span);
  int64_t taken = tx_run(tx, SQL_NIGHTS_TAKE, BI("room_type_id", span->room_type_id), BI("from_day", span->arrival),
      BI("until", span->departure), BI("rooms", span->rooms), BI("inside", span->inside));
  if (taken == span->departure - span->arrival)
    return OK;
  return tx_faulted(tx) ? FAULT_STORE : tx_refuse(tx, ERR_SOLD_OUT, NULL, TXT_NONE, 0);
}

bool nights_counted(struct tx *tx, int64_t room_type_id)
{
  return tx_i64(tx, SQL_NIGHTS_COUNTED, 0, BI("room_type_id", room_type_id)) > 0;
}

void nights_give_back(struct tx *tx, const struct span *span, int32_t from)
{
  assert(span->arrival < span->departure && span->rooms > 0);
  if (from < span->arrival)
    from = span->arrival;
  if (from >= span->departure)
    return;
  int64_t changed = tx_run(tx, SQL_NIGHTS_GIVE_BACK, BI("room_type_id", span->room_type_id), BI("from_day", from),
      BI("until", span->departure), BI("rooms", span->rooms));
  if (changed != span->departure - from && !tx_faulted(tx))
    log_error("nights.give_back", "room_type=%lld from=%d until=%d rooms=%lld changed=%lld",
        (long long)span->room_type_id, from, span->departure, (long long)span->rooms, (long long)changed);
}
