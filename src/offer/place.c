/* One branch as a guest sees it: its room types with the price of every night of a stay. Guarantee: only what is on
 * sale. Reads only; inside a transaction, on its thread. */
#include "offer/search.h"
#include "stock/plan.h"

static const struct field offer_fields[] = {
    FIELD(struct room_offer, id, F_ID),
    FIELD(struct room_offer, name, F_STR),
    FIELD(struct room_offer, name_en, F_STR),
    FIELD(struct room_offer, images, F_STRS),
    FIELD(struct room_offer, area_m2, F_DOUBLE),
    FIELD(struct room_offer, bed, F_STR),
    FIELD(struct room_offer, bed_en, F_STR),
    FIELD(struct room_offer, breakfast, F_STR),
    FIELD(struct room_offer, breakfast_en, F_STR),
    FIELD(struct room_offer, guests, F_I64),
    FIELD(struct room_offer, intro, F_STR),
    FIELD(struct room_offer, intro_en, F_STR),
    FIELD_AS("price_fen", struct room_offer, price, F_FEN, .about = "of the cheapest night"),
    FIELD_AS("market_price_fen", struct room_offer, market_price, F_FEN),
    FIELD_AS("total_fen", struct room_offer, total, F_FEN, .about = "of one room over all nights"),
    FIELD(struct room_offer, nights, F_LIST, .shape = &night_shape),
    FIELD(struct room_offer, left, F_I64, .flags = F_NULLABLE, .about = "fewest of all nights; null when not counted"),
    FIELD(struct room_offer, min_stay, F_I64),
};
static const struct shape offer_shape = SHAPE_OUT("RoomOffer", struct room_offer, offer_fields);

static const struct field detail_fields[] = {
    FIELD(struct branch_detail, id, F_ID),
    FIELD(struct branch_detail, name, F_STR),
    FIELD(struct branch_detail, name_en, F_STR),
    FIELD(struct branch_detail, address, F_STR),
    FIELD(struct branch_detail, address_en, F_STR),
    FIELD(struct branch_detail, phone, F_STR),
    FIELD(struct branch_detail, image, F_STR),
    FIELD(struct branch_detail, images, F_STRS),
    FIELD(struct branch_detail, tags, F_STRS),
    FIELD(struct branch_detail, tags_en, F_STRS),
    FIELD(struct branch_detail, intro, F_STR),
    FIELD(struct branch_detail, intro_en, F_STR),
    FIELD(struct branch_detail, lat, F_DOUBLE, .flags = F_NULLABLE),
    FIELD(struct branch_detail, lng, F_DOUBLE, .flags = F_NULLABLE),
    FIELD(struct branch_detail, timezone, F_STR),
    FIELD(struct branch_detail, arrival_hour, F_INT),
    FIELD(struct branch_detail, departure_hour, F_INT),
    FIELD(struct branch_detail, hold_until, F_INT),
    FIELD(struct branch_detail, free_cancel_hours, F_INT),
    FIELD(struct branch_detail, business_date, F_DATE, .about = "today, as hotels count"),
    FIELD(struct branch_detail, arrival, F_DATE),
    FIELD(struct branch_detail, departure, F_DATE),
    FIELD(struct branch_detail, free_until, F_INSTANT, .about = "until then this stay is cancelled for nothing"),
    FIELD(struct branch_detail, room_types, F_LIST, .shape = &offer_shape),
};
const struct shape branch_detail_shape = SHAPE_OUT("BranchDetail", struct branch_detail, detail_fields);

static struct room_offer offer_of(struct tx *tx, const struct room_type *t, int32_t arrival, int32_t departure)
{
  struct plan plan = {.room_type_id = t->id, .mode = (enum stock_mode)t->stock_mode};
  plan_init(&plan, tx_arena(tx), arrival, (size_t)(departure - arrival), t->price, t->stock);
  plan_read(tx, &plan, true);
  return (struct room_offer){.id = t->id,
      .name = t->name,
      .name_en = t->name_en,
      .images = t->images,
      .area_m2 = t->area_m2,
      .bed = t->bed,
      .bed_en = t->bed_en,
      .breakfast = t->breakfast,
      .breakfast_en = t->breakfast_en,
      .intro = t->intro,
      .intro_en = t->intro_en,
      .guests = t->guests,
      .price = plan_lowest(&plan),
      .market_price = t->market_price,
      .total = plan_total(&plan),
      .nights = plan_nights(&plan, tx_arena(tx)),
      .left = plan_least_left(&plan),
      .min_stay = plan_min_stay(&plan)};
}

enum err branch_offer(struct tx *tx, int64_t branch_id, int32_t arrival, int32_t departure, struct branch_detail *out)
{
  struct branch b = {0};
  if (!branch_get(tx, branch_id, &b) || !b.open)
    return not_found(tx);
  int32_t today = branch_sale_date(tx, b.timezone, b.audit_hour, b.business_date);
  if (arrival == DATE_NONE && departure == DATE_NONE) {
    arrival = today;
    departure = today + 1;
  }
  enum err e = dates_check(tx, arrival, departure);
  if (e == OK)
    e = dates_check_today(tx, arrival, departure, today);
  if (e != OK)
    return e;
  *out = (struct branch_detail){.id = b.id,
      .name = b.name,
      .name_en = b.name_en,
      .address = b.address,
      .address_en = b.address_en,
      .phone = b.phone,
      .image = b.image,
      .intro = b.intro,
      .intro_en = b.intro_en,
      .timezone = b.timezone,
      .images = b.images,
      .tags = b.tags,
      .tags_en = b.tags_en,
      .lat = b.lat,
      .lng = b.lng,
      .arrival_hour = b.arrival_hour,
      .departure_hour = b.departure_hour,
      .hold_until = b.hold_until,
      .free_cancel_hours = b.free_cancel_hours,
      .business_date = today,
      .arrival = arrival,
      .departure = departure,
      .free_until = branch_free_until(b.timezone, b.arrival_hour, b.free_cancel_hours, arrival)};
  struct list types = tx_list(tx, SQL_PLACE_TYPES, &room_type_shape, 0, BI("branch_id", branch_id));
  const struct room_type *t = types.items;
  for (size_t i = 0; i < types.count; i++) {
    struct room_offer offer = offer_of(tx, &t[i], arrival, departure);
    list_add(tx_arena(tx), &out->room_types, &offer, sizeof offer);
  }
  return OK;
}
