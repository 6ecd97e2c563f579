// What the parts of the stand-in for libcuda.so.1 share: counting, failing, and what is open.

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int CUresult;
typedef uint64_t CUdeviceptr;

typedef enum { CONTEXT = 1, MEMORY, HOST, STREAM, EVENT, MODULE, KINDS } Kind;

enum { MAX_OPEN = 4096 };

struct Work;

typedef struct Open {
  Kind kind;
  int device, retained;
  char *base, *start;
  size_t mapped;
  struct Work *first;
  struct Open *stream;
  char *text;
} Open;

extern Open *opened[MAX_OPEN];
extern pthread_mutex_t lock;

void die(const char *function, const char *why);
CUresult mock_enter(const char *name);
void mock_require_context(const char *function);
Open *open_new(Kind kind);
Open *check(const char *function, const void *handle, Kind kind);
void close_open(Open *open);

// The device's, of which decoders need some too; whether it is there.
int mock_take_memory(size_t bytes);
void mock_give_memory(size_t bytes);

#define ENTER                          \
  do {                                 \
    CUresult e = mock_enter(__func__); \
    if (e) return e;                   \
  } while (0)

#define BOUND mock_require_context(__func__)
