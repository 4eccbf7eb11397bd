/* Every way an operation can fail, in one list.
 *
 * Guarantee: a refusal (the caller's doing: sold out, coupon used) is a named result; a fault (disk, memory, bug) has
 * a status of 500 or more, travels up unchanged and is logged once, where it happened. Only http turns either into a
 * status code. Pure data: any thread. */
#ifndef YIZHAN_BASE_ERROR_H
#define YIZHAN_BASE_ERROR_H

#include "base/text.h"

/* name, HTTP status, stable public code, title in zh-CN, title in en */
#define ERROR_LIST(E) \
  E(OK, 200, "ok", "成功", "ok") \
  E(ERR_BAD_REQUEST, 400, "bad_request", "请求内容有误，请按提示修改后重试", "The request has mistakes; mend the fields named below") \
  E(ERR_BAD_JSON, 400, "bad_json", "请求体不是合法的 JSON", "The body is not valid JSON") \
  E(ERR_UNAUTHORIZED, 401, "unauthorized", "请先登录", "Log in first") \
  E(ERR_LOGIN_FAILED, 401, "login_failed", "账号或密码不正确", "Name or password is wrong") \
  E(ERR_FORBIDDEN, 403, "forbidden", "没有权限进行此操作", "Your account may not do this") \
  E(ERR_FORBIDDEN_ORIGIN, 403, "forbidden_origin", "来源不被允许，请从本站页面操作", \
      "This origin may not make changes; use the site's own pages") \
  E(ERR_BRANCH_SCOPE, 403, "branch_scope", "该门店不在您的管理范围内", "This branch is outside your scope") \
  E(ERR_NOT_FOUND, 404, "not_found", "未找到", "Not found") \
  E(ERR_NODE_ROLE, 404, "node_role", "本节点不提供此接口，请访问其他节点", "This node does not serve this part; ask another one") \
  E(ERR_METHOD, 405, "method_not_allowed", "此地址不支持该请求方法；可用的见响应头 Allow", \
      "This path does not take that method; the Allow header names those that it takes") \
  E(ERR_SLOW, 408, "request_timeout", "请求没有按时收全，请检查网络后重发", \
      "The request did not arrive whole in time; send it again") \
  E(ERR_EXISTS, 409, "exists", "名称或编号已存在", "That name or number is taken") \
  E(ERR_SOLD_OUT, 409, "sold_out", "所选日期房间已售完，请换个日期或房型", \
      "No rooms are left for these dates; choose other dates or another room type") \
  E(ERR_PRICE_CHANGED, 409, "price_changed", "价格已变化，请重新确认", "The price has changed; get a new quote and confirm it") \
  E(ERR_MIN_STAY, 409, "min_stay", "未达到最少连住晚数", "The stay is shorter than the minimum for these dates") \
  E(ERR_OFF_SALE, 409, "off_sale", "该房型或门店暂停预订", "This room type or branch is not on sale") \
  E(ERR_ORDER_STATE, 409, "order_state", "订单当前状态不能进行此操作", "The order's state does not allow this") \
  E(ERR_TOO_MANY_GUESTS, 409, "too_many_guests", "常用入住人已满 20 位，请先删除不再需要的", \
    "You keep 20 frequent guests already; remove some first") \
  E(ERR_HAS_ORDERS, 409, "has_orders", "还有未结束的订单，不能删除", "Open orders depend on it; it cannot be deleted") \
  E(ERR_STOCK_BELOW_SOLD, 409, "stock_below_sold", "房量不能低于已售数量", "Rooms cannot be fewer than already sold") \
  E(ERR_ROOM_TAKEN, 409, "room_taken", "房间在这些日期已被占用", "The room is taken on these nights") \
  E(ERR_ROOM_CLOSED, 409, "room_closed", "房间在这些日期已停用", "The room is closed on these nights") \
  E(ERR_COUPON_USED, 409, "coupon_used", "优惠券已使用", "The coupon has been used") \
  E(ERR_COUPON_EXPIRED, 409, "coupon_expired", "优惠券不在有效期内", "The coupon is not valid today") \
  E(ERR_COUPON_NOT_APPLICABLE, 409, "coupon_not_applicable", "优惠券不适用于此订单", "The coupon does not apply to this order") \
  E(ERR_COUPON_EXHAUSTED, 409, "coupon_exhausted", "优惠券已领完或达到领取上限", "No coupons of this kind are left for this member") \
  E(ERR_REFUND_EXCEEDS, 409, "refund_exceeds", "退款金额超过可退金额", "The refund is more than what is left of the payment") \
  E(ERR_AMOUNT_MISMATCH, 409, "amount_mismatch", "支付金额与订单不一致", "The amount paid is not the order's") \
  E(ERR_TOO_MANY_UNPAID, 409, "too_many_unpaid", "未付款的订单已达上限，请先付款或取消其中一张", \
      "Too much waits to be paid already; pay or cancel one of those orders first") \
  E(ERR_TOO_EARLY, 409, "too_early", "还未到可办理的日期", "It is too early for this") \
  E(ERR_TOO_LATE, 409, "too_late", "只能撤销当天办理的操作", "Only what was done on the present business date can be taken back") \
  E(ERR_BALANCE_DUE, 409, "balance_due", "还有应收款未结清，请先收款再办理离店", \
    "Something is still owed: take the money first, then check out") \
  E(ERR_DAY_CLOSED, 409, "day_closed", "该营业日已过，不能再改", "That business date is over; it cannot be changed any more") \
  E(ERR_DAY_BLOCKED, 409, "day_blocked", "还有未处理的事项，不能结束营业日", "Something is not done yet: the day cannot be closed") \
  E(ERR_REVERSED, 409, "reversed", "该笔已冲销，不能再冲", "It was reversed already, or is a reversal itself") \
  E(ERR_SHIFT_CLOSED, 409, "shift_closed", "没有开班，不能收付款", "Money is taken in an open shift only") \
  E(ERR_CREDIT_LIMIT, 409, "credit_limit", "超出公司的挂账额度", "That is more than the company's credit") \
  E(ERR_CONFLICT, 409, "conflict", "数据已被他人修改，请刷新后重试", "Somebody changed it meanwhile; read it again") \
  E(ERR_PROVIDER, 409, "provider_off", "本服务器未接入微信，请联系酒店", "WeChat is not set up on this server") \
  E(ERR_TOO_LARGE, 413, "too_large", "请求体过大", "The body is larger than this path takes") \
  E(ERR_URI_TOO_LONG, 414, "uri_too_long", "请求地址过长，最多 8 KB，请减少查询内容", \
      "Path and query are over 8 KiB; ask for less at once") \
  E(ERR_MEDIA_TYPE, 415, "media_type", "不支持的内容类型", "This content type is not taken here") \
  E(ERR_EXPECTATION, 417, "expectation", "不支持的 Expect 头", "That Expect header is not supported") \
  E(ERR_IDEMPOTENCY, 422, "idempotency_mismatch", "同一幂等键对应了不同的请求内容", "This Idempotency-Key came before with another body") \
  E(ERR_RATE_LIMITED, 429, "rate_limited", "操作过于频繁，请稍后再试", "Too many requests; wait and try again") \
  E(ERR_HEADERS, 431, "too_many_headers", "请求头过多，最多 63 行；请清除本站 Cookie 或减少请求头", \
      "Over 63 header lines; clear the cookies of this site, or send fewer") \
  E(ERR_HEAD, 431, "head_too_large", "请求地址与请求头合计超过 16 KB；请清除本站 Cookie，或缩短请求地址和请求头", \
      "Address and headers are over 16 KiB in all; clear the cookies of this site, or send less") \
  E(FAULT_INTERNAL, 500, "internal", "服务器内部错误", "Something failed on our side") \
  E(FAULT_STORE, 500, "store", "存储出错", "The store failed") \
  E(FAULT_BUSY, 503, "busy", "系统繁忙，请稍后再试", "Too busy; try again shortly") \
  E(FAULT_READ_ONLY, 503, "read_only", "存储已停止写入", "The store has stopped writing; restart it after mending the disk") \
  E(FAULT_STREAMS, 503, "too_many_streams", "实时连接数已满，请稍后再试", "All live streams are taken; try again later") \
  E(FAULT_TIMEOUT, 503, "timeout", "查询超时", "The query took too long")

