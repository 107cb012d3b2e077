// Formats. A renderer gets the columns that are shown, then rows with one cell for each.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cli/output/rows.h"

namespace dialctl::cli {

class Renderer {
 public:
  virtual ~Renderer() = default;
  // Appends to `out` what is ready; begin() before the first row or end(), end() once.
  virtual void begin(std::string& out) = 0;
  virtual void row(std::string& out, std::span<const Cell> cells) = 0;
  virtual void end(std::string& out) = 0;
  // What is held back is appended, where the format allows (tables settle their widths by it).
  virtual void settle(std::string&) {}
};

std::unique_ptr<Renderer> make_json_renderer(std::vector<std::string> names, const RowOptions& options);
std::unique_ptr<Renderer> make_delimited_renderer(std::vector<std::string> names, const RowOptions& options);
std::unique_ptr<Renderer> make_table_renderer(std::vector<std::string> names, const RowOptions& options);

// A cell as a table shows it: escaped for screens, "-" for null, yes or no; nested rows as their number.
std::string table_text(const Cell& cell);

}  // namespace dialctl::cli
