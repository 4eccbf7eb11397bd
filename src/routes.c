/* MAP 1: every endpoint, one row: method, path, who may call, rate, shapes, handler. A row without a policy does not
 * compile into access: who and role are checked before any handler runs. */
#include "app.h"
#include "console/console_http.h"
#include "console/nodes_http.h"
#include "coupon/coupon.h"
#include "coupon/coupon_http.h"
#include "day/day.h"
#include "day/day_http.h"
#include "desk/desk.h"
#include "desk/desk_http.h"
#include "desk/print.h"
#include "desk/print_http.h"
#include "hotel/hotel_http.h"
#include "ledger/company.h"
#include "ledger/ledger.h"
#include "ledger/ledger_http.h"
#include "ledger/payment_kind.h"
#include "ledger/shift.h"
#include "ledger/shift_http.h"
#include "limits.h"
#include "login/frequent.h"
#include "login/login.h"
#include "login/login_http.h"
#include "message/message.h"
#include "message/message_http.h"
#include "mq/mq.h"
#include "offer/offer_http.h"
#include "order/account_http.h"
#include "order/order.h"
#include "order/order_http.h"
#include "report/events.h"
#include "report/events_http.h"
#include "report/manager.h"
#include "report/report.h"
#include "report/report_http.h"
#include "setup/setup.h"
#include "setup/setup_http.h"
#include "staff/staff.h"
#include "staff/staff_http.h"
#include "stock/room.h"
#include "stock/stock_http.h"
#include "store/audit.h"

/* Who calls: everybody, guests, or staff of at least this role. */
#define PUBLIC .who = WHO_PUBLIC
#define GUEST .who = WHO_GUEST
#define FRONTDESK .who = WHO_STAFF, .role = ROLE_FRONTDESK
#define MANAGER .who = WHO_STAFF, .role = ROLE_MANAGER
#define OWNER .who = WHO_STAFF, .role = ROLE_OWNER
/* What goes in and comes out: shapes of the query, the body (for a new thing, for a change) and the answer. */
#define QUERY(shape_) .query = &(shape_)
#define IN(shape_) .in = &(shape_)
#define CREATE(shape_) .in = &(shape_), .mode = SHAPE_CREATE
#define PATCH(shape_) .in = &(shape_), .mode = SHAPE_PATCH
#define OUT(shape_) .out = &(shape_)
#define LIST(shape_) .out = &(shape_), .list = true
#define ONCE .flags = ROUTE_IDEMPOTENT
#define CREATES .flags = ROUTE_CREATES
#define ONCE_CREATES .flags = ROUTE_IDEMPOTENT | ROUTE_CREATES
#define COOKIE .flags = ROUTE_COOKIE
#define TAGGED .flags = ROUTE_TAGGED
#define TYPES(...) .types = (const char *const[]){__VA_ARGS__, NULL}

#define ROW(who_, method_, path_, rate_, handler_, summary_, ...) \
  {.method = #method_, \
      .path = (path_), \
      who_, \
      .rate = RATE_##rate_, \
      .handler = (handler_), \
      .summary = (summary_)__VA_OPT__(, ) __VA_ARGS__}

