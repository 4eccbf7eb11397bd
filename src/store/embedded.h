/* What the build tool made of the .sql files: statements in the order of enum sql, migrations by number. Constant. */
#ifndef YIZHAN_STORE_EMBEDDED_H
#define YIZHAN_STORE_EMBEDDED_H

#include <stddef.h>

struct embedded_sql { const char *name, *text; };
struct embedded_migration { int number; const char *name, *text; };
extern const struct embedded_sql embedded_sql[];
extern const struct embedded_migration embedded_migrations[]; /* ends with number 0 */

#endif
