// Where a file of the project lies, for tests that read one.
#pragma once

#include <string>
#include <string_view>

namespace dialctl::test {

// `path` from the project's root: "tests/adapters/csv/golden".
std::string source_file(std::string_view path);

}  // namespace dialctl::test
