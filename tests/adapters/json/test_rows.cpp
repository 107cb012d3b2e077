#include <doctest/doctest.h>

#include "tests/adapters/json/read_rows.h"

using namespace dialctl;
using namespace dialctl::test;
using namespace std::string_literals;

TEST_CASE("IM-01 JSON lines are rows, and new keys become columns at the end") {
  auto opened =
      json::open_lines(text::bytes_of("{\"a\":\"x\",\"b\":1}\n\n  \r\n{\"c\":true,\"a\":\"y\"}\r\n{}"), {});
  REQUIRE(opened.ok());
  RowSource& source = *opened.value();
  CHECK(source.columns().empty());
  Row row;
  REQUIRE(source.next(row).value());
  CHECK(source.columns() == std::vector<std::string>{"a", "b"});
  CHECK(row.cells == std::vector<std::string_view>{"x", "1"});
  CHECK(row.raw == "{\"a\":\"x\",\"b\":1}");
  REQUIRE(source.next(row).value());
  CHECK(row.line == 4);
  CHECK(source.columns() == std::vector<std::string>{"a", "b", "c"});
  CHECK(row.cells == std::vector<std::string_view>{"y", "", "true"});
  REQUIRE(source.next(row).value());
  CHECK(row.cells == std::vector<std::string_view>{"", "", ""});
  CHECK(!source.next(row).value());
  CHECK(!source.next(row).value());
}

TEST_CASE("IM-01 an array of objects is read object by object") {
  CHECK(read_json(" [ {\"a\":1} ,\n{\"a\":\"}],[{\\\"\"}\n,{\"b\":[]}]\n") ==
        "columns a\n1 1\n2 }],[{\"\n3 \nend\n");
  CHECK(read_json("[]") == "columns \nend\n");
  CHECK(read_json("[{}]\n \n") == "columns \n1 \nend\n");
}

TEST_CASE("IM-01 array or lines are told from the first character") {
  CHECK(read_json("\n {\"a\":1}\n{\"a\":2}") == "columns a\n2 1\n3 2\nend\n");
  CHECK(read_json("\xEF\xBB\xBF[{\"a\":1}]") == "columns a\n1 1\nend\n");
  CHECK(read_json("") == "columns \nend\n");
  CHECK(read_json("  \n") == "columns \nend\n");
  CHECK(transcript(json::open_array(text::bytes_of(""), {})) ==
        "columns \nfile! json.empty line 1, column 1: there is no JSON\n");
}

TEST_CASE("IM-01 JSON values become the text of cells") {
  CHECK(
      read_json(
          R"({"s":"Ї\u0416\ud83d\udcde","n":-5,"big":18446744073709551615,"huge":123456789012345678901234567890,"d":1.50,"e":1e3,"t":true,"f":false,"z":null})") ==
      "columns s|n|big|huge|d|e|t|f|z\n"
      "1 ЇЖ\U0001F4DE|-5|18446744073709551615|123456789012345678901234567890|1.50|1e3|true|false|\nend\n");
}

TEST_CASE("IM-01 nested objects flatten and arrays of scalars join") {
  CHECK(
      read_json(
          R"({"id":1,"buyer":{"name":"Ann","at":{"city":"Kyiv"}},"phone":["+38050",67,null,true],"none":[],"o":{}})") ==
      "columns id|buyer.name|buyer.at.city|phone\n1 1|Ann|Kyiv|+38050,67,,true\nend\n");
  CHECK(read_json(R"({"goods":[{"name":"cup","n":2},"x",{"name":"pot"},[1,2]]})") ==
        "columns goods.0.name|goods.0.n|goods.2.name|goods.3|goods\n1 cup|2|pot|1,2|x\nend\n");
}

