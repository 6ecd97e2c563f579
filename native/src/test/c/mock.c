// Counting, failing, and what is open: libcuda.so.1, see cuda.c.

#include "mock.h"

enum { MAX_NAMES = 64 };

pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void die(const char *function, const char *why) {
  fprintf(stderr, "mock driver: %s: %s\n", function, why);
  fflush(stderr);
  _exit(99);
}

static struct {
  const char *name;
  int calls;
} counters[MAX_NAMES];

static int count(const char *name) {
  int i = 0;
  while (i < MAX_NAMES && counters[i].name && strcmp(counters[i].name, name)) i++;
  if (i == MAX_NAMES) die(name, "too many functions");
  counters[i].name = name;
  return ++counters[i].calls;
}

CUresult mock_enter(const char *name) {
  pthread_mutex_lock(&lock);
  int calls = count(name);
  pthread_mutex_unlock(&lock);
  const char *fail = getenv("MOCK_FAIL");
  size_t length = strlen(name);
  while (fail && *fail) {
    if (!strncmp(fail, name, length) && (fail[length] == '=' || fail[length] == '@')) {
      int from = fail[length] == '@' ? atoi(fail + length + 1) : 1;
      if (calls >= from) return atoi(strchr(fail + length, '=') + 1);
    }
    fail = strchr(fail, ',');
    if (fail) fail++;
  }
  return 0;
}

// ---- what is open

Open *opened[MAX_OPEN];

Open *open_new(Kind kind) {
  Open *open = calloc(1, sizeof *open);
  open->kind = kind;
  pthread_mutex_lock(&lock);
  int i = 0;
  while (i < MAX_OPEN && opened[i]) i++;
  if (i == MAX_OPEN) die("open", "4096 things are open: a leak");
  opened[i] = open;
  pthread_mutex_unlock(&lock);
  return open;
}

Open *check(const char *function, const void *handle, Kind kind) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < MAX_OPEN; i++) {
    if (opened[i] == handle && handle && opened[i]->kind == kind) {
      pthread_mutex_unlock(&lock);
      return opened[i];
    }
  }
  die(function, "a handle that is not open");
  return 0;
}

void close_open(Open *open) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < MAX_OPEN; i++) {
    if (opened[i] == open) opened[i] = 0;
  }
  pthread_mutex_unlock(&lock);
  free(open->text);
  free(open);
}

// ---- the end

__attribute__((destructor)) static void report(void) {
  static const char *kinds[] = {0, "contexts", "memory", "host memory", "streams", "events", "modules"};
  if (!getenv("MOCK_CALLS")) return;
  FILE *file = fopen(getenv("MOCK_CALLS"), "a");
  if (!file) return;
  for (int i = 0; i < MAX_NAMES && counters[i].name; i++) fprintf(file, "%s=%d\n", counters[i].name, counters[i].calls);
  for (Kind kind = CONTEXT; kind < KINDS; kind++) {
    int n = 0;
    for (int i = 0; i < MAX_OPEN; i++) n += opened[i] && opened[i]->kind == kind;
    fprintf(file, "open %s=%d\n", kinds[kind], n);
  }
  fclose(file);
}
