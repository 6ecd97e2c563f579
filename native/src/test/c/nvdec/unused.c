// What FFmpeg looks up in libnvcuvid.so.1 and cuviddec.c does not call.

#include "nvdec.h"

#define NEVER(name)                                \
  int name(void) {                                 \
    misuse(__func__, "FFmpeg is said not to call it"); \
  }

NEVER(cuvidCtxLockCreate)
NEVER(cuvidCtxLockDestroy)
NEVER(cuvidCtxLock)
NEVER(cuvidCtxUnlock)
NEVER(cuvidCreateVideoSource)
NEVER(cuvidCreateVideoSourceW)
NEVER(cuvidDestroyVideoSource)
NEVER(cuvidSetVideoSourceState)
NEVER(cuvidGetVideoSourceState)
NEVER(cuvidGetSourceVideoFormat)
NEVER(cuvidGetSourceAudioFormat)
