/* Orders: quote, book, pay, cancel, check in, check out, no-show, expire.
 *
 * Guarantee: nights, coupon, order, history, deadline and event are one transaction; every move of the state is a
 * compare-and-set allowed by one table and leaves one history row with who, when, from and to. The price, the terms
 * and the names are frozen on the order. Money is an axis of its own. Inside a transaction, on its thread. */
#ifndef YIZHAN_ORDER_ORDER_H
#define YIZHAN_ORDER_ORDER_H

#include "base/actor.h"
#include "base/config.h"
#include "mq/mq.h"
#include "stay/stay.h"

enum order_status { ORDER_PENDING, ORDER_CONFIRMED, ORDER_IN_HOUSE, ORDER_COMPLETED, ORDER_CANCELLED, ORDER_NO_SHOW,
  ORDER_STATUSES };
/* MONEY_PART_PAID is never stored: it is what MONEY_PAID reads as while more is owed, after an extension. */
enum order_money { MONEY_UNPAID, MONEY_PAID, MONEY_REFUNDING, MONEY_PART_REFUNDED, MONEY_REFUNDED, MONEY_PART_PAID };
extern const char *const order_status_names[], *const order_money_names[];

struct order_night { int32_t date; struct money price, net; }; /* price: of one room; net: all rooms, after the discount */
struct order_step { int64_t at; const char *from, *to, *by, *by_kind, *note; };
struct cancellation {
  int64_t free_until;   /* instant; until then all money comes back */
  struct money fee;     /* kept afterwards: the first night */
};
struct order {
  int64_t id, member_id, branch_id, room_type_id;
  const char *branch_name, *branch_name_en, *room_type_name, *room_type_name_en, *timezone;
  int status, money;    /* enum order_status, enum order_money */
  const char *source, *booked_by;
  int32_t arrival, departure;
  int64_t rooms;
  const char *guest_name, *guest_phone, *remark;
  const char *arrival_time; /* "18:00" in the branch's time, "" when not said */
  struct money total, discount, payable, paid, refund;
  struct money extras;  /* besides the nights: the desk's charges, allowances, corrections, and daily extras, those to come too */
  struct money cancel_refund; /* what would come back if it were cancelled now; NONE_I64 when it cannot be */
  struct money held;    /* of its deposits */
  struct money due;     /* still owed: payable + extras − paid + refund; 0 once cancelled or not come */
  int64_t grant_id, pay_by, timer_id, free_until, created_at;
  int stock_mode;       /* enum stock_mode, as its type was sold; whether a night uses stock is written on the night */
  int32_t audit_hour;
  const char *reason;   /* why it was cancelled: guest, staff, expired, sold_out */
  struct cancellation cancellation;
  struct list nights, history;                  /* struct order_night, struct order_step */
  struct list stays;                            /* struct stay */
  struct list payments, refunds, room_numbers;  /* for staff */
};
extern const struct shape order_shape;       /* what its guest sees */
extern const struct shape order_staff_shape; /* what staff see */
extern const struct shape order_row_shape;   /* its columns */

struct order_request {
  int64_t room_type_id;
  int32_t arrival, departure;
  int64_t rooms;
  const char *guest_name, *guest_phone, *remark, *arrival_time;
  int64_t coupon_id;
  struct money payable; /* what the client showed; NONE_I64 = not given */
  uint64_t given;
};
struct quote {
  struct list nights;   /* struct night */
  struct money total, discount, payable;
  struct list coupons;  /* struct grant, the best first */
  struct cancellation cancellation;
  int64_t left;         /* rooms still to be had over the whole stay, NONE_I64 = no count */
};
extern const struct shape quote_shape;

/* What it would cost; coupon_id 0 = without. */
enum err order_quote(struct tx *tx, int64_t member_id, const struct order_request *in, struct quote *out);
/* What a guest may hold without paying: for so long, so many orders and rooms at a time (0: no limit). */
struct hold_terms { int64_t seconds, orders, rooms; };
/* Books for a guest: pending_payment until the terms end. ERR_SOLD_OUT, ERR_PRICE_CHANGED, ERR_TOO_MANY_UNPAID (counted by
 * member and by guest_phone) and the refusals of nights_offer and coupon_hold. */
enum err order_book(struct tx *tx, const struct actor *guest, const struct order_request *in, const struct hold_terms *terms,
    struct order *out);
/* A guest at the desk: confirmed at once, to be paid there. */
enum err order_walk_in(struct tx *tx, const struct actor *staff, const struct order_request *in, struct order *out);

