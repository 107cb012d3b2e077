#include "adapters/json/write.h"

#include <fmt/format.h>
#include <iterator>

#include "engine/model/invariant.h"
#include "engine/model/text.h"

namespace dialctl::json {

void ObjectWriter::key(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  append_json_string(out_, name);
  out_ += ':';
}

ObjectWriter& ObjectWriter::text(std::string_view name, std::string_view value) {
  key(name);
  append_json_string(out_, value);
  return *this;
}

ObjectWriter& ObjectWriter::integer(std::string_view name, std::int64_t value) {
  key(name);
  fmt::format_to(std::back_inserter(out_), "{}", value);
  return *this;
}

ObjectWriter& ObjectWriter::boolean(std::string_view name, bool value) {
  return json(name, value ? "true" : "false");
}

ObjectWriter& ObjectWriter::null(std::string_view name) {
  return json(name, "null");
}

ObjectWriter& ObjectWriter::json(std::string_view name, std::string_view value) {
  key(name);
  out_ += value;
  return *this;
}

RowWriter::RowWriter(std::span<const std::string> columns) {
  for (const std::string& column : columns) {
    std::string key = keys_.empty() ? "{" : ",";
    append_json_string(key, column);
    keys_.push_back(key + ":");
  }
}

void RowWriter::append_row(std::string& out, std::span<const std::string_view> cells) const {
  DIALCTL_INVARIANT(cells.size() == keys_.size());
  if (keys_.empty()) out += '{';
  for (std::size_t at = 0; at < cells.size(); ++at) {
    out += keys_[at];
    append_json_string(out, cells[at]);
  }
  out += '}';
}

}  // namespace dialctl::json
