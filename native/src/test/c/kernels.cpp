// The kernels as host code: one call runs a grid, thread by thread. Tests only.

#include <cmath>
#include <cstring>

struct Index {
  int x, y, z;
};

static thread_local Index blockIdx, blockDim, threadIdx;

#define __global__
#define __device__
#define __forceinline__ inline

static int min(int a, int b) { return a < b ? a : b; }
static int max(int a, int b) { return a > b ? a : b; }

#include "../../main/cuda/convert.cu"

extern "C" unsigned mock_kernel_bytes(void) { return sizeof(Placement); }

extern "C" int mock_run_kernel(const char *name, const unsigned grid[3], const unsigned block[3], const void *argument) {
  void (*kernel)(const Placement) = !strcmp(name, "convert_8_to_8")     ? convert_8_to_8
                                    : !strcmp(name, "convert_8_to_16")  ? convert_8_to_16
                                    : !strcmp(name, "convert_16_to_8")  ? convert_16_to_8
                                    : !strcmp(name, "convert_16_to_16") ? convert_16_to_16
                                                                        : nullptr;
  if (!kernel) {
    return 0;
  }
  Placement placement;
  memcpy(&placement, argument, sizeof placement);
  blockDim = {(int)block[0], (int)block[1], 1};
  for (blockIdx.y = 0; blockIdx.y < (int)grid[1]; blockIdx.y++) {
    for (blockIdx.x = 0; blockIdx.x < (int)grid[0]; blockIdx.x++) {
      for (threadIdx.y = 0; threadIdx.y < blockDim.y; threadIdx.y++) {
        for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) {
          kernel(placement);
        }
      }
    }
  }
  return 1;
}