enum err {
#define ERROR_ENUM(name, status, code, zh, en) name,
  ERROR_LIST(ERROR_ENUM)
#undef ERROR_ENUM
  ERR_COUNT
};

/* HTTP status of `e`, 200..599. */
int err_status(enum err e);
/* Stable public code, for example "sold_out"; static. */
const char *err_code(enum err e);
/* Public title in `lang`; static. */
const char *err_title(enum err e, enum lang lang);
/* True when `e` is a fault rather than a refusal or OK. */
bool err_is_fault(enum err e);

/* What a refusal has to say beyond its code: which fields, and why. */
struct problem_field {
  char name[64];
  enum text why;
  int64_t arg;   /* printed into the text's %lld, if it has one */
  char word[32]; /* into its %s */
};
enum { PROBLEM_FIELDS = 8 };
struct problem {
  enum err code;
  size_t count;
  struct problem_field fields[PROBLEM_FIELDS];
  int64_t due_fen; /* with ERR_BALANCE_DUE: how much */
  const char *blockers; /* with ERR_DAY_BLOCKED: a JSON array of what stops it, in the arena of the work */
};

/* Sets the code and appends a field with its reason; past PROBLEM_FIELDS only the code is kept. `field` may be NULL.
 * Returns `code`, so that a rule can `return refuse(...)`. */
enum err refuse(struct problem *p, enum err code, const char *field, enum text why, int64_t arg);
/* The same with a text that holds one %s, of which 31 bytes are kept. */
enum err refuse_word(struct problem *p, enum err code, const char *field, enum text why, const char *word);

#endif
