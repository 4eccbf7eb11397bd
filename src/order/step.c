/* One step of an order: the state table, the history's row, the event. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <stdio.h>
#include "base/id.h"
#include "order/order.h"
#include "topic_ids.h"

/* cancelled → confirmed is a late payment of an expired order that found its nights still free, or a cancel taken back, as
 * the others that lead backwards are steps taken back. */
static const bool allowed[ORDER_STATUSES][ORDER_STATUSES] = {
    [ORDER_PENDING] = {[ORDER_CONFIRMED] = true, [ORDER_CANCELLED] = true},
    [ORDER_CONFIRMED] = {[ORDER_IN_HOUSE] = true, [ORDER_CANCELLED] = true, [ORDER_NO_SHOW] = true},
    [ORDER_IN_HOUSE] = {[ORDER_COMPLETED] = true, [ORDER_CONFIRMED] = true},
    [ORDER_COMPLETED] = {[ORDER_IN_HOUSE] = true},
    [ORDER_CANCELLED] = {[ORDER_CONFIRMED] = true},
    [ORDER_NO_SHOW] = {[ORDER_CONFIRMED] = true},
};

enum err order_refuse_state(struct tx *tx)
{
  return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
}

static const char *const event_tags[ORDER_STATUSES] = {
    [ORDER_PENDING] = "created", [ORDER_CONFIRMED] = "confirmed", [ORDER_IN_HOUSE] = "checked_in",
    [ORDER_COMPLETED] = "completed", [ORDER_CANCELLED] = "cancelled", [ORDER_NO_SHOW] = "no_show"};

static const char *event_body(struct tx *tx, const struct order *o, struct money moved)
{
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '{');
  json_put_id(&w, "order_no", o->id);
  json_put_id(&w, "member_id", o->member_id);
  json_put_id(&w, "branch_id", o->branch_id);
  json_put_str(&w, "status", order_status_names[o->status]);
  json_put_str(&w, "reason", o->reason);
  json_put_str(&w, "branch_name", o->branch_name);
  json_put_str(&w, "branch_name_en", o->branch_name_en);
  json_put_str(&w, "room_type_name", o->room_type_name);
  json_put_str(&w, "room_type_name_en", o->room_type_name_en);
  json_put_date(&w, "arrival", o->arrival);
  json_put_date(&w, "departure", o->departure);
  json_put_i64(&w, "payable_fen", o->payable.fen);
  json_put_i64(&w, "refund_fen", o->refund.fen);
  if (moved.fen)
    json_put_i64(&w, "moved_fen", moved.fen);
  json_close(&w, '}');
  return w.buf.data;
}

void order_announce_money(struct tx *tx, const struct order *o, const char *tag, struct money moved, const char *trace)
{
  char key[ID_TEXT];
  snprintf(key, sizeof key, "%" PRId64, o->id);
  mq_append(tx, TOPIC_ORDER, tag, key, event_body(tx, o, moved), trace);
}

void order_announce(struct tx *tx, const struct order *o, const char *tag, const char *trace)
{
  order_announce_money(tx, o, tag, fen(0), trace);
}

/* A row of the history; `o` still has the state before the step. */
static void put_step(struct tx *tx, const struct order *o, enum order_status to, const struct actor *by, const char *note)
{
  tx_run(tx, SQL_ORDER_HISTORY_PUT, BI("order", o->id), BI("id", id_next()), BI("now", tx_now(tx)),
      BS("from", order_status_names[o->status]), BS("to", order_status_names[to]), BS("by_kind", actor_kind_name(by)),
      BI("by_id", by->id), BS("by_name", by->name ? by->name : "system"), BS("note", note));
}

void order_note_step(struct tx *tx, const struct order *o, const struct actor *by, const char *note, const char *tag)
{
  put_step(tx, o, (enum order_status)o->status, by, note);
  order_announce(tx, o, tag, by->request_id);
}

enum err order_move(struct tx *tx, struct order *o, enum order_status to, const struct actor *by, const char *note)
{
  const char *from = order_status_names[o->status];
  if (!allowed[o->status][to])
    return order_refuse_state(tx);
  const char *reason = to == ORDER_CANCELLED ? note : "";
  if (!tx_run(tx, SQL_ORDER_SET_STATUS, BI("id", o->id), BS("from", from), BS("to", order_status_names[to]),
          BS("reason", reason)))
    return order_refuse_state(tx);
  put_step(tx, o, to, by, note);
  if (o->status == ORDER_PENDING && o->timer_id) {
    mq_cancel(tx, o->pay_by, o->timer_id);
    tx_run(tx, SQL_ORDER_CLEAR_TIMER, BI("id", o->id));
  }
  o->status = to;
  o->reason = arena_str(tx_arena(tx), reason);
  order_announce(tx, o, event_tags[to], by->request_id);
  return OK;
}

void order_tell_finished(struct tx *tx, const struct order *o, const char *trace)
{
  char key[ID_TEXT];
  snprintf(key, sizeof key, "%" PRId64, o->id);
  mq_append(tx, TOPIC_ORDER_FINISHED, "completed", key, event_body(tx, o, fen(0)), trace);
}
