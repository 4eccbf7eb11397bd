/* The one form in which a phone number is kept and compared. Any thread. */
#include <string.h>
#include "base/buf.h"
#include "base/text_form.h"
#include "login/login.h"

enum { MOBILE = 11 };

bool phone_valid(const char *phone)
{
  const char *digits = phone + (*phone == '+');
  size_t n = strlen(digits);
  return n >= 6 && n <= 20 && strspn(digits, "0123456789") == n;
}

const char *phone_kept(const char *phone)
{
  static const char *const china[] = {"+86", "0086"};
  for (size_t i = 0; i < sizeof china / sizeof china[0]; i++) {
    size_t n = strlen(china[i]);
    if (!strncmp(phone, china[i], n) && phone[n] == '1' && strlen(phone + n) == MOBILE)
      return phone + n;
  }
  return phone;
}

const char *phone_form(const char *typed, struct arena *a)
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
  const char *phone = digits.len ? digits.data : "";
  if (!strncmp(phone, "861", 3) && strlen(phone) == 2 + MOBILE)
    return phone + 2;
  return phone_valid(phone) ? phone_kept(phone) : NULL;
}
