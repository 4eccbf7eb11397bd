/* node: frames that were tampered with, bells over real sockets from a forger, a replayer and a stranger, the registry. */
#include <nng/nng.h>
#include <nng/protocol/pubsub0/pub.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "node/node.h"
#include "node/wire.h"
#include "test.h"

static const char key[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
enum { ME = 7, FRIEND = 8, STRANGER = 9, TRIES = 2000 };

static void a_frame_with_any_bit_changed_is_not_taken(void)
{
  struct wire_bell in = {-5, 3, 1u << 1 | (uint64_t)1 << 63}, out;
  uint8_t frame[WIRE_BYTES + 1] = {0};
  wire_seal(key, &in, frame);
  CHECK(wire_open(key, frame, WIRE_BYTES, &out));
  CHECK(out.boot == in.boot && out.counter == in.counter && out.topics == in.topics);
  for (int bit = 0; bit < WIRE_BYTES * 8; bit++) {
    frame[bit / 8] ^= (uint8_t)(1u << bit % 8);
    CHECK(!wire_open(key, frame, WIRE_BYTES, &out));
    frame[bit / 8] ^= (uint8_t)(1u << bit % 8);
  }
  for (size_t n = 0; n <= WIRE_BYTES + 1; n++)
    CHECK(wire_open(key, frame, n, &out) == (n == WIRE_BYTES));
  CHECK(!wire_open("another key", frame, WIRE_BYTES, &out));
}

static _Atomic uint64_t heard;
static atomic_int bells;

static void on_bell(void *ctx, uint64_t topics)
{
  (void)ctx;
  heard |= topics;
  bells++;
}

/* Somebody who publishes whatever he likes at an address that is dialled. */
static nng_socket open_forger(char *url, size_t n)
{
  nng_socket pub;
  nng_listener listener;
  int port;
  nng_pub0_open(&pub);
  EQUAL(nng_listen(pub, "tcp://127.0.0.1:0", &listener, 0), 0);
  nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port);
  snprintf(url, n, "tcp://127.0.0.1:%d", port);
  return pub;
}

struct wanted { struct peers *peers; int64_t connections, received, hangups; };

static bool has_come(void *arg)
{
  const struct wanted *w = arg;
  struct peers_stats s;
  peers_stats(w->peers, &s);
  return s.connections >= w->connections && s.received >= w->received && s.hangups >= w->hangups;
}

static void wait_for(struct peers *p, int64_t connections, int64_t received, int64_t hangups)
{
  struct wanted w = {p, connections, received, hangups};
  CHECK(test_eventually(has_come, &w));
}

/* PUB/SUB may lose anything, the first bell above all, whose pipe may not be there yet on the side that sends. So each
 * kind is sent again until it has come; what has come behind it tells that whatever went before is done with. */
struct sending { nng_socket pub; const char *key; int64_t boot; uint64_t counter, topics; const void *frame; size_t size; };

static void send_once(const struct sending *s)
{
  uint8_t frame[WIRE_BYTES];
  if (!s->frame)
    wire_seal(s->key, &(struct wire_bell){s->boot, s->counter, s->topics}, frame);
  EQUAL(nng_send(s->pub, (void *)(s->frame ? s->frame : frame), s->frame ? s->size : sizeof frame, 0), 0);
}

struct counted { struct peers *peers; int64_t (*of)(const struct peers_stats *s), before; };

static int64_t of_forged(const struct peers_stats *s)
{
  return s->forged;
}

static int64_t of_replayed(const struct peers_stats *s)
{
  return s->replayed;
}

static int64_t of_strange(const struct peers_stats *s)
{
  return s->strange;
}

static int64_t of_hangups(const struct peers_stats *s)
{
  return s->hangups;
}

static bool has_risen(const struct counted *c)
{
  struct peers_stats s;
  peers_stats(c->peers, &s);
  return c->of(&s) > c->before;
}

