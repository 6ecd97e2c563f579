// Streams, events and kernels of libcuda.so.1, see cuda.c: what is queued waits until somebody waits for it.

#include "mock.h"

enum { INVALID_PTX = 218, UNSUPPORTED_PTX = 222, NOT_FOUND = 500, ARGUMENT_BYTES = 512 };
enum { JIT_ERROR_LOG_BUFFER = 5, JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6 };

unsigned mock_kernel_bytes(void);
int mock_run_kernel(const char *name, const unsigned grid[3], const unsigned block[3], const void *argument);

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

// ---- streams and events

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
  // The default stream, on which nothing waits.
  if (!stream) return 0;
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

CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, Open *stream) {
  ENTER;
  BOUND;
  Work *work = queue(__func__, stream);
  work->to = (void *)to;
  work->from = (void *)from;
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
