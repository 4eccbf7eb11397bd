/* The one form in which a phone number is kept and compared. Any thread. */
#include <string.h>
#include "base/buf.h"
#include "base/text_form.h"
#include "login/login.h"

enum { MOBILE = 11, LEAST = 6, LEAST_FOREIGN = 7, MOST = 15 /* E.164 */ };

static bool is_mobile(const char *digits)
{
  return digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

/* The digits and a leading plus of what was typed; NULL when something else is in it. */
static const char *digits_of(const char *typed, struct arena *a)
{
  struct buf digits;
  buf_init(&digits, a);
  for (const char *p = text_fold(typed, a); *p; p++) {
    bool plus = *p == '+' && !digits.len;
    if (plus || (*p >= '0' && *p <= '9'))
      buf_put(&digits, p, 1);
    else if (!strchr(" -.()", *p))
      return NULL;
  }
  return digits.len ? digits.data : "";
}

const char *phone_form(const char *typed, struct arena *a)
{
  static const char *const china[] = {"+86", "0086", "86"};
  const char *phone = digits_of(typed, a);
  if (!phone)
    return NULL;
  for (size_t i = 0; i < sizeof china / sizeof china[0]; i++) {
    size_t n = strlen(china[i]);
    if (!strncmp(phone, china[i], n) && phone[n] == '1' && strlen(phone) == n + MOBILE)
      return phone + n;
  }
  bool foreign = *phone == '+' || !strncmp(phone, "00", 2);
  const char *digits = phone + (*phone == '+' ? 1 : foreign ? 2 : 0);
  size_t n = strlen(digits);
  if (foreign)
    return n >= LEAST_FOREIGN && n <= MOST && *digits != '0' ? arena_printf(a, "+%s", digits) : NULL;
  if (is_mobile(digits))
    return n == MOBILE ? phone : NULL;
  return n >= LEAST && n <= MOST ? phone : NULL;
}
