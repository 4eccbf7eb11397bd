/* Build tool: turns folders of web files into one C source that holds them, with their compressed forms beside them.
 *
 *   embed_web SOURCE [PREFIX=FOLDER]...   every file of FOLDER answers under PREFIX; FILE.br and FILE.gz are FILE's
 *                                         compressed forms; what lies under assets/ has its hash in its name
 * Runs on the build machine, single-threaded; any mistake ends the build with the file it is about. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES = 4096, PATH_TEXT = 4096 };

struct file {
  char *path, *on_disk;
};

static struct file found[FILES];
static int count;

static void die(const char *format, ...)
{
  va_list ap;
  va_start(ap, format);
  fputs("embed_web: ", stderr);
  vfprintf(stderr, format, ap);
  fputc('\n', stderr);
  va_end(ap);
  exit(1);
}

static bool ends(const char *s, const char *end)
{
  size_t n = strlen(s), m = strlen(end);
  return n >= m && !strcmp(s + n - m, end);
}

static const char *type_of(const char *path)
{
  static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"}, {".svg", "image/svg+xml"},
      {".png", "image/png"}, {".jpg", "image/jpeg"}, {".webp", "image/webp"}, {".ico", "image/x-icon"},
      {".json", "application/json"}, {".webmanifest", "application/manifest+json"}, {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"}};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (ends(path, types[i][0]))
      return types[i][1];
  die("%s: no content type is known for this name", path);
  return NULL;
}

static char *joined(const char *a, const char *b)
{
  char text[PATH_TEXT];
  if (snprintf(text, sizeof text, "%s/%s", a, b) >= PATH_TEXT || strpbrk(text, "\"\\\n"))
    die("%s/%s: a name like this cannot be embedded", a, b);
  char *copy = strdup(text);
  if (!copy)
    die("out of memory at %s", text);
  return copy;
}

static void drop(struct file f)
{
  free(f.path);
  free(f.on_disk);
}

static void walk(const char *folder, const char *prefix)
{
  DIR *d = opendir(folder);
  if (!d)
    die("%s: %s", folder, strerror(errno));
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.' || ends(e->d_name, ".br") || ends(e->d_name, ".gz") || ends(e->d_name, ".map"))
      continue;
    struct file f = {joined(prefix, e->d_name), joined(folder, e->d_name)};
    struct stat s;
    if (stat(f.on_disk, &s))
      die("%s: %s", f.on_disk, strerror(errno));
    if (S_ISDIR(s.st_mode)) {
      walk(f.on_disk, f.path);
      drop(f);
    } else if (count == FILES)
      die("%s: more than %d files", f.on_disk, FILES);
    else
      found[count++] = f;
  }
  closedir(d);
}

static int by_path(const void *a, const void *b)
{
  return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* FNV-1a, 64 bits: tells one build's file from another's. */
static uint64_t hash_of(const char *name)
{
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  FILE *f = fopen(name, "rb");
  if (!f)
    die("%s: %s", name, strerror(errno));
  for (int c; (c = getc(f)) != EOF;)
    h = (h ^ (uint64_t)c) * UINT64_C(0x100000001b3);
  fclose(f);
  return h;
}

/* The assembler reads the file itself: a C array of megabytes would take the compiler a minute. */
static bool put_bytes(FILE *out, const char *name, int i, const char *form)
{
  struct stat s;
  if (stat(name, &s) || !s.st_size)
    return false;
  fprintf(out, "__asm__(\".section .rodata\\n.balign 16\\nweb_%d_%s: .incbin \\\"%s\\\"\\nweb_%d_%s_end:\\n.previous\");\n", i,
      form, name, i, form);
  fprintf(out, "extern const char web_%d_%s[] HIDDEN;\n", i, form);
  fprintf(out, "enum { web_%d_%s_size = %lld };\n", i, form, (long long)s.st_size);
  return true;
}

int main(int argc, char **argv)
{
  static bool kept[FILES][3];
  static const char *const forms[] = {"plain", "gzip", "brotli"}, *const ends_of[] = {"", ".gz", ".br"};
  if (argc < 2)
    die("usage: embed_web SOURCE [PREFIX=FOLDER]...");
  for (int i = 2; i < argc; i++) {
    char *folder = strchr(argv[i], '=');
    if (!folder)
      die("%s: PREFIX=FOLDER is wanted", argv[i]);
    *folder = 0;
    walk(folder + 1, argv[i]);
  }
  qsort(found, (size_t)count, sizeof *found, by_path);
  FILE *out = fopen(argv[1], "w");
  if (!out)
    die("%s: %s", argv[1], strerror(errno));
  fputs("#include \"http/assets.h\"\n#define HIDDEN __attribute__((visibility(\"hidden\")))\n", out);
  for (int i = 0; i < count; i++)
    for (int k = 0; k < 3; k++) {
      char name[PATH_TEXT + 4];
      snprintf(name, sizeof name, "%s%s", found[i].on_disk, ends_of[k]);
      kept[i][k] = put_bytes(out, name, i, forms[k]);
    }
  fputs("static const struct asset items[] = {\n", out);
  for (int i = 0; i < count; i++) {
    fprintf(out, "  {\"%s\", \"%s\", \"%016llx\", %d", found[i].path, type_of(found[i].path),
        (unsigned long long)hash_of(found[i].on_disk), strstr(found[i].path, "/assets/") != NULL);
    for (int k = 0; k < 3; k++)
      if (kept[i][k])
        fprintf(out, ", {web_%d_%s, web_%d_%s_size}", i, forms[k], i, forms[k]);
      else
        fputs(", {\"\", 0}", out);
    fputs("},\n", out);
  }
  fprintf(out, "  {0}\n};\nconst struct assets web_assets = {items, %d};\n", count);
  for (int i = 0; i < count; i++)
    drop(found[i]);
  return fclose(out) != 0;
}
