/* The demo group's hotels. The streets and coordinates (WGS 84) are real; hotels and phone
 * numbers are made up. Guarantee: everything goes through the rules staff use, so the demo is as valid as real data.
 * Writer thread. */
#include "demo/demo_hotel.h"

#include <string.h>
#include "base/log.h"
#include "demo/demo_scene.h"
#include "hotel/catalogue.h"
#include "hotel/media.h"
#include "stock/calendar.h"
#include "stock/room.h"

enum { TYPES = 4, TAGS = 6, DEMO_RULE_DAYS = 400 };

struct demo_type {
  const char *name, *name_en;
  int yuan, market_yuan, stock;
  const char *bed, *bed_en;
  int area, guests;
  const char *breakfast, *breakfast_en, *intro, *intro_en;
  int floor;
  unsigned tone, beds;
};
struct demo_branch {
  const char *name, *name_en, *phone, *address, *address_en, *intro, *intro_en;
  const char *tags[TAGS], *tags_en[TAGS];
  double lat, lng;
  enum scene_city city;
  struct demo_type types[TYPES];
};

#define ONE "单早", "Breakfast for one"
#define TWO "双早", "Breakfast for two"
#define THREE "三早", "Breakfast for three"
#define FOUR "四早", "Breakfast for four"
#define KING "1.8 米大床", "King bed, 1.8 m"
#define GRAND "2.0 米大床", "Super king bed, 2 m"
#define TWIN "1.2 米双床", "Twin beds, 1.2 m"

