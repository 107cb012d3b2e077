#include <doctest/doctest.h>

#include "tests/adapters/csv/read_csv.h"

using namespace dialctl;
using namespace dialctl::test;
using namespace std::string_literals;

namespace {

Error file_error(std::string text, csv::ReadOptions options = {}) {
  auto opened = csv::open_rows(text::bytes_of(std::move(text)), options);
  if (!opened) return opened.error();
  for (Row row;;) {
    auto found = opened.value()->next(row);
    if (!found) return found.error();
    if (!found.value()) return {};
  }
}

}  // namespace

TEST_CASE("IM-05 fault 49 a ragged row is refused alone, with its place") {
  CHECK(read_csv("a,b\n1\n2,3\n4,5,6\n7,8\n") ==
        "columns a|b\n"
        "2! csv.ragged line 2, column 2: the row has 1 cell, the header has 2\n"
        "3 2|3\n"
        "4! csv.ragged line 4, column 5: the row has 3 cells, the header has 2\n"
        "5 7|8\nend\n");
}

TEST_CASE("IM-05 fault 49 a stray quote is refused alone, with its place") {
  CHECK(read_csv("a;b\nx;TOV \"Roma\"\n\"5\" screen\";y\n1;2\n") ==
        "columns a|b\n"
        "2! csv.stray-quote line 2, column 7: a quote inside an unquoted cell\n"
        "3! csv.stray-quote line 3, column 4: text behind the closing quote of a cell\n"
        "4 1|2\nend\n");
}

TEST_CASE("IM-05 columns count characters, not bytes") {
  CHECK(read_csv("a;b\nЇжак;x\"\n") ==
        "columns a|b\n2! csv.stray-quote line 2, column 7: a quote inside an unquoted cell\nend\n");
}

TEST_CASE("IM-05 the first problem of a row is the one that is told") {
  CHECK(read_csv("a,b\n1\"\"\"2,3,4,5\n") ==
        "columns a|b\n2! csv.stray-quote line 2, column 2: a quote inside an unquoted cell\nend\n");
}

TEST_CASE("IM-01 fault 49 an unclosed quote ends the file and names the place where it opened") {
  CHECK(read_csv("a,b\n1,2\n3,\"four\n5,6\n7,8\n") ==
        "columns a|b\n2 1|2\nfile! csv.unclosed-quote line 3, column 3: the quote that opens here is never "
        "closed\n");
  CHECK(
      read_csv("a,b\n1,\"") ==
      "columns a|b\nfile! csv.unclosed-quote line 2, column 3: the quote that opens here is never closed\n");
  CHECK(read_csv("a,\"b\n1,2\n") ==
        "file! csv.unclosed-quote line 1, column 3: the quote that opens here is never closed\n");
}

TEST_CASE("IM-01 fault 49 an unclosed quote in a huge file still names its place") {
  auto opened = csv::open_rows(
      std::make_unique<LongBytes>("a,b\n1,2\nx\ny,z\n3,\"q", "one,two\n", 3 * 1024 * 1024, ""), {});
  CHECK(transcript(opened).ends_with(
      "file! csv.unclosed-quote line 5, column 3: the quote that opens here is never closed\n"));
}

TEST_CASE("IM-01 fault 49 headers must be there, named and different") {
  CHECK(read_csv("") == "file! csv.empty line 1, column 1: the file is empty, it has not even a header\n");
  CHECK(file_error("\r\n\n").code == "csv.empty");
  CHECK(file_error("\xEF\xBB\xBF").code == "csv.empty");
  CHECK(read_csv("a,b,a\n1,2,3\n") ==
        "file! csv.duplicate-header line 1, column 5: columns 1 and 3 are both named a\n");
  CHECK(file_error("a, a\n").code == "csv.duplicate-header");
  CHECK(read_csv("a,,b\n1,2,3\n") ==
        "file! csv.empty-header line 1, column 3: column 2 of the header has no name\n");
  CHECK(file_error("a,b,\n1,2,\n").code == "csv.empty-header");
  CHECK(file_error("a,b\"\n1,2,\n").code == "csv.header");
  CHECK(file_error("a,b\"\n1,2,\n").message ==
        "line 1, column 4: a quote inside an unquoted cell (in the header)");
}

