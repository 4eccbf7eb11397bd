/* The common part of catalogue changes. Inside a transaction, on its thread. */
#include "hotel/change.h"

#include <string.h>
#include "hotel/media.h"

enum err scope_check(struct tx *tx, const struct actor *actor, int64_t branch_id)
{
  return actor_in_branch(actor, branch_id) ? OK : tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
}

enum err not_found(struct tx *tx)
{
  return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

enum err image_check(struct tx *tx, const char *field, const char *url)
{
  static const char https[] = "https://";
  if (!*url || (!strncmp(url, https, sizeof https - 1) && url[sizeof https - 1] && !strpbrk(url, " \"'<>\\")))
    return OK;
  if (strncmp(url, MEDIA_PATH, sizeof MEDIA_PATH - 1) != 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, field, TXT_IMAGE_URL, 0);
  return media_exists(tx, url + sizeof MEDIA_PATH - 1) ? OK
                                                       : tx_refuse(tx, ERR_BAD_REQUEST, field, TXT_MEDIA_UNKNOWN, 0);
}

enum err images_check(struct tx *tx, const char *field, struct list urls)
{
  const char *const *url = urls.items;
  for (size_t i = 0; i < urls.count; i++)
    if (image_check(tx, field, url[i]) != OK)
      return ERR_BAD_REQUEST;
  return OK;
}
