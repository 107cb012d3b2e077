#include <atomic>
#include <doctest/doctest.h>
#include <thread>

#include "adapters/phone/libphonenumber_numbers.h"

namespace dialctl {
namespace {

const LibphonenumberNumbers& numbers() {
  static const LibphonenumberNumbers made;
  return made;
}

const NumberRules kUa{.region = "UA"};

std::string read(std::string_view raw, const NumberRules& rules = kUa) {
  const auto parsed = numbers().parse(raw, rules);
  return parsed ? parsed.value().number.text() : parsed.error().code;
}

std::vector<std::string> read_cell(std::string_view cell, const NumberRules& rules = kUa) {
  std::vector<std::string> texts;
  for (const auto& parsed : numbers().parse_cell(cell, rules)) {
    texts.push_back(parsed ? parsed.value().number.text() : parsed.error().code);
  }
  return texts;
}

}  // namespace

TEST_CASE("IM-03 numbers are read with the project's region and written as E.164") {
  CHECK(read("0441234567") == "+380441234567");
  CHECK(read("(044) 123-45-67") == "+380441234567");
  CHECK(read("380441234567") == "+380441234567");
  CHECK(read("+380 44 123 45 67") == "+380441234567");
  CHECK(read("00380441234567") == "+380441234567");
  CHECK(read("+１ ２１２ ５５５ ０１２３") == "+12125550123");
  CHECK(read("８ （４９５） １２３－４５－６７", {.region = "RU"}) == "+74951234567");
  CHECK(read("8 495 123-45-67", {.region = "RU"}) == "+74951234567");
  CHECK(read("011 44 20 7946 0018", {.region = "US"}) == "+442079460018");
  CHECK(read("tel:+380-44-123-45-67") == "+380441234567");
  CHECK(read("1-800-FLOWERS", {.region = "US"}) == "+18003569377");
  CHECK(read("+39 06 1234 5678") == "+390612345678");  // Italy keeps its 0
}

TEST_CASE("IM-03 the number's own region, extension and kind come with it") {
  const auto american = numbers().parse("+1 212 555 0123 ext. 42", kUa);
  REQUIRE(american.ok());
  CHECK(american.value().region == "US");
  CHECK(american.value().extension == "42");
  CHECK(!american.value().premium);
  CHECK(american.value().zones == ZoneSet{"America/New_York"});
  CHECK(numbers().parse("044 123-45-67 доб. 15", kUa).value().extension == "15");
  CHECK(numbers().parse("+7 701 234 5678", kUa).value().region == "KZ");
  CHECK(numbers().parse("+800 1234 5678", kUa).value().region == "001");
}

TEST_CASE("IM-03 what is no number is refused with its reason") {
  CHECK(read("") == "number.empty");
  CHECK(read("  \t") == "number.empty");
  CHECK(read("-") == "number.empty");
  CHECK(read("нет телефона") == "number.not-a-number");
  CHECK(read("ivan@example.com") == "number.not-a-number");
  CHECK(read(std::string(1'000'000, '7')) == "number.not-a-number");
  CHECK(read("123-45-67") == "number.too-short");
  CHECK(read("+38044123456") == "number.too-short");
  CHECK(read("+380441234567890") == "number.too-long");
  CHECK(read("+38044123456789012345") == "number.too-long");
  CHECK(read("+999 123 456 789") == "number.bad-country-code");
  CHECK(read("+380 00 123 45 67") == "number.invalid");
  CHECK(read("0441234567", {.region = "XX"}) == "number.bad-region");
  CHECK(read("0441234567", {.region = "ua"}) == "number.bad-region");
  CHECK(read("0441234567", {.region = ""}) == "number.bad-region");
}

TEST_CASE("IM-03 an error shows the text as written, short and in one line") {
  const auto error = numbers().parse("so what\n?", kUa).error();
  CHECK(error.kind == ErrorKind::usage);
  CHECK(error.message == "\"so what ?\" is not a telephone number");
  CHECK(!error.hint.empty());
  std::string cyrillic;
  for (int i = 0; i < 60; ++i)
    cyrillic += "ж";
  for (std::size_t shift = 0; shift < 2; ++shift) {
    const auto message = numbers().parse(std::string(shift, 'x') + cyrillic, kUa).error().message;
    CHECK(message.find(std::string(shift, 'x') + "жжжжж") == 1);
    CHECK(message.find("ж...\"") != std::string::npos);
    CHECK(message.size() < 90);
  }
}

TEST_CASE("IM-03 a number of another region is refused only where it is not allowed") {
  CHECK(read("+12125550123", {.region = "UA", .other_regions = false}) == "number.other-region");
  CHECK(read("+12125550123", {.region = "UA", .other_regions = true}) == "+12125550123");
  CHECK(read("0441234567", {.region = "UA", .other_regions = false}) == "+380441234567");
  CHECK(numbers().parse("+77012345678", {.region = "RU", .other_regions = false}).error().message ==
        "\"+77012345678\" is a number of KZ, and only numbers of RU are allowed here");
}

TEST_CASE("IM-02 several numbers in one cell are taken apart in their order") {
  using Texts = std::vector<std::string>;
  CHECK(read_cell("") == Texts{});
  CHECK(read_cell(" ,; / \n") == Texts{});
  CHECK(read_cell("0441234567") == Texts{"+380441234567"});
  CHECK(read_cell("0441234567, 067 123 45 67;+12125550123") ==
        Texts{"+380441234567", "+380671234567", "+12125550123"});
  CHECK(read_cell("0441234567/0671234567") == Texts{"+380441234567", "+380671234567"});
  CHECK(read_cell("0441234567\n0671234567") == Texts{"+380441234567", "+380671234567"});
  CHECK(read_cell("0441234567, 12, 0671234567") ==
        Texts{"+380441234567", "number.too-short", "+380671234567"});
  CHECK(read_cell("0441234567 / abc") == Texts{"+380441234567", "number.not-a-number"});
}

TEST_CASE("IM-02 a slash or an extension inside one number does not take it apart") {
  using Texts = std::vector<std::string>;
  CHECK(read_cell("030/12345678", {.region = "DE"}) == Texts{"+493012345678"});
  CHECK(read_cell("044/123-45-67, 067/1234567") == Texts{"+380441234567", "+380671234567"});
  CHECK(read_cell("044 123 45 67, ext. 12; 0671234567") == Texts{"+380441234567", "+380671234567"});
  CHECK(read_cell("044 123 45 67, доб. 12") == Texts{"+380441234567"});
  CHECK(read_cell("tel:+380441234567;ext=12") == Texts{"+380441234567"});
  CHECK(numbers().parse_cell("044 123 45 67, ext. 12", kUa)[0].value().extension == "12");
}

TEST_CASE("IM-03 several threads read numbers at once and agree") {
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 2'000; ++i) {
        const std::string national = std::to_string(1'000'000 + (i * 7 + t * 13'331) % 9'000'000);
        if (read("044" + national) != "+38044" + national) ++wrong;
        if (read("+1 212 5" + national.substr(1)) != "+12125" + national.substr(1)) ++wrong;
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  CHECK(wrong == 0);
}

}  // namespace dialctl
