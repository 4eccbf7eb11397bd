/* Drawing the demo's pictures. Guarantee: see demo_scene.h. Pure, any thread. */
#include "demo/demo_scene.h"

#include <stdint.h>

enum { WIDTH = 1200, HEIGHT = 800 };

struct light {
  const char *sky_top, *sky_low, *sun, *far, *middle, *near, *lamp;
  int sun_x, sun_y, sun_r;
};
static const struct light lights[] = {
    {"#8fb8de", "#fde2c8", "#fff3d6", "#b9c7d8", "#7d93ad", "#3f566f", "#ffe9b0", 880, 420, 70},
    {"#5aa9e6", "#d9f0ff", "#fffbe6", "#a9cbe3", "#6f9dbd", "#2f5d7c", "#f4fbff", 930, 170, 60},
    {"#3d2c6b", "#ff9a6b", "#ffd27a", "#8d6a9f", "#5c4a7d", "#2b2547", "#ffd98a", 300, 470, 90},
    {"#0b1536", "#33477c", "#f6f1d5", "#2a3a68", "#1c2a52", "#0d1633", "#ffd877", 960, 150, 44},
};

static uint32_t step(uint32_t *seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return *seed >> 8;
}

static void rect(struct buf *b, int x, int y, int w, int h, int round, const char *fill)
{
  buf_printf(b, "<rect x='%d' y='%d' width='%d' height='%d' rx='%d' fill='%s'/>", x, y, w, h, round, fill);
}

static void polygon(struct buf *b, const char *points, const char *fill)
{
  buf_printf(b, "<polygon points='%s' fill='%s'/>", points, fill);
}

static void begin(struct buf *b)
{
  buf_printf(b, "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'>", WIDTH, HEIGHT,
      WIDTH, HEIGHT);
}

static void gradient(struct buf *b, const char *id, const char *top, const char *low)
{
  buf_printf(b,
      "<linearGradient id='%s' x1='0' y1='0' x2='0' y2='1'><stop offset='0' stop-color='%s'/>"
      "<stop offset='1' stop-color='%s'/></linearGradient>",
      id, top, low);
}

static void sky(struct buf *b, const struct light *l, bool night)
{
  buf_str(b, "<defs>");
  gradient(b, "s", l->sky_top, l->sky_low);
  buf_str(b, "</defs>");
  rect(b, 0, 0, WIDTH, HEIGHT, 0, "url(#s)");
  uint32_t seed = 7;
  for (int i = 0; night && i < 60; i++) {
    int x = (int)(step(&seed) % WIDTH), y = (int)(step(&seed) % 420);
    buf_printf(b, "<circle cx='%d' cy='%d' r='%d' fill='#fff' opacity='.%u'/>", x, y, 1 + i % 2, 3 + step(&seed) % 6);
  }
  for (int ring = 3; ring >= 0; ring--)
    buf_printf(b, "<circle cx='%d' cy='%d' r='%d' fill='%s' opacity='%s'/>", l->sun_x, l->sun_y, l->sun_r + ring * 26,
        l->sun, ring ? ".16" : "1");
}

/* A ridge of hills across the picture: `base` its height, `swing` how far it goes up and down. */
static void ridge(struct buf *b, uint32_t seed, int base, int swing, const char *fill)
{
  buf_printf(b, "<path d='M0 %d", base);
  int y = base;
  for (int x = 0; x < WIDTH; x += 150) {
    int next = base - (int)(step(&seed) % (unsigned)swing);
    buf_printf(b, " C%d %d %d %d %d %d", x + 50, y, x + 100, next, x + 150, next);
    y = next;
  }
  buf_printf(b, " V%d H0 Z' fill='%s'/>", HEIGHT, fill);
}

static void windows(struct buf *b, uint32_t *seed, int x, int y, int w, int h, const char *lamp)
{
  for (int row = y + 14; row + 16 < y + h; row += 26)
    for (int col = x + 10; col + 10 < x + w - 6; col += 20)
      if (step(seed) % 5 < 2)
        buf_printf(b, "<rect x='%d' y='%d' width='8' height='12' fill='%s' opacity='.75'/>", col, row, lamp);
}

