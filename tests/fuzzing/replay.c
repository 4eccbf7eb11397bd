/* Gives a fuzzer every file of a folder, in the normal build: seeds, and whatever once broke a promise. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include "fuzz.h"

enum { PATH = 4096, MOST = 1 << 20 };

static int visible(const struct dirent *entry)
{
  return entry->d_name[0] != '.';
}

static bool replay(const char *folder, const char *name)
{
  static uint8_t bytes[MOST];
  char path[PATH];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file)
    return false;
  size_t n = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  LLVMFuzzerTestOneInput(bytes, n);
  return true;
}

int main(int argc, char **argv)
{
  struct dirent **entries = NULL;
  int bad = 0, count = argc == 2 ? scandir(argv[1], &entries, visible, alphasort) : 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("1..%d\n", count);
  for (int i = 0; i < count; i++) {
    bool fine = replay(argv[1], entries[i]->d_name);
    printf("%s %s\n", fine ? "ok" : "not ok", entries[i]->d_name);
    bad += !fine;
    free(entries[i]);
  }
  free(entries);
  return bad || count < 1 ? 1 : 0;
}
