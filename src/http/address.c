/* The client's address: see address.h. Pure; any thread. */
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

static const char *as_written(const char *address, struct arena *a)
{
  struct in6_addr v6;
  char text[INET6_ADDRSTRLEN];
  bool is_v6 = inet_pton(AF_INET6, address, &v6) == 1;
  return is_v6 ? address_plain(arena_str(a, inet_ntop(AF_INET6, &v6, text, sizeof text))) : address;
}

const char *const *address_list(const char *text, struct arena *a)
{
  size_t most = 2, count = 0;
  for (const char *p = text ? text : ""; *p; p++)
    most += *p == ',' || *p == ' ' || *p == '\t';
  const char **list = arena_array(a, const char *, most);
  while (text && *text) {
    text += strspn(text, " \t,");
    size_t n = strcspn(text, " \t,");
    if (n)
      list[count++] = as_written(arena_copy(a, text, n), a);
    text += n;
  }
  return list;
}

bool address_in(const char *const *list, const char *address)
{
  for (; *list; list++)
    if (!strcmp(*list, address))
      return true;
  return false;
}

bool address_is_loopback(const char *address)
{
  address = address_plain(address);
  return !strncmp(address, "127.", 4) || !strcmp(address, "::1");
}

const char *address_plain(const char *address)
{
  static const char mapped[] = "::ffff:";
  size_t n = sizeof mapped - 1;
  return !strncasecmp(address, mapped, n) && strchr(address + n, '.') ? address + n : address;
}

void address_network(const char *address, char out[ADDRESS_TEXT])
{
  struct in6_addr v6;
  address = address_plain(address);
  memset(out, 0, ADDRESS_TEXT);
  if (!strchr(address, ':') || inet_pton(AF_INET6, address, &v6) != 1) {
    strncpy(out, address, ADDRESS_TEXT - 1);
    return;
  }
  memset(v6.s6_addr + 8, 0, 8);
  inet_ntop(AF_INET6, &v6, out, ADDRESS_TEXT);
}

static bool is_address(const char *s)
{
  unsigned char bytes[16];
  return inet_pton(AF_INET, s, bytes) == 1 || inet_pton(AF_INET6, s, bytes) == 1;
}

const char *address_list_fault(const char *const *list)
{
  while (*list && is_address(*list))
    list++;
  return *list;
}

const char *address_of_client(const struct head *head, const char *peer, const char *const *trusted, struct arena *a)
{
  const char *client = peer;
  if (!*trusted || !address_in(trusted, peer))
    return peer;
  for (size_t i = head->count; i-- > 0;) {
    if (strcasecmp(head->headers[i].name, "X-Forwarded-For"))
      continue;
    const char *const *hops = address_list(head->headers[i].value, a);
    size_t n = 0;
    while (hops[n])
      n++;
    while (n-- > 0) {
      if (!is_address(hops[n]))
        return client; /* what lies before a broken entry was not written by a proxy we trust */
      client = hops[n];
      if (!address_in(trusted, client))
        return client;
    }
  }
  return client;
}
