// Asserts that stay on in every build: a dialer that goes on with a broken invariant calls people twice.
#pragma once

namespace dialctl {

[[noreturn]] void invariant_broken(const char* condition, const char* file, int line);

}  // namespace dialctl

#define DIALCTL_INVARIANT(condition) \
  ((condition) ? static_cast<void>(0) : ::dialctl::invariant_broken(#condition, __FILE__, __LINE__))
