#include <doctest/doctest.h>

#include "tests/adapters/csv/read_csv.h"
#include "tests/support/source_file.h"

using namespace dialctl;
using namespace dialctl::test;
using namespace std::string_literals;

TEST_CASE("IM-01 the delimiter is told from the header") {
  CHECK(read_csv("a,b\n1,2\n") == "columns a|b\n2 1|2\nend\n");
  CHECK(read_csv("a;b\n1,5;2\n") == "columns a|b\n2 1,5|2\nend\n");
  CHECK(read_csv("a\tb\n1;\t2,\n") == "columns a|b\n2 1;|2,\nend\n");
  CHECK(read_csv("\"a,b,c\";d\n1;2\n") == "columns a,b,c|d\n2 1|2\nend\n");
  CHECK(read_csv("phone\n1\n") == "columns phone\n2 1\nend\n");
}

TEST_CASE("IM-01 a delimiter that is given wins over the header") {
  CHECK(read_csv("a,b;c\n1,2;3\n", {.delimiter = ';'}) == "columns a,b|c\n2 1,2|3\nend\n");
  CHECK(read_csv("a,b\n1,2\n", {.delimiter = '\t'}) == "columns a,b\n2 1,2\nend\n");
  CHECK(read_csv("a b\n", {.delimiter = ' '}).starts_with("file! csv.delimiter"));
}

TEST_CASE("IM-01 Excel's sep line names the delimiter and is no row") {
  CHECK(read_csv("sep=;\r\na,x;b\r\n1;2\r\n") == "columns a,x|b\n3 1|2\nend\n");
}

TEST_CASE("IM-01 lines end with LF, CR LF or CR, also mixed, and the last end may be missing") {
  CHECK(read_csv("a,b\n1,2\n3,4") == "columns a|b\n2 1|2\n3 3|4\nend\n");
  CHECK(read_csv("a,b\r\n1,2\r\n3,4\r\n") == "columns a|b\n2 1|2\n3 3|4\nend\n");
  CHECK(read_csv("a,b\r1,2\r3,4\r") == "columns a|b\n2 1|2\n3 3|4\nend\n");
  CHECK(read_csv("a,b\r1,2\n3,4\r\n5,\"6\"\r7,8") == "columns a|b\n2 1|2\n3 3|4\n4 5|6\n5 7|8\nend\n");
}

TEST_CASE("IM-01 a quoted cell may hold delimiters, doubled quotes and line ends, and lines count on") {
  CHECK(read_csv("a,b\n\"x,\"\"y\"\"\",\"\"\n") == "columns a|b\n2 x,\"y\"|\nend\n");
  CHECK(read_csv("a,b\n\"1\n2\r\n3\r4\",z\n5,6\n") == "columns a|b\n2 1\\n2\\r\\n3\\r4|z\n6 5|6\nend\n");
  CHECK(read_csv("a,b\n\"\"\"\",\"\"\"\"\"\"\n") == "columns a|b\n2 \"|\"\"\nend\n");
  CHECK(read_csv("\"a\nb\",c\n1,2\n") == "columns a\\nb|c\n3 1|2\nend\n");
}

TEST_CASE("IM-01 empty cells are kept, empty lines are not") {
  CHECK(read_csv("a,b,c\n,,\n\n\r\n1,,3\n\n") == "columns a|b|c\n2 ||\n5 1||3\nend\n");
  CHECK(read_csv("a\n\"\"\n\nx\n") == "columns a\n2 \n4 x\nend\n");
  CHECK(read_csv("\n\na,b\n1,2\n") == "columns a|b\n4 1|2\nend\n");
}

TEST_CASE("IM-01 blanks around the names of the header are taken off, those of cells are kept") {
  CHECK(read_csv(" a ;\"b \"\n x ;y\n") == "columns a|b\n2  x |y\nend\n");
}

TEST_CASE("IM-01 a header alone has no rows") {
  CHECK(read_csv("a,b") == "columns a|b\nend\n");
  CHECK(read_csv("\xEF\xBB\xBF"
                 "a,b\r\n") == "columns a|b\nend\n");
}

TEST_CASE("IM-01 the raw text of a row is what stood in the file") {
  auto opened = csv::open_rows(text::bytes_of("a,b\r\n\"x\"\"\n1\",y\r\nbad\r\nlast,1"), {});
  REQUIRE(opened.ok());
  Row row;
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.raw == "\"x\"\"\n1\",y");
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.raw == "bad");
  CHECK(row.problem.has_value());
  CHECK(row.cells.empty());
  REQUIRE(opened.value()->next(row).value());
  CHECK(row.raw == "last,1");
  CHECK(!row.problem);
  CHECK(!opened.value()->next(row).value());
  CHECK(!opened.value()->next(row).value());
}

TEST_CASE("IM-01 a file is read by its path, and - is standard input") {
  CHECK(text::open_bytes("/nonexistent/orders.csv").error().code == "input.not-found");
  CHECK(text::open_bytes("/").error().code == "input.unreadable");
  const std::string golden = test::source_file("tests/adapters/csv/golden/lp_crm_utf8_bom.csv");
  auto bytes = text::open_bytes(golden);
  REQUIRE(bytes.ok());
  CHECK(transcript(csv::open_rows(std::move(bytes).value(), {}))
            .starts_with("columns order_id|bayer_name|phone"));
  CHECK(text::open_bytes("-").ok());
}

TEST_CASE("IM-01 a read error in the middle ends the file after the rows that were whole") {
  const auto opened = csv::open_rows(std::make_unique<BrokenBytes>("a,b\n1,2\n3,"), {});
  CHECK(transcript(opened) ==
        "columns a|b\n2 1|2\nfile! input.unreadable cannot read it: Input/output error\n");
}