/* The order's columns and nights; member_id 0 = whoever's. False when there is none. */
bool order_get(struct tx *tx, int64_t id, int64_t member_id, struct order *out);
/* order_get for staff with payments, refunds and rooms: ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err order_find(struct tx *tx, const struct actor *staff, int64_t id, struct order *out);
/* A guest's orders, newest first; status -1 = all. */
struct list order_of_member(struct tx *tx, int64_t member_id, int status, int64_t after, int64_t limit);
struct order_filter {
  int64_t branch_id, member_id; /* 0 = all in scope */
  int status;             /* -1 = all */
  const char *q;          /* order number, guest's phone or start of the name; NULL = all */
  int32_t from, to;       /* arrival in [from, to]; DATE_NONE = open */
};
/* Newest first, phones masked, only branches in scope. */
struct list order_list(struct tx *tx, const struct actor *actor, const struct order_filter *f, int64_t after, int64_t limit);
struct today {
  int32_t business_date;
  struct list due_in, due_out, in_house; /* struct order */
  int64_t rooms_free;
};
extern const struct shape today_shape;
enum err order_today(struct tx *tx, const struct actor *staff, int64_t branch_id, struct today *out);

/* Asks for the money: the order must be waiting for it, else ERR_ORDER_STATE. (Money that comes late is settled when it
 * comes.)
 * *amount is what is to be paid. */
enum err order_pay(struct tx *tx, int64_t id, int64_t member_id, struct money *amount);
/* What would come back by the frozen terms if it were cancelled now; NONE_I64 when it cannot be. */
struct money order_cancel_refund(struct tx *tx, const struct order *o);
/* The guest or staff cancels: nights and coupon back at once, money by the frozen terms. */
enum err order_cancel(struct tx *tx, const struct actor *by, struct order *o);
/* Arrival: rooms are assigned (room_ids empty = those it was given before, else the house chooses). ERR_TOO_EARLY,
 * ERR_ROOM_TAKEN. */
enum err order_check_in(struct tx *tx, const struct actor *staff, struct order *o, const struct list *room_ids);
/* Other rooms, as many as the order has, from tonight on; those that somebody leaves become dirty. Of another type only if
 * `any_type`; its stock goes with the guest. ERR_ORDER_STATE, ERR_ROOM_TAKEN, ERR_SOLD_OUT, ERR_BAD_REQUEST naming room_ids. */
enum err order_change_rooms(struct tx *tx, const struct actor *staff, struct order *o, const struct list *room_ids,
    bool any_type);
/* A later departure: the further nights at today's prices, in the same rooms. Minimum stays are not asked again, and the
 * frozen nights, discount and terms stay. ERR_ORDER_STATE, ERR_BAD_REQUEST naming departure, ERR_SOLD_OUT, ERR_OFF_SALE,
 * ERR_ROOM_TAKEN naming the rooms. */
enum err order_extend(struct tx *tx, const struct actor *staff, struct order *o, int32_t departure);
/* Where the line of a payment goes: an account (0: the order's), with a note, and of which hold it was captured. */
struct new_payment { int64_t account_id; const char *note; int64_t hold_id; };
/* Money taken at the desk, for what is still owed; `method` names how; `to` NULL: the order's account. ERR_ORDER_STATE before it
 * is confirmed and once it came to nothing, ERR_BAD_REQUEST naming amount_fen when it is more than owed. */
enum err order_pay_at_desk(struct tx *tx, const struct actor *staff, struct order *o, struct money amount, const char *method,
    const struct new_payment *to);
/* Departure of all who are in house: later nights go back on sale, and are charged all the same (order_stay_check_out gives
 * their price back); rooms become dirty, order_finished_topic is told. */
enum err order_check_out(struct tx *tx, const struct actor *staff, struct order *o);
/* One room of an order. How a move into another room is priced: as before, as the room's type costs today, or by the difference
 * of the types' prices today. */
enum move_price { MOVE_KEEP, MOVE_NEW, MOVE_DIFFERENCE };
/* The order of a stay for staff, and the stay among its stays: ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err order_of_stay(struct tx *tx, const struct actor *staff, int64_t stay_id, struct order *o, struct stay **s);
/* The same acts on one of its rooms alone. room_id 0: the one it was given before, else the house chooses. */
enum err order_stay_check_in(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t room_id);
/* ERR_BALANCE_DUE when the last of them leaves and something is owed, unless a manager says why (`owing`, else NULL). */
enum err order_stay_check_out(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, const char *owing);
enum err order_stay_cancel(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s);
enum err order_stay_no_show(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s);
/* Another room for all nights to come; of another type its stock goes with the guest. ERR_ORDER_STATE,
 * ERR_ROOM_TAKEN, ERR_ROOM_CLOSED, ERR_SOLD_OUT, ERR_BAD_REQUEST naming room_id. */
