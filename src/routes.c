/* MAP 1: every endpoint, one row: method, path, who may call, rate, shapes, handler. A row without a policy does not
 * compile into access: who and role are checked before any handler runs. */
#include "app.h"
#include "console/console_http.h"
#include "console/nodes_http.h"
#include "coupon/coupon.h"
#include "coupon/coupon_http.h"
#include "hotel/hotel_http.h"
#include "limits.h"
#include "login/login.h"
#include "login/login_http.h"
#include "message/message.h"
#include "message/message_http.h"
#include "mq/mq.h"
#include "offer/offer_http.h"
#include "order/order.h"
#include "order/order_http.h"
#include "report/events.h"
#include "report/events_http.h"
#include "report/report.h"
#include "report/report_http.h"
#include "setup/setup.h"
#include "setup/setup_http.h"
#include "staff/staff.h"
#include "staff/staff_http.h"
#include "stock/stock_http.h"
#include "store/audit.h"

/* clang-format off: one row, one line */
const struct route app_routes[] = {
    /* the house */
    {.method = "GET", .path = "/api/v1/about", .who = WHO_PUBLIC, .rate = RATE_READ, .out = &house_shape, .handler = http_about, .summary = "The house: its name and language, whether it is a sandbox or waits for its first owner"},
    {.method = "POST", .path = "/api/v1/setup", .who = WHO_PUBLIC, .rate = RATE_LOGIN, .in = &setup_shape, .out = &staff_session_shape, .handler = http_setup, .summary = "First run: name, first branch and owner, by the one-time token; sets the session cookie"},

    /* guests: login, profile, coupons, notices */
    {.method = "POST", .path = "/api/v1/login/wechat", .who = WHO_PUBLIC, .rate = RATE_LOGIN, .in = &login_code_shape, .out = &login_shape, .handler = http_login_wechat, .summary = "Log in with a WeChat code"},
    {.method = "POST", .path = "/api/v1/login/code", .who = WHO_PUBLIC, .rate = RATE_LOGIN, .in = &login_code_request_shape, .out = &login_code_sent_shape, .handler = http_login_code, .summary = "Send a login code to a phone"},
    {.method = "POST", .path = "/api/v1/login/code/verify", .who = WHO_PUBLIC, .rate = RATE_LOGIN, .in = &login_code_check_shape, .out = &login_shape, .handler = http_login_code_verify, .summary = "Log in with the code sent to the phone"},
    {.method = "POST", .path = "/api/v1/login/phone", .who = WHO_GUEST, .rate = RATE_WRITE, .in = &phone_code_shape, .out = &member_shape, .handler = http_login_phone, .summary = "Bind the phone number"},
    {.method = "DELETE", .path = "/api/v1/login", .who = WHO_GUEST, .rate = RATE_WRITE, .handler = http_logout, .summary = "Log out"},
    {.method = "GET", .path = "/api/v1/me", .who = WHO_GUEST, .rate = RATE_READ, .out = &member_shape, .handler = http_me, .summary = "Who I am"},
    {.method = "PATCH", .path = "/api/v1/me", .who = WHO_GUEST, .rate = RATE_WRITE, .in = &member_shape, .out = &member_shape, .mode = SHAPE_PATCH, .handler = http_me_change, .summary = "Change my nickname"},
    {.method = "PUT", .path = "/api/v1/me", .who = WHO_GUEST, .rate = RATE_WRITE, .in = &member_shape, .out = &member_shape, .mode = SHAPE_PATCH, .handler = http_me_change, .summary = "The same, for the mini-program, whose requests have no PATCH"},
    {.method = "GET", .path = "/api/v1/me/coupons", .who = WHO_GUEST, .rate = RATE_READ, .query = &my_coupons_query_shape, .out = &grant_shape, .list = true, .handler = http_my_coupons, .summary = "My coupons"},
    {.method = "GET", .path = "/api/v1/me/notices", .who = WHO_GUEST, .rate = RATE_READ, .query = &notices_query_shape, .out = &notice_shape, .list = true, .handler = http_notices, .summary = "My notices, newest first"},
    {.method = "POST", .path = "/api/v1/me/notices/read", .who = WHO_GUEST, .rate = RATE_WRITE, .in = &notices_read_shape, .handler = http_notices_read, .summary = "Mark notices as read"},

    /* guests: the catalogue */
    {.method = "GET", .path = "/api/v1/branches", .who = WHO_PUBLIC, .rate = RATE_READ, .query = &search_query, .out = &branch_card_shape, .list = true, .handler = search_get, .summary = "Find branches by words, place and dates"},
    {.method = "GET", .path = "/api/v1/branches/{id}", .who = WHO_PUBLIC, .rate = RATE_READ, .query = &dates_query, .out = &branch_detail_shape, .handler = branch_offer_get, .summary = "One branch with its room types and the price of every night"},
    {.method = "GET", .path = "/api/v1/room-types/{id}", .who = WHO_PUBLIC, .rate = RATE_READ, .out = &room_view_shape, .handler = room_view_get, .summary = "One room type without dates; cached, with ETag and X-Cache"},
    {.method = "GET", .path = "/media/{id}", .who = WHO_PUBLIC, .rate = RATE_READ, .handler = media_item_get, .summary = "A picture by the hash of its content"},

    /* guests: orders */
    {.method = "POST", .path = "/api/v1/quotes", .who = WHO_GUEST, .rate = RATE_READ, .in = &quote_request_shape, .out = &quote_shape, .handler = http_quote, .summary = "What a stay would cost"},
    {.method = "POST", .path = "/api/v1/orders", .who = WHO_GUEST, .rate = RATE_BOOK, .flags = ROUTE_IDEMPOTENT, .in = &order_request_shape, .out = &order_shape, .handler = http_order_book, .summary = "Book a stay"},
    {.method = "GET", .path = "/api/v1/orders", .who = WHO_GUEST, .rate = RATE_READ, .query = &orders_query_shape, .out = &order_shape, .list = true, .handler = http_orders, .summary = "My orders"},
    {.method = "GET", .path = "/api/v1/orders/{order_no}", .who = WHO_GUEST, .rate = RATE_READ, .out = &order_shape, .handler = http_order, .summary = "One of my orders"},
    {.method = "POST", .path = "/api/v1/orders/{order_no}/pay", .who = WHO_GUEST, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .out = &pay_parameters_shape, .handler = http_order_pay, .summary = "Parameters for paying"},
    {.method = "POST", .path = "/api/v1/orders/{order_no}/cancel", .who = WHO_GUEST, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .out = &order_shape, .handler = http_order_cancel, .summary = "Cancel by the terms of the order"},
    {.method = "POST", .path = "/api/v1/pay/sandbox/{order_no}", .who = WHO_GUEST, .rate = RATE_WRITE, .flags = ROUTE_SANDBOX, .out = &order_shape, .handler = http_sandbox_pay, .summary = "Sandbox: pay now"},

    /* staff: accounts, settings */
    {.method = "POST", .path = "/api/v1/admin/session", .who = WHO_PUBLIC, .rate = RATE_LOGIN, .in = &staff_login_shape, .out = &staff_session_shape, .handler = http_staff_login, .summary = "Log in as staff; sets the session cookie"},
    {.method = "GET", .path = "/api/v1/admin/session", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &staff_session_shape, .handler = http_staff_session, .summary = "Who I am"},
    {.method = "DELETE", .path = "/api/v1/admin/session", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .handler = http_staff_logout, .summary = "Log out"},
    {.method = "POST", .path = "/api/v1/admin/tokens", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .in = &staff_token_in_shape, .out = &staff_token_shape, .handler = http_staff_token, .summary = "Make an API token of my own account"},
    {.method = "GET", .path = "/api/v1/admin/tokens", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &staff_query_shape, .out = &staff_token_info_shape, .list = true, .handler = http_staff_tokens, .summary = "API tokens: my own, for the owner everybody's"},
    {.method = "DELETE", .path = "/api/v1/admin/tokens/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .handler = http_staff_token_revoke, .summary = "Revoke an API token"},
    {.method = "GET", .path = "/api/v1/admin/staff", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_READ, .query = &staff_query_shape, .out = &staff_shape, .list = true, .handler = http_staff_list, .summary = "Staff accounts"},
    {.method = "POST", .path = "/api/v1/admin/staff", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &staff_shape, .out = &staff_shape, .handler = http_staff_create, .summary = "Create a staff account"},
    {.method = "GET", .path = "/api/v1/admin/staff/{id}", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_READ, .out = &staff_shape, .handler = http_staff_get, .summary = "One staff account"},
    {.method = "PATCH", .path = "/api/v1/admin/staff/{id}", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .in = &staff_shape, .out = &staff_shape, .mode = SHAPE_PATCH, .handler = http_staff_change, .summary = "Change a staff account; its sessions end"},
    {.method = "DELETE", .path = "/api/v1/admin/staff/{id}", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .handler = http_staff_delete, .summary = "Delete a staff account"},
    {.method = "GET", .path = "/api/v1/admin/audit", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .query = &audit_query_shape, .out = &audit_shape, .list = true, .handler = http_audit, .summary = "Who changed what, newest first"},
    {.method = "GET", .path = "/api/v1/admin/settings", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &settings_shape, .handler = http_settings, .summary = "Settings"},
    {.method = "PATCH", .path = "/api/v1/admin/settings", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .in = &settings_shape, .out = &settings_shape, .mode = SHAPE_PATCH, .handler = http_settings_change, .summary = "Change settings"},

    /* staff: the catalogue */
    {.method = "GET", .path = "/api/v1/admin/branches", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &hotel_page_query, .out = &branch_shape, .list = true, .handler = branch_list_get, .summary = "Branches in scope"},
    {.method = "POST", .path = "/api/v1/admin/branches", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &branch_shape, .out = &branch_shape, .mode = SHAPE_CREATE, .handler = branch_post, .summary = "Create a branch"},
    {.method = "GET", .path = "/api/v1/admin/branches/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &branch_shape, .handler = branch_item_get, .summary = "One branch"},
    {.method = "PATCH", .path = "/api/v1/admin/branches/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .in = &branch_shape, .out = &branch_shape, .mode = SHAPE_PATCH, .handler = branch_item_patch, .summary = "Change a branch"},
    {.method = "DELETE", .path = "/api/v1/admin/branches/{id}", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .handler = branch_item_delete, .summary = "Delete a branch without room types and orders"},
    {.method = "GET", .path = "/api/v1/admin/room-types", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &room_type_query, .out = &room_type_shape, .list = true, .handler = room_type_list_get, .summary = "Room types in scope"},
    {.method = "POST", .path = "/api/v1/admin/room-types", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &room_type_shape, .out = &room_type_shape, .mode = SHAPE_CREATE, .handler = room_type_post, .summary = "Create a room type"},
    {.method = "GET", .path = "/api/v1/admin/room-types/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &room_type_shape, .handler = room_type_item_get, .summary = "One room type"},
    {.method = "PATCH", .path = "/api/v1/admin/room-types/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .in = &room_type_shape, .out = &room_type_shape, .mode = SHAPE_PATCH, .handler = room_type_item_patch, .summary = "Change a room type"},
    {.method = "DELETE", .path = "/api/v1/admin/room-types/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .handler = room_type_item_delete, .summary = "Delete a room type without open orders"},
    {.method = "GET", .path = "/api/v1/admin/rooms", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &room_query, .out = &room_shape, .list = true, .handler = room_list_get, .summary = "Rooms in scope"},
    {.method = "POST", .path = "/api/v1/admin/rooms", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &room_shape, .out = &room_shape, .mode = SHAPE_CREATE, .handler = room_post, .summary = "Create a room"},
    {.method = "GET", .path = "/api/v1/admin/rooms/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &room_shape, .handler = room_item_get, .summary = "One room"},
    {.method = "PATCH", .path = "/api/v1/admin/rooms/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .in = &room_shape, .out = &room_shape, .mode = SHAPE_PATCH, .handler = room_item_patch, .summary = "Change a room (the front desk: its status alone)"},
    {.method = "DELETE", .path = "/api/v1/admin/rooms/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .handler = room_item_delete, .summary = "Delete a room"},
    {.method = "GET", .path = "/api/v1/admin/calendar", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &calendar_query, .out = &calendar_answer_shape, .handler = calendar_get, .summary = "Nights of a room type: price, sellable, sold, closed, min_stay"},
    {.method = "PUT", .path = "/api/v1/admin/calendar", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .in = &calendar_edit_shape, .out = &calendar_answer_shape, .mode = SHAPE_CREATE, .handler = calendar_put, .summary = "Change nights of a room type"},
    {.method = "GET", .path = "/api/v1/admin/price-rules", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &price_rule_query, .out = &price_rule_shape, .list = true, .handler = price_rule_list_get, .summary = "Price rules in scope"},
    {.method = "POST", .path = "/api/v1/admin/price-rules", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &price_rule_shape, .out = &price_rule_shape, .mode = SHAPE_CREATE, .handler = price_rule_post, .summary = "Create a price rule"},
    {.method = "DELETE", .path = "/api/v1/admin/price-rules/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .handler = price_rule_item_delete, .summary = "Delete a price rule"},
    {.method = "POST", .path = "/api/v1/admin/media", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_RAW_BODY, .body_cap = LIMIT_UPLOAD, .out = &media_shape, .handler = media_post, .summary = "Upload a picture"},

    /* staff: members and coupons */
    {.method = "GET", .path = "/api/v1/admin/members", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &members_query_shape, .out = &member_admin_shape, .list = true, .handler = http_members, .summary = "Members, phones masked"},
    {.method = "POST", .path = "/api/v1/admin/members", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &member_admin_shape, .out = &member_admin_shape, .handler = http_member_create, .summary = "Create a member"},
    {.method = "GET", .path = "/api/v1/admin/members/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &member_admin_shape, .handler = http_member, .summary = "One member"},
    {.method = "PATCH", .path = "/api/v1/admin/members/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .in = &member_admin_shape, .out = &member_admin_shape, .mode = SHAPE_PATCH, .handler = http_member_change, .summary = "Change a member"},
    {.method = "DELETE", .path = "/api/v1/admin/members/{id}", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .handler = http_member_delete, .summary = "Wipe the personal data of a member"},
    {.method = "POST", .path = "/api/v1/admin/members/{id}/reset-first-login", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .handler = http_member_reset_first_login, .summary = "The next login counts as the first again"},
    {.method = "GET", .path = "/api/v1/admin/members/{id}/coupons", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &my_coupons_query_shape, .out = &grant_shape, .list = true, .handler = http_member_coupons, .summary = "Coupons that a member holds"},
    {.method = "GET", .path = "/api/v1/admin/coupons", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &coupons_query_shape, .out = &coupon_shape, .list = true, .handler = http_coupons, .summary = "Coupons"},
    {.method = "POST", .path = "/api/v1/admin/coupons", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &coupon_shape, .out = &coupon_shape, .handler = http_coupon_create, .summary = "Create a coupon"},
    {.method = "GET", .path = "/api/v1/admin/coupons/{id}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &coupon_shape, .handler = http_coupon, .summary = "One coupon"},
    {.method = "PATCH", .path = "/api/v1/admin/coupons/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .in = &coupon_shape, .out = &coupon_shape, .mode = SHAPE_PATCH, .handler = http_coupon_change, .summary = "Change a coupon"},
    {.method = "DELETE", .path = "/api/v1/admin/coupons/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .handler = http_coupon_delete, .summary = "Withdraw a coupon; holders keep theirs"},
    {.method = "GET", .path = "/api/v1/admin/coupons/{id}/grants", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &coupons_query_shape, .out = &holder_shape, .list = true, .handler = http_coupon_holders, .summary = "Who holds a coupon"},
    {.method = "POST", .path = "/api/v1/admin/coupons/{id}/grants", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &grant_request_shape, .out = &coupon_shape, .handler = http_coupon_grant, .summary = "Grant a coupon to a member"},

    /* staff: the desk */
    {.method = "GET", .path = "/api/v1/admin/today", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &today_query_shape, .out = &today_shape, .handler = http_today, .summary = "Due in, due out, in house, rooms free"},
    {.method = "GET", .path = "/api/v1/admin/orders", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &desk_query_shape, .out = &order_staff_shape, .list = true, .handler = http_desk_orders, .summary = "Orders in scope"},
    {.method = "POST", .path = "/api/v1/admin/orders", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &walk_in_shape, .out = &order_staff_shape, .handler = http_desk_walk_in, .summary = "Book a guest at the desk"},
    {.method = "GET", .path = "/api/v1/admin/orders/{order_no}", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .out = &order_staff_shape, .handler = http_desk_order, .summary = "One order"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/check-in", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &check_in_shape, .out = &order_staff_shape, .handler = http_desk_check_in, .summary = "Check in; rooms are assigned"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/check-out", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .out = &order_staff_shape, .handler = http_desk_check_out, .summary = "Check out"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/cancel", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .out = &order_staff_shape, .handler = http_desk_cancel, .summary = "Cancel by the terms of the order"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/no-show", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .out = &order_staff_shape, .handler = http_desk_no_show, .summary = "The guest did not come"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/move", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &room_move_shape, .out = &order_staff_shape, .handler = http_desk_move, .summary = "Give other rooms, from tonight on or before arrival"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/extend", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &extension_shape, .out = &order_staff_shape, .handler = http_desk_extend, .summary = "Stay longer, in the same rooms"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/pay", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &desk_payment_shape, .out = &order_staff_shape, .handler = http_desk_pay, .summary = "Take money at the desk for what is still owed"},
    {.method = "POST", .path = "/api/v1/admin/orders/{order_no}/refund", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &refund_request_shape, .out = &order_staff_shape, .handler = http_desk_refund, .summary = "Give money back"},

    /* staff: reports and the live feed */
    {.method = "GET", .path = "/api/v1/admin/events", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .flags = ROUTE_STREAM, .out = &order_event_shape, .handler = http_events, .summary = "Order events as they happen (server-sent events); Last-Event-ID goes on where it was"},
    {.method = "GET", .path = "/api/v1/admin/reports/occupancy", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &report_query_shape, .out = &occupancy_shape, .handler = http_report_occupancy, .summary = "Rooms, sold, occupancy, ADR and RevPAR per business date; format=csv for spreadsheets"},
    {.method = "GET", .path = "/api/v1/admin/reports/revenue", .who = WHO_STAFF, .role = ROLE_FRONTDESK, .rate = RATE_READ, .query = &revenue_query_shape, .out = &revenue_line_shape, .list = true, .handler = http_report_revenue, .summary = "Room revenue by room type; format=csv for spreadsheets"},

    /* staff: the console */
    {.method = "GET", .path = "/api/v1/admin/mq/topics", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &mq_topic_shape, .list = true, .handler = http_mq_topics, .summary = "Topics of the message log"},
    {.method = "GET", .path = "/api/v1/admin/mq/groups", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &mq_group_shape, .list = true, .handler = http_mq_groups, .summary = "Consumer groups with lag"},
    {.method = "GET", .path = "/api/v1/admin/mq/messages", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .query = &messages_query_shape, .out = &mq_record_shape, .list = true, .handler = http_mq_messages, .summary = "Messages, newest first"},
    {.method = "GET", .path = "/api/v1/admin/mq/messages/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &mq_record_shape, .handler = http_mq_message, .summary = "One message and what became of it in each group"},
    {.method = "POST", .path = "/api/v1/admin/mq/messages", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .flags = ROUTE_IDEMPOTENT, .in = &mq_post_shape, .out = &mq_posted_shape, .handler = http_mq_post, .summary = "Publish a message, now or later"},
    {.method = "DELETE", .path = "/api/v1/admin/mq/messages/{id}", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_WRITE, .handler = http_mq_call_off, .summary = "Call off a delayed message that was published by hand"},
    {.method = "POST", .path = "/api/v1/admin/mq/messages/{id}/resend", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .in = &resend_shape, .handler = http_mq_resend, .summary = "Deliver a message once more to one group"},
    {.method = "GET", .path = "/api/v1/admin/mq/schedules", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &mq_schedule_shape, .list = true, .handler = http_mq_schedules, .summary = "Messages that come by the calendar, with their next time"},
    {.method = "POST", .path = "/api/v1/admin/mq/groups/{name}/pause", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .handler = http_mq_pause, .summary = "Pause a group"},
    {.method = "POST", .path = "/api/v1/admin/mq/groups/{name}/resume", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .handler = http_mq_resume, .summary = "Let a group go on"},
    {.method = "POST", .path = "/api/v1/admin/mq/groups/{name}/reset", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .in = &reset_shape, .handler = http_mq_reset, .summary = "Set back a group, or skip what waits"},
    {.method = "GET", .path = "/api/v1/admin/mq/dead", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_READ, .query = &dead_query_shape, .out = &mq_dead_shape, .list = true, .handler = http_mq_dead, .summary = "Dead letters"},
    {.method = "GET", .path = "/api/v1/admin/mq/dead/{id}", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_READ, .out = &mq_dead_shape, .handler = http_mq_dead_letter, .summary = "One dead letter with every attempt"},
    {.method = "POST", .path = "/api/v1/admin/mq/dead/{id}/retry", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .in = &dead_edit_shape, .handler = http_mq_dead_retry, .summary = "Deliver a dead letter again, or another body in its place"},
    {.method = "POST", .path = "/api/v1/admin/mq/dead/{id}/discard", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .in = &discard_shape, .handler = http_mq_dead_discard, .summary = "Discard a dead letter"},
    {.method = "GET", .path = "/api/v1/admin/nodes", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &node_shape, .list = true, .handler = http_nodes, .summary = "Processes that serve this store"},
    {.method = "GET", .path = "/api/v1/admin/cache", .who = WHO_STAFF, .role = ROLE_MANAGER, .rate = RATE_READ, .out = &cache_shape, .handler = http_cache, .summary = "First-level cache numbers"},
    {.method = "DELETE", .path = "/api/v1/admin/cache", .who = WHO_STAFF, .role = ROLE_OWNER, .rate = RATE_WRITE, .query = &cache_query_shape, .handler = http_cache_clear, .summary = "Empty the first-level cache of every node, or drop one entry"},
};
/* clang-format on */

const size_t app_route_count = sizeof app_routes / sizeof app_routes[0];
