// A stand-in for the driver's libcuda.so.1: contexts, memory, streams and events that are as strict as they can be, and kernels
// that really run, on the host. Tests only.
//
// It ends the process (status 99) where the driver would be undefined: a call without a bound context, a handle that is not
// open. Queued work is done when somebody waits for it and not before. Memory ends at a page that cannot be touched.
//
// MOCK_DRIVER_VERSION, MOCK_GPUS: what it says of itself. MOCK_FAIL=function=code,function@3=code: errors, always or from the
// third call on. MOCK_CALLS=file: how often each function was called, and what was left open at the end.

#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int CUresult;
typedef uint64_t CUdeviceptr;

enum { OUT_OF_MEMORY = 2, INVALID_PTX = 218, UNSUPPORTED_PTX = 222, NOT_FOUND = 500, NO_DEVICE = 100, INVALID_DEVICE = 101 };
enum { MAX_NAMES = 64, MAX_OPEN = 4096, MAX_DEPTH = 16, PAGE = 4096, ARGUMENT_BYTES = 512 };
enum { JIT_ERROR_LOG_BUFFER = 5, JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6 };

unsigned mock_kernel_bytes(void);
int mock_run_kernel(const char *name, const unsigned grid[3], const unsigned block[3], const void *argument);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void die(const char *function, const char *why) {
  fprintf(stderr, "mock driver: %s: %s\n", function, why);
  fflush(stderr);
  _exit(99);
}

// ---- counting, failing

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

#define ENTER                          \
  do {                                 \
    CUresult e = mock_enter(__func__); \
    if (e) return e;                   \
  } while (0)

// ---- what is open

typedef enum { CONTEXT = 1, MEMORY, HOST, STREAM, EVENT, MODULE, KINDS } Kind;

typedef struct Work {
  struct Work *next;
  char kernel[64];
  unsigned grid[3], block[3];
  unsigned char argument[ARGUMENT_BYTES];
  void *to;
  const void *from;
  size_t bytes;
  struct Open *other;  // the stream to wait for
} Work;

typedef struct Open {
  Kind kind;
  int device, retained;
  char *base, *start;
  size_t mapped;
  Work *first;
  struct Open *stream;
  char *text;
} Open;

static Open *opened[MAX_OPEN];

static Open *open_new(Kind kind) {
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

static Open *check(const char *function, const void *handle, Kind kind) {
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

static void close_open(Open *open) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < MAX_OPEN; i++) {
    if (opened[i] == open) opened[i] = 0;
  }
  pthread_mutex_unlock(&lock);
  free(open->text);
  free(open);
}

static __thread Open *bound[MAX_DEPTH];
static __thread int depth;

void mock_require_context(const char *function) {
  if (!depth) die(function, "no context is bound to this thread");
}

#define BOUND mock_require_context(__func__)

// ---- device

static int gpus(void) { return getenv("MOCK_GPUS") ? atoi(getenv("MOCK_GPUS")) : 2; }

static int initialised;

CUresult cuDriverGetVersion(int *version) {
  ENTER;
  *version = getenv("MOCK_DRIVER_VERSION") ? atoi(getenv("MOCK_DRIVER_VERSION")) : 12020;
  return 0;
}

CUresult cuInit(unsigned flags) {
  ENTER;
  if (!gpus()) return NO_DEVICE;
  initialised = 1;
  return 0;
}

CUresult cuDeviceGetCount(int *n) {
  ENTER;
  if (!initialised) die(__func__, "before cuInit");
  *n = gpus();
  return 0;
}

CUresult cuDeviceGet(int *device, int index) {
  ENTER;
  if (index < 0 || index >= gpus()) return INVALID_DEVICE;
  *device = index;
  return 0;
}

CUresult cuDeviceGetName(char *name, int length, int device) {
  ENTER;
  snprintf(name, length, "Mock GPU %c", 'A' + device);
  return 0;
}

CUresult cuDeviceGetUuid_v2(unsigned char *uuid, int device) {
  ENTER;
  for (int i = 0; i < 16; i++) uuid[i] = 0xa0 + 16 * device + i;
  return 0;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, int device) {
  ENTER;
  *bytes = (size_t)23034 << 20;
  return 0;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, int device) {
  ENTER;
  *value = attribute == 75 ? 8 : attribute == 76 ? 9 : -1;
  return 0;
}

// ---- context

static Open *primary[16];

CUresult cuDevicePrimaryCtxRetain(Open **context, int device) {
  ENTER;
  if (!primary[device]) {
    primary[device] = open_new(CONTEXT);
    primary[device]->device = device;
  }
  primary[device]->retained++;
  *context = primary[device];
  return 0;
}

