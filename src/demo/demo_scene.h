/* Pictures for the demo group, drawn as SVG: a city's skyline or a room's inside, from a few parameters.
 * Guarantee: same parameters, same bytes. Presentation attributes only, no style, no script. Pure, any thread. */
#ifndef YIZHAN_DEMO_DEMO_SCENE_H
#define YIZHAN_DEMO_DEMO_SCENE_H

#include <stdbool.h>
#include "base/buf.h"

enum scene_city { SCENE_CHENGDU, SCENE_SHENZHEN, SCENE_BEIJING };

/* Appends a picture of the city; `hour` picks its light: 0 dawn, 1 day, 2 dusk, 3 night. */
void scene_city(struct buf *out, enum scene_city city, unsigned hour);
/* Appends the inside of a room: `tone` picks its colours (0..5), `beds` 1 or 2, `detail` shows the bed or the window. */
void scene_room(struct buf *out, enum scene_city city, unsigned tone, unsigned beds, bool detail);

#endif
