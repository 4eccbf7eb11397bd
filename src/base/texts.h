/* The texts themselves: name, zh-CN, en. Included by base/text.h. */
#ifndef YIZHAN_BASE_TEXTS_H
#define YIZHAN_BASE_TEXTS_H

#define TEXT_LIST(T) \
  T(TXT_NONE, "请求有误", "is not acceptable") \
  T(TXT_REQUIRED, "必填", "is required") \
  T(TXT_NULL, "不能为空", "may not be null") \
  T(TXT_TYPE_STRING, "应为字符串", "must be a string") \
  T(TXT_TYPE_INTEGER, "应为整数", "must be a whole number") \
  T(TXT_TYPE_NUMBER, "应为数字", "must be a number") \
  T(TXT_TYPE_BOOLEAN, "应为 true 或 false", "must be true or false") \
  T(TXT_TYPE_ARRAY, "应为数组", "must be an array") \
  T(TXT_TYPE_OBJECT, "应为对象", "must be an object") \
  T(TXT_TYPE_DATE, "应为日期，格式 2026-12-01", "must be a date like 2026-12-01") \
  T(TXT_TYPE_INSTANT, "应为 RFC 3339 时间，例如 2026-12-01T08:00:00Z", "must be an RFC 3339 time like 2026-12-01T08:00:00Z") \
  T(TXT_TYPE_ID, "应为编号字符串", "must be an id string") \
  T(TXT_MIN, "不能小于 %lld", "must be at least %lld") \
  T(TXT_MAX, "不能大于 %lld", "must be at most %lld") \
  T(TXT_TOO_SHORT, "长度至少 %lld", "must have a length of at least %lld") \
  T(TXT_TOO_LONG, "长度不能超过 %lld", "must have a length of at most %lld") \
  T(TXT_TOO_MANY, "最多 %lld 项", "may have at most %lld items") \
  T(TXT_ENUM, "不是允许的值", "is not one of the allowed values") \
  T(TXT_UTF8, "不是合法的 UTF-8 文本", "is not valid UTF-8 text") \
  T(TXT_CONTROL, "含有控制字符", "has control characters") \
  T(TXT_DUPLICATE_KEY, "字段重复", "is given twice") \
  T(TXT_DEPTH, "嵌套过深", "is nested too deeply") \
  T(TXT_SYNTAX, "JSON 语法错误，位置 %lld", "has a JSON syntax error at byte %lld") \
  T(TXT_UNKNOWN_REFERENCE, "所引用的对象不存在", "names something that does not exist") \
  T(TXT_AFTER_ARRIVAL, "离店日期须晚于入住日期", "must be after the arrival") \
  T(TXT_IN_PAST, "不能早于今天", "may not be in the past") \
  T(TXT_MAX_NIGHTS, "最多连住 %lld 晚", "may be at most %lld nights after the arrival") \
  T(TXT_TOO_FAR, "最多提前 %lld 天预订", "may be at most %lld days ahead") \
  T(TXT_RANGE_ORDER, "结束须不早于开始", "must not be before the start") \
  T(TXT_PHONE, "应为有效的手机号码", "must be a valid phone number") \
  T(TXT_TIMEZONE, "不是已知的时区，例如 Asia/Shanghai", "is not a known time zone such as Asia/Shanghai") \
  T(TXT_IMAGE, "不是 PNG、JPEG、WebP 或 GIF 图片", "is not a PNG, JPEG, WebP or GIF picture") \
  T(TXT_MEDIA_UNKNOWN, "图片不存在，请先上传", "names a picture that was not uploaded") \
  T(TXT_PASSWORD_SHORT, "密码至少 %lld 个字符", "must have at least %lld characters") \
  T(TXT_PASSWORD_COMMON, "密码过于常见", "is too common a password") \
  T(TXT_ONE_OF_VALIDITY, "请填写起止日期或领取后有效天数，二者选一", "give either valid_from and valid_to, or valid_days") \
  T(TXT_SANDBOX_CODE, "沙箱登录码格式为 sandbox:姓名", "must be a sandbox code like sandbox:NAME") \
  T(TXT_SANDBOX_PHONE, "沙箱手机码格式为 sandbox:13800000000", "must be a sandbox code like sandbox:13800000000") \
  T(TXT_LAST_OWNER, "至少保留一个业主账号", "is the last owner account, which must stay") \
  T(TXT_CURSOR, "不是有效的翻页游标", "is not a cursor from an earlier answer") \
  T(TXT_BOTH_LAT_LNG, "经纬度须同时给出", "lat and lng go together") \
  T(TXT_BOTH_DATES, "入住与离店日期须同时给出", "arrival and departure go together")

#endif