enum err order_stay_move(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t room_id,
    enum move_price price);
/* Two stays of a branch change rooms, in house from tonight on. */
enum err order_stay_swap(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t with);
/* A later departure as in order_extend; an earlier one: the nights from it on go back, with their price. */
enum err order_stay_extend(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int32_t departure);
enum err order_stay_shorten(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int32_t departure);
/* Nights from `from` to `to`, both included, cost `price` less what they were off; a manager's word, with a reason that is
 * kept in the trail. ERR_ORDER_STATE, ERR_BAD_REQUEST naming from or to, ERR_DAY_CLOSED for a night that is posted. */
struct nights_price { int32_t from, to; struct money price; const char *reason; };
enum err order_stay_reprice(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s,
    const struct nights_price *in);
/* What the branch asks for a check-in now, before its rooms are ready, and for a check-out now, after they were to be left: a
 * part of the night's price; nothing when it was charged already. Charged as the codes early_in and late_out, or waived, which is
 * kept in the trail: ERR_ORDER_STATE when there is nothing to waive. */
struct stay_fees { struct money early_in, late_out; };
struct stay_fees order_stay_fees(struct tx *tx, const struct order *o, const struct stay *s);
enum { FEE_EARLY_IN, FEE_LATE_OUT };
extern const char *const stay_fee_names[];
struct fee_waiver { int code; const char *reason; };
enum err order_stay_waive(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, const struct fee_waiver *in);
/* A daily extra: posted with each of its nights from tonight on, at the code's price unless `in->unit` is one (else NONE_I64).
 * ERR_ORDER_STATE when the stay is over, ERR_BAD_REQUEST naming code, from, to, unit_fen or quantity. Ended, nights from tonight
 * on are not charged; ERR_ORDER_STATE when it is over. */
enum err order_stay_extra_add(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s,
    const struct stay_extra *in);
enum err order_stay_extra_end(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t extra_id);
/* Takes the last check-in, check-out, cancel or no-show of the same business date back, a no-show until its departure.
 * ERR_TOO_LATE, ERR_ORDER_STATE when there
 * is none, ERR_SOLD_OUT, ERR_ROOM_TAKEN, and the refusals of coupon_hold. */
enum err order_stay_undo(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s);
/* Not come: the first night is kept, the rest goes back. */
enum err order_no_show(struct tx *tx, const struct actor *staff, struct order *o);
/* The given fields of OrderCorrection. Who comes, how they are reached, what they said: by the desk until the stay is over, by
 * the guest until check-in, and nothing is sold anew. Dates and room type: before anybody came, by the guest as long as a cancel
 * costs nothing; nights that are kept keep their price, others have the day's. ERR_ORDER_STATE, ERR_BAD_REQUEST naming fields,
 * ERR_PRICE_CHANGED when payable_fen is given and another, and the refusals of booking. */
enum err order_correct(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *in);
extern const struct shape order_correction_shape;
/* What the dates or the type given in RebookRequest would come to, by doing it and undoing it again: the refusals of the same
 * change by order_correct. refund: what would go back; due: what would still be owed. */
struct rebook_quote { struct money total, discount, payable, refund, due; };
enum err order_rebook_quote(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *in,
    struct rebook_quote *out);
extern const struct shape rebook_request_shape, rebook_quote_shape;
/* The given fields of StayCorrection: who sleeps in one room, and what they said. While they are to come or in house; refusals of
 * stay_guests_put. */
struct stay_correction { struct list guests; const char *remark, *arrival_time; uint64_t given; };
extern const struct shape stay_correction_shape;
enum err order_stay_correct(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s,
    const struct stay_correction *in);
/* Staff give money back; `owed_again`: because the payment was wrong, so that it is still to be paid; else an allowance is made
 * for it. `tender`: how it is paid out; NULL: the way it came. ERR_REFUND_EXCEEDS. */
enum err order_refund(struct tx *tx, const struct actor *staff, struct order *o, struct money amount, const char *reason,
    const char *tender, bool owed_again);
/* The end of a business date, for one order; see day. False when it cannot be done; then all is as it was. Nobody is a no-show
 * whose money would have to be handed out by a person, nor with a deposit or a promise of money. */
bool order_end_no_show(struct tx *tx, const struct actor *by, int64_t order_id, int64_t stay_id);
/* Who is still in house stays until `departure`. */
bool order_end_extend(struct tx *tx, const struct actor *by, int64_t order_id, int64_t stay_id, int32_t departure);
/* Nights of those in house before `slept` are charged. */
void order_end_nights(struct tx *tx, const struct actor *by, int64_t order_id, int32_t slept);
/* Cancels what is unpaid past its deadline; at most `most`, the number done is returned. */
int64_t order_sweep(struct tx *tx, int64_t most);
/* So many last digits of phone or number find an order, as people say them. */
enum { ORDER_END = 4 };
/* Rooms that were neither paid nor left a deposit for are held until the branch's hour of the day of arrival; then they are
 * no-shows, which the desk may undo. The number of stays released. */
