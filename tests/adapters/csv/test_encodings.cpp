#include <doctest/doctest.h>
#include <iconv.h>

#include "adapters/json/encoding.h"
#include "tests/adapters/csv/read_csv.h"

using namespace dialctl;
using namespace dialctl::test;
using namespace std::string_literals;
using text::Encoding;

namespace {

// The C library's converter: the oracle for ours.
std::string converted(std::string text, const char* from, const char* to) {
  const iconv_t way = ::iconv_open(to, from);
  REQUIRE(way != reinterpret_cast<iconv_t>(-1));
  std::string out(text.size() * 4 + 16, '\0');
  char* in = text.data();
  std::size_t in_left = text.size();
  char* to_at = out.data();
  std::size_t out_left = out.size();
  const std::size_t result = ::iconv(way, &in, &in_left, &to_at, &out_left);
  ::iconv_close(way);
  if (result == static_cast<std::size_t>(-1)) return "";
  out.resize(out.size() - out_left);
  return out;
}

const std::string shop =
    "order_id;bayer_name;phone\r\n1;Їжак Ґалаґан €;+380501112233\r\n2;Объявление №5;+79161234567\r\n";
const std::string shop_read =
    "columns order_id|bayer_name|phone\n2 1|Їжак Ґалаґан €|+380501112233\n3 2|Объявление "
    "№5|+79161234567\nend\n";

Error error_of(std::string text, csv::ReadOptions options = {}) {
  auto opened = csv::open_rows(text::bytes_of(std::move(text)), options);
  if (!opened) return opened.error();
  for (Row row;;) {
    auto found = opened.value()->next(row);
    if (!found) return found.error();
    if (!found.value()) return {};
  }
}

}  // namespace

TEST_CASE("IM-01 UTF-8 is read with and without a byte order mark") {
  CHECK(read_csv(shop) == shop_read);
  CHECK(read_csv("\xEF\xBB\xBF" + shop) == shop_read);
  CHECK(read_csv("\xEF\xBB\xBF" + shop, {.encoding = Encoding::utf8}) == shop_read);
}

TEST_CASE("IM-01 UTF-16 is read by its byte order mark or by name") {
  const std::string le = converted(shop, "UTF-8", "UTF-16LE");
  const std::string be = converted(shop, "UTF-8", "UTF-16BE");
  CHECK(read_csv("\xFF\xFE" + le) == shop_read);
  CHECK(read_csv("\xFE\xFF" + be) == shop_read);
  CHECK(read_csv(le, {.encoding = Encoding::utf16le}) == shop_read);
  CHECK(read_csv(be, {.encoding = Encoding::utf16be}) == shop_read);
  CHECK(read_csv("\xFF\xFE" + le, {.encoding = Encoding::utf16le}) == shop_read);
  for (const std::size_t piece : {1U, 2U, 3U, 7U})
    CHECK(read_csv_in_pieces("\xFF\xFE" + le, piece) == shop_read);
}

TEST_CASE("IM-01 UTF-16 beyond the basic plane is read, halves of a pair are refused") {
  const std::string le = converted("a;b\n1;\U0001F4DE\n", "UTF-8", "UTF-16LE");
  CHECK(read_csv_in_pieces("\xFF\xFE" + le, 1) == "columns a|b\n2 1|\U0001F4DE\nend\n");
  const std::string front = "\xFF\xFE" + converted("a;b\n1;", "UTF-8", "UTF-16LE");
  const auto refused = [&front](const std::string& rest) {
    const Error error = error_of(front + rest);
    CHECK(error.code == "input.invalid-text");
    CHECK(error.message.starts_with("line 2, column 3: "));
  };
  refused("\x3D\xD8"s + "x\0"s);  // a first half alone
  refused("\xDE\xDC"s + "x\0"s);  // a second half alone
  refused("\x3D\xD8"s);           // cut off
  refused("x"s);                  // half a unit
}

