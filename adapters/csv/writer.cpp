#include "adapters/csv/writer.h"

#include <fmt/format.h>

#include "engine/model/text.h"

namespace dialctl::csv {
namespace {

template <class Cells>
void append_cells(const Writer& writer, std::string& out, const Cells& cells) {
  // An empty line would be skipped by whoever reads it.
  if (cells.size() == 1 && cells.front().empty()) out += "\"\"";
  for (std::size_t at = 0; at < cells.size(); ++at)
    writer.append_text(out, cells[at], at == 0);
  writer.end_row(out);
}

}  // namespace

bool needs_defusing(std::string_view text) {
  return text.starts_with('\'') || runs_as_formula(text);
}

std::string_view restored(std::string_view cell) {
  return cell.starts_with('\'') && needs_defusing(cell.substr(1)) ? cell.substr(1) : cell;
}

void Writer::append_text(std::string& out, std::string_view text, bool first) const {
  if (!first) out += options_.delimiter;
  if (options_.raw) {
    append_csv_cell(out, text, options_.delimiter);
  } else {
    append_defused_csv_cell(out, text, options_.delimiter);
  }
}

void Writer::append_number(std::string& out, std::int64_t number, bool first) const {
  if (!first) out += options_.delimiter;
  fmt::format_to(std::back_inserter(out), "{}", number);
}

void Writer::append_row(std::string& out, std::span<const std::string_view> cells) const {
  append_cells(*this, out, cells);
}

void Writer::append_row(std::string& out, std::span<const std::string> cells) const {
  append_cells(*this, out, cells);
}

}  // namespace dialctl::csv