int64_t order_release(struct tx *tx);
/* Words of orders from before they were kept: of the next `most` older ones; the number done, 0 at the end. order_words_done:
 * none are left. */
int64_t order_words_older(struct tx *tx, int64_t most);
bool order_words_done(struct tx *tx);
/* Inside the folder: keeps what an order is found by, false when there is no such order; the FTS5 query for what somebody
 * typed, which finds nothing when it has fewer than four digits and no letter. */
bool order_words_put(struct tx *tx, int64_t id);
const char *order_words_query(struct arena *a, const char *q);

/* Inside the folder: the phone in the form in which it is kept, counted and searched; whether a time is one. */
enum err order_take_phone(struct tx *tx, struct order_request *in);
enum err order_check_time(struct tx *tx, const struct order_request *in);
/* Inside the folder: the order as it is now, as `by` sees it. */
enum err order_reload(struct tx *tx, struct order *o, const struct actor *by);
/* Inside the folder: ERR_ORDER_STATE. */
enum err order_refuse_state(struct tx *tx);
/* Inside the folder: moves the state by the table with history and event; ERR_ORDER_STATE. */
enum err order_move(struct tx *tx, struct order *o, enum order_status to, const struct actor *by, const char *note);
/* Inside the folder: a step that leaves the state as it is: history row with `note`, event with `tag`. */
void order_note_step(struct tx *tx, const struct order *o, const struct actor *by, const char *note, const char *tag);
/* Inside the folder: tells order_finished_topic that all have left. */
void order_tell_finished(struct tx *tx, const struct order *o, const char *trace);
/* Inside the folder: appends an event to order_topic without a move. */
void order_announce(struct tx *tx, const struct order *o, const char *tag, const char *trace);
/* The same for money that moved: so much, this time. */
void order_announce_money(struct tx *tx, const struct order *o, const char *tag, struct money moved, const char *trace);
/* Inside the folder: all is paid and the nights are held: confirmed, and its coupon used. */
enum err order_confirm(struct tx *tx, struct order *o, const struct actor *by, const char *note);
/* Inside the folder: the coupon that came back when it was cancelled is its own again, for the same discount: the refusals of
 * coupon_hold. */
enum err order_hold_coupon_again(struct tx *tx, const struct order *o);
/* Inside the folder: stores the money axis and the sums paid and to be refunded. */
void order_set_money(struct tx *tx, struct order *o, enum order_money money);
/* Inside the folder: ERR_BAD_REQUEST naming `field` when an order would come to more than LIMIT_ORDER_FEN. */
enum err order_check_total(struct tx *tx, const char *field, struct money total);
/* Inside the folder: it was cancelled, or nobody came. */
bool order_came_to_nothing(const struct order *o);
/* Inside the folder: ERR_BALANCE_DUE, telling how much is owed, or naming the deposit that is still held. */
enum err order_refuse_owing(struct tx *tx, struct money due);
enum err order_refuse_held(struct tx *tx);
/* Inside the folder: what is still owed; what goes back when `keep` is kept; what its stays are charged for. A stay that is
 * cancelled now is charged for the nights before order_cancel_until. */
struct money order_due(const struct order *o);
struct money order_beyond(const struct order *o, struct money keep);
struct money order_charge(const struct order *o);
int32_t order_cancel_until(struct tx *tx, const struct order *o, const struct stay *s);
/* Inside the folder: ERR_ORDER_STATE when the days of a stay that nobody came to are over. */
enum err order_check_not_over(struct tx *tx, const struct order *o);
/* Inside the folder: ERR_SOLD_OUT naming departure when more stays lack one room for all nights than `before`, by fit_lacking. */
enum err order_check_fit(struct tx *tx, const struct offer *offer, int64_t before);
/* Inside the folder: how many days before arrival the desk may check in or call a no-show; 0 in a real house. */
int64_t order_early_days(struct tx *tx);
/* Inside the folder: the instant until which a guest may come, by the hour to which the branch holds rooms; an hour before its
 * day ends is the next morning's. */
int64_t order_held_until(const char *timezone, int32_t audit_hour, int32_t hold_until, int32_t arrival);
/* Inside the folder: the open business date of the order's branch. */
int32_t order_today_of(struct tx *tx, const struct order *o);

#endif