static const struct demo_branch branches[] = {
    {"驿站·成都宽窄巷子店", "Yizhan Chengdu Kuanzhai Alley", "028-5550 0101", "四川省成都市青羊区同仁路 81 号",
        "81 Tongren Road, Qingyang District, Chengdu, Sichuan",
        "藏在老城竹影里的院落式酒店，出门步行三分钟到宽窄巷子，盖碗茶和川剧就在隔壁。每晚十点前，前台备有醪糟小汤圆。",
        "A courtyard house in the bamboo shade of the old town, three minutes on foot from Kuanzhai Alley, with tea and Sichuan "
        "opera next door. Until ten each evening the front desk serves sweet rice dumplings.",
        {"宽窄巷子", "亲子", "免费停车", "近地铁", "庭院"},
        {"Kuanzhai Alley", "Families", "Free parking", "Near the metro", "Courtyard"}, 30.66964, 104.05043, SCENE_CHENGDU,
        {{"竹影大床房", "Bamboo King", 298, 398, 24, KING, 26, 2, TWO, "临内院，推窗见竹，配手冲茶具。",
             "On the inner court, bamboo outside the window, with a tea set.", 2, 0, 1},
            {"青瓦双床房", "Grey Tile Twin", 338, 438, 24, TWIN, 30, 2, TWO, "两张加长单人床，适合同行好友。",
                "Two extra-long single beds, for friends on the road.", 3, 2, 2},
            {"锦里亲子房", "Jinli Family Room", 468, 588, 20, "1.8 米大床 + 1.2 米单床", "King bed, 1.8 m, and single bed, 1.2 m",
                42, 3, THREE, "儿童帐篷与熊猫绘本，浴室有小浴缸。",
                "A tent and panda picture books for children, a small bathtub.", 4, 5, 2},
            {"浣花套房", "Huanhua Suite", 888, 1088, 20, GRAND, 65, 2, TWO, "一室一厅，独立茶室，赠送下午茶。",
                "Bedroom, living room and a tea room of its own; afternoon tea included.", 5, 4, 1}}},
    {"驿站·深圳福田会展店", "Yizhan Shenzhen Futian Convention Center", "0755-5550 0202", "广东省深圳市福田区福华三路 168 号",
        "168 Fuhua 3rd Road, Futian District, Shenzhen, Guangdong",
        "面向会展中心的商务酒店，地铁会展中心站步行五分钟，去福田口岸一刻钟。顶楼泳池可望见莲花山与平安金融中心。",
        "Facing the convention center, five minutes on foot from its metro station and a quarter of an hour from Futian Port. "
        "The rooftop pool looks out on Lianhua Hill and the Ping An Finance Center.",
        {"会展中心", "商务", "近地铁", "泳池", "健身房"}, {"Convention center", "Business", "Near the metro", "Pool", "Gym"}, 22.53622,
        114.05509, SCENE_SHENZHEN,
        {{"城景大床房", "City View King", 458, 598, 28, KING, 28, 2, ONE, "高层城景，人体工学椅与双显示器接口。",
             "High above the city, with an ergonomic chair and a desk for two screens.", 11, 1, 1},
            {"商务双床房", "Business Twin", 498, 638, 26, TWIN, 32, 2, TWO, "两张书桌，适合同事出差。",
                "Two desks, for colleagues on a business trip.", 12, 1, 2},
            {"行政湾景房", "Executive Bay View", 798, 998, 22, GRAND, 38, 2, TWO, "含行政酒廊与欢乐时光，可看海湾。",
                "With the executive lounge, its happy hour, and a view of the bay.", 18, 4, 1},
            {"莲花山套房", "Lianhua Suite", 1288, 1588, 20, GRAND, 72, 2, TWO, "转角落地窗，客厅可开十人小会。",
                "Corner windows down to the floor; the living room seats a meeting of ten.", 21, 3, 1}}},
    {"驿站·北京前门店", "Yizhan Beijing Qianmen", "010-5550 0303", "北京市东城区前门东大街 18 号",
        "18 Qianmen East Street, Dongcheng District, Beijing",
        "前门城楼脚下的四合院酒店，步行到天安门广场十分钟。早餐有豆汁焦圈，也有咖啡可颂；傍晚可在屋顶看城楼亮灯。",
        "A siheyuan at the foot of Qianmen Gate, ten minutes on foot from Tiananmen Square. Breakfast is soybean milk and fried "
        "rings, or coffee and croissants; in the evening the gate lights up before the roof terrace.",
        {"天安门", "四合院", "近地铁", "亲子", "屋顶露台"}, {"Tiananmen", "Siheyuan", "Near the metro", "Families", "Roof terrace"}, 39.89830,
        116.39476, SCENE_BEIJING,
        {{"胡同单人房", "Hutong Single", 198, 268, 20, "1.2 米单床", "Single bed, 1.2 m", 15, 1, "无早", "No breakfast",
             "小而齐全，适合一个人的旅行。", "Small, with all that one traveller needs.", 1, 2, 1},
            {"红墙大床房", "Red Wall King", 528, 688, 26, KING, 27, 2, TWO, "红墙金瓦入画，榻榻米窗台。",
                "Red walls and golden tiles in the frame of a window seat.", 2, 0, 1},
            {"城楼双床房", "Gate Tower Twin", 568, 728, 24, "1.35 米双床", "Twin beds, 1.35 m", 31, 2, TWO,
                "可望前门城楼，配胡同骑行地图。", "Looks out on Qianmen Gate, with a map for cycling the hutongs.", 3, 5, 2},
            {"四合院家庭房", "Siheyuan Family House", 988, 1188, 20, "2.0 米大床 + 1.2 米双床",
                "Super king bed, 2 m, and twin beds, 1.2 m", 58, 4, FOUR, "独门小院，两间卧室，适合三代同游。",
                "A small court of its own and two bedrooms, for three generations.", 1, 3, 2}}},
};

static const struct actor demo_actor = {.kind = ACTOR_SYSTEM, .name = "demo", .request_id = ""};

static void one(struct tx *tx, struct list *images, struct buf *svg)
{
  const char **items = images->items;
  items[images->count++] = media_put(tx, svg->data, svg->len, "image/svg+xml");
}

static struct list city_pictures(struct tx *tx, enum scene_city city)
{
  struct list out = {.items = arena_array(tx_arena(tx), const char *, 4)};
  for (unsigned hour = 0; hour < 4; hour++) {
    struct buf svg;
    buf_init(&svg, tx_arena(tx));
    scene_city(&svg, city, hour + 1);
    one(tx, &out, &svg);
  }
  return out;
}

static struct list room_pictures(struct tx *tx, enum scene_city city, const struct demo_type *t)
{
  struct list out = {.items = arena_array(tx_arena(tx), const char *, 2)};
  for (int detail = 0; detail < 2; detail++) {
    struct buf svg;
    buf_init(&svg, tx_arena(tx));
    scene_room(&svg, city, t->tone, t->beds, detail);
    one(tx, &out, &svg);
  }
  return out;
}

