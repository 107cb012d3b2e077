#include "engine/model/text.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace dialctl;

namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}
std::string csv(std::string_view text) {
  std::string out;
  append_csv_cell(out, text);
  return out;
}
std::string defused(std::string_view text) {
  std::string out;
  append_defused_csv_cell(out, text);
  return out;
}
std::string tsv(std::string_view text) {
  std::string out;
  append_tsv_cell(out, text);
  return out;
}

bool has_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.value < 0x20 || (point.value >= 0x7F && point.value <= 0x9F)) return true;
    if (point.value >= 0x202A && point.value <= 0x202E) return true;
    at += point.bytes;
  }
  return false;
}

}  // namespace

TEST_CASE("IM-07 JSON text is quoted, escaped and always UTF-8") {
  CHECK(json("") == "\"\"");
  CHECK(json("Олена") == "\"Олена\"");
  CHECK(json("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(json("a\nb\tc\r\b\f") == "\"a\\nb\\tc\\r\\b\\f\"");
  CHECK(json(std::string_view{"\0\x1b", 2}) == "\"\\u0000\\u001b\"");
  CHECK(json("\xc2\x9b") == "\"\\u009b\"");      // C1: CSI
  CHECK(json("\xe2\x80\xae") == "\"\\u202e\"");  // right-to-left override
  CHECK(json("\xff\xc0\xaf") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
  CHECK(json("\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");  // a surrogate
  CHECK(json("\xf0\x9f\x93\x9e") == "\"\xf0\x9f\x93\x9e\"");
}

TEST_CASE("IM-07 a CSV cell is quoted only where it must be") {
  CHECK(csv("") == "");
  CHECK(csv("plain text") == "plain text");
  CHECK(csv("a,b") == "\"a,b\"");
  CHECK(csv("a\"b") == "\"a\"\"b\"");
  CHECK(csv("a\nb") == "\"a\nb\"");
  CHECK(csv("a;b") == "\"a;b\"");  // whatever separator a spreadsheet guesses
  CHECK(csv("a|b") == "a|b");
  CHECK(csv(std::string_view{"a\0b\xff", 4}) ==
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd");
  CHECK(csv("Олена") == "Олена");
}

TEST_CASE("IM-07 cells that a spreadsheet would run are defused") {
  for (const char* formula :
       {"=1+1", "+1-800", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\xef\xbc\x9d\x31",
        "\xef\xbc\x8b\x31", "\xef\xbc\xa0\x31", "+", "-", "+12", "+38044123456x", "+0441234567"}) {
    CAPTURE(formula);
    CHECK(runs_as_formula(formula));
    const std::string out = defused(formula);
    CHECK((out.starts_with('\'') || out.starts_with("\"'")));
  }
  for (const char* data : {"", "text", "+380441234567", "-12.50", "-3", "1=1", "a@b"}) {
    CAPTURE(data);
    CHECK_FALSE(runs_as_formula(data));
    CHECK(defused(data) == csv(data));
  }
  CHECK(defused("'quoted") == "''quoted");
}

TEST_CASE("IM-07 a TSV cell is one cell on one line") {
  CHECK(tsv("a\tb\nc\rd\\e") == "a\\tb\\nc\\rd\\\\e");
  rc::check("no tab or line end is left", [](const std::string& text) {
    const std::string out = tsv(text);
    RC_ASSERT(out.find_first_of("\t\n\r") == std::string::npos);
  });
}

TEST_CASE("FAULT-51 no name steers a terminal") {
  CHECK(screen_text("\x1b]52;c;aGk=\x07") == "\\u{1b}]52;c;aGk=\\u{07}");
  CHECK(screen_text("a\nb\tc") == "a\\nb\\tc");
  CHECK(screen_text("\xe2\x80\xae"
                    "abc") == "\\u{202e}abc");
  CHECK(screen_text("\xc2\x9b"
                    "31m") == "\\u{9b}31m");
  CHECK(screen_text("Олена 📞") == "Олена 📞");
  rc::check("no control character, bidi mark or broken byte is left", [](const std::string& text) {
    const std::string shown = screen_text(text);
    RC_ASSERT(is_utf8(shown));
    RC_ASSERT(!has_control(shown));
    std::string quoted;
    append_json_string(quoted, text);
    RC_ASSERT(is_utf8(quoted));
    RC_ASSERT(!has_control(quoted));
  });
}

TEST_CASE("IM-07 widths of text on a screen") {
  CHECK(screen_width("") == 0);
  CHECK(screen_width("Олена") == 5);
  CHECK(screen_width("日本") == 4);
  CHECK(screen_width("e\xcc\x81") == 1);
}

TEST_CASE("IM-01 UTF-8 is told from what only looks like it") {
  CHECK(is_utf8("plain, Олена, 日本, 📞"));
  for (const char* broken :
       {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xf4\x90\x80\x80", "\xed\xbf\xbf", "\xe2\x82"}) {
    CHECK_FALSE(is_utf8(broken));
  }
  rc::check("every code point survives writing and reading", [] {
    const auto point = static_cast<char32_t>(*rc::gen::inRange(0, 0x10FFFF));
    RC_PRE(point < 0xD800 || point > 0xDFFF);
    std::string out;
    append_utf8(out, point);
    const CodePoint read = code_point_at(out, 0);
    RC_ASSERT(read.valid);
    RC_ASSERT(read.value == point);
    RC_ASSERT(read.bytes == out.size());
  });
}

TEST_CASE("ARI percent encoding keeps only unreserved characters") {
  CHECK(percent_encode("Local/7900@customers/n") == "Local%2F7900%40customers%2Fn");
  CHECK(percent_encode("a b+;~\xd0\xaf") == "a%20b%2B%3B~%D0%AF");
}
