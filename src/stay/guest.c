/* The guests of a stay: see guest.h. */
#include "stay/guest.h"

#include <string.h>
#include "base/id.h"
#include "base/seal.h"
#include "limits.h"

static const struct field fields[] = {
    FIELD(struct stay_guest, id, F_ID, .flags = F_NULLABLE, .about = "of one that is there: what is not given is kept"),
    FIELD(struct stay_guest, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD_AS("document_kind", struct stay_guest, kind, F_ENUM, .names = document_kind_names, .preset = "none"),
    FIELD_AS("document_number", struct stay_guest, number, F_STR, .flags = F_WRITE_ONLY | F_NULLABLE, .max = 40,
        .about = "kept sealed; never told"),
    FIELD_AS("document_last4", struct stay_guest, last4, F_STR, .flags = F_READ_ONLY,
        .about = "the last four characters of the number; empty without a document"),
};
const struct shape stay_guest_shape = SHAPE("StayGuest", struct stay_guest, fields, given);

static const struct field row_fields[] = {
    FIELD(struct stay_guest, id, F_ID),
    FIELD(struct stay_guest, name, F_STR),
    FIELD(struct stay_guest, kind, F_ENUM, .names = document_kind_names),
    FIELD(struct stay_guest, last4, F_STR),
};
static const struct shape row_shape = SHAPE_OUT("StayGuestRow", struct stay_guest, row_fields);

/* A guest as a row has it. */
struct kept {
  struct stay_guest g;
  uint8_t digest[SHA256_BYTES];
  const void *sealed;
  size_t sealed_n;
};

struct list stay_guests(struct tx *tx, int64_t stay_id, const char *main_name)
{
  struct list l = tx_list(tx, SQL_STAY_GUESTS_OF, &row_shape, 0, BI("stay", stay_id));
  if (!l.count && main_name) {
    struct stay_guest main = {.name = main_name, .last4 = ""};
    list_add(tx_arena(tx), &l, &main, sizeof main);
  }
  return l;
}

static enum err refuse_at(struct tx *tx, size_t i, const char *field, enum text why)
{
  return tx_refuse(tx, ERR_BAD_REQUEST, arena_printf(tx_arena(tx), "guests[%zu].%s", i, field), why, 0);
}

static bool load_kept(struct tx *tx, int64_t stay_id, int64_t id, struct kept *out)
{
  struct rows *r = tx_query(tx, SQL_STAY_GUEST_KEPT, BI("stay", stay_id), BI("id", id));
  size_t n = 0;
  bool found = row_next(r);
  if (found) {
    out->g.id = id;
    out->g.name = row_str(r);
    out->g.kind = enum_find(document_kind_names, row_str(r));
    out->g.last4 = row_str(r);
    const void *digest = row_blob(r, &n);
    if (n == sizeof out->digest)
      memcpy(out->digest, digest, n);
    out->sealed = row_blob(r, &out->sealed_n);
  }
  row_end(r);
  return found;
}

static enum err take_number(struct tx *tx, size_t i, const char *text, struct kept *k)
{
  const char *number = document_number((enum document_kind)k->g.kind, text, tx_arena(tx));
  if (!number)
    return refuse_at(tx, i, "document_number", k->g.kind == DOCUMENT_ID_CARD ? TXT_ID_CARD_NUMBER : TXT_DOCUMENT_NUMBER);
  size_t n = strlen(number);
  k->g.last4 = number + n - 4;
  k->sealed = seal(number, n, tx_arena(tx), &k->sealed_n);
  const char *said = arena_printf(tx_arena(tx), "%s %s", document_kind_names[k->g.kind], number);
  return k->sealed && seal_digest(said, k->digest) ? OK : FAULT_INTERNAL;
}

/* A kind without its number is that of the one kept, or refused. */
static enum err take_document(struct tx *tx, size_t i, const struct stay_guest *in, struct kept *k)
{
  bool kind_given = shape_given(&stay_guest_shape, in, "document_kind");
  bool number_given = in->number && *in->number;
  int kept_kind = k->g.kind;
  if (kind_given)
    k->g.kind = in->kind;
  if (k->g.kind == DOCUMENT_NONE) {
    *k = (struct kept){.g = {.id = k->g.id, .name = k->g.name, .last4 = ""}};
    return number_given ? refuse_at(tx, i, "document_kind", TXT_REQUIRED) : OK;
  }
  if (number_given)
    return take_number(tx, i, in->number, k);
  return k->g.kind == kept_kind && k->sealed ? OK : refuse_at(tx, i, "document_number", TXT_REQUIRED);
}

static enum err take_guest(struct tx *tx, int64_t stay_id, size_t i, const struct stay_guest *in, struct kept *k)
{
  *k = (struct kept){.g = {.last4 = ""}};
  if (in->id && !load_kept(tx, stay_id, in->id, k))
    return refuse_at(tx, i, "id", TXT_UNKNOWN_REFERENCE);
  if (shape_given(&stay_guest_shape, in, "name"))
    k->g.name = in->name;
  if (!k->g.name)
    return refuse_at(tx, i, "name", TXT_REQUIRED);
  return take_document(tx, i, in, k);
}

/* One of the guests before this one: by id, or by document. */
static enum err check_once(struct tx *tx, const struct kept *all, size_t i)
{
  for (size_t k = 0; k < i; k++) {
    if (all[i].g.id && all[k].g.id == all[i].g.id)
      return refuse_at(tx, i, "id", TXT_GUEST_TWICE);
    if (all[i].sealed && all[k].sealed && bytes_equal(all[i].digest, all[k].digest, SHA256_BYTES))
      return refuse_at(tx, i, "document_number", TXT_GUEST_TWICE);
  }
  return OK;
}

static void put(struct tx *tx, int64_t stay_id, size_t place, const struct kept *k)
{
  bool document = k->sealed != NULL;
  tx_run(tx, SQL_STAY_GUEST_PUT, BI("id", k->g.id ? k->g.id : id_next()), BI("stay", stay_id), BI("place", (int64_t)place),
      BS("name", k->g.name), BS("kind", document_kind_names[k->g.kind]), BS("last4", k->g.last4),
      document ? BB("digest", k->digest, SHA256_BYTES) : BN("digest"),
      document ? BB("sealed", k->sealed, k->sealed_n) : BN("sealed"));
}

enum err stay_guests_put(struct tx *tx, int64_t stay_id, const struct list *guests)
{
  const struct stay_guest *in = guests->items;
  struct kept *all = arena_array(tx_arena(tx), struct kept, guests->count + 1);
  enum err e = OK;
  for (size_t i = 0; !e && i < guests->count; i++) {
    e = take_guest(tx, stay_id, i, &in[i], &all[i]);
    if (!e)
      e = check_once(tx, all, i);
  }
  if (e)
    return e;
  tx_run(tx, SQL_STAY_GUESTS_CLEAR, BI("stay", stay_id));
  for (size_t i = 0; i < guests->count; i++)
    put(tx, stay_id, i, &all[i]);
  return OK;
}

void stay_set_words(struct tx *tx, struct stay *s, const char *remark, const char *arrival_time)
{
  tx_run(tx, SQL_STAY_SET_WORDS, BI("id", s->id), BS("remark", remark), BS("arrival_time", arrival_time));
  s->remark = remark;
  s->arrival_time = arrival_time;
}
