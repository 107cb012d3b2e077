#include "adapters/os/kept_memory.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace dialctl {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kKeptBytes = 8 * 1024 * 1024;
  constexpr int kTakenAtOnceBytes = 1024 * 1024;
  (void)mallopt(M_TRIM_THRESHOLD, kKeptBytes);
  (void)mallopt(M_TOP_PAD, kTakenAtOnceBytes);
#endif
}

}  // namespace dialctl
