// A stand-in for the driver's libcuda.so.1: contexts, memory, streams and events that are as strict as they can be, and kernels
// that really run, on the host. Tests only.
//
// It ends the process (status 99) where the driver would be undefined: a call without a bound context, a handle that is not
// open. Queued work is done when somebody waits for it and not before. Memory ends at a page that cannot be touched.
//
// MOCK_DRIVER_VERSION, MOCK_GPUS: what it says of itself. MOCK_MEMORY: how many MiB it has, where that is to be felt.
// MOCK_FAIL=function=code,function@3=code: errors, always or from the third call on. MOCK_CALLS=file: how often each function
// was called, and what was left open at the end.

#define _GNU_SOURCE
#include <sys/mman.h>

#include "mock.h"

enum { OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_DEVICE = 101, MAX_DEPTH = 16, PAGE = 4096 };

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

/* What the presets for CUDA 12 call; drivers have both. */
CUresult cuDeviceGetUuid(unsigned char *uuid, int device) {
  return cuDeviceGetUuid_v2(uuid, device);
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, int device) {
  ENTER;
  *bytes = (size_t)23034 << 20;
  return 0;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, int device) {
  ENTER;
  // Compute capability, and the alignment of textures.
  *value = attribute == 75 ? 8 : attribute == 76 ? 9 : attribute == 14 ? 512 : -1;
  return 0;
}

// ---- context

static __thread Open *bound[MAX_DEPTH];
static __thread int depth;

void mock_require_context(const char *function) {
  if (!depth) die(function, "no context is bound to this thread");
}

Open *mock_current(void) { return depth ? bound[depth - 1] : 0; }

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
  for (int i = 0; i < MAX_OPEN && !found; i++) {
    if (opened[i] && opened[i]->kind == kind && opened[i]->start == start) {
      found = opened[i];
      // Another thread is given the same address as soon as it is free.
      opened[i] = 0;
    }
  }
  pthread_mutex_unlock(&lock);
  if (!found) die(function, "memory that is not allocated");
  for (char *p = found->base; p < found->start; p++) {
    if (*p != (char)0xa5) die(function, "something was written before the memory");
  }
  if (kind == MEMORY) mock_give_memory(found->mapped - PAGE);
  munmap(found->base, found->mapped);
  close_open(found);
}

static size_t taken;

static size_t memory(void) { return getenv("MOCK_MEMORY") ? (size_t)atoi(getenv("MOCK_MEMORY")) << 20 : 0; }

int mock_take_memory(size_t bytes) {
  pthread_mutex_lock(&lock);
  int fits = !memory() || taken + bytes <= memory();
  if (fits) taken += bytes;
  pthread_mutex_unlock(&lock);
  return fits;
}

void mock_give_memory(size_t bytes) {
  pthread_mutex_lock(&lock);
  taken -= bytes;
  pthread_mutex_unlock(&lock);
}

CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
  ENTER;
  BOUND;
  if (!mock_take_memory((bytes + PAGE - 1) / PAGE * PAGE)) return OUT_OF_MEMORY;
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
  *available = memory() ? memory() - taken : (size_t)20000 << 20;
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

// ---- errors

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
