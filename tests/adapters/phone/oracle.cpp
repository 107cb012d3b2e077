#include "tests/adapters/phone/oracle.h"

#include <cstdio>
#include <doctest/doctest.h>
#include <sstream>

#include "tests/support/source_file.h"

namespace dialctl {

std::vector<OracleLine> ask_oracle(const std::string& question) {
  const std::string command =
      "/usr/bin/python3 '" + test::source_file("tests/adapters/phone/oracle.py") + "' " + question;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    output.append(buffer, size);
  REQUIRE(::pclose(pipe) == 0);

  std::vector<OracleLine> lines;
  std::istringstream text{output};
  for (std::string line; std::getline(text, line);) {
    for (char& c : line)
      c = c == ',' ? ' ' : c;
    std::istringstream words{line};
    OracleLine read;
    words >> read.key;
    for (std::string word; words >> word;) {
      if (word != "-") read.values.push_back(word);
    }
    lines.push_back(read);
  }
  return lines;
}

}  // namespace dialctl
