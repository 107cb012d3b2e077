#include "tests/support/source_file.h"

namespace dialctl::test {

std::string source_file(std::string_view path) {
  return std::string{DIALCTL_SOURCE_DIR "/"}.append(path);
}

}  // namespace dialctl::test
