#include "engine/model/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace dialctl {

void invariant_broken(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "dialctl: bug: invariant '%s' broken at %s:%d\n", condition, file, line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace dialctl
