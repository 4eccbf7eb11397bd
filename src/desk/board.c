/* Tonight, a row per room: see desk.h. */
#include "desk/desk.h"

static const char *const occupancy_names[] = {"vacant", "occupied", NULL};

static const struct field closing_fields[] = {
    FIELD(struct closing, id, F_ID),
    FIELD(struct closing, kind, F_ENUM, .names = closing_kind_names),
    FIELD(struct closing, from, F_DATE, .about = "first night"),
    FIELD(struct closing, to, F_DATE, .about = "last night, included"),
    FIELD(struct closing, reason, F_STR),
};
static const struct shape board_closing_shape = SHAPE_OUT("BoardClosing", struct closing, closing_fields);

static const struct field stay_fields[] = {
    FIELD(struct board_stay, id, F_ID),
    FIELD_AS("order_no", struct board_stay, order_id, F_ID),
    FIELD(struct board_stay, room_type_id, F_ID, .about = "whose stock it uses"),
    FIELD(struct board_stay, guest_name, F_STR),
    FIELD(struct board_stay, arrival, F_DATE),
    FIELD(struct board_stay, departure, F_DATE),
    FIELD(struct board_stay, state, F_ENUM, .names = stay_shown_names),
};
static const struct shape board_stay_shape = SHAPE_OUT("BoardStay", struct board_stay, stay_fields);

static const struct field row_fields[] = {
    FIELD(struct board_row, room_id, F_ID),
    FIELD(struct board_row, number, F_STR),
    FIELD(struct board_row, floor, F_I64),
    FIELD(struct board_row, room_type_id, F_ID),
    FIELD(struct board_row, room_type_name, F_STR),
    FIELD(struct board_row, cleanliness, F_ENUM, .names = cleanliness_names),
    FIELD(struct board_row, occupancy, F_ENUM, .names = occupancy_names),
    FIELD(struct board_row, closed, F_POINTER, .shape = &board_closing_shape, .flags = F_NULLABLE,
        .about = "the closing that is on tonight"),
    FIELD(struct board_row, stay, F_POINTER, .shape = &board_stay_shape, .flags = F_NULLABLE,
        .about = "who lives in it, whatever the dates say"),
    FIELD(struct board_row, next, F_POINTER, .shape = &board_stay_shape, .flags = F_NULLABLE,
        .about = "who is due in and has it first, from tonight on"),
    FIELD(struct board_row, due_out, F_BOOL, .about = "who lives in it leaves today, or should have before"),
    FIELD(struct board_row, overdue, F_BOOL, .about = "should have left before today"),
    FIELD_AS("owing_fen", struct board_row, owing, F_FEN, .about = "what the order of who lives in it still owes"),
};
static const struct shape row_shape = SHAPE_OUT("BoardRoom", struct board_row, row_fields);

static const struct field board_fields[] = {
    FIELD(struct board, business_date, F_DATE),
    FIELD_AS("items", struct board, rows, F_LIST, .shape = &row_shape, .about = "all rooms, by floor and number"),
    FIELD(struct board, unassigned, F_LIST, .shape = &board_stay_shape,
        .about = "due in today or before, and without a room"),
    FIELD(struct board, next, F_STR, .flags = F_NULLABLE, .about = "always null: all rooms are there"),
};
const struct shape board_shape = SHAPE_OUT("Board", struct board, board_fields);

static struct closing *read_closing(struct tx *tx, struct rows *r)
{
  struct closing c = {.id = row_i64(r)};
  c.from = (int32_t)row_i64(r);
  c.to = (int32_t)row_i64(r);
  const char *kind = row_str(r);
  c.reason = row_str(r);
  if (!c.id)
    return NULL;
  c.kind = enum_find(closing_kind_names, kind);
  struct closing *out = arena_new(tx_arena(tx), struct closing);
  *out = c;
  return out;
}

static struct board_stay *read_stay(struct tx *tx, struct rows *r, enum stay_state state)
{
  struct board_stay s = {.id = row_i64(r), .state = state};
  s.order_id = row_i64(r);
  s.room_type_id = row_i64(r);
  s.guest_name = row_str(r);
  s.arrival = (int32_t)row_i64(r);
  s.departure = (int32_t)row_i64(r);
  if (!s.id)
    return NULL;
  struct board_stay *out = arena_new(tx_arena(tx), struct board_stay);
  *out = s;
  return out;
}

static struct board_row read_row(struct tx *tx, struct rows *r, int32_t today)
{
  struct board_row row = {.room_id = row_i64(r)};
  row.floor = row_i64(r);
  row.room_type_id = row_i64(r);
  row.number = row_str(r);
  row.room_type_name = row_str(r);
  row.cleanliness = enum_find(cleanliness_names, row_str(r));
  row.closed = read_closing(tx, r);
  row.stay = read_stay(tx, r, STAY_IN_HOUSE);
  row.next = read_stay(tx, r, STAY_DUE_IN);
  struct money owing = row_fen(r);
  if (row.stay) {
    row.occupancy = ROOM_OCCUPIED;
    row.due_out = row.stay->departure <= today;
    row.overdue = row.stay->departure < today;
    row.owing = owing;
  }
  return row;
}

enum err desk_board(struct tx *tx, const struct actor *staff, int64_t branch_id, struct board *out)
{
  struct branch b;
  enum err e = branch_find(tx, staff, branch_id, &b);
  if (e != OK)
    return e;
  *out = (struct board){.business_date = b.business_date};
  struct rows *r = tx_query(tx, SQL_DESK_BOARD, BI("branch", branch_id), BI("today", out->business_date));
  while (row_next(r)) {
    struct board_row row = read_row(tx, r, out->business_date);
    list_add(tx_arena(tx), &out->rows, &row, sizeof row);
  }
  r = tx_query(tx, SQL_DESK_UNASSIGNED, BI("branch", branch_id), BI("today", out->business_date));
  while (row_next(r))
    list_add(tx_arena(tx), &out->unassigned, read_stay(tx, r, STAY_DUE_IN), sizeof(struct board_stay));
  return OK;
}
