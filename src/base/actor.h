/* Who acts: the system itself, a guest, or a staff member with a role and a branch scope. Plain data. */
#ifndef YIZHAN_BASE_ACTOR_H
#define YIZHAN_BASE_ACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum actor_kind { ACTOR_SYSTEM, ACTOR_GUEST, ACTOR_STAFF };
enum role { ROLE_NONE, ROLE_FRONTDESK, ROLE_MANAGER, ROLE_OWNER };
enum { ACTOR_BRANCHES = 32 };

struct actor {
  enum actor_kind kind;
  int64_t id;
  enum role role;
  const char *name;        /* shown in history and audit */
  const char *request_id;  /* "" outside a request */
  size_t branch_count;     /* staff: 0 = no branch; the owner needs none */
  int64_t branches[ACTOR_BRANCHES];
};

/* The program itself, of its own accord or because of a message, whose trace is the request's id. */
static inline struct actor actor_system(const char *request_id)
{
  return (struct actor){.kind = ACTOR_SYSTEM, .name = "system", .request_id = request_id};
}

/* "system", "guest" or "staff". */
static inline const char *actor_kind_name(const struct actor *a)
{
  static const char *const names[] = {[ACTOR_SYSTEM] = "system", [ACTOR_GUEST] = "guest", [ACTOR_STAFF] = "staff"};
  return names[a->kind];
}

/* True when this actor may act on the branch: the owner and the system always, other staff if it is theirs. */
static inline bool actor_in_branch(const struct actor *a, int64_t branch_id)
{
  if (a->kind == ACTOR_SYSTEM || (a->kind == ACTOR_STAFF && a->role == ROLE_OWNER))
    return true;
  for (size_t i = 0; a->kind == ACTOR_STAFF && i < a->branch_count; i++)
    if (a->branches[i] == branch_id)
      return true;
  return false;
}

/* The staff id under which the store knows the branches of an actor (the view staff_scope); 0: all of them. Nobody's for a
 * guest. */
static inline int64_t actor_scope(const struct actor *a)
{
  bool all = a->kind == ACTOR_SYSTEM || (a->kind == ACTOR_STAFF && a->role == ROLE_OWNER);
  return all ? 0 : a->kind == ACTOR_STAFF && a->id ? a->id : -1;
}

#endif
