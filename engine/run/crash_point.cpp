#include "engine/run/crash_point.h"

#ifdef DIALCTL_CRASH_POINTS
#include <csignal>
#include <cstdlib>
#include <map>
#include <string>

namespace dialctl {

void crash_point(const char* name) {
  static const char* const kWanted = std::getenv("DIALCTL_CRASH_AT");
  if (kWanted == nullptr) return;
  const std::string wanted{kWanted};
  const auto colon = wanted.find(':');
  if (wanted.substr(0, colon) != name) return;
  static std::map<std::string, int> passed;
  const int nth = colon == std::string::npos ? 1 : std::atoi(wanted.c_str() + colon + 1);
  if (++passed[name] == nth) std::raise(SIGKILL);
}

}  // namespace dialctl
#endif
