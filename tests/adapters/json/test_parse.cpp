#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "adapters/json/parse.h"

using namespace dialctl;
using namespace std::string_literals;

namespace {

std::string refusal(std::string_view text, json::ParseLimits limits = {}) {
  const auto parsed = json::parse(text, limits);
  return parsed ? "" : parsed.error().code + " " + parsed.error().message;
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t at = 0; at < depth; ++at)
    text += open;
  text += "1";
  for (std::size_t at = 0; at < depth; ++at)
    text += close;
  return text;
}

nlohmann::json any_document(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<std::uint64_t>();
    case 4:
      return *rc::gen::arbitrary<double>();
    case 5:
      return *rc::gen::element<std::string>("", "a", "\"\\/\b\f\n\r\t", "Їжак", "\U0001F4DE", "\u0001");
    case 6: {
      nlohmann::json array = nlohmann::json::array();
      for (int left = *rc::gen::inRange(0, 4); left > 0; --left)
        array.push_back(any_document(depth - 1));
      return array;
    }
    default: {
      nlohmann::json object = nlohmann::json::object();
      for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        object["k" + std::to_string(left)] = any_document(depth - 1);
      }
      return object;
    }
  }
}

}  // namespace

TEST_CASE("FAULTS 36 valid documents are read as nlohmann reads them") {
  for (const std::string text : {"{}", "[]", "null", "true", " 1 ", "-1.5e3", "\"\\u0416\\ud83d\\udcde\"",
                                 R"({"a":[1,{"b":null},"x"],"c":{}})", "18446744073709551615",
                                 "123456789012345678901234567890", "[[],[[]],{\"\":0}]"}) {
    CAPTURE(text);
    const auto parsed = json::parse(text);
    REQUIRE(parsed.ok());
    CHECK(parsed.value() == nlohmann::json::parse(text));
  }
  CHECK(json::parse("\xEF\xBB\xBF{\"a\":1}").value()["a"] == 1);
}

TEST_CASE("FAULTS 36 nesting is refused beyond 64 while parsing, with its place") {
  CHECK(json::parse(nested(64, "[", "]")).ok());
  CHECK(refusal(nested(65, "[", "]")) ==
        "json.too-deep line 1, column 65: more than 64 objects and arrays inside each other");
  CHECK(json::parse(nested(64, "{\"a\":", "}")).ok());
  CHECK(refusal(nested(65, "{\"a\":", "}")).starts_with("json.too-deep line 1, column 321: "));
  CHECK(refusal(std::string(1000000, '[')).starts_with("json.too-deep"));
  CHECK(refusal("[[1]]", {.depth_max = 1}).starts_with("json.too-deep line 1, column 2: "));
}

TEST_CASE("FAULTS 36 a document beyond the size cap is refused before it is read") {
  const std::string text = "\"" + std::string(1024 * 1024 - 2, 'x') + "\"";
  CHECK(json::parse(text).ok());
  CHECK(refusal(text + " ").starts_with("json.too-large line 1, column 1: the document has 1048577 bytes"));
  CHECK(refusal("[1]", {.bytes_max = 2}).starts_with("json.too-large"));
}

TEST_CASE("FAULTS 36 a key that stands twice is refused, with its place") {
  CHECK(refusal("{\"a\":1,\n  \"b\":2, \"a\":3}") ==
        "json.duplicate-key line 2, column 10: the key a stands here for the second time");
  CHECK(refusal(R"({"x":{"a\"":1,"a\"":2}})") ==
        "json.duplicate-key line 1, column 15: the key a\" stands here for the second time");
  CHECK(refusal(R"({"\u0061":1,"a":2})").starts_with("json.duplicate-key line 1, column 13: "));
  CHECK(json::parse(R"({"a":{"a":1},"b":{"a":1}})").ok());
}

TEST_CASE("FAULTS 36 what is not UTF-8 is refused, with its place") {
  CHECK(refusal("{\"a\":\n\"Ї\xFF\"}") ==
        "json.invalid-utf8 line 2, column 3: the byte 0xFF is not valid UTF-8 here");
  CHECK(refusal("\"\xED\xA0\x80\"").starts_with("json.invalid-utf8"));
  CHECK(refusal("\"\xC3").starts_with("json.invalid-utf8 line 1, column 2: "));
}

TEST_CASE("FAULTS 36 nonsense is refused with its place and without an echo that could steer a terminal") {
  CHECK(refusal("").starts_with("json.syntax line 1, column 1: "));
  CHECK(refusal("{\"a\":1,}").starts_with("json.syntax line 1, column 8: "));
  CHECK(refusal("[1\n,\n2 3]").starts_with("json.syntax line 3, column 3: "));
  CHECK(refusal("<html>").starts_with("json.syntax line 1, column 1: "));
  CHECK(refusal("{}{}").starts_with("json.syntax line 1, column 3: "));
  CHECK(refusal("{}\0{}"s).starts_with("json.syntax line 1, column 3: this is not valid JSON: a NUL byte"));
  CHECK(refusal("{\"a\"").starts_with("json.syntax line 1, column 5: "));
  CHECK(refusal("[1e999]").starts_with("json.syntax"));
  CHECK(refusal("[NaN]").starts_with("json.syntax"));
  CHECK(refusal("// x\n1").starts_with("json.syntax"));
  CHECK(refusal("\"\\ud800\"").starts_with("json.syntax"));
  for (const std::string text : {"\"\x1b[31m\"", "[\x1b[31m]", "{\"\x07\":1}"}) {
    const std::string said = refusal(text);
    CHECK(said.starts_with("json.syntax"));
    for (const char c : said)
      CHECK(static_cast<unsigned char>(c) >= 0x20);
  }
  CHECK(refusal("[1" + std::string(5000, '1') + "e99999]").size() < 400);
}

TEST_CASE("FAULTS 36 whatever nlohmann writes is read back, and cut text is refused") {
  CHECK(rc::check("round trip", [] {
    const nlohmann::json document = any_document(4);
    const std::string text = document.dump(*rc::gen::element(-1, 2));
    const auto parsed = json::parse(text);
    RC_ASSERT(parsed.ok());
    RC_ASSERT(parsed.value().dump() == document.dump());
    if (document.is_structured()) {
      RC_ASSERT(!json::parse(text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size()))).ok());
    }
  }));
}

TEST_CASE("FAULTS 36 random bytes are read or refused as nlohmann does, but for what we refuse besides") {
  CHECK(rc::check("random bytes", [] {
    const std::string text = *rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
        {{12, rc::gen::element('{', '}', '[', ']', '"', ':', ',', '1', 'a', '\\', '-', '.', ' ')},
         {1, rc::gen::arbitrary<char>()}}));
    const auto parsed = json::parse(text);
    const nlohmann::json oracle = nlohmann::json::parse(text, nullptr, false);
    if (parsed.ok()) {
      RC_ASSERT(!oracle.is_discarded());
      RC_ASSERT(parsed.value() == oracle);
    } else if (!oracle.is_discarded()) {
      RC_ASSERT(parsed.error().code == "json.duplicate-key" || text.find('\0') != text.npos);
    }
    if (!parsed.ok()) RC_ASSERT(parsed.error().message.starts_with("line "));
  }));
}