static void put_rooms(struct tx *tx, int64_t room_type_id, const struct demo_type *t, int first)
{
  for (int i = 0; i < t->stock; i++) {
    struct room room, in = {.room_type_id = room_type_id, .floor = t->floor,
        .cleanliness = CLEANLINESS_CLEAN, .status = ROOM_CLEAN, .given = UINT64_MAX};
    in.number = arena_printf(tx_arena(tx), "%d%02d", t->floor, first + i);
    if (room_create(tx, &demo_actor, &in, &room) != OK)
      log_error("demo.room", "number=%s", in.number);
  }
}

/* Fridays and Saturdays cost a fifth more, ending in 8 yuan. */
static void put_weekend(struct tx *tx, int64_t room_type_id, const struct demo_type *t, int32_t today)
{
  static const char *days[] = {"fri", "sat"};
  struct price_rule rule, in = {.room_type_id = room_type_id, .name = "周末价", .from = today,
      .to = today + DEMO_RULE_DAYS, .weekdays = {.items = days, .count = 2},
      .price = fen((int64_t)(t->yuan * 6 / 50 * 10 + 8) * 100), .given = UINT64_MAX};
  if (price_rule_create(tx, &demo_actor, &in, &rule) != OK)
    log_error("demo.rule", "price_fen=%lld", (long long)in.price.fen);
}

static void put_type(struct tx *tx, const struct demo_branch *d, int64_t branch_id, int number, int32_t today)
{
  const struct demo_type *t = &d->types[number];
  struct room_type type, in = {.branch_id = branch_id, .name = t->name, .name_en = t->name_en,
      .price = fen((int64_t)t->yuan * 100), .market_price = fen((int64_t)t->market_yuan * 100), .stock = t->stock,
      .stock_mode = STOCK_AT_ORDER, .images = room_pictures(tx, d->city, t), .area_m2 = t->area, .bed = t->bed,
      .bed_en = t->bed_en, .breakfast = t->breakfast, .breakfast_en = t->breakfast_en, .guests = t->guests, .intro = t->intro,
      .intro_en = t->intro_en, .sort = number + 1, .status = ROOM_TYPE_ON, .given = UINT64_MAX};
  if (room_type_create(tx, &demo_actor, &in, &type) != OK) {
    log_error("demo.room_type", "number=%d", number);
    return;
  }
  /* Two types on one floor: the second one's numbers begin behind the first one's. */
  int first = 1;
  for (int other = 0; other < number; other++)
    if (d->types[other].floor == t->floor)
      first += d->types[other].stock;
  put_rooms(tx, type.id, t, first);
  put_weekend(tx, type.id, t, today);
}

static struct list tags_of(const char *const tags[TAGS])
{
  struct list out = {.items = (void *)tags};
  while (out.count < TAGS && tags[out.count])
    out.count++;
  return out;
}

void demo_hotel(struct tx *tx, int64_t now)
{
  int32_t today = zone_date(zone_of("Asia/Shanghai"), now);
  for (size_t i = 0; i < sizeof branches / sizeof branches[0]; i++) {
    const struct demo_branch *d = &branches[i];
    struct list pictures = city_pictures(tx, d->city);
    struct branch branch, in = {.name = d->name, .name_en = d->name_en, .sort = (int64_t)i + 1, .open = true,
        .phone = d->phone, .address = d->address, .address_en = d->address_en, .intro = d->intro, .intro_en = d->intro_en,
        .lat = d->lat, .lng = d->lng, .timezone = "Asia/Shanghai", .audit_hour = 6, .hold_until = 18,
        .free_cancel_hours = 24, .arrival_hour = 14, .departure_hour = 12, .late_full_hour = 18,
        .given = UINT64_MAX};
    in.image = ((const char **)pictures.items)[0];
    in.images = (struct list){.items = (const char **)pictures.items + 1, .count = pictures.count - 1};
    in.tags = tags_of(d->tags);
    in.tags_en = tags_of(d->tags_en);
    if (branch_create(tx, &demo_actor, &in, &branch) != OK) {
      log_error("demo.branch", "number=%d", (int)i);
      continue;
    }
    for (int type = 0; type < TYPES; type++)
      put_type(tx, d, branch.id, type, today);
  }
}