TEST_CASE("IM-05 a broken row is refused alone, with its place") {
  CHECK(read_json("{\"a\":1}\n{\"a\":}\nnonsense\n[1]\n7\n{\"a\":2} x\n{\"a\":3}\n") ==
        "columns a\n1 1\n"
        "2! json.syntax line 2, column 6: this is not valid JSON: syntax error while parsing value - "
        "unexpected '}'; expected '[', '{', or a literal\n"
        "3! json.syntax line 3, column 2: this is not valid JSON: syntax error while parsing value - invalid "
        "literal\n"
        "4! json.not-an-object line 4, column 1: a row must be an object\n"
        "5! json.not-an-object line 5, column 1: a row must be an object\n"
        "6! json.syntax line 6, column 9: this is not valid JSON: syntax error while parsing value - invalid "
        "literal\n"
        "7 3\nend\n");
}

TEST_CASE("IM-05 a broken object of an array is refused alone, with its place in the file") {
  CHECK(read_json("[\n  {\"a\":1}, {\"a\" 2},\n 5 , \"x\",\n  {\"a\":\n   tru}, {\"a\":3}]") ==
        "columns a\n2 1\n"
        "2! json.syntax line 2, column 17: this is not valid JSON: syntax error while parsing object "
        "separator - "
        "unexpected number literal; expected ':'\n"
        "3! json.not-an-object line 3, column 2: a row must be an object\n"
        "3! json.not-an-object line 3, column 6: a row must be an object\n"
        "4! json.syntax line 5, column 7: this is not valid JSON: syntax error while parsing value - invalid "
        "literal\n"
        "5 3\nend\n");
}

TEST_CASE("IM-05 keys that stand twice, deep, nameless or many are refused for their row") {
  CHECK(read_json(R"({"a":1,"a":2})") ==
        "columns \n1! json.duplicate-key line 1, column 8: the key a stands here for the second time\nend\n");
  for (const std::string text : {R"({"a":{"b":1},"a.b":2})", R"({"a":{},"a":1})", R"({"a":1,"a":{}})",
                                 R"({"a":[],"a":[]})", R"({"a":[1],"a":2})", R"({"a":null,"a":1})"}) {
    CAPTURE(text);
    CHECK(read_json(text).find("1! json.duplicate-key line 1, column ") != std::string::npos);
  }
  std::string deep;
  for (int at = 0; at < 65; ++at)
    deep += "{\"a\":";
  CHECK(read_json(deep + "1" + std::string(65, '}')).find("1! json.too-deep line 1, column 321") !=
        std::string::npos);
  CHECK(read_json(std::string(1000, '[') + std::string(1000, ']')).find("json.not-an-object") !=
        std::string::npos);
  CHECK(read_json("{\"\":1}").find("1! json.empty-key line 1, column 2") != std::string::npos);
  const json::ReadOptions narrow{.limits = {.columns_max = 2}};
  CHECK(read_json("{\"a\":1}\n{\"b\":1,\"c\":2}\n{\"a\":2,\"d\":3}\n", narrow) ==
        "columns a|d\n1 1\n2! json.too-many-columns line 2, column 8: more different members than are read "
        "as columns\n"
        "3 2|3\nend\n");
}

TEST_CASE("IM-05 a row that is refused adds no column") {
  CHECK(read_json("{\"a\":1,\"b\":2,}\n{\"c\":1}\n{\"b\":5}\n").starts_with("columns c|b\n1! json.syntax"));
}

TEST_CASE("IM-01 fault 49 trouble of the array itself ends the file") {
  const auto last_line = [](const std::string& text) {
    const std::string read = read_json(text);
    return read.substr(read.rfind('\n', read.size() - 2) + 1);
  };
  CHECK(last_line("[{\"a\":1}") ==
        "file! json.array-unclosed line 1, column 9: the text ends inside the array\n");
  CHECK(last_line("[{\"a\":1},").starts_with("file! json.array-unclosed"));
  CHECK(last_line("[").starts_with("file! json.array-unclosed"));
  CHECK(last_line("[{\"a\":\"x}]\n").starts_with("file! json.array-unclosed line 2, column 1"));
  CHECK(last_line("[{\"a\":1} {\"a\":2}]") ==
        "file! json.array line 1, column 10: a comma is missing between two elements\n");
  CHECK(last_line("[{\"a\":1},]") ==
        "file! json.array line 1, column 10: a comma without an element behind it\n");
  CHECK(last_line("[,{\"a\":1}]").starts_with("file! json.array line 1, column 2"));
  CHECK(last_line("[{\"a\":1}] x") == "file! json.array line 1, column 11: there is text behind the array\n");
  CHECK(transcript(json::open_array(text::bytes_of("{\"a\":1}"), {})) ==
        "columns \nfile! json.array line 1, column 1: an array of objects begins with [\n");
}

