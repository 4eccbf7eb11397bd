/* The texts themselves: name, zh-CN, en. Included by base/text.h. */
#ifndef YIZHAN_BASE_TEXTS_H
#define YIZHAN_BASE_TEXTS_H

#define TEXT_LIST(T) \
  T(TXT_PAGE_MISSING, "没有这个页面", "There is no such page") \
  T(TXT_PAGE_MISSING_HINT, "可能链接有误，或内容已下架。", "The link may be wrong, or what it led to was taken off.") \
  T(TXT_PAGE_FIRST, "回到首页", "To the first page") \
  T(TXT_NONE, "请求有误", "is not acceptable") \
  T(TXT_HEAD_TARGET, "须以 / 开头，不含空格和控制字符", "must begin with / and hold no blank and no control character") \
  T(TXT_HEAD_VERSION, "须为 HTTP/1.1 或 HTTP/1.0", "must be of HTTP/1.1 or HTTP/1.0") \
  T(TXT_HEAD_LINE, "须逐行写成“名称: 值”，以 CRLF 结尾：名称由字母、数字和 - 组成，后面紧跟冒号，值不含控制字符", \
    "lines must be NAME: VALUE and end with CR LF, the name of letters, digits and -, the value without control characters") \
  T(TXT_HEAD_HOST, "须有且只有一个，写明主机名，例如 127.0.0.1:8080", "must be there once and name a host, such as 127.0.0.1:8080") \
  T(TXT_HEAD_HOST_DIFFERS, "与请求地址中的主机不一致", "is another host than the one in the target") \
  T(TXT_HEAD_FRAMING, "Content-Length 与 Transfer-Encoding 只能有一个，且只能出现一次", \
    "and Transfer-Encoding exclude each other; send one of them, once") \
  T(TXT_HEAD_LENGTH, "须为请求体的字节数，十进制整数", "must be the number of the body's bytes, in decimal digits") \
  T(TXT_HEAD_CODING, "只支持 HTTP/1.1 的 chunked", "must be chunked, and of HTTP/1.1") \
  T(TXT_HEAD_EXPECT, "只支持 100-continue；请去掉此请求头", "may only be 100-continue; leave it out") \
  T(TXT_HEAD_BLANK, "之前有空行或空白，请直接以请求行开始", "has white space in front of it; begin with the request line") \
  T(TXT_HEAD_MALFORMED, "不是完整的 HTTP 请求；请检查请求行和请求头，合计不能超过 16 KB", \
    "is not a whole request of HTTP; check its first line and its headers, 16 KiB in all at most") \
  T(TXT_PATH, "含有无效的百分号编码、控制字符或 %2F，请按 UTF-8 编码", \
    "has a broken percent-encoding, a control character or %2F; encode it as UTF-8") \
  T(TXT_NO_PATH, "不存在；全部接口见 /api/v1/openapi.json", "is none of this server's; /api/v1/openapi.json lists them all") \
  T(TXT_BODY_BROKEN, "没有收全：请检查 Content-Length 或分块格式", "ended too soon, or its chunks are broken; check Content-Length") \
  T(TXT_BODY_LARGE, "过大，最多 %lld 字节，请分批或缩小后再发", "may have at most %lld bytes; send less at once") \
  T(TXT_BODY_TYPE, "须为 application/json", "must be application/json") \
  T(TXT_CONNECTIONS, "过多，请先关闭一些再试", "of this address are too many; close some first") \
  T(TXT_IDEMPOTENCY_KEY, "须为 1 到 %lld 个可见的 ASCII 字符（字母、数字和标点，不含空格），例如一个 UUID", \
    "must be 1 to %lld visible ASCII characters (letters, digits, punctuation; no blanks), a UUID for example") \
  T(TXT_ROOMS_FEWER, "不够：此单须选 %lld 间", "are too few: this order needs %lld of them") \
  T(TXT_ROOMS_MORE, "过多：此单须选 %lld 间", "are too many: this order needs %lld of them") \
  T(TXT_ROOM_TWICE, "房间 %s 选了两次，每间只选一次", "have room %s twice; name each room once") \
  T(TXT_TOO_FEW, "至少 %lld 项", "must have at least %lld items") \
  T(TXT_NO_NIGHT_CHANGE, "没有要修改的内容，请至少填写价格、可售数量、关房或最少入住晚数中的一项", \
    "changes nothing yet; give at least one of price_fen, sellable, closed, min_stay") \
  T(TXT_WEEKDAY, "须为 mon、tue、wed、thu、fri、sat、sun 中的值", "must be of mon, tue, wed, thu, fri, sat, sun") \
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
  T(TXT_ID_CARD_NUMBER, "不是有效的居民身份证号码：应为 18 位，最后一位可为 X，请对照证件核对", \
    "is no resident identity number: it has 18 digits, the last may be X; compare it with the card") \
  T(TXT_DOCUMENT_NUMBER, "与证件类型不符，请核对号码和类型", "does not fit the kind of document; look at both again") \
  T(TXT_GUEST_TWICE, "同一位住客填写了两次，请删去一次", "is the same guest a second time; leave one out") \
  T(TXT_TIMEZONE, "不是已知的时区，例如 Asia/Shanghai", "is not a known time zone such as Asia/Shanghai") \
  T(TXT_CRON, "应为五段 cron 表达式，例如 30 2 * * *", "must be a cron expression of five fields such as 30 2 * * *") \
  T(TXT_TAG, "标签不能含有 |", "may not hold a |") \
  T(TXT_TOO_LATE, "不能晚于 %lld 天之后", "may be at most %lld days ahead of now") \
  T(TXT_GROUP_OF_TOPIC, "应为该消息主题的集群消费组", "must be a clustering group of the message's topic") \
  T(TXT_NOT_BY_HAND, "属于订单或定时任务，不能单独撤回；请取消订单，或修改定时", \
    "belongs to an order or a schedule; cancel the order or change the schedule instead") \
  T(TXT_STILL_COMING, "该消费组还会收到这条消息", "still has this message to come") \
  T(TXT_IMAGE, "不是 PNG、JPEG、WebP 或 GIF 图片", "is not a PNG, JPEG, WebP or GIF picture") \
  T(TXT_IMAGE_PIXELS, "图片过大，最多 %lld 百万像素，请缩小后上传", "may have at most %lld million pixels; make it smaller") \
  T(TXT_MEDIA_UNKNOWN, "图片不存在，请先上传", "names a picture that was not uploaded") \
  T(TXT_PASSWORD_SHORT, "密码至少 %lld 个字符", "must have at least %lld characters") \
  T(TXT_PASSWORD_COMMON, "密码过于常见", "is too common a password") \
  T(TXT_ONE_OF_VALIDITY, "请填写起止日期或领取后有效天数，二者选一", "give either valid_from and valid_to, or valid_days") \
  T(TXT_SANDBOX_CODE, "沙箱登录码格式为 sandbox:姓名", "must be a sandbox code like sandbox:NAME") \
  T(TXT_SANDBOX_PHONE, "沙箱手机码格式为 sandbox:13800000000", "must be a sandbox code like sandbox:13800000000") \
  T(TXT_SANDBOX_LIVE, "不能再开启：本店已有真实会员或订单；试用请另用一个数据目录", \
    "cannot be turned on again: this house has real members or orders; to try things out use another data directory") \
  T(TXT_KEY_OF_ORDER, "须为本人门店的订单号；其余消息只有业主可看", \
    "must be the number of an order of your branches; other messages are for the owner alone") \
  T(TXT_PHONE_TAKEN, "该号码已属于另一位会员；请用发到该号码的验证码登录那个账号", \
    "belongs to another member; log in there by a code sent to it") \
  T(TXT_PHONE_OTHER, "该号码已属于另一位会员", "belongs to another member") \
  T(TXT_GUEST_KEPT, "已在常用入住人中", "is among your frequent guests already") \
  T(TXT_ACCOUNT_ORDERS, "有未结束的，请先取消，或等离店后再注销账号", \
    "that are open come first: cancel them, or delete the account after your stay") \
  T(TXT_PHONE_MANAGER, "改动会员的手机号须由经理或业主办理", "is changed by a manager or the owner alone") \
  T(TXT_COUPON_SCOPE, "须限定在您管理的门店；适用全部门店的券由业主办理", \
    "must name branches of yours; coupons good in every branch are the owner's") \
  T(TXT_ORDER_TOTAL, "一张订单的总价不能超过 %lld 元，请分开预订", \
    "makes an order of more than %lld.00 yuan in all; book it in parts") \
  T(TXT_TOKEN_BY_TOKEN, "是 API 令牌，不能用来创建令牌；请用账号和密码登录后创建", \
    "is an API token, which makes no tokens; log in with name and password for that") \
  T(TXT_LAST_OWNER, "至少保留一个业主账号", "is the last owner account, which must stay") \
  T(TXT_CURSOR, "不是有效的翻页游标", "is not a cursor from an earlier answer") \
  T(TXT_BOTH_LAT_LNG, "经纬度须同时给出", "lat and lng go together") \
  T(TXT_BOTH_DATES, "入住与离店日期须同时给出", "arrival and departure go together") \
  T(TXT_MIN_STAY, "该日期至少连住 %lld 晚", "must give a stay of at least %lld nights for these dates") \
  T(TXT_BELOW_SOLD, "不能低于已售的 %lld 间", "must be at least the %lld already sold") \
  T(TXT_RIGHTS_CHANGED, "使用之后您的权限已变更，请直接查看该对象", "was used under other rights than yours now; look at the object itself") \
  T(TXT_FIXED, "创建后不能修改", "cannot be changed once created") \
  T(TXT_IMAGE_URL, "应为上传后得到的 /media/… 或 https:// 开头的地址", "must be a /media/ address from an upload, or begin with https://") \
  T(TXT_HAS_ROOM_TYPES, "请先删除该门店的房型", "still has room types; delete those first") \
  T(TXT_NEEDS_PLACE, "按距离排序须同时给出经纬度", "by distance needs lat and lng") \
  T(TXT_MAX_DAYS, "区间最多 %lld 天", "may span at most %lld days") \
  T(TXT_BEFORE_TODAY, "不能早于该门店的营业日", "may not be before the business date of the branch") \
  T(TXT_ROOM_UNFIT, "须为本门店的房间", "must be rooms of this branch") \
  T(TXT_ROOM_OF_ORDER, "房间由订单 %lld 占用", "is a room that order %lld has") \
  T(TXT_HAS_ROOMS, "已录入 %lld 间房，按房间计数", "has %lld rooms entered, which are counted") \
  T(TXT_ROOMS_COUNT, "按已录入的 %lld 间房计数，请增减房间", "is the number of rooms entered, %lld; add or delete rooms instead") \
  T(TXT_NO_ROOM_FREE, "该房型没有整段空闲的房间", "cannot be chosen: no room of this type is free for the whole stay") \
  T(TXT_NO_ONE_ROOM, "：没有一间房能从头住到尾，请改日期，或分开预订", \
      "cannot be that late: no single room is free for all of these nights; choose other dates, or book them apart") \
  T(TXT_OTHER_ROOM_TYPE, "含其他房型的房间；确需更换请设 allow_other_type 为 true", \
      "has a room of another type; if that is meant, set allow_other_type to true") \
  T(TXT_STAY_OVER, "已过：客人未到的，请按未到店处理；客人现在入住的，请先续住，或另开新单", \
      "is past: close the stay as a no-show; for who comes now extend it first, or book a new one") \
  T(TXT_ROOM_IS_HELD, "当地 %lld 点，此后才能按未到店处理", "%lld o'clock at the hotel; only then is it a no-show") \
  T(TXT_NO_NIGHTS_LEFT, "已无剩余晚数，请先续住或办理退房", "cannot change: no night is left; extend the stay or check out") \
  T(TXT_NO_EXTENSION, "须晚于现离店日期；提前离店请缩短入住或办理退房", \
      "must be after the present one; to leave earlier, shorten the stay or check out") \
  T(TXT_NO_SHORTENING, "须早于现离店日期，且不早于今天和入住次日", \
      "must be before the present one, and not before today or the day after arrival") \
  T(TXT_NO_REBOOKING, "只有已确认、无人入住的订单可以改日期或房型；已入住的请续住或缩短", \
      "can be changed only while the order is confirmed and nobody has come; extend or shorten the stay of who has") \
  T(TXT_REBOOK_AT_DESK, "免费取消时间已过，改日期或房型请联系酒店", \
      "can no longer be changed here, as cancelling is not free any more; please ask the hotel") \
  T(TXT_SAME_ROOM, "就是现在的房间", "is the room they have already") \
  T(TXT_NO_SWAP, "须为同一门店另一位已排房的客人", "must be another stay of the same branch, and both must have a room") \
  T(TXT_NOTICE_MOVED, "已换房", "Room changed") \
  T(TXT_NOTICE_MOVED_TEXT, "请到前台领取新房间的房卡。", "Pick up the key to your new room at the front desk.") \
  T(TXT_NOTICE_EXTENDED, "已续住", "Stay extended") \
  T(TXT_NOTICE_EXTENDED_TEXT, "续住房费请在前台支付。", "Pay for the further nights at the front desk.") \
  T(TXT_NOTICE_CREATED, "订单已提交", "Booking received") \
  T(TXT_NOTICE_CREATED_TEXT, "请在保留时间内完成支付。", "Pay before the hold ends to keep the room.") \
  T(TXT_NOTICE_CONFIRMED, "预订成功", "Booking confirmed") \
  T(TXT_NOTICE_CONFIRMED_TEXT, "已收到付款，期待您的光临。", "Your payment has arrived; we look forward to your stay.") \
  T(TXT_NOTICE_CHECKED_IN, "已办理入住", "Checked in") \
  T(TXT_NOTICE_CHECKED_IN_TEXT, "祝您入住愉快。", "Enjoy your stay.") \
  T(TXT_NOTICE_COMPLETED, "已退房", "Checked out") \
  T(TXT_NOTICE_COMPLETED_TEXT, "感谢入住，期待再次相见。", "Thank you for staying; see you again.") \
  T(TXT_NOTICE_CANCELLED, "订单已取消", "Booking cancelled") \
  T(TXT_NOTICE_CANCELLED_TEXT, "如已付款，应退金额将原路退回。", "Any refund goes back the way you paid.") \
  T(TXT_NOTICE_NO_SHOW, "未到店", "No-show") \
  T(TXT_NOTICE_NO_SHOW_TEXT, "您未在预订日期到店，首晚房费不予退还。", "You did not arrive; the first night is charged.") \
  T(TXT_NOTICE_SOLD_OUT, "房间已售完，全额退款", "Sold out, money refunded") \
  T(TXT_NOTICE_SOLD_OUT_TEXT, "付款到达时房间已售完，款项将全额退回。", "The room sold out before you paid; all will be refunded.") \
  T(TXT_NOTICE_REFUND_DUE, "款项退回中", "Refund on its way") \
  T(TXT_NOTICE_REFUND_DUE_TEXT, "收到一笔多余的付款，将全额退回。", "We received an extra payment; it will be refunded in full.") \
  T(TXT_NOTICE_REFUNDED, "退款成功", "Refunded") \
  T(TXT_NOTICE_REFUNDED_MONEY, "退款 {} 已退回。", "{} has been refunded.") \
  T(TXT_NOTICE_SOLD_OUT_MONEY, "付款到达时房间已售完，{} 将全额退回。", "The room sold out before you paid; {} will be refunded in full.") \
  T(TXT_NOTICE_REFUND_DUE_MONEY, "收到一笔多余的付款，{} 将全额退回。", "We received an extra payment; {} will be refunded in full.") \
  T(TXT_MONTHS, "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月", "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec") \
  T(TXT_WEEKDAYS, "周一,周二,周三,周四,周五,周六,周日", "Mon,Tue,Wed,Thu,Fri,Sat,Sun") \
  T(TXT_NOTICE_REFUNDED_TEXT, "退款已原路退回。", "The refund has been made, the way you paid.") \
  T(TXT_CLI_SERVE, "启动服务；空目录会先建库", "run the service; an empty directory gets a store first") \
  T(TXT_CLI_INIT, "建库并创建业主账号（密码取自 YIZHAN_OWNER_PASSWORD 或终端输入）", \
      "make the store and the owner account (password from YIZHAN_OWNER_PASSWORD or the terminal)") \
  T(TXT_CLI_DEMO, "向空库写入演示数据", "fill an empty store with the demo group") \
  T(TXT_CLI_MIGRATE, "把库升级到本版本", "bring the store to the schema of this version") \
  T(TXT_CLI_BACKUP, "备份：服务运行中也能得到一致、已校验的副本", "a consistent, checked copy, while the program serves") \
  T(TXT_CLI_BACKUP_USAGE, "用法：yizhan backup 文件 --data 目录", "usage: yizhan backup FILE --data DIR") \
  T(TXT_CLI_BACKUP_PROGRESS, "已复制 %s%", "copied %s%") \
  T(TXT_CLI_BACKUP_FAILED, "没有写出备份 %s（原因见上一行日志）", "no backup %s was written (the log line above says why)") \
  T(TXT_CLI_BACKUP_DONE, "备份已写入并校验：%s", "backup written and checked: %s") \
  T(TXT_CLI_STAFF, "管理员工账号（密码取自 YIZHAN_STAFF_PASSWORD 或终端输入）", \
      "staff accounts (password from YIZHAN_STAFF_PASSWORD or the terminal)") \
  T(TXT_CLI_MQ, "消息：查看主题、消费组、定时、消息与死信；重投、改后重投、丢弃、再投一组、发送；暂停、恢复、重置消费组", \
    "messages: look at topics, groups, schedules, messages, dead letters; retry, edit, discard, resend, send; pause, resume, " \
    "reset groups (BODY - is read from stdin)") \
  T(TXT_DAY_IS_CLOSED, "已结束，不能再次结束", "is closed already") \
  T(TXT_DAY_NOT_OPEN, "不是当前营业日", "is not the open business date") \
  T(TXT_DAY_NOT_OVER, "当天还没过完，零点以后才能结束", "is not over yet: it can be closed after midnight") \
  T(TXT_DAY_NOT_CLOSED, "该营业日没有结束，没有日报", "was not closed: there is no report of it") \
  T(TXT_DAY_BLOCKED, "还有 %lld 项未处理：逐项处理，或选择处理方式", "%lld things are not done yet: do them, or say what becomes of them") \
  T(TXT_ADJUST_INSTEAD, "已过当日，请改用调账", "is over: adjust the line instead") \
  T(TXT_CHARGE_CODE, "只能用小写字母、数字和下划线，且不能与收款方式同名", "may hold small letters, digits and _ only, and be no kind of payment") \
  T(TXT_OWN_CODE, "是系统自带的，不能删除", "is the program's own and stays") \
  T(TXT_NO_CHARGE_CODE, "没有这个消费项目", "is no charge code of this house") \
  T(TXT_NO_ROOM_HERE, "是客房项目，非住客账没有房间；请选择其他项目", \
      "is charged for a room, which a house account has none of; choose another code") \
  T(TXT_NO_FEE_NOW, "现在没有这项费用", "is no fee that is due now") \
  T(TXT_NO_ROUTE, "须是这一间的分账或整单账户", "must be a window of this stay or the account of its order") \
  T(TXT_NOT_IN_HAND, "不是到手的钱，不能作押金", "is no money in hand, which a deposit is") \
  T(TXT_EXTRA_OVER, "该每日项目已经结束", "has ended already") \
  T(TXT_EXTRA_OF_ROOM, "房费本就按晚入账，请选其他消费项目", "is posted for each night anyway: choose another charge code") \
  T(TXT_NO_CHARGE_PRICE, "该项目没有定价，请填写单价", "is needed: this code has no price of its own") \
  T(TXT_DEPOSIT_HELD, "还有押金未退，请先退还或抵扣", "is still held: give it back or use it first") \
  T(TXT_COMPANY_HAS_LINES, "已有挂账记录，不能删除，可以停用", "has lines on its account and stays; set it inactive instead") \
  T(TXT_COMPANY_NOT_ASKED, "只用于客人的账户挂账", "goes with a guest's bill that is put on account") \
  T(TXT_NO_SLIP, "已冲销，不能再打印单据", "was reversed: there is no slip for it any more") \
  T(TXT_COMPANY_ONLY_PAYS, "公司账户只能收款", "A company's account only takes payments") \
  T(TXT_ON_ACCOUNT_REVERSE, "挂账的收款请用冲账退回", "goes back by reversing the payment that was put on account") \
  T(TXT_HOLD_OVER, "这笔预授权已完成、已撤销或已过期", "This hold was captured or voided, or has expired") \
  T(TXT_SHIFT_OPEN, "在该门店已有未交的班，请先交班", "has an open shift at this branch already; close that one first") \
  T(TXT_OPEN_A_SHIFT, "请先开班再收付款", "Open a shift first") \
  T(TXT_NO_SUCH_NIGHT, "不是本次入住的晚上", "is no night of this stay") \
  T(TXT_NIGHT_POSTED, "已入账，请改用调账", "is posted already; adjust its line instead") \
  T(TXT_NOT_NOTHING, "不能为 0", "cannot be 0") \
  T(TXT_SAME_ACCOUNT, "就是本账户，请选择另一个", "is this very account; choose another") \
  T(TXT_TAKEN_BACK_ELSEWHERE, "不能这样处理：收款请退款，转出的请先转回，调过的请再调账", \
    "This line is taken back another way: refund a payment, transfer back what was moved, adjust again what was adjusted") \
  T(TXT_NO_SENDER, "本服务器未接入短信，请用微信登录或联系酒店", \
    "cannot be reached: no sender of short messages is set up here; log in by WeChat or ask the hotel") \
  T(TXT_LOGIN_CODE, "验证码不正确或已失效，请重新获取", "is wrong or over; ask for a new one") \
  T(TXT_CLOCK_TIME, "须为 18:00 这样的时刻", "must be a time of day like 18:00") \
  T(TXT_SETUP_DONE, "酒店已完成设置，请直接登录", "is over: the house is set up already; log in") \
  T(TXT_SETUP_TOKEN, "链接无效或已用过，请使用服务器最近一次打印的链接", "is not valid any more; use the link that the server printed last") \
  T(TXT_SETUP_BRANCH, "请填写首家门店，或选择示例数据", "is missing: give the first branch, or choose the sample data") \
  T(TXT_CLI_SETUP_LINK, "首次使用，请在浏览器打开（一次有效）：%s", "first run: open this link in a browser, it works once: %s") \
  T(TXT_CLI_OPENAPI, "输出 OpenAPI 文档，可用于生成客户端", "print the OpenAPI document, for making clients") \
  T(TXT_CLI_VERSION, "显示版本", "print the version") \
  T(TXT_CLI_HELP, "显示帮助", "print help") \
  T(TXT_CLI_UNKNOWN, "没有命令 %s", "there is no command %s") \
  T(TXT_CLI_NEAREST, "是否想用 %s？yizhan help 列出全部命令", "did you mean %s? yizhan help lists all commands") \
  T(TXT_CLI_STRAY, "多余的参数 %s", "unexpected word %s") \
  T(TXT_CLI_BRANCHES, "branches 应为门店编号，逗号分隔，收到 %s", "branches must be branch ids, comma separated, got %s") \
  T(TXT_CLI_NO_STORE, "无法打开目录 %s 中的库（原因见上一行日志）", "cannot open the store in %s (the log line above says why)") \
  T(TXT_CLI_NO_KEY, "无法读取或新建 %s/documents.key（证件号码的密钥），请检查该目录的权限，或放回原来的文件", \
    "cannot read or make %s/documents.key, the key of document numbers; look at the directory's rights, or put the file back") \
  T(TXT_CLI_PASSWORD, "密码：", "Password:") \
  T(TXT_CLI_PASSWORD_AGAIN, "再次输入：", "Again:") \
  T(TXT_CLI_NO_PASSWORD, "没有密码：请设置环境变量 %s，或在终端中运行", "no password: set the environment variable %s, or run it at a terminal") \
  T(TXT_CLI_PASSWORD_DIFFERS, "两次输入不一致", "the two passwords differ") \
  T(TXT_CLI_STAFF_NAME, "账号名须为 1 到 %s 个可见字符", "a name of an account has 1 to %s characters that can be seen") \
  T(TXT_CLI_ROLE, "没有角色 %s；可用 frontdesk、manager、owner", "there is no role %s; use frontdesk, manager or owner") \
  T(TXT_CLI_NODE_ROLE, "节点没有角色 %s；可用 all、guest、admin", "a node has no role %s; use all, guest or admin") \
  T(TXT_CLI_NODE_NAME, "节点名 %s 不可用：应为 1 到 60 个字母、数字或 .:_-", "%s cannot be a node's name: use 1 to 60 letters, digits or .:_-") \
  T(TXT_CLI_NODE_TAKEN, "节点名 %s 已被此库的另一个运行中的进程使用；请用 --node 换一个", \
    "another running process of this store has the node name %s; choose another with --node") \
  T(TXT_CLI_BELL, "bell 应为 tcp://HOST:PORT，收到 %s", "bell must be tcp://HOST:PORT, got %s") \
  T(TXT_CLI_STAFF_USAGE, "用法：yizhan staff add 姓名 | staff passwd 姓名 | staff list", \
      "usage: yizhan staff add NAME | staff passwd NAME | staff list") \
  T(TXT_CLI_STAFF_ADDED, "已创建账号 %s", "account %s created") \
  T(TXT_CLI_NO_STAFF, "没有账号 %s", "there is no account %s") \
  T(TXT_CLI_PASSWD_DONE, "已修改 %s 的密码，其登录已全部失效", "password of %s changed; its sessions have ended") \
  T(TXT_CLI_NOT_EMPTY, "%s 中的库不是空的", "the store in %s is not empty") \
  T(TXT_CLI_INIT_DONE, "已建库，业主账号为 %s", "store made; the owner account is %s") \
  T(TXT_CLI_DEMO_DONE, "演示数据已写入 %s", "demo group written to %s") \
  T(TXT_CLI_DEMO_PASSWORD, "演示账号 owner、chengdu、shenzhen、beijing 的密码（只显示这一次）：%s", \
      "password of the demo accounts owner, chengdu, shenzhen, beijing (shown this once): %s") \
  T(TXT_CLI_RATE_LIMIT, "rate-limit off 只允许用于回环地址，当前监听 %s", "rate-limit off is for loopback addresses only, not for %s") \
  T(TXT_CLI_MIGRATED, "%s 中的库已是最新", "the store in %s is up to date") \
  T(TXT_CLI_MQ_USAGE, "用法：yizhan mq topics | groups | schedules | messages | message 编号 | dead [编号] | retry 编号 | " \
    "edit 编号 正文 | discard 编号 原因 | resend 编号 组 | send 主题 正文 | pause 组 | resume 组 | reset 组 时间 | skip 组", \
    "usage: yizhan mq topics | groups | schedules | messages | message ID | dead [ID] | retry ID | edit ID BODY | " \
    "discard ID REASON | resend ID GROUP | send TOPIC BODY | pause GROUP | resume GROUP | reset GROUP TIME | skip GROUP") \
  T(TXT_CLI_LOG_LEVEL, "没有日志级别 %s；可用 debug、info、warn、error", "there is no log level %s; use debug, info, warn or error") \
  T(TXT_CLI_MQ_DONE, "已处理 %s", "done: %s")

#endif