TEST_CASE("IM-01 fault 49 a file of too many columns is refused, one at the limit is read") {
  const auto header = [](int columns) {
    std::string text = "c0";
    for (int at = 1; at < columns; ++at)
      text += ",c" + std::to_string(at);
    return text + "\n";
  };
  CHECK(file_error(header(4096)).code == "");
  const Error error = file_error(header(100000));
  CHECK(error.code == "csv.too-many-columns");
  CHECK(error.message.find("the header has 100000 columns, at most 4096 are read") != std::string::npos);
  std::string row(100000, ',');
  CHECK(read_csv("a,b\n" + row + "\n1,2\n").ends_with("has 100001 cells, the header has 2\n3 1|2\nend\n"));
}

TEST_CASE("IM-01 fault 49 caps on cells and rows refuse the row alone") {
  const csv::ReadOptions small{.limits = {.cell_bytes_max = 8, .row_bytes_max = 32, .columns_max = 10}};
  CHECK(read_csv("a,b\n12345678,\"12345678\"\n1,123456789\n\"123456789\",1\n1,2\n", small) ==
        "columns a|b\n2 12345678|12345678\n"
        "3! csv.cell-too-long line 3, column 3: the cell is longer than 8 bytes\n"
        "4! csv.cell-too-long line 4, column 2: the cell is longer than 8 bytes\n"
        "5 1|2\nend\n");
  const std::string at_limit = "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,12";
  CHECK(read_csv("a,b\n" + at_limit + "\n" + at_limit + "3\n1,2\n", small) ==
        "columns a|b\n2! csv.ragged line 2, column 5: the row has 16 cells, the header has 2\n"
        "3! csv.row-too-long line 3, column 1: the row is longer than 32 bytes\n4 1|2\nend\n");
  CHECK(file_error(std::string(2 * 1024 * 1024, 'a')).code == "csv.header");
}

TEST_CASE("IM-01 fault 49 a row that is too long is read past and gives no raw text") {
  const std::string huge(3 * 1024 * 1024, 'x');
  auto opened = csv::open_rows(text::bytes_of("a,b\n1,\"" + huge + "\n\"\n2,3\n" + huge + "\n4,5\n"), {});
  REQUIRE(opened.ok());
  Row row;
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.problem->code == "csv.row-too-long");
  CHECK(!row.raw_complete);
  CHECK(row.raw.empty());
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.line == 4);
  CHECK(row.raw == "2,3");
  CHECK(row.raw_complete);
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.line == 5);
  CHECK(row.problem->code == "csv.row-too-long");
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.line == 6);
  CHECK(row.raw == "4,5");
  CHECK(!opened.value()->next(row).value());
}

TEST_CASE("IM-01 fault 49 a line of 1 GB takes no memory") {
  const auto long_line = [](std::string front, std::string filler) {
    return csv::open_rows(
        std::make_unique<LongBytes>(std::move(front), std::move(filler), huge_bytes, "\n1,2\n"), {});
  };
  const std::uint64_t before = peak_kib();
  CHECK(transcript(long_line("a,b\n", "0123456789abcdef, ")).ends_with(" bytes\n3 1|2\nend\n"));
  CHECK(transcript(long_line("a,b\nx,\"", "0123456789\nabcdef, ")).find("unclosed-quote line 2, column 3") !=
        std::string::npos);
  CHECK(transcript(long_line("", "header")).starts_with("file! csv.header"));
  CHECK(peak_kib() - before < memory_kib_max);
}

TEST_CASE("IM-01 fault 49 /dev/zero is refused at once") {
  auto zeros = text::open_bytes("/dev/zero");
  REQUIRE(zeros.ok());
  const std::string read = transcript(csv::open_rows(std::move(zeros).value(), {}));
  CHECK(read == "file! input.nul line 1, column 1: a NUL byte, which no text has\n");
}
