/* The record is a list in memory; an image is made by going through it from the start. */
#include "power.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512, FILES = 3 };
enum kind { WROTE, CUT_TO, SYNC, SYNCED };
struct event {
  enum kind kind;
  enum power_file file;
  int64_t at; /* SYNCED: the number of its SYNC */
  int n;
  char *data;
};
struct image { char *bytes; int64_t size, room; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool on;
static struct event *events;
static long count, room;
static struct image before[FILES];

static const char *const names[FILES] = {[POWER_DB] = "yizhan.db", [POWER_WAL] = "yizhan.db-wal"};

static void need(struct image *m, int64_t size)
{
  if (size > m->room) {
    m->room = size * 2;
    m->bytes = realloc(m->bytes, (size_t)m->room);
    if (!m->bytes)
      abort();
  }
  if (size > m->size) {
    memset(m->bytes + m->size, 0, (size_t)(size - m->size));
    m->size = size;
  }
}

static void read_file(const char *dir, const char *name, struct image *m)
{
  char path[512], block[65536];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *f = fopen(path, "rb");
  size_t n;
  m->size = 0;
  while (f && (n = fread(block, 1, sizeof block, f))) {
    int64_t at = m->size;
    need(m, at + (int64_t)n);
    memcpy(m->bytes + at, block, n);
  }
  if (f)
    fclose(f);
}

void power_begin(const char *dir)
{
  for (int i = POWER_DB; i < FILES; i++)
    read_file(dir, names[i], &before[i]);
  for (long i = 0; i < count; i++)
    free(events[i].data);
  count = 0;
  on = true;
}

void power_end(void)
{
  pthread_mutex_lock(&lock);
  on = false;
  pthread_mutex_unlock(&lock);
}

long power_now(void)
{
  pthread_mutex_lock(&lock);
  long n = count;
  pthread_mutex_unlock(&lock);
  return n;
}

bool power_wal_begins(long i)
{
  return events[i].kind == WROTE && events[i].file == POWER_WAL && events[i].at == 0;
}

static long add(struct event e)
{
  long number = -1;
  pthread_mutex_lock(&lock);
  if (on && e.file != POWER_NONE) {
    if (count == room) {
      room = room ? room * 2 : 1024;
      events = realloc(events, (size_t)room * sizeof *events);
      if (!events)
        abort();
    }
    number = count;
    events[count++] = e;
  }
  pthread_mutex_unlock(&lock);
  if (number < 0)
    free(e.data);
  return number;
}

enum power_file power_file_of(const char *name)
{
  size_t n = name ? strlen(name) : 0;
  for (int i = POWER_DB; i < FILES; i++)
    if (n >= strlen(names[i]) && !strcmp(name + n - strlen(names[i]), names[i]))
      return (enum power_file)i;
  return POWER_NONE;
}

void power_wrote(enum power_file file, const void *data, int n, int64_t at)
{
  char *copy = malloc((size_t)n);
  if (!copy)
    abort();
  memcpy(copy, data, (size_t)n);
  add((struct event){WROTE, file, at, n, copy});
}

void power_cut_to(enum power_file file, int64_t size)
{
  add((struct event){.kind = CUT_TO, .file = file, .at = size});
}

long power_sync_begins(enum power_file file)
{
  return add((struct event){.kind = SYNC, .file = file});
}

void power_synced(enum power_file file, long began)
{
  if (began >= 0)
    add((struct event){.kind = SYNCED, .file = file, .at = began});
}

static bool stays(enum power_rest rest)
{
  return rest == REST_KEPT || (rest == REST_MIXED && rand() % 2);
}

/* One write, whole when it is safe, else by sectors of the file. */
static void apply_write(struct image *m, const struct event *e, bool safe, enum power_rest rest)
{
  for (int done = 0; done < e->n;) {
    int64_t at = e->at + done;
    int piece = SECTOR - (int)(at % SECTOR);
    piece = piece > e->n - done ? e->n - done : piece;
    if (safe || stays(rest)) {
      need(m, at + piece);
      memcpy(m->bytes + at, e->data + done, (size_t)piece);
    }
    done += piece;
  }
}

static void write_file(const char *dir, const char *name, const struct image *m)
{
  char path[512];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(m->bytes, 1, (size_t)m->size, f) != (size_t)m->size || fclose(f))
    abort();
}

void power_cut(const char *dir, long at_event, enum power_rest rest)
{
  static struct image now[FILES];
  long safe[FILES] = {0};
  for (int i = POWER_DB; i < FILES; i++) {
    now[i].size = 0;
    need(&now[i], before[i].size);
    if (before[i].size)
      memcpy(now[i].bytes, before[i].bytes, (size_t)before[i].size);
  }
  for (long i = 0; i < at_event; i++)
    if (events[i].kind == SYNCED && events[i].at > safe[events[i].file])
      safe[events[i].file] = events[i].at;
  for (long i = 0; i < at_event; i++) {
    const struct event *e = &events[i];
    bool is_safe = i < safe[e->file];
    if (e->kind == WROTE)
      apply_write(&now[e->file], e, is_safe, rest);
    else if (e->kind == CUT_TO && (is_safe || stays(rest)) && e->at < now[e->file].size)
      now[e->file].size = e->at;
  }
  for (int i = POWER_DB; i < FILES; i++)
    write_file(dir, names[i], &now[i]);
}
