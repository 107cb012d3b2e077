#include "adapters/toml/assignments.h"

#include <doctest/doctest.h>

using namespace dialctl;
using namespace dialctl::toml_file;

namespace {

std::string flat(std::string_view text) {
  const auto read = parse_assignments(text, "x.toml");
  if (!read) return read.error().code + " " + read.error().message;
  std::string out;
  for (const Assignment& line : read.value())
    out += line.key + "=" + line.value + "@" + std::to_string(line.line) + ";";
  return out;
}

}  // namespace

TEST_CASE("CLI settings files are flattened with the line of each value") {
  CHECK(flat("") == "");
  CHECK(flat("db = \"a b\"\n\n[listen]\nport = 8080\non = true\n[listen.tls]\nkey = 'k'\n") ==
        "db=a b@1;listen.port=8080@4;listen.on=true@5;listen.tls.key=k@7;");
  CHECK(flat("a = [\"x\", \"y\"]") == "a=x\ny@1;");
  CHECK(flat("b = 1\na = 2") == "b=1@1;a=2@2;");
  CHECK(flat("d = 2026-11-21") == "d=2026-11-21@1;");
  CHECK(flat("r = 1.5") == "r=1.5@1;");
}

TEST_CASE("CLI a broken settings file names line and column") {
  CHECK(flat("a = 1\nb = \n").starts_with("toml.syntax x.toml:2:"));
  CHECK(flat("a = 1\na = 2\n").starts_with("toml.syntax x.toml:2:"));
  CHECK(flat("a = \"\xff\"\n").starts_with("toml.syntax x.toml:1:"));
  CHECK(flat("a = [1, 2]\n") == "toml.shape x.toml:1: 'a' is a list of something other than text");
  CHECK(flat("a = " + std::string(100'000, '[')).starts_with("toml.syntax"));
  CHECK(flat(std::string(bytes_max + 1, ' ')).starts_with("toml.too-large"));
}

TEST_CASE("CLI a settings file that is not there is told from one that cannot be read") {
  CHECK(read_assignments("/nowhere/x.toml").error().kind == ErrorKind::not_found);
  CHECK(read_assignments("/proc").error().kind == ErrorKind::store);
}
