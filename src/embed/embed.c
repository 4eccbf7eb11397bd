/* Build tool: turns .sql files into an enum and a table of named statements, and migrations into a table of texts.
 *
 *   embed HEADER SOURCE FILE...     FILE: NNNN_name.sql under migrations/ is a migration, any other .sql holds
 *                                   "-- name: order_insert" lines, each followed by one statement
 * Runs on the build machine, single-threaded; any mistake ends the build with the file and line. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 4096 };

static FILE *header, *source;

static void die(const char *format, ...)
{
  va_list ap;
  va_start(ap, format);
  fputs("embed: ", stderr);
  vfprintf(stderr, format, ap);
  fputc('\n', stderr);
  va_end(ap);
  exit(1);
}

static FILE *open_file(const char *path, const char *mode)
{
  FILE *f = fopen(path, mode);
  if (!f)
    die("%s: %s", path, strerror(errno));
  return f;
}

static void put_c_line(const char *line)
{
  fputs("\n  \"", source);
  for (; *line; line++) {
    if (*line == '\n')
      fputs("\\n", source);
    else if (*line == '"' || *line == '\\')
      fprintf(source, "\\%c", *line);
    else
      fputc(*line, source);
  }
  fputc('"', source);
}

static const char *base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool is_migration(const char *path)
{
  return strspn(base_name(path), "0123456789") == 4;
}

static void put_migration(const char *path)
{
  FILE *f = open_file(path, "r");
  char line[LINE];
  fprintf(source, "  {%d, \"%s\",", atoi(base_name(path)), base_name(path));
  while (fgets(line, sizeof line, f))
    put_c_line(line);
  fputs("},\n", source);
  fclose(f);
}

static const char *statement_name(char *line)
{
  static const char mark[] = "-- name: ";
  if (strncmp(line, mark, sizeof mark - 1))
    return NULL;
  char *name = line + sizeof mark - 1;
  name[strcspn(name, " \r\n")] = 0;
  return name;
}

static void put_enum(const char *name)
{
  fputs("  SQL_", header);
  for (; *name; name++)
    fputc(toupper((unsigned char)*name), header);
  fputs(",\n", header);
}

static bool has_text(const char *line)
{
  line += strspn(line, " \t\r\n");
  return *line && strncmp(line, "--", 2);
}

static void put_statements(const char *path)
{
  FILE *f = open_file(path, "r");
  char line[LINE];
  bool open = false;
  for (int n = 1; fgets(line, sizeof line, f); n++) {
    const char *name = statement_name(line);
    if (name) {
      if (open)
        fputs("},\n", source);
      put_enum(name);
      fprintf(source, "  {\"%s\",", name);
      open = true;
    } else if (has_text(line)) {
      if (!open)
        die("%s:%d: statement without a name", path, n);
      put_c_line(line);
    }
  }
  if (open)
    fputs("},\n", source);
  fclose(f);
}

int main(int argc, char **argv)
{
  if (argc < 4)
    die("usage: embed HEADER SOURCE FILE...");
  header = open_file(argv[1], "w");
  source = open_file(argv[2], "w");
  fputs("#ifndef YIZHAN_SQL_GEN_H\n#define YIZHAN_SQL_GEN_H\nenum sql {\n", header);
  fputs("#include \"store/embedded.h\"\n\nconst struct embedded_sql embedded_sql[] = {\n", source);
  for (int i = 3; i < argc; i++)
    if (!is_migration(argv[i]))
      put_statements(argv[i]);
  fputs("};\n\nconst struct embedded_migration embedded_migrations[] = {\n", source);
  for (int i = 3; i < argc; i++)
    if (is_migration(argv[i]))
      put_migration(argv[i]);
  fputs("  {0, NULL, NULL}\n};\n", source);
  fputs("  SQL_COUNT\n};\n#endif\n", header);
  return fclose(header) || fclose(source);
}
