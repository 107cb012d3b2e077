#include <doctest/doctest.h>

#include "adapters/json/write.h"
#include "tests/adapters/json/read_rows.h"

using namespace dialctl;
using namespace dialctl::test;

TEST_CASE("IM-07 an object is written member by member") {
  std::string out = "x";
  json::ObjectWriter object(out);
  object.text("a", "say \"hi\"\n")
      .integer("n", -5)
      .boolean("t", true)
      .boolean("f", false)
      .null("z")
      .json("j", "[1]");
  object.end();
  CHECK(out == "x{\"a\":\"say \\\"hi\\\"\\n\",\"n\":-5,\"t\":true,\"f\":false,\"z\":null,\"j\":[1]}");
  std::string empty;
  json::ObjectWriter(empty).end();
  CHECK(empty == "{}");
}

TEST_CASE("IM-07 rows are written without a failure whatever their bytes are") {
  const std::vector<std::string> columns{"id", "name \"x\""};
  const json::RowWriter writer(columns);
  std::string out;
  const std::string_view cells[] = {"1", "Ї\xFF\x01"};
  writer.append_row(out, cells);
  CHECK(out == "{\"id\":\"1\",\"name \\\"x\\\"\":\"Ї\uFFFD\\u0001\"}");
  out.clear();
  json::RowWriter(std::vector<std::string>{}).append_row(out, {});
  CHECK(out == "{}");
}

TEST_CASE("IM-05 a rejects file of JSON holds the original rows behind the reason and is read again") {
  const auto rejects_of = [](const std::string& text) {
    auto opened = json::open_rows(text::bytes_of(text), {});
    REQUIRE(opened.ok());
    std::string out;
    opened.value()->append_rejects_header(out);
    for (Row row; opened.value()->next(row).value();) {
      opened.value()->append_reject(
          out, row, row.problem ? *row.problem : Error{ErrorKind::usage, "order.phone", "no \"number\"", ""});
    }
    return out;
  };
  const std::string front = R"("reject_code":"order.phone","reject_reason":"no \"number\"")";
  const std::string once = rejects_of("[{\"a\":1},\n{ \"b\":\n {\"c\":[2]}}, { }]");
  CHECK(once == "{\"reject_line\":1," + front + ",\"a\":1}\n{\"reject_line\":2," + front +
                    ", \"b\":  {\"c\":[2]}}\n" + "{\"reject_line\":3," + front + " }\n");
  CHECK(read_json(once) == "columns a|b.c\n1 1\n2 |2\n3 |\nend\n");
  CHECK(rejects_of(once) == "{\"reject_line\":1," + front + ",\"a\":1}\n{\"reject_line\":2," + front +
                                ", \"b\":  {\"c\":[2]}}\n{\"reject_line\":3," + front + " }\n");
  CHECK(rejects_of("{\"a\":}\n").ends_with(",\"a\":}\n"));
  CHECK(rejects_of("nonsense\n").ends_with(",\"reject_raw\":\"nonsense\"}\n"));
}