/* clang-format off: a row stands on two lines: who, what, how often, by which function; then the words and the shapes */
const struct route app_routes[] = {
    /* ---- everybody ---- */
    /* the house */
    ROW(PUBLIC, GET, "/api/v1/about", READ, http_about,
        "The house: its name and language, whether it is a sandbox or waits for its first owner", OUT(house_shape)),
    ROW(PUBLIC, POST, "/api/v1/setup", LOGIN, http_setup,
        "First run: name, first branch and owner, by the one-time token; sets the session cookie",
        .flags = ROUTE_CREATES | ROUTE_COOKIE, IN(setup_shape), OUT(staff_session_shape)),

    /* login, profile, coupons, notices */
    ROW(PUBLIC, POST, "/api/v1/login/wechat", LOGIN, http_login_wechat,
        "Log in with a WeChat code", IN(login_code_shape), OUT(login_shape)),
    ROW(PUBLIC, POST, "/api/v1/login/code", LOGIN, http_login_code,
        "Send a login code to a phone", IN(login_code_request_shape), OUT(login_code_sent_shape)),
    ROW(PUBLIC, POST, "/api/v1/login/code/verify", LOGIN, http_login_code_verify,
        "Log in with the code sent to the phone", IN(login_code_check_shape), OUT(login_shape)),

    /* the catalogue */
    ROW(PUBLIC, GET, "/api/v1/branches", READ, search_get,
        "Find branches by words, place and dates", QUERY(search_query), LIST(branch_card_shape)),
    ROW(PUBLIC, GET, "/api/v1/branches/{id}", READ, branch_offer_get,
        "One branch with its room types and the price of every night", QUERY(dates_query), OUT(branch_detail_shape)),
    ROW(PUBLIC, GET, "/api/v1/room-types/{id}", READ, room_view_get,
        "One room type without dates; cached, with ETag and X-Cache", TAGGED, OUT(room_view_shape)),
    ROW(PUBLIC, GET, "/media/{id}", READ, media_item_get,
        "A picture by the hash of its content", TAGGED, TYPES("image/jpeg", "image/png", "image/webp", "image/gif")),

    /* accounts, settings */
    ROW(PUBLIC, POST, "/api/v1/admin/session", LOGIN, http_staff_login,
        "Log in as staff; sets the session cookie", COOKIE, IN(staff_login_shape), OUT(staff_session_shape)),

    /* ---- guests ---- */
    /* login, profile, coupons, notices */
    ROW(GUEST, POST, "/api/v1/login/phone", WRITE, http_login_phone,
        "Bind the phone number", IN(phone_code_shape), OUT(member_shape)),
    ROW(GUEST, DELETE, "/api/v1/login", WRITE, http_logout,
        "Log out"),
    ROW(GUEST, GET, "/api/v1/me", READ, http_me,
        "Who I am", OUT(member_shape)),
    ROW(GUEST, PATCH, "/api/v1/me", WRITE, http_me_change,
        "Change my nickname", PATCH(member_shape), OUT(member_shape)),
    ROW(GUEST, PUT, "/api/v1/me", WRITE, http_me_change,
        "The same, for the mini-program, whose requests have no PATCH", PATCH(member_shape), OUT(member_shape)),
    ROW(GUEST, DELETE, "/api/v1/me", WRITE, http_me_delete,
        "Delete my account: who I am is wiped, out of my orders too, which stay"),
    ROW(GUEST, GET, "/api/v1/me/guests", READ, http_my_guests,
        "People I book for", LIST(frequent_guest_shape)),
    ROW(GUEST, POST, "/api/v1/me/guests", WRITE, http_my_guest_add,
        "Keep somebody I book for", ONCE_CREATES, CREATE(frequent_guest_shape), OUT(frequent_guest_shape)),
    ROW(GUEST, PATCH, "/api/v1/me/guests/{id}", WRITE, http_my_guest_change,
        "Change one of them", PATCH(frequent_guest_shape), OUT(frequent_guest_shape)),
    ROW(GUEST, PUT, "/api/v1/me/guests/{id}", WRITE, http_my_guest_change,
        "The same, for the mini-program, whose requests have no PATCH", PATCH(frequent_guest_shape), OUT(frequent_guest_shape)),
    ROW(GUEST, DELETE, "/api/v1/me/guests/{id}", WRITE, http_my_guest_remove,
        "Forget one of them"),
    ROW(GUEST, GET, "/api/v1/me/coupons", READ, http_my_coupons,
        "My coupons", QUERY(my_coupons_query_shape), LIST(grant_shape)),
    ROW(GUEST, GET, "/api/v1/me/notices", READ, http_notices,
        "My notices, newest first", QUERY(notices_query_shape), LIST(notice_shape)),
    ROW(GUEST, POST, "/api/v1/me/notices/read", WRITE, http_notices_read,
        "Mark notices as read", IN(notices_read_shape)),

    /* orders */
    ROW(GUEST, POST, "/api/v1/quotes", READ, http_quote,
        "What a stay would cost", IN(quote_request_shape), OUT(quote_shape)),
    ROW(GUEST, POST, "/api/v1/orders", BOOK, http_order_book,
        "Book a stay", ONCE_CREATES, IN(order_request_shape), OUT(order_shape)),
    ROW(GUEST, GET, "/api/v1/orders", READ, http_orders,
        "My orders", QUERY(orders_query_shape), LIST(order_shape)),
    ROW(GUEST, GET, "/api/v1/orders/{order_no}", READ, http_order,
        "One of my orders", OUT(order_shape)),
    ROW(GUEST, PATCH, "/api/v1/orders/{order_no}", WRITE, http_order_correct,
        "Correct name, phone, remark or arrival time, until check-in", PATCH(order_correction_shape), OUT(order_shape)),
    ROW(GUEST, PUT, "/api/v1/orders/{order_no}", WRITE, http_order_correct,
        "The same, for the mini-program, whose requests have no PATCH", PATCH(order_correction_shape), OUT(order_shape)),
    ROW(GUEST, POST, "/api/v1/orders/{order_no}/quote", WRITE, http_order_rebook_quote,
        "What other dates would come to", IN(rebook_request_shape), OUT(rebook_quote_shape)),
    ROW(GUEST, POST, "/api/v1/orders/{order_no}/pay", WRITE, http_order_pay,
        "Parameters for paying", ONCE, OUT(pay_parameters_shape)),
    ROW(GUEST, POST, "/api/v1/orders/{order_no}/cancel", WRITE, http_order_cancel,
        "Cancel by the terms of the order", ONCE, OUT(order_shape)),
    ROW(GUEST, POST, "/api/v1/pay/sandbox/{order_no}", WRITE, http_sandbox_pay,
        "Sandbox: pay now", .flags = ROUTE_SANDBOX, OUT(order_shape)),

    /* ---- staff: the front desk and above ---- */
    /* accounts, settings */
    ROW(FRONTDESK, GET, "/api/v1/admin/session", READ, http_staff_session,
        "Who I am", OUT(staff_session_shape)),
    ROW(FRONTDESK, DELETE, "/api/v1/admin/session", WRITE, http_staff_logout,
        "Log out", COOKIE),
    ROW(FRONTDESK, POST, "/api/v1/admin/tokens", WRITE, http_staff_token,
        "Make an API token of my own account; not by an API token", CREATES, IN(staff_token_in_shape), OUT(staff_token_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/tokens", READ, http_staff_tokens,
        "API tokens: my own, for the owner everybody's", QUERY(staff_query_shape), LIST(staff_token_info_shape)),
    ROW(FRONTDESK, DELETE, "/api/v1/admin/tokens/{id}", WRITE, http_staff_token_revoke,
        "Revoke an API token"),

    /* the catalogue */
    ROW(FRONTDESK, GET, "/api/v1/admin/branches", READ, branch_list_get,
        "Branches in scope", QUERY(hotel_page_query), LIST(branch_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/branches/{id}", READ, branch_item_get,
        "One branch", OUT(branch_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/room-types", READ, room_type_list_get,
        "Room types in scope", QUERY(room_type_query), LIST(room_type_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/room-types/{id}", READ, room_type_item_get,
        "One room type", OUT(room_type_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/rooms", READ, room_list_get,
        "Rooms in scope", QUERY(room_query), LIST(room_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/rooms/{id}", READ, room_item_get,
        "One room", OUT(room_shape)),
    ROW(FRONTDESK, PATCH, "/api/v1/admin/rooms/{id}", WRITE, room_item_patch,
        "Change a room (the front desk: its status and cleanliness alone)", PATCH(room_shape), OUT(room_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/closings", READ, closing_list_get,
        "Rooms closed tonight or later, the first to begin first", QUERY(closing_query), LIST(closing_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/closings/{id}", READ, closing_item_get,
        "One closing", OUT(closing_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/closings", WRITE, closing_post,
        "Close a room by dates; not over who is in it or has it", ONCE_CREATES, CREATE(closing_shape), OUT(closing_shape)),
    ROW(FRONTDESK, PATCH, "/api/v1/admin/closings/{id}", WRITE, closing_item_patch,
        "Change a closing's dates, kind, reason or return", PATCH(closing_shape), OUT(closing_shape)),
    ROW(FRONTDESK, DELETE, "/api/v1/admin/closings/{id}", WRITE, closing_item_delete,
        "The room is back from tonight on"),
    ROW(FRONTDESK, GET, "/api/v1/admin/calendar", READ, calendar_get,
        "Nights of a room type: price, sellable, sold, closed, min_stay", QUERY(calendar_query), OUT(calendar_answer_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/price-rules", READ, price_rule_list_get,
        "Price rules in scope", QUERY(price_rule_query), LIST(price_rule_shape)),

    /* members and coupons */
    ROW(FRONTDESK, GET, "/api/v1/admin/members", READ, http_members,
        "Members, phones masked", QUERY(members_query_shape), LIST(member_admin_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/members", WRITE, http_member_create,
        "Create a member", ONCE_CREATES, IN(member_admin_shape), OUT(member_admin_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/members/{id}", READ, http_member,
        "One member", OUT(member_admin_shape)),
    ROW(FRONTDESK, PATCH, "/api/v1/admin/members/{id}", WRITE, http_member_change,
        "Change a member", PATCH(member_admin_shape), OUT(member_admin_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/members/{id}/coupons", READ, http_member_coupons,
        "Coupons that a member holds", QUERY(my_coupons_query_shape), LIST(grant_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/coupons", READ, http_coupons,
        "Coupons", QUERY(coupons_query_shape), LIST(coupon_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/coupons/{id}", READ, http_coupon,
        "One coupon", OUT(coupon_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/coupons/{id}/grants", READ, http_coupon_holders,
        "Who holds a coupon", QUERY(coupons_query_shape), LIST(holder_shape)),

    /* the desk */
    ROW(FRONTDESK, GET, "/api/v1/admin/today", READ, http_today,
        "Due in, due out, in house, rooms free", QUERY(today_query_shape), OUT(today_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/board", READ, http_board,
        "Tonight, a row per room: how clean it is, who lives in it, who comes next", QUERY(board_query), OUT(board_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/timeline", READ, http_timeline,
        "Rooms and days: the stays and closings that touch them", QUERY(timeline_query), OUT(timeline_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/search", READ, http_desk_search,
        "Find a guest; who is in house first, then who comes today, phones masked", QUERY(desk_search_query), LIST(found_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/debtors", READ, http_debtors,
        "Orders in scope that are over and owe or hold a deposit, newest first", QUERY(debtors_query), LIST(debtor_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/stays", READ, http_stays,
        "Stays in scope, newest first, phones masked", QUERY(stay_query), LIST(stay_record_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/stays/{id}", READ, http_stay,
        "One stay", OUT(stay_record_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/orders", READ, http_desk_orders,
        "Orders in scope", QUERY(desk_query_shape), LIST(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders", WRITE, http_desk_walk_in,
        "Book a guest at the desk", ONCE_CREATES, IN(walk_in_shape), OUT(order_staff_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/orders/{order_no}", READ, http_desk_order,
        "One order", OUT(order_staff_shape)),
    ROW(FRONTDESK, PATCH, "/api/v1/admin/orders/{order_no}", WRITE, http_desk_correct,
        "Correct name, phone, remark or arrival time until it is over", PATCH(order_correction_shape), OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/quote", WRITE, http_order_rebook_quote,
        "What other dates or another type would come to", IN(rebook_request_shape), OUT(rebook_quote_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/check-in", WRITE, http_desk_check_in,
        "Check in; rooms are assigned", ONCE, IN(check_in_shape), OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/check-out", WRITE, http_desk_check_out,
        "Check out", ONCE, OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/cancel", WRITE, http_desk_cancel,
        "Cancel by the terms of the order", ONCE, OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/no-show", WRITE, http_desk_no_show,
        "The guest did not come", ONCE, OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/move", WRITE, http_desk_move,
        "Give other rooms, from tonight on or before arrival", ONCE, IN(room_move_shape), OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/extend", WRITE, http_desk_extend,
        "Stay longer, in the same rooms", ONCE, IN(extension_shape), OUT(order_staff_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/orders/{order_no}/pay", WRITE, http_desk_pay,
        "Take money at the desk for what is still owed", ONCE, IN(desk_payment_shape), OUT(order_staff_shape)),

    ROW(FRONTDESK, PATCH, "/api/v1/admin/stays/{id}", WRITE, http_stay_correct,
        "The guests of a stay with their documents, its remark and arrival time", PATCH(stay_correction_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/check-in", WRITE, http_stay_check_in,
        "Check one room in", ONCE, IN(stay_check_in_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/check-out", WRITE, http_stay_check_out,
        "Check one room out; nights from today on go back, with their price", ONCE, IN(stay_check_out_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/move", WRITE, http_stay_move,
        "Another room, from tonight on or before arrival", ONCE, IN(stay_move_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/swap", WRITE, http_stay_swap,
        "Two stays change rooms", ONCE, IN(stay_swap_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/extend", WRITE, http_stay_extend,
        "A later departure, in the same room", ONCE, IN(stay_departure_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/shorten", WRITE, http_stay_shorten,
        "An earlier departure; the nights from it on go back, with their price", ONCE, IN(stay_departure_shape), OUT(stay_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/stays/{id}/fees", READ, http_stay_fees,
        "What coming early or leaving late is asked for now, by the branch's hours", OUT(stay_fees_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/waive", WRITE, http_stay_waive,
        "Let such a fee go, with a reason", ONCE, IN(fee_waiver_shape), OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/cancel", WRITE, http_stay_cancel,
        "Cancel one room by the terms of the order", ONCE, OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/no-show", WRITE, http_stay_no_show,
        "Nobody came to this room", ONCE, OUT(stay_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/undo", WRITE, http_stay_undo,
        "Take back the last check-in, check-out, cancel or no-show of the same business date", ONCE, OUT(stay_shape)),

    ROW(FRONTDESK, POST, "/api/v1/admin/stays/{id}/extras", WRITE, http_stay_extra,
        "Something that is posted with each night besides the room", ONCE, CREATE(stay_extra_in_shape), OUT(stay_shape)),
    ROW(FRONTDESK, DELETE, "/api/v1/admin/extras/{id}", WRITE, http_stay_extra_end,
        "End a daily extra: it is not posted with nights from tonight on", OUT(stay_shape)),

    /* the ledger */
    ROW(FRONTDESK, GET, "/api/v1/admin/accounts/{id}", READ, http_account,
        "An account with its lines: by its id, or that of a stay or an order", OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/charges", WRITE, http_account_charge,
        "Post a charge", ONCE, CREATE(charge_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/payments", WRITE, http_account_pay,
        "Take money for what is owed", ONCE, CREATE(account_payment_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/deposits", WRITE, http_account_deposit,
        "Take a deposit; it is no payment", ONCE, CREATE(tender_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/deposits/return", WRITE, http_account_deposit_return,
        "Give a deposit back, or a part of it", ONCE, CREATE(tender_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/deposits/use", WRITE, http_account_deposit_use,
        "Use a deposit for what is owed", ONCE, CREATE(deposit_use_shape), OUT(account_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/house-accounts", READ, http_house_accounts,
        "Accounts of branches and no stay, newest first", QUERY(house_accounts_query), LIST(house_account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/house-accounts", WRITE, http_house_account_create,
        "An account to sell on to who does not stay", ONCE_CREATES, CREATE(house_account_create_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/holds", WRITE, http_account_hold,
        "Write down a pre-authorisation; it is no payment", ONCE, CREATE(hold_take_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/holds/{id}/capture", WRITE, http_hold_capture,
        "Capture a hold or a part of it as a payment; the rest is let go", ONCE, CREATE(hold_capture_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/holds/{id}/void", WRITE, http_hold_void,
        "Void a hold that was not captured", ONCE, OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/transfers", WRITE, http_account_transfer,
        "Move a line, a part of one, or an amount to another account", ONCE, CREATE(transfer_shape), OUT(account_shape)),
    ROW(FRONTDESK, PUT, "/api/v1/admin/accounts/{id}/routes", WRITE, http_account_route,
        "Where charges of these codes go from now on", CREATE(account_route_in_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/windows", WRITE, http_account_window,
        "A further window of a stay's account", ONCE_CREATES, CREATE(window_name_shape), OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/accounts/{id}/close", WRITE, http_account_close,
        "Close an account that was opened again; nothing may be owed", ONCE, OUT(account_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/lines/{id}/reverse", WRITE, http_line_reverse,
        "Take a line of this business date off again, once and whole", ONCE, CREATE(account_reason_shape), OUT(account_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/day", READ, http_day,
        "The open business date of a branch, and what stands in the way of its end", QUERY(day_query), OUT(day_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/day/close", WRITE, http_day_close,
        "Close exactly this business date", ONCE, CREATE(day_close_shape), OUT(day_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/day/report", READ, http_day_report,
        "What a closed business date came to", QUERY(day_report_query), OUT(day_report_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/days", READ, http_days,
        "Closed business dates of a branch, the last first", QUERY(days_query), LIST(day_row_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/overview", READ, http_overview,
        "Each branch in scope now, and its last closed day beside the week before", LIST(overview_row_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/shifts", READ, http_shifts,
        "Shifts in scope, newest first", QUERY(shifts_query), LIST(shift_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/shifts/{id}", READ, http_shift,
        "One shift", OUT(shift_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/shifts", WRITE, http_shift_begin,
        "Open one's shift at a branch", ONCE_CREATES, CREATE(shift_begin_shape), OUT(shift_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/shifts/{id}/close", WRITE, http_shift_close,
        "Count the drawer and close the shift, or hand it over", ONCE, CREATE(shift_close_shape), OUT(shift_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/shifts/{id}/drops", WRITE, http_shift_drop,
        "Cash goes from the drawer to the safe", ONCE, CREATE(shift_drop_shape), OUT(shift_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/shifts/{id}/paid-outs", WRITE, http_shift_pay_out,
        "Something is paid for from the drawer", ONCE, CREATE(shift_paid_out_shape), OUT(shift_shape)),
    ROW(FRONTDESK, POST, "/api/v1/admin/prints", WRITE, http_print,
        "Count a paper that is printed: its number, and which copy it is", ONCE, CREATE(print_request_shape), OUT(print_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/charge-codes", READ, http_charge_codes,
        "What can be posted", QUERY(charge_codes_query), LIST(charge_code_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/charge-codes/{id}", READ, http_charge_code,
        "One charge code", OUT(charge_code_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/payment-kinds", READ, http_payment_kinds,
        "How money comes and goes, and what follows from it", LIST(payment_kind_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/companies", READ, http_companies,
        "Companies that bills are put on, with what they owe", QUERY(companies_query), LIST(company_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/companies/{id}", READ, http_company,
        "One company", OUT(company_shape)),

    /* reports and the live feed */
    ROW(FRONTDESK, GET, "/api/v1/admin/events", READ, http_events,
        "Order events as they happen (SSE); Last-Event-ID goes on from there", .flags = ROUTE_STREAM, OUT(order_event_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/reports/occupancy", READ, http_report_occupancy,
        "What each business date sold; format=csv: a file", TYPES("text/csv"), QUERY(report_query_shape), OUT(occupancy_shape)),
    ROW(FRONTDESK, GET, "/api/v1/admin/reports/revenue", READ, http_report_revenue,
        "Room revenue by room type; format=csv: a file", TYPES("text/csv"), QUERY(revenue_query_shape), LIST(revenue_line_shape)),

    /* ---- staff: managers and the owner ---- */
    /* accounts, settings */
    ROW(MANAGER, GET, "/api/v1/admin/audit", READ, http_audit,
        "Who changed what, newest first", QUERY(audit_query_shape), LIST(audit_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/settings", READ, http_settings,
        "Settings", OUT(settings_shape)),

    /* the ledger */
    ROW(MANAGER, PATCH, "/api/v1/admin/stays/{id}/nights", WRITE, http_stay_nights,
        "Another price for nights that are not posted yet, with a reason", CREATE(nights_price_shape), OUT(stay_shape)),
    ROW(MANAGER, POST, "/api/v1/admin/accounts/{id}/allowances", WRITE, http_account_allow,
        "Less to pay, with a reason", ONCE, CREATE(allowance_shape), OUT(account_shape)),
    ROW(MANAGER, POST, "/api/v1/admin/accounts/{id}/refunds", WRITE, http_account_refund,
        "Give money back", ONCE, CREATE(account_refund_shape), OUT(account_shape)),
    ROW(MANAGER, POST, "/api/v1/admin/accounts/{id}/open", WRITE, http_account_open,
        "Take charges again on the business date of the check-out", ONCE, CREATE(account_reason_shape), OUT(account_shape)),
    ROW(MANAGER, POST, "/api/v1/admin/lines/{id}/adjust", WRITE, http_line_adjust,
        "Correct a line by one of today", ONCE, CREATE(adjustment_shape), OUT(account_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/reports/manager", READ, http_report_manager,
        "The manager's report; format=csv: a file", TYPES("text/csv"), QUERY(manager_query_shape), OUT(manager_report_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/trial-balance", READ, http_trial_balance,
        "What guests owe and what is held, before and after a day", QUERY(trial_balance_query), OUT(trial_balance_shape)),
    ROW(OWNER, PATCH, "/api/v1/admin/payment-kinds/{kind}", WRITE, http_payment_kind_change,
        "Whether it needs a reference, and whether the desk offers it", PATCH(payment_kind_shape), OUT(payment_kind_shape)),
    ROW(OWNER, POST, "/api/v1/admin/companies", WRITE, http_company_create,
        "Create a company", ONCE_CREATES, CREATE(company_shape), OUT(company_shape)),
    ROW(OWNER, PATCH, "/api/v1/admin/companies/{id}", WRITE, http_company_change,
        "Change a company or its credit", PATCH(company_shape), OUT(company_shape)),
    ROW(OWNER, DELETE, "/api/v1/admin/companies/{id}", WRITE, http_company_delete,
        "Delete a company that nothing was put on"),
    ROW(OWNER, POST, "/api/v1/admin/charge-codes", WRITE, http_charge_code_create,
        "Create a charge code", ONCE_CREATES, CREATE(charge_code_shape), OUT(charge_code_shape)),
    ROW(OWNER, PATCH, "/api/v1/admin/charge-codes/{id}", WRITE, http_charge_code_change,
        "Change a charge code's name, tax or price", PATCH(charge_code_shape), OUT(charge_code_shape)),
    ROW(OWNER, DELETE, "/api/v1/admin/charge-codes/{id}", WRITE, http_charge_code_delete,
        "Delete a charge code of the house"),

    /* the catalogue */
    ROW(MANAGER, PATCH, "/api/v1/admin/branches/{id}", WRITE, branch_item_patch,
        "Change a branch", PATCH(branch_shape), OUT(branch_shape)),
    ROW(MANAGER, POST, "/api/v1/admin/room-types", WRITE, room_type_post,
        "Create a room type", ONCE_CREATES, CREATE(room_type_shape), OUT(room_type_shape)),
    ROW(MANAGER, PATCH, "/api/v1/admin/room-types/{id}", WRITE, room_type_item_patch,
        "Change a room type", PATCH(room_type_shape), OUT(room_type_shape)),
    ROW(MANAGER, DELETE, "/api/v1/admin/room-types/{id}", WRITE, room_type_item_delete,
        "Delete a room type without open orders"),
    ROW(MANAGER, POST, "/api/v1/admin/rooms", WRITE, room_post,
        "Create a room", ONCE_CREATES, CREATE(room_shape), OUT(room_shape)),
    ROW(MANAGER, DELETE, "/api/v1/admin/rooms/{id}", WRITE, room_item_delete,
        "Delete a room"),
    ROW(MANAGER, PUT, "/api/v1/admin/calendar", WRITE, calendar_put,
        "Change nights of a room type", CREATE(calendar_edit_shape), OUT(calendar_answer_shape)),
    ROW(MANAGER, POST, "/api/v1/admin/price-rules", WRITE, price_rule_post,
        "Create a price rule", ONCE_CREATES, CREATE(price_rule_shape), OUT(price_rule_shape)),
    ROW(MANAGER, DELETE, "/api/v1/admin/price-rules/{id}", WRITE, price_rule_item_delete,
        "Delete a price rule"),
    ROW(MANAGER, POST, "/api/v1/admin/media", WRITE, media_post,
        "Upload a picture", .flags = ROUTE_RAW_BODY | ROUTE_CREATES, .body_cap = LIMIT_UPLOAD, OUT(media_shape)),

    /* members and coupons */
    ROW(MANAGER, POST, "/api/v1/admin/coupons", WRITE, http_coupon_create,
        "Create a coupon", ONCE_CREATES, IN(coupon_shape), OUT(coupon_shape)),
    ROW(MANAGER, PATCH, "/api/v1/admin/coupons/{id}", WRITE, http_coupon_change,
        "Change a coupon", PATCH(coupon_shape), OUT(coupon_shape)),
    ROW(MANAGER, DELETE, "/api/v1/admin/coupons/{id}", WRITE, http_coupon_delete,
        "Withdraw a coupon; holders keep theirs"),
    ROW(MANAGER, POST, "/api/v1/admin/coupons/{id}/grants", WRITE, http_coupon_grant,
        "Grant a coupon to a member", ONCE_CREATES, IN(grant_request_shape), OUT(coupon_shape)),

    /* the desk */
    ROW(MANAGER, POST, "/api/v1/admin/orders/{order_no}/refund", WRITE, http_desk_refund,
        "Give money back", ONCE, IN(refund_request_shape), OUT(order_staff_shape)),

    /* the console */
    ROW(MANAGER, GET, "/api/v1/admin/mq/topics", READ, http_mq_topics,
        "Topics of the message log", LIST(mq_topic_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/mq/groups", READ, http_mq_groups,
        "Consumer groups with lag", LIST(mq_group_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/mq/messages", READ, http_mq_messages,
        "Messages, newest first", QUERY(messages_query_shape), LIST(mq_record_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/mq/messages/{id}", READ, http_mq_message,
        "One message and what became of it in each group", OUT(mq_record_shape)),
    ROW(MANAGER, DELETE, "/api/v1/admin/mq/messages/{id}", WRITE, http_mq_call_off,
        "Call off a delayed message that was published by hand"),
    ROW(MANAGER, GET, "/api/v1/admin/mq/schedules", READ, http_mq_schedules,
        "Messages that come by the calendar, with their next time", LIST(mq_schedule_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/nodes", READ, http_nodes,
        "Processes that serve this store", LIST(node_shape)),
    ROW(MANAGER, GET, "/api/v1/admin/cache", READ, http_cache,
        "First-level cache numbers", OUT(cache_shape)),

    /* ---- staff: the owner ---- */
    /* accounts, settings */
    ROW(OWNER, GET, "/api/v1/admin/staff", READ, http_staff_list,
        "Staff accounts", QUERY(staff_query_shape), LIST(staff_shape)),
    ROW(OWNER, POST, "/api/v1/admin/staff", WRITE, http_staff_create,
        "Create a staff account", ONCE_CREATES, IN(staff_shape), OUT(staff_shape)),
    ROW(OWNER, GET, "/api/v1/admin/staff/{id}", READ, http_staff_get,
        "One staff account", OUT(staff_shape)),
    ROW(OWNER, PATCH, "/api/v1/admin/staff/{id}", WRITE, http_staff_change,
        "Change a staff account; its sessions end", PATCH(staff_shape), OUT(staff_shape)),
    ROW(OWNER, DELETE, "/api/v1/admin/staff/{id}", WRITE, http_staff_delete,
        "Delete a staff account"),
    ROW(OWNER, PATCH, "/api/v1/admin/settings", WRITE, http_settings_change,
        "Change settings", PATCH(settings_shape), OUT(settings_shape)),

    /* the catalogue */
    ROW(OWNER, POST, "/api/v1/admin/branches", WRITE, branch_post,
        "Create a branch", ONCE_CREATES, CREATE(branch_shape), OUT(branch_shape)),
    ROW(OWNER, DELETE, "/api/v1/admin/branches/{id}", WRITE, branch_item_delete,
        "Delete a branch without room types and orders"),

    /* members and coupons */
    ROW(OWNER, DELETE, "/api/v1/admin/members/{id}", WRITE, http_member_delete,
        "Wipe the personal data of a member"),
    ROW(OWNER, POST, "/api/v1/admin/members/{id}/reset-first-login", WRITE, http_member_reset_first_login,
        "The next login counts as the first again"),

    /* the console */
    ROW(OWNER, POST, "/api/v1/admin/mq/messages", WRITE, http_mq_post,
        "Publish a message, now or later", ONCE_CREATES, IN(mq_post_shape), OUT(mq_posted_shape)),
    ROW(OWNER, POST, "/api/v1/admin/mq/messages/{id}/resend", WRITE, http_mq_resend,
        "Deliver a message once more to one group", IN(resend_shape)),
    ROW(OWNER, POST, "/api/v1/admin/mq/groups/{name}/pause", WRITE, http_mq_pause,
        "Pause a group"),
    ROW(OWNER, POST, "/api/v1/admin/mq/groups/{name}/resume", WRITE, http_mq_resume,
        "Let a group go on"),
    ROW(OWNER, POST, "/api/v1/admin/mq/groups/{name}/reset", WRITE, http_mq_reset,
        "Set back a group, or skip what waits", IN(reset_shape)),
    ROW(OWNER, GET, "/api/v1/admin/mq/dead", READ, http_mq_dead,
        "Dead letters", QUERY(dead_query_shape), LIST(mq_dead_shape)),
    ROW(OWNER, GET, "/api/v1/admin/mq/dead/{id}", READ, http_mq_dead_letter,
        "One dead letter with every attempt", OUT(mq_dead_shape)),
    ROW(OWNER, POST, "/api/v1/admin/mq/dead/{id}/retry", WRITE, http_mq_dead_retry,
        "Deliver a dead letter again, or another body in its place", IN(dead_edit_shape)),
    ROW(OWNER, POST, "/api/v1/admin/mq/dead/{id}/discard", WRITE, http_mq_dead_discard,
        "Discard a dead letter", IN(discard_shape)),
    ROW(OWNER, DELETE, "/api/v1/admin/cache", WRITE, http_cache_clear,
        "Empty the first-level cache of every node, or drop one entry", QUERY(cache_query_shape)),
};
/* clang-format on */

const size_t app_route_count = sizeof app_routes / sizeof app_routes[0];
