// What a RowSource gave, as text that a test can compare in one piece:
//   columns a|b
//   2 x|y                        a row with its line
//   3! csv.ragged line 3, ...    a row with a problem
//   end                          or: file! csv.unclosed-quote line 4, ...
#pragma once

#include <fmt/format.h>
#include <string>

#include "engine/run/row_source.h"

namespace dialctl::test {

inline std::string joined(const auto& parts) {
  std::string out;
  for (const auto& part : parts) {
    if (&part != &*parts.begin()) out += '|';
    for (const char c : part)
      out += c == '\n' ? std::string("\\n") : c == '\r' ? "\\r" : std::string(1, c);
  }
  return out;
}

inline std::string transcript(const Result<std::unique_ptr<RowSource>>& opened) {
  const auto file_error = [](const Error& error) {
    return fmt::format("file! {} {}\n", error.code, error.message);
  };
  if (!opened) return file_error(opened.error());
  RowSource& source = *opened.value();
  std::string rows;
  std::string end;
  for (Row row; end.empty();) {
    const auto found = source.next(row);
    if (!found) {
      end = file_error(found.error());
    } else if (!found.value()) {
      end = "end\n";
    } else if (row.problem) {
      rows += fmt::format("{}! {} {}\n", row.line, row.problem->code, row.problem->message);
    } else {
      rows += fmt::format("{} {}\n", row.line, joined(row.cells));
    }
  }
  return "columns " + joined(source.columns()) + "\n" + rows + end;
}

}  // namespace dialctl::test
