// What Python's phonenumbers says about numbers and prefixes (oracle.py).
#pragma once

#include <string>
#include <vector>

namespace dialctl {

struct OracleLine {
  std::string key;
  std::vector<std::string> values;
};

// Runs oracle.py with that question. Requires Debian's python3-phonenumbers.
std::vector<OracleLine> ask_oracle(const std::string& question);

}  // namespace dialctl
