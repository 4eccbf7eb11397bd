/* The program's options: one name as flag (--order-hold-seconds), environment variable (YIZHAN_ORDER_HOLD_SECONDS)
 * and line of the configuration file (order-hold-seconds = 1800). Flag beats environment beats file beats default.
 * Filled before threads start, read-only afterwards. */
#ifndef YIZHAN_BASE_CONFIG_H
#define YIZHAN_BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

/* member, option name, kind (s string, i integer, b switch), default, min, max, zh-CN, en */
#define CONFIG_LIST(C) \
  C(data, "data", s, "./yizhan-data", 0, 0, "数据目录", "directory of the store") \
  C(listen, "listen", s, "127.0.0.1:8080", 0, 0, "监听地址 HOST:PORT", "address to listen on, HOST:PORT") \
  C(demo, "demo", b, "off", 0, 0, "空库时写入演示数据并启用沙箱", "fill an empty store with the demo group and turn the sandboxes on") \
  C(demo_days, "demo-days", i, "0", 0, 60, "演示数据里已经营业了多少天", "days that the demo group has been open already") \
  C(order_hold_seconds, "order-hold-seconds", i, "1800", 1, 604800, "未付款订单保留秒数", "seconds an unpaid order holds its nights") \
  C(max_unpaid_orders, "max-unpaid-orders", i, "3", 0, 1000, "一位客人最多可有几张未付款订单；0 不限", \
    "orders one guest may have without paying; 0: no limit") \
  C(max_unpaid_rooms, "max-unpaid-rooms", i, "10", 0, 10000, "这些订单合计最多几间房；0 不限", "rooms of those orders in all; 0: no limit") \
  C(rate_limit, "rate-limit", b, "on", 0, 0, "限流开关（仅回环地址可关）", "rate limits; off only on a loopback address") \
  C(threads, "threads", i, "640", 16, 4096, "HTTP 线程数（即最大连接数）", "HTTP threads, that is connections served at once") \
  C(connections_per_address, "connections-per-address", i, "0", 0, 4096, "每个地址的最大连接数；0 为 128，本机不限", \
    "connections one address may have open; 0 is 128, and no limit for this machine itself") \
  C(trusted_proxy, "trusted-proxy", s, "", 0, 0, "可信代理地址，逗号分隔", "addresses whose X-Forwarded-For is believed, comma separated") \
  C(cache_bytes, "cache-bytes", i, "67108864", 65536, 17179869184, "一级缓存字节上限", "bytes the first-level cache may hold") \
  C(log_level, "log-level", s, "info", 0, 0, "日志级别 debug|info|warn|error", "debug, info, warn or error") \
  C(retention_days, "retention-days", i, "30", 1, 3650, "消息保留天数", "days messages are kept once every group has taken them") \
  C(mq_alarm_seconds, "mq-alarm-seconds", i, "60", 1, 604800, "消息等待多少秒后报警", \
    "age in seconds of a waiting message that raises an alarm") \
  C(owner, "owner", s, "owner", 0, 0, "init：业主账号名", "init: name of the owner account") \
  C(node, "node", s, "", 0, 0, "serve：本节点名；默认 主机名:端口", "serve: name of this node; by default HOSTNAME:PORT") \
  C(bell, "bell", s, "", 0, 0, "serve：向其他节点摇铃的地址 tcp://HOST:PORT；默认不摇", \
    "serve: where this node rings for the others, tcp://HOST:PORT; by default nowhere") \
  C(role, "role", s, "", 0, 0, "serve：all（默认）|guest|admin；staff add：frontdesk（默认）|manager|owner", \
    "serve: all (default), guest or admin; staff add: frontdesk (default), manager or owner") \
  C(backup_seconds, "backup-seconds", i, "1800", 1, 86400, "backup：最长可读取多少秒，其间 WAL 不能写回", \
    "backup: seconds it may read for, during which the WAL is not copied back") \
  C(branches, "branches", s, "", 0, 0, "staff add：门店编号，逗号分隔", "staff add: branch ids, comma separated") \
  C(group, "group", s, "", 0, 0, "mq dead：只看该消费组", "mq dead: of this group only") \
  C(topic, "topic", s, "", 0, 0, "mq messages：只看该主题", "mq messages: of this topic only") \
  C(tag, "tag", s, "", 0, 0, "mq send：消息标签", "mq send: tag of the message") \
  C(key, "key", s, "", 0, 0, "mq messages、mq send：消息键", "mq messages, mq send: key of the message")

#define CONFIG_TYPE_s const char *
#define CONFIG_TYPE_i int64_t
#define CONFIG_TYPE_b bool
struct config {
#define CONFIG_MEMBER(member, name, kind, ...) CONFIG_TYPE_##kind member;
  CONFIG_LIST(CONFIG_MEMBER)
#undef CONFIG_MEMBER
};

/* Fills `c` from defaults, then `file` (NULL = none), then the environment, then argv[0..argc). Positional arguments
 * are left in argv; their count goes to *rest. False after printing to stderr what was wrong, in `lang`, with the
 * nearest known name for an unknown one. Strings live in `a`. */
bool config_load(struct config *c, const char *file, int argc, char **argv, int *rest, enum lang lang, struct arena *a);
/* How many letters of `a` must change to make it `b` (Levenshtein), for "did you mean"; `b` is a known name, at most
 * 64 bytes. */
int config_distance(const char *a, const char *b);
/* True when a listen address is one of this machine alone. */
bool config_is_loopback(const char *listen);
/* Prints one line per option: flag, default, meaning. */
void config_help(enum lang lang);

#endif