static void send_until_counted(const struct sending *s, struct peers *p, int64_t (*of)(const struct peers_stats *s))
{
  struct peers_stats before;
  peers_stats(p, &before);
  struct counted c = {p, of, of(&before)};
  for (int i = 0; i < TRIES && !has_risen(&c); i++) {
    send_once(s);
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  CHECK(has_risen(&c));
}

/* Returns the first counter that was not used. */
static uint64_t send_until_heard(struct sending s)
{
  for (int i = 0; i < TRIES && !(heard & s.topics); i++) {
    send_once(&s);
    s.counter++;
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  CHECK(heard & s.topics);
  return s.counter;
}

static void forged_replayed_strange_and_oversized_bells_do_nothing(void)
{
  static uint8_t large[4096];
  char url[64];
  heard = 0;
  bells = 0;
  nng_socket forger = open_forger(url, sizeof url);
  struct peers *p = peers_open("", key, ME, on_bell, NULL);
  peers_meet(p, &(struct peer){"friend", url, FRIEND}, 1);
  wait_for(p, 1, 0, 0);
  uint64_t next = send_until_heard((struct sending){forger, key, FRIEND, 5, 1, NULL, 0}); /* the only one that counts */
  send_until_counted(&(struct sending){forger, "wrong key", FRIEND, next, 2, NULL, 0}, p, of_forged);
  int rung = bells;
  send_until_counted(&(struct sending){forger, key, FRIEND, next - 1, 4, NULL, 0}, p, of_replayed);
  send_until_counted(&(struct sending){forger, key, FRIEND, 4, 8, NULL, 0}, p, of_replayed); /* older */
  send_until_counted(&(struct sending){forger, key, STRANGER, 1, 16, NULL, 0}, p, of_strange); /* signed, but nobody knows it */
  send_until_counted(&(struct sending){.pub = forger, .frame = large, .size = WIRE_BYTES - 1}, p, of_forged);
  send_until_counted(&(struct sending){.pub = forger, .frame = large, .size = WIRE_BYTES + 1}, p, of_forged);
  send_until_counted(&(struct sending){.pub = forger, .frame = "", .size = 0}, p, of_forged);
  EQUAL(heard, 1);
  EQUAL(bells, rung);
  send_until_counted(&(struct sending){.pub = forger, .frame = large, .size = sizeof large}, p, of_hangups);
  send_until_heard((struct sending){forger, key, FRIEND, next, 32, NULL, 0}); /* nng hung up, and dialled again */
  EQUAL(heard, 33);
  peers_close(p);
  nng_close(forger);
}

static void ring_until_received(struct peers *from, uint64_t topics, struct peers *at, int64_t received)
{
  struct wanted w = {at, 0, received, 0};
  for (int i = 0; i < TRIES && !has_come(&w); i++) {
    peers_ring(from, topics);
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  CHECK(has_come(&w));
}

static void who_is_gone_is_not_listened_to(void)
{
  heard = 0;
  bells = 0;
  struct peers *a = peers_open("tcp://127.0.0.1:0", key, FRIEND, on_bell, NULL);
  struct peers *b = peers_open("", key, ME, on_bell, NULL);
  CHECK(strncmp(peers_address(a), "tcp://127.0.0.1:", 16) == 0 && strcmp(peers_address(b), "") == 0);
  struct peer friend = {"friend", peers_address(a), FRIEND};
  struct peers_stats s;
  peers_meet(b, &friend, 1);
  wait_for(b, 1, 0, 0);
  ring_until_received(a, 6, b, 1);
  EQUAL(heard, 6);
  peers_meet(b, NULL, 0);
  wait_for(b, 0, 1, 1);
  peers_ring(a, 1);
  friend.boot = STRANGER; /* started anew at the same address: its counter begins anew too */
  peers_meet(b, &friend, 1);
  wait_for(b, 1, 1, 1);
  peers_stats(b, &s);
  ring_until_received(a, 1, b, s.received + 1);
  peers_stats(b, &s);
  CHECK(s.strange >= 1);
  EQUAL(heard, 6);
  peers_close(b);
  peers_close(a);
}

static void an_address_that_cannot_be_is_refused(void)
{
  CHECK(!peers_open("tcp://256.0.0.1:1", key, ME, on_bell, NULL));
  CHECK(!peers_open("tcp://127.0.0.1:99999", key, ME, on_bell, NULL));
}

static void names_are_plain(void)
{
  char many[62] = {0};
  CHECK(node_name_fine("inn-1.example:8080_a") && !node_name_fine("") && !node_name_fine("a b") && !node_name_fine("驿"));
  memset(many, 'a', 60);
  CHECK(node_name_fine(many));
  many[60] = 'a';
  CHECK(!node_name_fine(many));
}

struct rows { struct store *store; size_t count; struct node_row row; };

static enum err read_rows(struct tx *tx, void *arg)
{
  struct rows *r = arg;
  struct list l = node_list(tx, r->store);
  r->count = l.count;
  r->row = l.count ? ((struct node_row *)l.items)[0] : (struct node_row){0};
  return OK;
}

static bool beats_again(void *arg)
{
  struct rows *r = arg;
  return test_read(r->store, read_rows, r) == OK && r->count == 1 && r->row.alive;
}

static enum err read_key(struct tx *tx, void *arg)
{
  const char *text = setting_str(tx, "cluster_key");
  snprintf(arg, CLUSTER_KEY, "%s", text ? text : "");
  return OK;
}

static void a_clock_that_jumps_kills_nobody(void)
{
  enum { HOUR = 3600000 };
  char first[CLUSTER_KEY] = "", second[CLUSTER_KEY] = "";
  test_clock_at(INT64_C(1800000000000));
  struct rows r = {.store = test_store()};
  CHECK(store_claim(r.store, "inn"));
  struct node_options o = {.store = r.store, .name = "inn", .address = "127.0.0.1:1", .bell = "", .on_bell = on_bell};
  struct node *n = node_start(&o);
  CHECK(beats_again(&r) && r.row.self);
  test_clock_move(HOUR);
  CHECK(test_eventually(beats_again, &r));
  test_clock_move(-2 * HOUR);
  CHECK(beats_again(&r)); /* its heartbeat is in the future: no reason to think it dead */
  test_read(r.store, read_key, first);
  node_stop(n);
  test_read(r.store, read_rows, &r);
  EQUAL(r.count, 0);
  n = node_start(&o);
  test_read(r.store, read_key, second);
  node_stop(n);
  EQUAL(strlen(first), CLUSTER_KEY - 1);
  CHECK(!strcmp(first, second));
  store_close(r.store);
  test_clock_real();
}

static const struct test tests[] = {TEST(a_frame_with_any_bit_changed_is_not_taken),
    TEST(forged_replayed_strange_and_oversized_bells_do_nothing), TEST(who_is_gone_is_not_listened_to),
    TEST(an_address_that_cannot_be_is_refused), TEST(names_are_plain), TEST(a_clock_that_jumps_kills_nobody)};
TEST_MAIN(tests)
