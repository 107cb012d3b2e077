// Manual pages in mdoc, generated from the command table: dialctl(1) and one page for each noun.
#pragma once

#include <string>
#include <vector>

#include "cli/command_table.h"

namespace dialctl::cli {

struct ManPage {
  std::string file;  // "dialctl-order.1"
  std::string text;
};
std::vector<ManPage> man_pages(const CommandTable& table);

}  // namespace dialctl::cli
