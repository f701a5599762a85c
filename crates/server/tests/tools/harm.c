// Does harm to a program that is started with it (LD_PRELOAD), as the file HARM says at that moment:
//   full      nothing more fits on the disk below HARM_BELOW
//   sync      that disk does not confirm anything
//   clock N   the clock is N seconds off
// An empty file does none.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static char now[64];

// Read anew at most a hundred times a second: the clock is asked far more often.
static const char *harm(void) {
  static __thread long read_at = -1;
  struct timespec t;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
  long at = t.tv_sec * 100 + t.tv_nsec / 10000000;
  const char *path = getenv("HARM");
  if (at != read_at && path) {
    read_at = at;
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    char text[sizeof now] = "";
    if (fd >= 0) {
      if (syscall(SYS_read, fd, text, sizeof text - 1) < 0) text[0] = 0;
      syscall(SYS_close, fd);
    }
    memcpy(now, text, sizeof now);
  }
  return now;
}

static int concerns(int fd) {
  char link[64], path[PATH_MAX];
  const char *below = getenv("HARM_BELOW");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (!below || length < 0) return 0;
  path[length] = 0;
  return strncmp(path, below, strlen(below)) == 0;
}

static int is(const char *word) { return strncmp(harm(), word, strlen(word)) == 0; }

static int full(int fd) {
  if (!is("full") || !concerns(fd)) return 0;
  errno = ENOSPC;
  return 1;
}

static int unconfirmed(int fd) {
  if (!is("sync") || !concerns(fd)) return 0;
  errno = EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *b, size_t n) { return full(fd) ? -1 : REAL(write)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return full(fd) ? -1 : REAL(pwrite)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return full(fd) ? -1 : REAL(pwrite64)(fd, b, n, o); }
int fsync(int fd) { return unconfirmed(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return unconfirmed(fd) ? -1 : REAL(fdatasync)(fd); }

int clock_gettime(clockid_t clock, struct timespec *t) {
  int failed = syscall(SYS_clock_gettime, clock, t);
  if (!failed && clock == CLOCK_REALTIME && is("clock")) t->tv_sec += atol(now + 5);
  return failed;
}