CUresult cuDevicePrimaryCtxRelease_v2(int device) {
  ENTER;
  if (!primary[device]) die(__func__, "not retained");
  if (!--primary[device]->retained) {
    close_open(primary[device]);
    primary[device] = 0;
  }
  return 0;
}

CUresult cuCtxPushCurrent_v2(Open *context) {
  ENTER;
  if (depth == MAX_DEPTH) die(__func__, "contexts are pushed and never popped");
  bound[depth++] = check(__func__, context, CONTEXT);
  return 0;
}

CUresult cuCtxPopCurrent_v2(Open **context) {
  ENTER;
  BOUND;
  *context = bound[--depth];
  return 0;
}

// ---- memory

// The last byte is the last one before a page that cannot be touched.
static Open *allocate(Kind kind, size_t bytes) {
  Open *open = open_new(kind);
  size_t pages = (bytes + PAGE - 1) / PAGE * PAGE;
  open->mapped = pages + PAGE;
  open->base = mmap(0, open->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(open->base + pages, PAGE, PROT_NONE);
  open->start = open->base + pages - bytes;
  memset(open->base, 0xa5, pages);
  return open;
}

static void release(const char *function, Kind kind, char *start) {
  pthread_mutex_lock(&lock);
  Open *found = 0;
  for (int i = 0; i < MAX_OPEN; i++) {
    if (opened[i] && opened[i]->kind == kind && opened[i]->start == start) found = opened[i];
  }
  pthread_mutex_unlock(&lock);
  if (!found) die(function, "memory that is not allocated");
  for (char *p = found->base; p < found->start; p++) {
    if (*p != (char)0xa5) die(function, "something was written before the memory");
  }
  munmap(found->base, found->mapped);
  close_open(found);
}

CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
  ENTER;
  BOUND;
  *address = (CUdeviceptr)allocate(MEMORY, bytes)->start;
  return 0;
}

CUresult cuMemFree_v2(CUdeviceptr address) {
  ENTER;
  BOUND;
  release(__func__, MEMORY, (char *)address);
  return 0;
}

CUresult cuMemGetInfo_v2(size_t *available, size_t *total) {
  ENTER;
  BOUND;
  *available = (size_t)20000 << 20;
  *total = (size_t)23034 << 20;
  return 0;
}

CUresult cuMemHostAlloc(void **address, size_t bytes, unsigned flags) {
  ENTER;
  BOUND;
  *address = allocate(HOST, bytes)->start;
  return 0;
}

CUresult cuMemFreeHost(void *address) {
  ENTER;
  BOUND;
  release(__func__, HOST, address);
  return 0;
}

// ---- streams and events: work waits until somebody waits for it

static Work *queue(const char *function, Open *stream) {
  Work **last = &check(function, stream, STREAM)->first;
  while (*last) last = &(*last)->next;
  return *last = calloc(1, sizeof(Work));
}

static void finish(Open *stream) {
  while (stream && stream->first) {
    Work *work = stream->first;
    if (work->other) {
      finish(work->other);
    } else if (work->bytes) {
      memcpy(work->to, work->from, work->bytes);
    } else if (work->kernel[0] && !mock_run_kernel(work->kernel, work->grid, work->block, work->argument)) {
      die("cuLaunchKernel", "no such kernel");
    }
    stream->first = work->next;
    free(work);
  }
}

CUresult cuStreamCreate(Open **stream, unsigned flags) {
  ENTER;
  BOUND;
  *stream = open_new(STREAM);
  return 0;
}

CUresult cuStreamSynchronize(Open *stream) {
  ENTER;
  BOUND;
  finish(check(__func__, stream, STREAM));
  return 0;
}

CUresult cuStreamDestroy_v2(Open *stream) {
  ENTER;
  BOUND;
  finish(check(__func__, stream, STREAM));
  pthread_mutex_lock(&lock);
  for (int i = 0; i < MAX_OPEN; i++) {
    if (opened[i] && opened[i]->stream == stream) opened[i]->stream = 0;
    for (Work *work = opened[i] ? opened[i]->first : 0; work; work = work->next) {
      if (work->other == stream) work->other = 0;
    }
  }
  pthread_mutex_unlock(&lock);
  close_open(stream);
  return 0;
}

CUresult cuEventCreate(Open **event, unsigned flags) {
  ENTER;
  BOUND;
  *event = open_new(EVENT);
  return 0;
}

CUresult cuEventRecord(Open *event, Open *stream) {
  ENTER;
  BOUND;
  check(__func__, event, EVENT)->stream = check(__func__, stream, STREAM);
  return 0;
}

CUresult cuEventSynchronize(Open *event) {
  ENTER;
  BOUND;
  finish(check(__func__, event, EVENT)->stream);
  return 0;
}

