/* Order events as a stream: an event's id is its message's, so a client that was cut off goes on where it was. On a
 * worker thread. */
#include "report/events_http.h"

#include <inttypes.h>
#include "base/id.h"
#include "report/events.h"

enum { PAGE = 100, RETRY_MS = 2000 };

struct feed {
  const struct actor *staff;
  int64_t after, newest;
  bool begun, more;
  struct list events;
};

static enum err read_newest(struct tx *tx, void *arg)
{
  ((struct feed *)arg)->newest = events_last(tx);
  return OK;
}

static enum err read_events(struct tx *tx, void *arg)
{
  struct feed *f = arg;
  f->events = events_read(tx, f->staff, &f->after, PAGE, &f->more);
  return OK;
}

/* The id alone is no event, but a client cut off before the first one says it when it comes again. */
static void put_beginning(struct feed *f, struct buf *out)
{
  f->begun = true;
  buf_printf(out, "retry: %d\n", RETRY_MS);
  if (f->after)
    buf_printf(out, "id: %" PRId64 "\n", f->after);
  buf_lit(out, "\n");
}

static void put_event(const struct order_event *e, struct buf *out)
{
  struct json_out w;
  json_begin(&w, out->arena);
  shape_write(&order_event_shape, e, &w, NULL);
  buf_printf(out, "id: %" PRId64 "\ndata: ", e->id);
  buf_put(out, w.buf.data, w.buf.len);
  buf_lit(out, "\n\n");
}

static enum stream_step next(struct request *req, void *ctx, struct scope *scope, struct buf *out)
{
  struct feed *f = ctx;
  if (!f->begun)
    put_beginning(f, out);
  if (store_read(req->store, read_events, f, scope))
    return STREAM_END; /* the client comes again and misses nothing */
  const struct order_event *e = f->events.items;
  for (size_t i = 0; i < f->events.count; i++)
    put_event(&e[i], out);
  return f->more ? STREAM_MORE : STREAM_WAIT;
}

enum err http_events(struct request *req, struct reply *reply)
{
  struct feed *f = arena_new(req->scope.arena, struct feed);
  const char *last = request_header(req, "Last-Event-ID");
  f->staff = &req->actor;
  if (last && !id_parse(last, &f->after))
    return refuse(&req->scope.problem, ERR_BAD_REQUEST, "Last-Event-ID", TXT_CURSOR, 0);
  enum err e = request_read(req, read_newest, f);
  if (e)
    return e;
  if (!last || f->after > f->newest) /* a store that was put back from a copy has not got so far */
    f->after = f->newest;
  return reply_stream(req, reply, next, f);
}
