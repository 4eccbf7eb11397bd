/* Making commits durable, one batch behind the writer.
 *
 * Guarantee: a caller is answered only after an fdatasync of the WAL that began when its batch's frames were written; a
 * sync that fails is the fault of all who waited for it, and nothing is synced or written after it. The WAL is replayed
 * only up to its first damaged frame (SQLite's WAL format: running checksums), so what was answered can rest on nothing
 * that is lost. A reader may see a commit that is on its way to the disk; nobody was told that it succeeded. */
#include "store/internal.h"

#include <stdlib.h>
#include "base/log.h"
#include "store/wal_file.h"

enum { CHAINS = 8 };

static bool is_fsync_failure(int code)
{
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

/* After a failed fsync nobody knows what is on disk, and a second try may lie (the kernel drops the dirty pages). */
void sync_break(struct writer *w)
{
  if (!atomic_exchange(&w->broken, true))
    log_error("store.broken", "error=\"fsync failed; writing has stopped until a restart\"");
}

void sync_check(struct writer *w, int code)
{
  if (is_fsync_failure(code))
    sync_break(w);
}

static void tell(struct job *j)
{
  j->on_done(j->ctx, j->result);
  free(j);
}

/* Callers are woken in a few chains, each waking its next, so that whoever wakes them is done after a handful of system
 * calls. */
static void wake_all(struct job *list)
{
  struct job *heads[CHAINS] = {NULL}, *ends[CHAINS] = {NULL}, *next;
  int i = 0;
  for (; list; list = next) {
    next = list->next;
    if (list->on_done) {
      tell(list);
      continue;
    }
    list->chain = NULL;
    *(ends[i] ? &ends[i]->chain : &heads[i]) = list;
    ends[i] = list;
    i = (i + 1) % CHAINS;
  }
  for (i = 0; i < CHAINS && heads[i]; i++)
    sem_post(&heads[i]->done);
}

/* Two threads may sync at once; a commit that the other one's sync has covered needs none of its own. */
static void sync_written(struct writer *w, sqlite3_file *wal)
{
  int64_t all = w->written, before = w->synced;
  if (before >= all || w->broken)
    return;
  int code = wal_sync_all(wal);
  if (code != SQLITE_OK) /* whichever way it failed, the commits are not on disk */
    sync_break(w);
  while (code == SQLITE_OK && before < all && !atomic_compare_exchange_weak(&w->synced, &before, all))
    ;
}

void sync_answer(struct syncer *s, struct job *list, bool committed)
{
  struct writer *w = s->writer;
  if (committed)
    sync_written(w, s->wal);
  for (struct job *j = list; committed && w->broken && j; j = j->next)
    j->result = FAULT_READ_ONLY;
  wake_all(list);
}

void sync_later(struct syncer *s, struct job *list)
{
  pthread_mutex_lock(&s->lock);
  s->working = true;
  *s->tail = list;
  while (*s->tail)
    s->tail = &(*s->tail)->next;
  pthread_cond_signal(&s->wake);
  pthread_mutex_unlock(&s->lock);
}

static struct job *take(struct syncer *s)
{
  pthread_mutex_lock(&s->lock);
  while (!s->head && !s->stopping)
    pthread_cond_wait(&s->wake, &s->lock);
  struct job *list = s->head;
  s->head = NULL;
  s->tail = &s->head;
  pthread_mutex_unlock(&s->lock);
  return list;
}

static void *sync_main(void *arg)
{
  struct syncer *s = arg;
  struct job *list;
  while ((list = take(s))) {
    sync_answer(s, list, true);
    s->working = false;
  }
  return NULL;
}

bool sync_start(struct syncer *s, struct writer *w)
{
  s->writer = w;
  s->tail = &s->head;
  pthread_mutex_init(&s->lock, NULL);
  pthread_cond_init(&s->wake, NULL);
  if (sqlite3_file_control(w->conn->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &s->wal) != SQLITE_OK)
    return false;
  return pthread_create(&s->thread, NULL, sync_main, s) == 0;
}

void sync_stop(struct syncer *s)
{
  pthread_mutex_lock(&s->lock);
  s->stopping = true;
  pthread_cond_signal(&s->wake);
  pthread_mutex_unlock(&s->lock);
  pthread_join(s->thread, NULL);
}
