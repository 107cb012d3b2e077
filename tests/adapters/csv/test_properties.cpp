#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "adapters/csv/writer.h"
#include "adapters/json/utf8.h"
#include "tests/adapters/csv/read_csv.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

// Characters that matter to CSV, spreadsheets and encodings, and a few that do not.
std::string any_cell() {
  const auto parts = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "7", " ", ",", ";", "\t", "\"", "\n", "\r", "'", "=", "+", "-", "@",
                                    "Ї", "€", "\U0001F4DE", "\xEF\xBC\x9D", "\xEF\xBB\xBF", "sep=", "\\"));
  std::string out;
  for (const std::string& part : parts)
    out += part;
  return out;
}

// Bytes that are likely to get somewhere: much of what CSV cares about, and any byte now and then.
std::string any_bytes() {
  return *rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
      {{12, rc::gen::element('a', 'b', ',', ';', '\t', '"', '"', '\n', '\r', ' ')},
       {1, rc::gen::arbitrary<char>()}}));
}

std::string file_of(const std::vector<std::vector<std::string>>& rows, csv::WriteOptions options) {
  const csv::Writer writer(options);
  std::string out;
  for (const auto& row : rows)
    writer.append_row(out, row);
  return out;
}

}  // namespace

TEST_CASE("IM-07 what is written is read again as it was") {
  CHECK(rc::check("round trip", [] {
    const char delimiter = *rc::gen::element(',', ';', '\t');
    const bool raw = *rc::gen::arbitrary<bool>();
    const std::string_view line_end = *rc::gen::element<std::string_view>("\n", "\r\n", "\r");
    const std::size_t columns = *rc::gen::inRange<std::size_t>(1, 5);
    std::vector<std::vector<std::string>> rows(1);
    for (std::size_t at = 0; at < columns; ++at)
      rows[0].push_back("c" + std::to_string(at));
    for (int left = *rc::gen::inRange(0, 6); left > 0; --left) {
      rows.emplace_back();
      for (std::size_t at = 0; at < columns; ++at)
        rows.back().push_back(any_cell());
    }
    auto bytes = std::make_unique<PieceBytes>(file_of(rows, {delimiter, raw, line_end}),
                                              *rc::gen::inRange<std::size_t>(1, 40));
    auto opened = csv::open_rows(std::move(bytes), {.delimiter = delimiter});
    RC_ASSERT(opened.ok());
    RC_ASSERT(opened.value()->columns() == rows[0]);
    Row row;
    for (std::size_t at = 1; at < rows.size(); ++at) {
      RC_ASSERT(opened.value()->next(row).value());
      RC_ASSERT(!row.problem);
      RC_ASSERT(row.cells.size() == columns);
      for (std::size_t cell = 0; cell < columns; ++cell) {
        RC_ASSERT((raw ? row.cells[cell] : csv::restored(row.cells[cell])) == rows[at][cell]);
      }
    }
    RC_ASSERT(!opened.value()->next(row).value());
  }));
}

TEST_CASE("IM-07 fault 50 no cell that was written defused begins as a formula") {
  CHECK(rc::check("defused", [] {
    const std::string cell = any_cell() + any_bytes();
    std::string out;
    csv::Writer({}).append_text(out, cell, true);
    const std::string_view shown = std::string_view(out).substr(out.starts_with('"') ? 1 : 0);
    RC_ASSERT(shown.empty() || shown[0] == '\'' || !csv::needs_defusing(shown) || shown[0] == '"');
    RC_ASSERT(text::valid_prefix_bytes(out) == out.size());
  }));
}

TEST_CASE("IM-01 fault 49 any bytes are read to an end, whatever the pieces they come in") {
  CHECK(rc::check("random bytes", [] {
    const std::string front = *rc::gen::element<std::string>("", "a,b\n", "a;\"b\"\r\n", "\xFF\xFE",
                                                             "\xEF\xBB\xBF"
                                                             "a\n");
    const std::string bytes = front + any_bytes();
    csv::ReadOptions options{.limits = {.cell_bytes_max = 12, .row_bytes_max = 40, .columns_max = 6}};
    using text::Encoding;
    options.encoding = *rc::gen::element<std::optional<Encoding>>(
        std::nullopt, std::nullopt, Encoding::utf16le, Encoding::utf16be, Encoding::windows1251);
    const std::string whole = read_csv(bytes, options);
    RC_ASSERT(whole.ends_with("end\n") || whole.find("file! ") != std::string::npos);
    RC_ASSERT(read_csv_in_pieces(bytes, *rc::gen::inRange<std::size_t>(1, 20), options) == whole);
  }));
}

TEST_CASE("IM-05 the raw texts of all rows are the file, but for its line ends and empty lines") {
  CHECK(rc::check("raw", [] {
    const auto without_line_ends = [](std::string text) {
      std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
      return text;
    };
    std::string body = any_bytes();
    std::erase_if(body, [](char c) { return c == '\0' || static_cast<unsigned char>(c) >= 0x80; });
    auto opened = csv::open_rows(text::bytes_of("a,b\n" + body), {});
    RC_ASSERT(opened.ok());
    std::string raws;
    std::uint64_t line = 1;
    for (Row row;;) {
      const auto found = opened.value()->next(row);
      if (!found) {
        RC_ASSERT(found.error().code == "csv.unclosed-quote");
        RC_ASSERT(without_line_ends(body).starts_with(without_line_ends(raws)));
        return;
      }
      if (!found.value()) break;
      RC_ASSERT(row.line > line);
      line = row.line;
      raws += row.raw;
    }
    RC_ASSERT(without_line_ends(raws) == without_line_ends(body));
  }));
}
