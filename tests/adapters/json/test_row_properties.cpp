#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "adapters/json/write.h"
#include "tests/adapters/json/read_rows.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

std::string scalar_text(const nlohmann::json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// The rules of json_rows.h, said once more over a whole document.
void flatten(const nlohmann::json& value, const std::string& path,
             std::map<std::string, std::string>& cells) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items())
      flatten(member, path.empty() ? key : path + "." + key, cells);
  } else if (value.is_array()) {
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (value[at].is_structured()) {
        flatten(value[at], path + "." + std::to_string(at), cells);
        continue;
      }
      const auto [cell, first] = cells.emplace(path, "");
      if (!first) cell->second += ',';
      cell->second += scalar_text(value[at]);
    }
  } else {
    cells[path] = scalar_text(value);
  }
}

nlohmann::json any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::element<std::string>("", "a,b", "\"}],[{\\", "Їжак", "\n", "\U0001F4DE");
    case 4: {
      nlohmann::json array = nlohmann::json::array();
      for (int left = *rc::gen::inRange(0, 4); left > 0; --left)
        array.push_back(any_value(depth - 1));
      return array;
    }
    default: {
      nlohmann::json object = nlohmann::json::object();
      for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        object[*rc::gen::element<std::string>("a", "b", "ключ", "\"{")] = any_value(depth - 1);
      }
      return object;
    }
  }
}

nlohmann::json any_row() {
  nlohmann::json row = nlohmann::json::object();
  for (int left = *rc::gen::inRange(0, 5); left > 0; --left) {
    row[*rc::gen::element<std::string>("a", "b", "c", "d", "e f")] = any_value(3);
  }
  return row;
}

std::string file_of(const std::vector<nlohmann::json>& rows, bool array, int indent) {
  std::string text = array ? "[" : "";
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (at > 0) text += array ? ", " : "\n";
    text += rows[at].dump(array ? indent : -1);
  }
  return text + (array ? "]" : "\n");
}

}  // namespace

TEST_CASE("IM-01 rows of lines and of an array have the cells that the whole documents say") {
  CHECK(rc::check("flattened", [] {
    std::vector<nlohmann::json> rows;
    for (int left = *rc::gen::inRange(0, 5); left > 0; --left)
      rows.push_back(any_row());
    const std::string text = file_of(rows, *rc::gen::arbitrary<bool>(), *rc::gen::element(-1, 0, 3));
    auto opened =
        json::open_rows(std::make_unique<PieceBytes>(text, *rc::gen::inRange<std::size_t>(1, 30)), {});
    RC_ASSERT(opened.ok());
    Row row;
    for (const nlohmann::json& expected : rows) {
      RC_ASSERT(opened.value()->next(row).value());
      RC_ASSERT(!row.problem);
      RC_ASSERT(nlohmann::json::parse(row.raw) == expected);
      std::map<std::string, std::string> cells;
      flatten(expected, "", cells);
      const auto& columns = opened.value()->columns();
      RC_ASSERT(row.cells.size() == columns.size());
      for (std::size_t at = 0; at < columns.size(); ++at) {
        const auto cell = cells.find(columns[at]);
        RC_ASSERT(row.cells[at] == (cell == cells.end() ? "" : cell->second));
        if (cell != cells.end()) cells.erase(cell);
      }
      RC_ASSERT(cells.empty());
    }
    RC_ASSERT(!opened.value()->next(row).value());
  }));
}

TEST_CASE("IM-01 fault 49 any JSON-like bytes are read to an end, whatever the pieces they come in") {
  CHECK(rc::check("random bytes", [] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::weightedOneOf<std::string>(
        {{10, rc::gen::element<std::string>("{\"a\":1}", "{", "}", "[", "]", ",", "\"", "\\", "\n", "\r\n",
                                            " ", "\"b\":", "null", "{\"b\":[1,{}]}")},
         {1, rc::gen::map(rc::gen::arbitrary<char>(), [](char c) { return std::string(1, c); })}}));
    std::string bytes = *rc::gen::element<std::string>("", "[", "[{\"a\":1},");
    for (const std::string& part : parts)
      bytes += part;
    const json::ReadOptions options{.limits = {.row_bytes_max = 24, .columns_max = 4, .depth_max = 3}};
    const std::string whole = read_json(bytes, options);
    RC_ASSERT(whole.ends_with("end\n") || whole.find("file! ") != std::string::npos);
    RC_ASSERT(read_json_in_pieces(bytes, *rc::gen::inRange<std::size_t>(1, 9), options) == whole);
  }));
}

TEST_CASE("IM-07 rows that are written are valid JSON and are read again as they were") {
  CHECK(rc::check("written", [] {
    const std::vector<std::string> columns{"a", "b\"", "ключ"};
    std::vector<std::string> texts;
    std::vector<std::string_view> cells;
    for (std::size_t at = 0; at < columns.size(); ++at)
      texts.push_back(*rc::gen::arbitrary<std::string>());
    for (const std::string& text : texts)
      cells.push_back(text);
    std::string out;
    json::RowWriter(columns).append_row(out, cells);
    const nlohmann::json read = nlohmann::json::parse(out, nullptr, false);
    RC_ASSERT(!read.is_discarded());
    for (std::size_t at = 0; at < columns.size(); ++at) {
      const bool plain = std::all_of(texts[at].begin(), texts[at].end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (plain) RC_ASSERT(read[columns[at]].get<std::string>() == texts[at]);
    }
  }));
}