static void towers(struct buf *b, uint32_t seed, int low, int high, const char *fill, const char *lamp)
{
  for (int x = -20; x < WIDTH;) {
    int w = 60 + (int)(step(&seed) % 60), h = low + (int)(step(&seed) % (unsigned)(high - low));
    rect(b, x, 700 - h, w, h + 100, 4, fill);
    if (lamp)
      windows(b, &seed, x, 700 - h, w, h, lamp);
    x += w + 6 + (int)(step(&seed) % 14);
  }
}

/* A Chinese roof with upturned eaves, `w` wide, its ridge at (x, y). */
static void roof(struct buf *b, int x, int y, int w, const char *fill)
{
  int half = w / 2, drop = w / 6;
  buf_printf(b, "<path d='M%d %d Q%d %d %d %d L%d %d Q%d %d %d %d Q%d %d %d %d Z' fill='%s'/>", x - half / 2, y,
      x - half * 2 / 3, y + drop, x - half - 20, y + drop - 6, x - half + 6, y + drop + 16, x, y + drop + 8,
      x + half - 6, y + drop + 16, x + half + 20, y + drop - 6, x + half / 2, y, fill);
  rect(b, x - half / 2 - 6, y - 8, half + 12, 12, 4, fill);
}

static void lantern(struct buf *b, int x, int y)
{
  buf_printf(b, "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#5a2a1a' stroke-width='3'/>", x, y - 34, x, y - 18);
  buf_printf(b,
      "<ellipse cx='%d' cy='%d' rx='20' ry='18' fill='#d8352a'/><ellipse cx='%d' cy='%d' rx='8' ry='18' "
      "fill='#f2604d'/>",
      x, y, x, y);
  rect(b, x - 9, y - 21, 18, 5, 2, "#f0b429");
  rect(b, x - 9, y + 16, 18, 5, 2, "#f0b429");
}

static void bamboo(struct buf *b, int x, int height, const char *stem, const char *leaf)
{
  for (int y = HEIGHT; y > HEIGHT - height; y -= 70) {
    rect(b, x, y - 68, 14, 66, 6, stem);
    buf_printf(b, "<path d='M%d %d q46 -36 92 -22 q-44 30 -92 22 z' fill='%s'/>", x + 10, y - 60, leaf);
    buf_printf(b, "<path d='M%d %d q-40 -40 -84 -30 q36 32 84 30 z' fill='%s'/>", x + 2, y - 40, leaf);
  }
}

static void chengdu(struct buf *b, const struct light *l, bool lamps)
{
  ridge(b, 11, 520, 190, l->far);
  ridge(b, 29, 590, 130, l->middle);
  for (int i = 0; i < 3; i++) {
    int x = 240 + i * 360, y = 500 + (i % 2) * 40;
    rect(b, x - 105, y + 60, 210, 250, 0, "#efe6d8");
    rect(b, x - 105, y + 60, 14, 250, 0, "#7a3b23");
    rect(b, x + 91, y + 60, 14, 250, 0, "#7a3b23");
    rect(b, x - 46, y + 130, 92, 180, 4, "#6b2f1d");
    rect(b, x - 40, y + 136, 38, 90, 2, lamps ? l->lamp : "#c9b79c");
    rect(b, x + 2, y + 136, 38, 90, 2, lamps ? l->lamp : "#c9b79c");
    roof(b, x, y, 300, "#39424e");
    lantern(b, x - 76, y + 122);
    lantern(b, x + 76, y + 122);
  }
  rect(b, 0, 760, WIDTH, 40, 0, "#6d6a66");
  bamboo(b, 40, 560, "#5f8f4e", "#4c7d3f");
  bamboo(b, 1130, 640, "#6aa057", "#437a3b");
}

static void shenzhen(struct buf *b, const struct light *l, bool lamps)
{
  ridge(b, 3, 560, 120, l->far);
  towers(b, 17, 120, 300, l->middle, lamps ? l->lamp : NULL);
  polygon(b, "560,700 572,210 600,90 628,210 640,700", l->near);
  rect(b, 597, 30, 6, 80, 2, l->near);
  for (int y = 220; y < 690; y += 22)
    buf_printf(b, "<rect x='%d' y='%d' width='%d' height='5' fill='%s' opacity='.6'/>", 576 - (y - 220) / 40, y,
        48 + (y - 220) / 20, l->lamp);
  towers(b, 41, 60, 190, l->near, l->lamp);
  rect(b, 0, 690, WIDTH, 110, 0, "#2f7fa8");
  uint32_t seed = 5;
  for (int i = 0; i < 40; i++) {
    int x = (int)(step(&seed) % WIDTH), y = 704 + (int)(step(&seed) % 90);
    buf_printf(b, "<rect x='%d' y='%d' width='%u' height='3' rx='1' fill='%s' opacity='.35'/>", x, y,
        30 + step(&seed) % 70, l->lamp);
  }
  buf_str(b, "<path d='M0 800 V720 q70 -50 150 -10 q90 -40 170 24 q60 10 90 66 z' fill='#1f6b4f'/>");
  buf_str(b, "<path d='M1200 800 V700 q-80 -40 -140 6 q-70 -20 -120 50 l-20 44 z' fill='#1a5c46'/>");
}

