// Named places between two state changes, where the tests kill the process (test builds only).
#pragma once

namespace dialctl {

#ifdef DIALCTL_CRASH_POINTS
// Dies by SIGKILL when the environment's DIALCTL_CRASH_AT is "name" or "name:N" and this is the N-th passing.
void crash_point(const char* name);
#else
inline void crash_point(const char* /*name*/) {}
#endif

}  // namespace dialctl