CUresult cuStreamWaitEvent(Open *stream, Open *event, unsigned flags) {
  ENTER;
  BOUND;
  // An event that was never recorded is no reason to wait.
  queue(__func__, stream)->other = check(__func__, event, EVENT)->stream;
  return 0;
}

CUresult cuEventDestroy_v2(Open *event) {
  ENTER;
  BOUND;
  close_open(check(__func__, event, EVENT));
  return 0;
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, Open *stream) {
  ENTER;
  BOUND;
  Work *work = queue(__func__, stream);
  work->to = (void *)to;
  work->from = from;
  work->bytes = bytes;
  return 0;
}

CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, Open *stream) {
  ENTER;
  BOUND;
  Work *work = queue(__func__, stream);
  work->to = to;
  work->from = (void *)from;
  work->bytes = bytes;
  return 0;
}

// ---- kernels

static CUresult refuse(CUresult result, unsigned n, const int *options, void **values, const char *why) {
  char *log = 0;
  size_t bytes = 0;
  for (unsigned i = 0; i < n; i++) {
    if (options[i] == JIT_ERROR_LOG_BUFFER) log = values[i];
    if (options[i] == JIT_ERROR_LOG_BUFFER_SIZE_BYTES) bytes = (size_t)values[i];
  }
  if (log && bytes) snprintf(log, bytes, "%s", why);
  return result;
}

CUresult cuModuleLoadDataEx(Open **module, const void *image, unsigned n, int *options, void **values) {
  CUresult result = mock_enter(__func__);
  BOUND;
  if (result) return refuse(result, n, options, values, "ptxas fatal: as it was told");
  const char *version = strstr(image, "\n.version ");
  int major, minor;
  if (!version || sscanf(version, "\n.version %d.%d", &major, &minor) != 2) {
    return refuse(INVALID_PTX, n, options, values, "no .version");
  }
  // What driver 535 (CUDA 12.2) understands: PTX ISA, release notes.
  if (10 * major + minor > 82) return refuse(UNSUPPORTED_PTX, n, options, values, "newer than PTX 8.2");
  *module = open_new(MODULE);
  (*module)->text = strdup(image);
  return 0;
}

CUresult cuModuleUnload(Open *module) {
  ENTER;
  BOUND;
  close_open(check(__func__, module, MODULE));
  return 0;
}

// A function is its name inside the module's text.
CUresult cuModuleGetFunction(char **function, Open *module, const char *name) {
  ENTER;
  BOUND;
  char entry[80];
  snprintf(entry, sizeof entry, ".entry %s(", name);
  char *found = strstr(check(__func__, module, MODULE)->text, entry);
  if (!found) return NOT_FOUND;
  *function = found + strlen(".entry ");
  return 0;
}

CUresult cuLaunchKernel(const char *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                        unsigned shared, Open *stream, void **arguments, void **extra) {
  ENTER;
  BOUND;
  if (gz != 1 || bz != 1 || shared || extra || bx * by > 1024) die(__func__, "an unlikely launch");
  Work *work = queue(__func__, stream);
  sscanf(function, "%63[^(]", work->kernel);
  work->grid[0] = gx;
  work->grid[1] = gy;
  work->block[0] = bx;
  work->block[1] = by;
  if (mock_kernel_bytes() > ARGUMENT_BYTES) die(__func__, "too many arguments");
  memcpy(work->argument, arguments[0], mock_kernel_bytes());
  return 0;
}

CUresult cuGetErrorName(CUresult error, const char **name) {
  switch (error) {
    case 1: *name = "CUDA_ERROR_INVALID_VALUE"; return 0;
    case 2: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
    case 100: *name = "CUDA_ERROR_NO_DEVICE"; return 0;
    case 218: *name = "CUDA_ERROR_INVALID_PTX"; return 0;
    case 222: *name = "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"; return 0;
    case 700: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; return 0;
    case 803: *name = "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"; return 0;
    default: *name = 0; return 1;
  }
}

// ---- the end

__attribute__((destructor)) static void report(void) {
  static const char *kinds[] = {0, "contexts", "memory", "host memory", "streams", "events", "modules"};
  if (!getenv("MOCK_CALLS")) return;
  FILE *file = fopen(getenv("MOCK_CALLS"), "a");
  if (!file) return;
  for (int i = 0; i < MAX_NAMES && counters[i].name; i++) fprintf(file, "%s=%d\n", counters[i].name, counters[i].calls);
  for (int kind = CONTEXT; kind < KINDS; kind++) {
    int n = 0;
    for (int i = 0; i < MAX_OPEN; i++) n += opened[i] && opened[i]->kind == kind;
    fprintf(file, "open %s=%d\n", kinds[kind], n);
  }
  fclose(file);
}
