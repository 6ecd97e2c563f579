// What FFmpeg wants of libcuda.so.1 beside the rest, see cuda.c: it looks all of its functions up and calls a few. Copies on the
// default stream are done at once; a function that cuviddec.c and hwcontext_cuda.c do not need ends the process.

#include "mock.h"

enum { ON_HOST = 1, ON_DEVICE = 2 };

// CUDA_MEMCPY2D of cuda.h.
typedef struct {
  size_t from_x, from_y;
  int from_kind;
  const char *from_host;
  CUdeviceptr from_device;
  void *from_array;
  size_t from_pitch;
  size_t to_x, to_y;
  int to_kind;
  char *to_host;
  CUdeviceptr to_device;
  void *to_array;
  size_t to_pitch, bytes, rows;
} Copy;

Open *mock_current(void);

CUresult cuMemcpy2DAsync_v2(const Copy *copy, void *stream) {
  ENTER;
  BOUND;
  if (stream) die(__func__, "only the default stream is played");
  if ((copy->from_kind != ON_HOST && copy->from_kind != ON_DEVICE) || (copy->to_kind != ON_HOST && copy->to_kind != ON_DEVICE)) {
    die(__func__, "neither of the host nor of the device");
  }
  if (copy->bytes > copy->from_pitch || copy->bytes > copy->to_pitch) die(__func__, "rows that overlap");
  const char *from = copy->from_kind == ON_HOST ? copy->from_host : (const char *)copy->from_device;
  char *to = copy->to_kind == ON_HOST ? copy->to_host : (char *)copy->to_device;
  for (size_t row = 0; row < copy->rows; row++) {
    memcpy(to + (copy->to_y + row) * copy->to_pitch + copy->to_x,
           from + (copy->from_y + row) * copy->from_pitch + copy->from_x, copy->bytes);
  }
  return 0;
}

CUresult cuCtxGetCurrent(Open **context) {
  ENTER;
  *context = mock_current();
  return 0;
}

CUresult cuGetErrorString(CUresult error, const char **text) {
  *text = error ? "as it was told" : "no error";
  return 0;
}

#define NEVER(name)                            \
  CUresult name(void) {                        \
    die(__func__, "FFmpeg is said not to call it"); \
    return 1;                                  \
  }

NEVER(cuDeviceComputeCapability)
NEVER(cuCtxCreate_v2)
NEVER(cuCtxSetLimit)
NEVER(cuCtxDestroy_v2)
NEVER(cuCtxGetDevice)
NEVER(cuMemAllocPitch_v2)
NEVER(cuMemAllocManaged)
NEVER(cuMemsetD8Async)
NEVER(cuMemcpy)
NEVER(cuMemcpyAsync)
NEVER(cuMemcpy2D_v2)
NEVER(cuMemcpyHtoD_v2)
NEVER(cuMemcpyDtoH_v2)
NEVER(cuMemcpyDtoD_v2)
NEVER(cuDevicePrimaryCtxSetFlags)
NEVER(cuDevicePrimaryCtxGetState)
NEVER(cuDevicePrimaryCtxRelease)
NEVER(cuDevicePrimaryCtxReset)
NEVER(cuStreamQuery)
NEVER(cuStreamAddCallback)
NEVER(cuEventQuery)
NEVER(cuLinkCreate)
NEVER(cuLinkAddData)
NEVER(cuLinkComplete)
NEVER(cuLinkDestroy)
NEVER(cuModuleLoadData)
NEVER(cuModuleGetGlobal)
NEVER(cuTexObjectCreate)
NEVER(cuTexObjectDestroy)
NEVER(cuGLGetDevices_v2)
NEVER(cuGraphicsGLRegisterImage)
NEVER(cuGraphicsUnregisterResource)
NEVER(cuGraphicsMapResources)
NEVER(cuGraphicsUnmapResources)
NEVER(cuGraphicsSubResourceGetMappedArray)
NEVER(cuGraphicsResourceGetMappedPointer_v2)
NEVER(cuDeviceGetLuid)
NEVER(cuDeviceGetByPCIBusId)
NEVER(cuDeviceGetPCIBusId)
NEVER(cuImportExternalMemory)
NEVER(cuDestroyExternalMemory)
NEVER(cuExternalMemoryGetMappedBuffer)
NEVER(cuExternalMemoryGetMappedMipmappedArray)
NEVER(cuMipmappedArrayGetLevel)
NEVER(cuMipmappedArrayDestroy)
NEVER(cuImportExternalSemaphore)
NEVER(cuDestroyExternalSemaphore)
NEVER(cuSignalExternalSemaphoresAsync)
NEVER(cuWaitExternalSemaphoresAsync)
NEVER(cuArrayCreate_v2)
NEVER(cuArray3DCreate_v2)
NEVER(cuArrayDestroy)
NEVER(cuEGLStreamProducerConnect)
NEVER(cuEGLStreamProducerDisconnect)
NEVER(cuEGLStreamConsumerDisconnect)
NEVER(cuEGLStreamProducerPresentFrame)
NEVER(cuEGLStreamProducerReturnFrame)
