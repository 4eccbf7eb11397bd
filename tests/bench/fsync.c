/* The disk's own rate: overwrite 4 KiB of a preallocated file and fdatasync, for a number of milliseconds.
 *   bench_fsync FILE MS     prints: rate p50_us p99_us */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 1024, MOST = 1 << 20 };

static double now_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
  static char page[PAGE];
  static float took[MOST];
  int fd = argc == 3 ? open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600) : -1;
  if (fd < 0)
    return 2;
  for (int i = 0; i < PAGES; i++)
    if (pwrite(fd, page, PAGE, (off_t)i * PAGE) != PAGE)
      return 1;
  fsync(fd);
  double start = now_us(), end = start + atof(argv[2]) * 1000, at = start;
  int n = 0;
  while (at < end && n < MOST) {
    memset(page, n, sizeof page);
    if (pwrite(fd, page, PAGE, (off_t)(n % PAGES) * PAGE) != PAGE || fdatasync(fd))
      return 1;
    double after = now_us();
    took[n++] = (float)(after - at);
    at = after;
  }
  qsort(took, (size_t)n, sizeof *took, compare);
  printf("%.0f %.0f %.0f\n", n / ((at - start) / 1e6), took[n / 2], took[n * 99 / 100]);
  close(fd);
  unlink(argv[1]);
  return 0;
}
