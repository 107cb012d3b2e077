// Odd files from real exports and their readings: golden/NAME and golden/NAME.reading. After a change on
// purpose: DIALCTL_GOLDEN=write, and read the difference.
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/adapters/csv/read_csv.h"
#include "tests/support/source_file.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("IM-01 fault 49 odd files are read as their golden readings say, in pieces of any size") {
  const char* const wish = std::getenv("DIALCTL_GOLDEN");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_file("tests/adapters/csv/golden"))) {
    if (entry.path().extension() == ".reading") continue;
    ++files;
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const std::string bytes = content_of(entry.path());
    const std::filesystem::path reading = entry.path().string() + ".reading";
    if (wish != nullptr && std::string(wish) == "write") std::ofstream(reading) << read_csv(bytes);
    CHECK(read_csv(bytes) == content_of(reading));
    for (const std::size_t piece : {1U, 2U, 3U, 5U})
      CHECK(read_csv_in_pieces(bytes, piece) == content_of(reading));
  }
  CHECK(files >= 25);
}
