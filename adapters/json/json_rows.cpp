#include "adapters/json/json_rows.h"

#include <fmt/format.h>
#include <string>
#include <utility>

#include "adapters/json/elements.h"
#include "adapters/json/row_parser.h"
#include "adapters/json/write.h"

namespace dialctl::json {
namespace {

// Takes `front` off the text, if it begins so.
bool pass(std::string_view& text, std::string_view front) {
  if (!text.starts_with(front)) return false;
  text.remove_prefix(front.size());
  return true;
}

bool pass_string(std::string_view& text) {
  if (!pass(text, "\"")) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      text.remove_prefix(at + 1);
      return true;
    }
    if (text[at] == '\\') ++at;
  }
  return false;
}

// What stands behind the members that append_reject puts in
// front; empty when they are not there as it writes them.
std::string_view behind_reject_members(std::string_view raw) {
  if (!pass(raw, R"({"reject_line":)")) return {};
  raw.remove_prefix(std::min(raw.find_first_not_of("0123456789"), raw.size()));
  if (!pass(raw, R"(,"reject_code":)") || !pass_string(raw)) return {};
  if (!pass(raw, R"(,"reject_reason":)") || !pass_string(raw)) return {};
  pass(raw, ",");
  return raw;
}

class JsonRows final : public RowSource {
 public:
  JsonRows(std::unique_ptr<Elements> elements, RowLimits limits)
      : elements_(std::move(elements)), limits_(limits), parser_(limits) {}

  const std::vector<std::string>& columns() const override { return parser_.columns(); }
  Result<bool> next(Row& row) override;
  void append_rejects_header(std::string&) const override {}
  void append_reject(std::string& out, const Row& row, const Error& why) const override;

 private:
  std::unique_ptr<Elements> elements_;
  RowLimits limits_;
  RowParser parser_;
  std::string mended_;  // the row of a rejects file without what was put in front
};

Result<bool> JsonRows::next(Row& row) {
  Element element;
  auto found = elements_->next(element);
  if (!found || !found.value()) return found;
  row.line = element.place.line;
  row.raw_complete = !element.too_long;
  row.raw = element.text;
  if (const std::string_view behind = behind_reject_members(row.raw); !behind.empty()) {
    row.raw = mended_.assign("{").append(behind);
  }
  if (element.too_long) {
    row.cells.clear();
    row.problem = Error{ErrorKind::usage, "json.row-too-long",
                        fmt::format("{}: the row is longer than {} bytes", text::to_text(element.place),
                                    limits_.row_bytes_max),
                        "check the quotes and brackets ahead of this place, or split the row"};
    return true;
  }
  parser_.parse(element.text, element.place, row);
  return true;
}

// JSON lines, also for an array: a rejects file is read again as either. The reason goes in front of the
// row's own members, so that a broken row stays as it is and can be mended.
void JsonRows::append_reject(std::string& out, const Row& row, const Error& why) const {
  ObjectWriter object(out);
  object.integer(reject_columns[0], static_cast<std::int64_t>(row.line));
  object.text(reject_columns[1], why.code).text(reject_columns[2], why.message);
  std::string_view own = row.raw;
  own.remove_prefix(std::min(own.find_first_not_of(" \t\r\n"), own.size()));
  if (!pass(own, "{")) {
    if (!own.empty()) object.text("reject_raw", own);
    object.end();
  } else {
    const std::size_t member = own.find_first_not_of(" \t\r\n");
    if (member == own.npos || own[member] != '}') out += ',';
    const std::size_t begin = out.size();
    out += own;
    // An object of an array may hold line ends; outside
    // texts they mean nothing, and inside they are an error.
    for (std::size_t at = begin; at < out.size(); ++at) {
      if (out[at] == '\n' || out[at] == '\r') out[at] = ' ';
    }
  }
  out += '\n';
}

std::unique_ptr<RowSource> rows_of(std::unique_ptr<Elements> elements, const ReadOptions& options) {
  return std::make_unique<JsonRows>(std::move(elements), options.limits);
}

text::Window window_on(std::unique_ptr<text::ByteSource> bytes, const ReadOptions& options) {
  return text::Window(text::TextInput(std::move(bytes), options.encoding));
}

}  // namespace

Result<std::unique_ptr<RowSource>> open_lines(std::unique_ptr<text::ByteSource> bytes,
                                              const ReadOptions& options) {
  return rows_of(elements_of_lines(window_on(std::move(bytes), options), options.limits.row_bytes_max),
                 options);
}

Result<std::unique_ptr<RowSource>> open_array(std::unique_ptr<text::ByteSource> bytes,
                                              const ReadOptions& options) {
  return rows_of(elements_of_array(window_on(std::move(bytes), options), options.limits.row_bytes_max),
                 options);
}

Result<std::unique_ptr<RowSource>> open_rows(std::unique_ptr<text::ByteSource> bytes,
                                             const ReadOptions& options) {
  text::Window window = window_on(std::move(bytes), options);
  for (;;) {
    const std::size_t first = window.held().find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos) {
      const bool array = window.held()[first] == '[';
      auto elements = array ? elements_of_array(std::move(window), options.limits.row_bytes_max)
                            : elements_of_lines(std::move(window), options.limits.row_bytes_max);
      return rows_of(std::move(elements), options);
    }
    if (window.held().size() > options.limits.row_bytes_max) {
      return Error{ErrorKind::usage, "json.empty", "line 1, column 1: the text begins with too many blanks",
                   "take the blanks away"};
    }
    auto more = window.grow();
    if (!more) return more.error();
    if (!more.value())
      return rows_of(elements_of_lines(std::move(window), options.limits.row_bytes_max), options);
  }
}

}  // namespace dialctl::json
