/* What people call a field: its name in requests and answers, zh-CN, en. By name, for one field is one thing nearly everywhere;
 * where it is another, behind its shape's name. Sorted. Included by base/text.c. */
#ifndef YIZHAN_BASE_LABELS_H
#define YIZHAN_BASE_LABELS_H

#define LABEL_LIST(L) \
  L("AccountCharge.code", "消费项目", "Charge code") \
  L("ChargeCode.code", "代码", "Code") \
  L("ManagerBranch.branch_id", "门店编号", "Branch's number") \
  L("ManagerBranch.closed", "最近结束的营业日", "Last closed day") \
  L("ManagerBranch.days", "已结天数", "Days closed") \
  L("ManagerCode.code", "项目代码", "Charge code") \
  L("ManagerCorrection.branch_id", "门店编号", "Branch's number") \
  L("ManagerCorrection.by", "经手人", "By") \
  L("ManagerCorrection.code", "项目或方式", "Charge code or method") \
  L("ManagerCorrection.note", "原因", "Reason") \
  L("ManagerKind.kind", "收付方式", "Method") \
  L("ManagerSpan.day", "当日", "Day") \
  L("ManagerSpan.days", "已结天数", "Days closed") \
  L("ManagerSpan.deposit_fen", "押金结存", "Deposits held") \
  L("ManagerSpan.last_year", "去年同期", "Last year to the same day") \
  L("ManagerSpan.month", "本月累计", "Month to date") \
  L("ManagerSpan.month_before", "上月同期", "Month before to the same day") \
  L("ManagerSpan.month_last_year", "去年本月同期", "Same month last year") \
  L("ManagerSpan.name", "期间", "Period") \
  L("ManagerSpan.week_before", "上周同日", "Same weekday before") \
  L("ManagerSpan.year", "本年累计", "Year to date") \
  L("ManagerTaking.by", "经手人", "By") \
  L("ManagerTaking.kind", "收付方式", "Method") \
  L("ShiftClose.to", "接班人", "Handed to") \
  L("account", "挂账", "On account") \
  L("StayExtraIn.code", "消费项目", "Charge code") \
  L("active", "启用", "Active") \
  L("address", "地址", "Address") \
  L("address_en", "英文地址", "English address") \
  L("adjustment", "调账", "Adjustment") \
  L("adr_fen", "平均房价", "Average rate") \
  L("after", "翻页位置", "Page") \
  L("alipay", "支付宝", "Alipay") \
  L("allow_other_type", "可换其他房型", "Another room type") \
  L("allowance", "减免", "Allowance") \
  L("amount_fen", "金额", "Amount") \
  L("area_m2", "面积", "Area") \
  L("arrival", "入住日期", "Arrival") \
  L("arrival_hour", "入住时间", "Check-in time") \
  L("arrival_time", "预计到店时间", "Expected time of arrival") \
  L("arrivals", "入住", "Arrivals") \
  L("at", "时间", "Time") \
  L("audit_hour", "夜审时间", "Night audit hour") \
  L("audit_policies", "定时夜审的处理方式", "What the close by schedule does") \
  L("bed", "床型", "Bed") \
  L("bed_en", "英文床型", "English bed") \
  L("before", "早于", "Before") \
  L("body", "内容", "Content") \
  L("branch", "门店", "Branch") \
  L("branch_id", "门店", "Branch") \
  L("branch_ids", "门店", "Branches") \
  L("branch_name", "门店名称", "Branch's name") \
  L("branch_name_en", "门店英文名称", "Branch's English name") \
  L("breakfast", "早餐", "Breakfast") \
  L("breakfast_en", "英文早餐", "English breakfast") \
  L("business_date", "营业日", "Business date") \
  L("by", "分组方式", "Grouping") \
  L("by_rooms", "按房间计数", "Counted by rooms") \
  L("cancelled", "取消", "Cancelled") \
  L("card", "银行卡", "Bank card") \
  L("cash", "现金", "Cash") \
  L("category", "类别", "Category") \
  L("charge", "消费", "Charge") \
  L("checkout_coupon_id", "离店赠券", "Coupon at check-out") \
  L("cleanliness", "清洁状态", "Cleanliness") \
  L("closed", "关房", "Closed") \
  L("code", "验证码", "Code") \
  L("comp", "其中免费", "Of them free") \
  L("codes", "消费项目", "Charge codes") \
  L("company_id", "公司", "Company") \
  L("contact", "联系人", "Contact") \
  L("counted_fen", "实点现金", "Cash counted") \
  L("coupon", "优惠券", "Coupon") \
  L("coupon_id", "优惠券", "Coupon") \
  L("credit_limit_fen", "挂账额度", "Credit limit") \
  L("cron", "时间表", "Schedule") \
  L("date", "日期", "Date") \
  L("day_fen", "当日", "Day") \
  L("days", "天数", "Days") \
  L("days_expected", "应结天数", "Days to close") \
  L("departure", "离店日期", "Departure") \
  L("departure_hour", "退房时间", "Departure hour") \
  L("departures", "离店", "Departures") \
  L("deposit", "押金", "Deposit") \
  L("deposit_fen", "押金", "Deposit") \
  L("deposit_held", "未到店但已收押金", "Not arrived, with a deposit") \
  L("deposit_return", "退押金", "Deposit returned") \
  L("deposit_use", "押金抵扣", "Deposit used") \
  L("document_kind", "证件类型", "Kind of document") \
  L("document_number", "证件号码", "Number of document") \
  L("drop_fen", "投款", "Drop") \
  L("due_at", "送达时间", "Due time") \
  L("due_in", "应到未到", "Not arrived") \
  L("due_out", "应离未离", "Not checked out") \
  L("early_check_in_days", "提前办理入住天数", "Days of early check-in") \
  L("early_in_percent", "提前入住收费比例", "Early check-in fee") \
  L("encrypted_data", "加密数据", "Encrypted data") \
  L("first_login_coupon_id", "首次登录赠券", "Coupon at the first login") \
  L("float_fen", "备用金", "Float") \
  L("floor", "楼层", "Floor") \
  L("format", "格式", "Format") \
  L("free_cancel_hours", "免费取消时限", "Hours of free cancellation") \
  L("from", "开始日期", "From") \
  L("group", "消费组", "Consumer group") \
  L("guest_fen", "住客欠款净额", "Owed by guests") \
  L("guest_name", "住客姓名", "Guest's name") \
  L("guest_phone", "住客手机号", "Guest's phone") \
  L("guests", "人数", "Guests") \
  L("hold_until", "保留至", "Held until") \
  L("house", "酒店承担", "The house") \
  L("id", "编号", "Number") \
  L("image", "图片", "Picture") \
  L("images", "图片", "Pictures") \
  L("in_fen", "收款", "Money in") \
  L("in_house", "夜间在住", "In house at the end") \
  L("intro", "简介", "Introduction") \
  L("intro_en", "英文简介", "English introduction") \
  L("iv", "初始向量", "Initialisation vector") \
  L("key", "键", "Key") \
  L("kind", "类型", "Kind") \
  L("label", "用途", "Purpose") \
  L("language", "语言", "Language") \
  L("last_year_fen", "去年同期", "Last year to the same day") \
  L("lat", "纬度", "Latitude") \
  L("late_full_hour", "全天房费起始时间", "Whole-night hour") \
  L("late_out_percent", "延迟退房收费比例", "Late check-out fee") \
  L("leave_owing", "挂账离店", "Leave owing") \
  L("limit", "每页条数", "Page size") \
  L("line_id", "明细", "Line") \
  L("lng", "经度", "Longitude") \
  L("market_price_fen", "门市价", "Rack rate") \
  L("member_id", "会员", "Member") \
  L("method", "付款方式", "Method") \
  L("min_stay", "最少入住晚数", "Minimum stay") \
  L("mode", "退款方式", "Mode of the refund") \
  L("month_before_fen", "上月同期", "Month before to the same day") \
  L("month_fen", "本月累计", "Month to date") \
  L("month_in_fen", "本月收款", "Money in this month") \
  L("month_last_year_fen", "去年本月同期", "Same month last year") \
  L("month_out_fen", "本月退款", "Money out this month") \
  L("name", "名称", "Name") \
  L("name_en", "英文名称", "English name") \
  L("needs_reference", "须填凭证号", "Needs a reference") \
  L("nickname", "昵称", "Nickname") \
  L("no_shows", "未到店", "No-shows") \
  L("note", "备注", "Note") \
  L("note_en", "英文备注", "English note") \
  L("number", "房号", "Room number") \
  L("object", "对象", "Object") \
  L("object_id", "对象编号", "Object's number") \
  L("occupancy", "出租率", "Occupancy") \
  L("offered", "前台可选", "Offered") \
  L("open", "营业", "Open") \
  L("one_room", "须同一间房住到底", "One room for all nights") \
  L("order_no", "订单号", "Order number") \
  L("orders", "订单", "Orders") \
  L("ota", "OTA 代收", "Collected by an OTA") \
  L("other_fen", "其他收入", "Other revenue") \
  L("out_fen", "退款", "Money out") \
  L("out_of_order", "维修停用", "Out of order") \
  L("owed_again", "改用其他方式付款", "Paid another way") \
  L("owner_name", "账号", "Account") \
  L("owner_password", "密码", "Password") \
  L("part", "报表部分", "Part") \
  L("password", "密码", "Password") \
  L("payable_fen", "应付金额", "Amount to pay") \
  L("payment", "收款", "Payment") \
  L("per_member", "每人限领", "Per member") \
  L("percent_off", "折扣比例", "Percent off") \
  L("phone", "手机号", "Phone") \
  L("policies", "处理方式", "What becomes of them") \
  L("price", "换房计价", "Price of the move") \
  L("price_fen", "价格", "Price") \
  L("price_zero", "零房价", "Nights for nothing") \
  L("priority", "优先级", "Priority") \
  L("q", "搜索内容", "Search") \
  L("quantity", "数量", "Quantity") \
  L("query", "查询", "Query") \
  L("reason", "原因", "Reason") \
  L("receivable_fen", "公司挂账", "Owed by companies") \
  L("reference", "凭证号", "Reference") \
  L("refund", "退款", "Refund") \
  L("remark", "备注", "Remark") \
  L("returns", "恢复时状态", "State on return") \
  L("revenue_fen", "客房收入", "Room revenue") \
  L("revpar_fen", "每间可售房收入", "Revenue per available room") \
  L("role", "角色", "Role") \
  L("room_fen", "房费收入", "Room revenue") \
  L("room_id", "房间", "Room") \
  L("room_ids", "房间", "Rooms") \
  L("room_type_id", "房型编号", "Room type's number") \
  L("room_type_ids", "房型", "Room types") \
  L("room_type_name", "房型", "Room type") \
  L("room_types", "房型", "Room types") \
  L("rooms", "房间数", "Rooms") \
  L("sample", "示例数据", "Sample data") \
  L("sandbox", "试用模式", "Sandbox") \
  L("scope", "适用范围", "Scope") \
  L("sellable", "可售数量", "Sellable rooms") \
  L("service_date", "消费日期", "Service date") \
  L("shift_open", "未交的班", "Open shifts") \
  L("shifts", "班次收款", "Money in shifts") \
  L("sold", "已售间夜", "Room nights sold") \
  L("sort", "排序", "Order of display") \
  L("source", "来源", "Source") \
  L("state", "状态", "State") \
  L("status", "状态", "Status") \
  L("stock", "房间数", "Rooms") \
  L("stock_mode", "减库存方式", "When stock is taken") \
  L("subject_id", "打印对象", "What is printed") \
  L("tag", "标签", "Tag") \
  L("tags", "标签", "Tags") \
  L("tags_en", "英文标签", "English tags") \
  L("tax_fen", "其中税额", "Tax within both") \
  L("tax_number", "税号", "Tax number") \
  L("tax_rate", "税率", "Tax rate") \
  L("threshold_fen", "使用门槛", "Minimum spend") \
  L("timezone", "时区", "Time zone") \
  L("to", "结束日期", "To") \
  L("to_account_id", "转入账户", "Account it goes to") \
  L("token", "令牌", "Token") \
  L("topic", "主题", "Topic") \
  L("total_fen", "营业收入", "Revenue") \
  L("transfer", "转账", "Transfer") \
  L("unit_fen", "单价", "Unit price") \
  L("up_to", "截止位置", "Up to") \
  L("valid_days", "有效天数", "Days valid") \
  L("valid_from", "有效期开始", "Valid from") \
  L("valid_to", "有效期结束", "Valid to") \
  L("walk_ins", "其中散客", "Of them walk-ins") \
  L("wechat", "微信支付", "WeChat Pay") \
  L("week_before_fen", "上周同日", "Same weekday before") \
  L("weekdays", "星期", "Weekdays") \
  L("with", "与谁换房", "Swap with") \
  L("year_fen", "本年累计", "Year to date") \
  L("zone", "时区", "Time zone")

#endif
