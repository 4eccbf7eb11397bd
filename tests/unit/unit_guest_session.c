/* login's memory of guests' sessions: what it saves, and that nobody is answered from it after an end. */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>
#include "base/digest.h"
#include "cache/lru.h"
#include "demo.h"
#include "limits.h"
#include "login/guest_session.h"
#include "login/login.h"
#include "test.h"

enum { ASKERS = 4, ROUNDS = 300 };

static struct lru *memory;

struct guest {
  int64_t id;
  const char *nickname;
  uint8_t hash[TOKEN_HASH];
};

static enum err log_in(struct tx *tx, void *arg)
{
  struct guest *g = arg;
  struct login in;
  enum err e = login_member(tx, "openid", "first", "", &in);
  g->id = in.member.id;
  sha256(in.token, strlen(in.token), g->hash);
  return e;
}

static enum err end(struct tx *tx, void *arg)
{
  session_end(tx, ((struct guest *)arg)->hash);
  return OK;
}

static enum err end_unannounced(struct tx *tx, void *arg)
{
  tx_run(tx, SQL_SESSION_DELETE, BB("hash", ((struct guest *)arg)->hash, TOKEN_HASH));
  return OK;
}

static enum err end_and_fail(struct tx *tx, void *arg)
{
  end(tx, arg);
  return ERR_CONFLICT;
}

static enum err rename_member(struct tx *tx, void *arg)
{
  struct guest *g = arg;
  struct member in = {.nickname = g->nickname, .given = given_bit(&member_shape, "nickname")}, out;
  return member_change(tx, NULL, g->id, &in, &out);
}

static enum err delete_member(struct tx *tx, void *arg)
{
  return member_delete(tx, &owner, ((struct guest *)arg)->id);
}

static enum err ask(const struct guest *g, char name[64])
{
  struct scope scope = {.arena = arena_create()};
  struct actor actor = {0};
  enum err e = guest_of_token(store, &scope, g->hash, &actor);
  if (!e) {
    EQUAL(actor.id, g->id);
    strncpy(name, actor.name, 63);
  }
  arena_destroy(scope.arena);
  return e;
}

static void begin(struct guest *g)
{
  store = test_store();
  memory = lru_create(1 << 20);
  guest_sessions_use(memory);
  EQUAL(test_write(store, log_in, g), OK);
}

static void finish(void)
{
  guest_sessions_use(NULL);
  lru_destroy(memory);
  store_close(store);
}

static int64_t loads(void)
{
  struct lru_stats s;
  lru_stats(memory, &s);
  return s.loads;
}

static void it_asks_the_store_once_and_again_after_a_while(void)
{
  struct guest g;
  char name[64] = "";
  begin(&g);
  for (int i = 0; i < 100; i++)
    EQUAL(ask(&g, name), OK);
  SAME_TEXT(name, "first");
  EQUAL(loads(), 1);
  EQUAL(test_write(store, end_unannounced, &g), OK);
  EQUAL(ask(&g, name), OK); /* as after a kill between commit and count: until the age is reached */
  usleep((LIMIT_SESSION_KNOWN_MS + 50) * 1000);
  EQUAL(ask(&g, name), ERR_UNAUTHORIZED);
  finish();
}

static void what_is_unknown_leaves_no_trace(void)
{
  struct guest g, stranger = {0};
  char name[64];
  struct lru_stats s;
  begin(&g);
  for (int i = 0; i < 100; i++) {
    stranger.hash[0] = (uint8_t)i;
    EQUAL(ask(&stranger, name), ERR_UNAUTHORIZED);
  }
  lru_stats(memory, &s);
  EQUAL(s.entries, 0);
  finish();
}

static void an_undone_end_changes_nothing(void)
{
  struct guest g;
  char name[64];
  begin(&g);
  EQUAL(ask(&g, name), OK);
  EQUAL(test_write(store, end_and_fail, &g), ERR_CONFLICT);
  EQUAL(ask(&g, name), OK);
  EQUAL(loads(), 1);
  finish();
}

static void a_new_name_and_a_deletion_count_at_once(void)
{
  struct guest g;
  char name[64] = "";
  begin(&g);
  EQUAL(ask(&g, name), OK);
  g.nickname = "second";
  EQUAL(test_write(store, rename_member, &g), OK);
  EQUAL(ask(&g, name), OK);
  SAME_TEXT(name, "second");
  EQUAL(test_write(store, delete_member, &g), OK);
  EQUAL(ask(&g, name), ERR_UNAUTHORIZED);
  finish();
}

static void a_session_over_by_the_clock_is_over(void)
{
  struct guest g;
  char name[64];
  test_clock_at(INT64_C(1800000000000));
  begin(&g);
  EQUAL(ask(&g, name), OK);
  test_clock_move(LIMIT_SESSION_GUEST_DAYS * INT64_C(86400000));
  EQUAL(ask(&g, name), ERR_UNAUTHORIZED);
  test_clock_real();
  finish();
}

struct race {
  pthread_rwlock_t lock; /* of guest, which is another in each round */
  struct guest guest;
  atomic_int ended; /* the round whose end was answered */
  int round;
  atomic_int late, answered;
  atomic_bool over;
};

static void *keep_asking(void *arg)
{
  struct race *r = arg;
  char name[64];
  while (!r->over) {
    pthread_rwlock_rdlock(&r->lock);
    struct guest g = r->guest;
    int round = r->round;
    pthread_rwlock_unlock(&r->lock);
    bool ended = r->ended >= round; /* before asking */
    bool fine = ask(&g, name) == OK;
    r->late += ended && fine;
    r->answered += fine;
  }
  return NULL;
}

static void nobody_gets_in_after_the_end_was_answered(void)
{
  static struct race r = {.lock = PTHREAD_RWLOCK_INITIALIZER, .ended = -1};
  pthread_t threads[ASKERS];
  begin(&r.guest);
  for (int i = 0; i < ASKERS; i++)
    pthread_create(&threads[i], NULL, keep_asking, &r);
  for (int i = 1; i <= ROUNDS; i++) {
    struct guest g;
    EQUAL(test_write(store, log_in, &g), OK);
    pthread_rwlock_wrlock(&r.lock);
    r.guest = g;
    r.round = i;
    pthread_rwlock_unlock(&r.lock);
    usleep(500);
    EQUAL(test_write(store, end, &g), OK);
    r.ended = i;
    usleep(500);
  }
  r.over = true;
  for (int i = 0; i < ASKERS; i++)
    pthread_join(threads[i], NULL);
  EQUAL(r.late, 0);
  CHECK(r.answered > ROUNDS);
  finish();
}

static const struct test tests[] = {TEST(it_asks_the_store_once_and_again_after_a_while), TEST(what_is_unknown_leaves_no_trace),
    TEST(an_undone_end_changes_nothing), TEST(a_new_name_and_a_deletion_count_at_once), TEST(a_session_over_by_the_clock_is_over),
    TEST(nobody_gets_in_after_the_end_was_answered)};
TEST_MAIN(tests)
