/* Every sentence a person sees, in zh-CN and en side by side: a text cannot exist in one language only.
 * Static data: any thread. */
#ifndef YIZHAN_BASE_TEXT_H
#define YIZHAN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lang { LANG_ZH, LANG_EN };

#include "base/texts.h"

enum text {
#define TEXT_ENUM(name, zh, en) name,
  TEXT_LIST(TEXT_ENUM)
#undef TEXT_ENUM
  TEXT_COUNT
};

/* The sentence `t` in `lang`; static. May hold one %lld or one %s. */
const char *text(enum text t, enum lang lang);
/* What people call the field `name`, which may be a path ("branch.name", "images[2]": its last part counts); `name` itself
 * when nobody but a program calls it anything. `of`: the shape it is in, where that makes it another thing; may be NULL. */
const char *text_label(const char *of, const char *name, enum lang lang);
/* Language of an Accept-Language value (RFC 9110 §12.5.4): of zh and en the one with the greater weight, the first named of
 * equal ones; none that is refused (q=0) while the other is not; zh-CN when it says nothing of either. A weight that is none
 * is as if its language were not named. */
enum lang lang_of(const char *accept_language);

#endif