static void beijing(struct buf *b, const struct light *l, bool lamps)
{
  ridge(b, 19, 500, 210, l->far);
  buf_printf(b,
      "<path d='M0 470 l80 -30 l60 30 l90 -60 l70 26 l100 -66' fill='none' stroke='%s' stroke-width='12' "
      "stroke-dasharray='16 6'/>",
      l->middle);
  ridge(b, 37, 600, 110, l->middle);
  rect(b, 250, 600, 700, 160, 0, "#a3271f");
  rect(b, 230, 740, 740, 40, 0, "#e9e2d3");
  for (int i = 0; i < 9; i++)
    rect(b, 276 + i * 78, 560, 20, 140, 0, "#7e1d17");
  for (int i = 0; i < 8; i++)
    rect(b, 304 + i * 78, 590, 42, 90, 3, lamps ? l->lamp : "#3c5a4a");
  roof(b, 600, 430, 860, "#d39a2c");
  rect(b, 420, 400, 360, 60, 0, "#8f231c");
  for (int i = 0; i < 6; i++)
    rect(b, 436 + i * 58, 412, 36, 40, 2, lamps ? l->lamp : "#3c5a4a");
  roof(b, 600, 320, 520, "#e0ab3b");
  for (int i = 0; i < 4; i++)
    lantern(b, 330 + i * 180, 600);
  rect(b, 0, 775, WIDTH, 25, 0, "#8c867c");
  buf_printf(b, "<path d='M0 800 q40 -150 10 -330 q60 40 70 150 q50 60 30 180 z' fill='%s'/>", "#41603f");
  buf_printf(b, "<path d='M1200 800 q-50 -130 -10 -300 q-70 30 -80 140 q-50 60 -20 160 z' fill='%s'/>", "#3a5939");
}

static void city(struct buf *b, enum scene_city which, unsigned hour)
{
  static void (*const draw[])(struct buf *, const struct light *, bool) = {chengdu, shenzhen, beijing};
  const struct light *l = &lights[hour % 4];
  sky(b, l, hour % 4 == 3);
  draw[which](b, l, hour % 4 >= 2);
}

void scene_city(struct buf *out, enum scene_city which, unsigned hour)
{
  begin(out);
  city(out, which, hour);
  buf_str(out, "</svg>");
}

struct tone {
  const char *wall, *wall_low, *floor, *wood, *cloth, *accent;
};
static const struct tone tones[] = {
    {"#f3ebdf", "#e4d6c3", "#b98d63", "#7a5230", "#fbf7f0", "#b5523b"},
    {"#e3ebee", "#c9d8de", "#9c8065", "#5b4433", "#ffffff", "#2f6f8f"},
    {"#e8ede2", "#d0dac5", "#a98a64", "#63482f", "#fdfdf8", "#5d8a4a"},
    {"#efe6ea", "#dccbd4", "#a17f6c", "#5f4038", "#fffafb", "#9a4a6c"},
    {"#2f3542", "#3d4556", "#6d5644", "#3a2a20", "#eef0f4", "#d3a03c"},
    {"#f5efd9", "#e8dcb6", "#b08a52", "#6e4d24", "#fffdf4", "#3f7f78"},
};

static void bed(struct buf *b, const struct tone *t, int x, int w)
{
  rect(b, x - 20, 380, w + 40, 190, 16, t->wood);
  rect(b, x, 520, w, 180, 18, t->cloth);
  int pillows = w > 320 ? 2 : 1, each = w / pillows - 40;
  for (int i = 0; i < pillows; i++) {
    rect(b, x + 20 + i * (each + 40), 470, each, 74, 26, "#ffffff");
    rect(b, x + 44 + i * (each + 40), 492, each - 48, 58, 18, t->accent);
  }
  rect(b, x, 600, w, 78, 6, t->accent);
  rect(b, x, 612, w, 8, 0, t->cloth);
  rect(b, x + 6, 700, 16, 40, 3, t->wood);
  rect(b, x + w - 22, 700, 16, 40, 3, t->wood);
}

