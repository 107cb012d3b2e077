#include <doctest/doctest.h>

#include "adapters/csv/writer.h"
#include "tests/adapters/csv/read_csv.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

std::string written(const std::vector<std::string>& cells, csv::WriteOptions options = {}) {
  std::string out;
  csv::Writer(options).append_row(out, cells);
  return out;
}

}  // namespace

TEST_CASE("IM-07 cells are quoted where RFC 4180 asks for it and nowhere else") {
  CHECK(written({"a", "", "b c"}) == "a,,b c\n");
  CHECK(written({"a,b", "say \"x\"", "two\nlines", "cr\rcr"}) ==
        "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\rcr\"\n");
  CHECK(written({""}) == "\"\"\n");
  CHECK(written({"a", "b"}, {.line_end = "\r\n"}) == "a,b\r\n");
  CHECK(written({"a\tb", "c"}, {.delimiter = '\t'}) == "\"a\tb\"\tc\n");
  CHECK(written({}) == "\n");
}

TEST_CASE("IM-07 fault 50 cells that a spreadsheet would run are defused") {
  for (const std::string cell : {"=1+1", "+1+1", "-1+1", "@SUM(A1)",
                                 "\xEF\xBC\x9D"
                                 "1",
                                 "\xEF\xBC\x8B"
                                 "1",
                                 "\xEF\xBC\x8D"
                                 "x",
                                 "\xEF\xBC\xA0x", " =1", "'x", "''", "+", "-"}) {
    CAPTURE(cell);
    CHECK(written({cell}) == "'" + cell + "\n");
    CHECK(written({cell}, {.raw = true}) == cell + "\n");
    CHECK(csv::restored("'" + cell) == cell);
  }
  CHECK(written({"\t=1"}) == "\"'\t=1\"\n");
  CHECK(written({"\r=1"}) == "\"'\r=1\"\n");
  CHECK(written({"=HYPERLINK(\"http://x\",\"y\")"}) == "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n");
}

TEST_CASE("IM-07 fault 50 E.164 numbers stay as they are, what only begins like one does not") {
  CHECK(written({"+380501112233", "+1234567", "+123456789012345"}) ==
        "+380501112233,+1234567,+123456789012345\n");
  CHECK(written({"+380501112233=1"}) == "'+380501112233=1\n");
  CHECK(written({"+38050111223a"}) == "'+38050111223a\n");
  CHECK(written({"+1234567890123456"}) == "'+1234567890123456\n");
  CHECK(written({"+0501112233"}) == "'+0501112233\n");
}

TEST_CASE("IM-07 numbers of a row are never defused") {
  const csv::Writer writer({.delimiter = ';'});
  std::string out;
  writer.append_number(out, -5, true);
  writer.append_text(out, "=x;y", false);
  writer.append_number(out, INT64_MIN, false);
  writer.end_row(out);
  CHECK(out == "-5;\"'=x;y\";-9223372036854775808\n");
}

TEST_CASE("IM-07 bytes that no text has become a replacement character") {
  CHECK(written({"a\xFFz", std::string("n\0l", 3), "\xD0"}) == "a\uFFFDz,n\uFFFDl,\uFFFD\n");
  CHECK(written({"\uFF1D"}) == "'\uFF1D\n");
}

TEST_CASE("IM-07 an apostrophe is taken off only where the writer put it") {
  CHECK(csv::restored("'=1") == "=1");
  CHECK(csv::restored("''=1") == "'=1");
  CHECK(csv::restored("'twas") == "'twas");
  CHECK(csv::restored("''twas") == "'twas");
  CHECK(csv::restored("'") == "'");
  CHECK(csv::restored("") == "");
}