TEST_CASE("IM-01 fault 49 text that cannot be decoded ends the file after the rows that were whole") {
  CHECK(read_json("{\"a\":1}\n{\"a\":\"\xFF\"}\n") ==
        "columns a\n1 1\nfile! input.invalid-utf8 line 2, column 7: the byte 0xFF is not valid UTF-8 here\n");
  CHECK(read_json("[{\"a\":1},\n{\"a\":\"\0\"}]"s).find("file! input.nul line 2, column 7") !=
        std::string::npos);
  CHECK(read_json("{\"a\":\"\xCF\"}", {.encoding = text::Encoding::windows1251}) == "columns a\n1 П\nend\n");
  CHECK(transcript(json::open_lines(std::make_unique<BrokenBytes>("{\"a\":1}\n{"), {})) ==
        "columns a\n1 1\nfile! input.unreadable cannot read it: Input/output error\n");
}

TEST_CASE("IM-01 fault 49 a row that is too long is read past") {
  const std::string huge = "{\"a\":\"" + std::string(2 * 1024 * 1024, 'x') + "\"}";
  CHECK(read_json("{\"a\":1}\n" + huge + "\n{\"a\":2}\n") ==
        "columns a\n1 1\n2! json.row-too-long line 2, column 1: the row is longer than 1048576 bytes\n3 "
        "2\nend\n");
  CHECK(read_json("[{\"a\":1},\n " + huge + ",{\"a\":2}]") ==
        "columns a\n1 1\n2! json.row-too-long line 2, column 2: the row is longer than 1048576 bytes\n2 "
        "2\nend\n");
}

TEST_CASE("IM-01 fault 49 a JSON text of 1 GB takes no memory") {
  const auto read = [](std::string front, std::string filler, std::string back) {
    return transcript(json::open_rows(
        std::make_unique<LongBytes>(std::move(front), std::move(filler), huge_bytes, std::move(back)), {}));
  };
  const std::uint64_t before = peak_kib();
  CHECK(read("{\"a\":\"", "0123456789abcdef ", "\"}\n{\"a\":2}").ends_with(" bytes\n2 2\nend\n"));
  CHECK(read("[{\"a\":\"", "0123456789abcdef ", "\"},{\"a\":2}]").ends_with(" bytes\n1 2\nend\n"));
  CHECK(read("[{\"a\":1},{\"a\":\"", "0123456789abcdef ", "").find("file! json.array-unclosed") !=
        std::string::npos);
  CHECK(read("[", "{\"a\":", "").find("file! json.array-unclosed") != std::string::npos);
  CHECK(read("", " \n", "").starts_with("file! json.empty"));
  CHECK(peak_kib() - before < memory_kib_max);
}

TEST_CASE("IM-01 memory does not grow with the number of rows of an array") {
  const std::string row =
      R"({"order_id":"1","bayer_name":"Ганна Коваль","phone":["+380501112233","0671234567"]},)";
  auto opened = json::open_rows(
      std::make_unique<LongBytes>("[", row, row.size() * (huge_bytes / 64 / row.size()), "{}]"), {});
  REQUIRE(opened.ok());
  const std::uint64_t before = peak_kib();
  std::uint64_t rows = 0;
  for (Row one; opened.value()->next(one).value();)
    rows += one.problem ? 0U : 1U;
  CHECK(rows == huge_bytes / 64 / row.size() + 1);
  CHECK(peak_kib() - before < memory_kib_max);
}