static void night_table(struct buf *b, const struct tone *t, int x)
{
  rect(b, x, 600, 96, 110, 6, t->wood);
  rect(b, x + 34, 650, 28, 8, 4, t->cloth);
  rect(b, x + 44, 540, 8, 60, 2, t->wood);
  buf_printf(b, "<circle cx='%d' cy='510' r='96' fill='#ffe3a3' opacity='.28'/>", x + 48);
  buf_printf(b, "<polygon points='%d,545 %d,545 %d,476 %d,476' fill='#ffe9bd'/>", x + 8, x + 88, x + 70, x + 26);
}

/* A window onto the city; the curtains stand at its sides. */
static void window(
    struct buf *b, const struct tone *t, enum scene_city which, unsigned hour, int x, int y, int w, int h)
{
  buf_printf(b, "<svg x='%d' y='%d' width='%d' height='%d' viewBox='0 0 %d %d' preserveAspectRatio='xMidYMid slice'>",
      x, y, w, h, WIDTH, HEIGHT);
  city(b, which, hour);
  buf_str(b, "</svg>");
  buf_printf(
      b, "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='%s' stroke-width='12'/>", x, y, w, h, t->wood);
  buf_printf(b, "<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='%s' stroke-width='8'/>", x + w / 2, y, x + w / 2, y + h,
      t->wood);
  for (int side = 0; side < 2; side++)
    for (int fold = 0; fold < 3; fold++)
      buf_printf(b, "<rect x='%d' y='%d' width='26' height='%d' rx='8' fill='%s' opacity='.%d'/>",
          side ? x + w + 6 - fold * 24 : x - 32 + fold * 24, y - 24, h + 90, t->accent, 92 - fold * 16);
  rect(b, x - 60, y - 36, w + 120, 12, 6, t->wood);
}

void scene_room(struct buf *out, enum scene_city which, unsigned tone, unsigned beds, bool detail)
{
  const struct tone *t = &tones[tone % (sizeof tones / sizeof tones[0])];
  begin(out);
  buf_str(out, "<defs>");
  gradient(out, "w", t->wall, t->wall_low);
  buf_str(out, "</defs>");
  rect(out, 0, 0, WIDTH, HEIGHT, 0, "url(#w)");
  rect(out, 0, 690, WIDTH, 110, 0, t->floor);
  for (int x = 60; x < WIDTH; x += 120)
    buf_printf(out, "<line x1='%d' y1='690' x2='%d' y2='800' stroke='%s' stroke-width='2' opacity='.4'/>", x,
        x + (x - 600) / 4, t->wood);
  if (detail) {
    window(out, t, which, tone + 1, 220, 110, 760, 440);
    rect(out, 380, 640, 440, 26, 8, t->wood);
    rect(out, 410, 666, 20, 90, 4, t->wood);
    rect(out, 770, 666, 20, 90, 4, t->wood);
    rect(out, 180, 560, 150, 130, 26, t->accent);
    rect(out, 160, 640, 190, 80, 20, t->cloth);
    rect(out, 870, 560, 150, 130, 26, t->accent);
    rect(out, 850, 640, 190, 80, 20, t->cloth);
    buf_str(out, "<ellipse cx='560' cy='628' rx='34' ry='14' fill='#ffffff'/><path d='M600 636 q30 -40 60 0 z' "
                 "fill='#ffffff'/>");
  } else {
    window(out, t, which, tone, 800, 110, 300, 300);
    rect(out, 250, 120, 330, 210, 4, t->wood);
    rect(out, 264, 134, 302, 182, 0, t->cloth);
    buf_printf(
        out, "<path d='M264 300 q70 -110 140 -30 q60 -90 162 10 v36 h-302 z' fill='%s' opacity='.7'/>", t->accent);
    buf_printf(out, "<circle cx='500' cy='190' r='26' fill='%s'/>", t->accent);
    if (beds > 1) {
      bed(out, t, 150, 280);
      bed(out, t, 600, 280);
      night_table(out, t, 466);
    } else {
      bed(out, t, 230, 420);
      night_table(out, t, 90);
      night_table(out, t, 690);
    }
  }
  buf_str(out, "</svg>");
}