TEST_CASE("IM-01 windows-1251 is read by name, each of its bytes as the C library has it") {
  const std::string bytes = converted(shop, "UTF-8", "CP1251");
  CHECK(read_csv(bytes, {.encoding = Encoding::windows1251}) == shop_read);
  for (int byte = 1; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    char room[16];
    const text::Decoded done = text::decode(Encoding::windows1251, one, true, room);
    const std::string expected = converted(one, "CP1251", "UTF-8");
    CHECK(std::string(room, done.produced) == expected);
    CHECK((done.fault == text::DecodeFault::invalid) == expected.empty());
  }
}

TEST_CASE("IM-01 the words of --encoding") {
  CHECK(text::encoding_named("Windows-1251").value() == Encoding::windows1251);
  CHECK(text::encoding_named("cp1251").value() == Encoding::windows1251);
  CHECK(text::encoding_named("UTF-16LE").value() == Encoding::utf16le);
  CHECK(text::encoding_named("utf16be").value() == Encoding::utf16be);
  CHECK(text::encoding_named("utf8").value() == Encoding::utf8);
  CHECK(text::encoding_named("auto").value() == std::nullopt);
  CHECK(text::encoding_named("utf-16").value() == std::nullopt);
  CHECK(text::encoding_named("koi8-r").error().code == "input.encoding");
  for (const Encoding one : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be, Encoding::windows1251}) {
    CHECK(text::encoding_named(text::name_of(one)).value() == one);
  }
}

TEST_CASE("IM-01 fault 49 UTF-16 without mark and name is recognised, and the hint names it") {
  const Error le = error_of(converted(shop, "UTF-8", "UTF-16LE"));
  CHECK(le.code == "input.utf16-unmarked");
  CHECK(le.hint.find("--encoding utf-16le") != std::string::npos);
  const Error be = error_of(converted(shop, "UTF-8", "UTF-16BE"));
  CHECK(be.code == "input.utf16-unmarked");
  CHECK(be.hint.find("--encoding utf-16be") != std::string::npos);
  const Error cyrillic = error_of(converted("телефон;имя\n+380501112233;Пётр\n", "UTF-8", "UTF-16LE"));
  CHECK(cyrillic.code == "input.utf16-unmarked");
}

TEST_CASE("IM-01 fault 49 windows-1251 and Latin-1 without a name are refused with place and hint") {
  const Error error = error_of("a;b\n1;x\n2;" + converted("Объявление", "UTF-8", "CP1251") + "\n");
  CHECK(error.code == "input.invalid-utf8");
  CHECK(error.message.starts_with("line 3, column 3: the byte 0xCE"));
  CHECK(error.hint.find("--encoding windows-1251") != std::string::npos);
  CHECK(error_of("a;b\n1;caf\xE9\n").message.starts_with("line 2, column 6: the byte 0xE9"));
  CHECK(error_of("a;b\n1;caf\xC3").message.starts_with("line 2, column 6: "));
  for (const std::string bad :
       {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80"}) {
    CHECK(error_of("a;b\n1;" + bad + "\n").code == "input.invalid-utf8");
  }
}

TEST_CASE("IM-01 fault 49 rows ahead of bad bytes are given first") {
  CHECK(read_csv("a;b\n1;2\n3;\xFF\n4;5\n") ==
        "columns a|b\n2 1|2\nfile! input.invalid-utf8 line 3, column 3: the byte 0xFF is not valid UTF-8 "
        "here\n");
}

TEST_CASE("IM-01 fault 49 a NUL byte is refused with its place") {
  const Error error = error_of("a;b\nfirst row;1\nx;y\0z\n"s);
  CHECK(error.code == "input.nul");
  CHECK(error.message.starts_with("line 3, column 4: "));
  CHECK(error_of("a;b\n1;\0\n"s, {.encoding = Encoding::windows1251}).code == "input.nul");
  CHECK(error_of("\xFF\xFE"
                 "a\0;\0b\0\n\0\0\0"s)
            .code == "input.nul");
}

TEST_CASE("IM-01 fault 49 a name that contradicts the byte order mark is refused") {
  const Error error = error_of("\xEF\xBB\xBF" + shop, {.encoding = Encoding::windows1251});
  CHECK(error.code == "input.encoding-contradicts");
  CHECK(error.hint.find("--encoding utf-8") != std::string::npos);
  CHECK(error_of("\xFE\xFF\0a"s, {.encoding = Encoding::utf16le}).code == "input.encoding-contradicts");
}
