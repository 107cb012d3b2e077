#include <chrono>
#include <doctest/doctest.h>
#include <stdexcept>
#include <thread>

#include "engine/run/slice_workers.h"

using namespace dialctl;

namespace {

// Takes "slow" numbers its time, and throws for "broken".
class OddNumbers : public PhoneNumbers {
 public:
  Result<ParsedNumber> parse(std::string_view raw, const NumberRules&) const override {
    if (raw == "broken") throw std::runtime_error("the library is gone");
    if (raw == "slow") std::this_thread::sleep_for(std::chrono::milliseconds{20});
    if (raw == "bad") return Error{ErrorKind::usage, "number.invalid", "no such number", ""};
    return ParsedNumber{*E164::parse("+380440000001"), "UA", "", false, {"Europe/Kyiv"}};
  }
  std::vector<Result<ParsedNumber>> parse_cell(std::string_view cell,
                                               const NumberRules& rules) const override {
    return {parse(cell, rules)};
  }
  ZoneSet zones_of(const E164&) const override { return {}; }
  bool dialable(const E164&) const override { return true; }
  std::string zones_version() const override { return "none"; }
};

class NoZones : public ZoneSource {
 public:
  Result<std::shared_ptr<const ZoneTable>> find(const ZoneName& name) const override {
    return Error{ErrorKind::not_found, "zone.unknown", "no zone " + name, ""};
  }
  std::string version() const override { return "none"; }
  bool changed() const override { return false; }
};

struct Bench {
  Settings settings;
  ZoneTable zone{"Europe/Kyiv", {{kFirstInstant, Seconds{7200}}}};
  OddNumbers numbers;
  NoZones zones;
  std::shared_ptr<const OrderMapping> mapping =
      std::make_shared<const OrderMapping>(OrderMapping::of({"id", "phone", "zone"}, {}).value());

  RowReaderContext context() {
    return RowReaderContext({&settings, &zone}, "Europe/Kyiv", {"UA"}, numbers, zones);
  }
  std::unique_ptr<RowSlice> slice(std::uint64_t line, std::string_view phone,
                                  std::string_view zone_cell = "") {
    auto made = std::make_unique<RowSlice>();
    Row row;
    row.line = line;
    const std::string id = std::to_string(line);
    row.cells = {id, phone, zone_cell};
    row.raw = phone;
    made->add(row, true);
    made->seal(mapping);
    return made;
  }
};

}  // namespace

TEST_CASE("IM-01 slices come back in the order in which they were given, whatever each one takes") {
  Bench bench;
  SliceWorkers workers(3, [&] { return bench.context(); });
  for (std::uint64_t line = 1; line <= 30; ++line)
    workers.give(bench.slice(line, line % 5 == 1 ? "slow" : "good"));
  for (std::uint64_t line = 1; line <= 30; ++line) {
    const auto slice = workers.take();
    CHECK(slice->rows().front().line == line);
    CHECK(slice->rows().front().numbers.size() == 1);
  }
  CHECK(workers.under_way() == 0);
}

TEST_CASE("IM-01 what breaks in a thread is thrown where the slice is taken") {
  Bench bench;
  SliceWorkers workers(2, [&] { return bench.context(); });
  workers.give(bench.slice(1, "good"));
  workers.give(bench.slice(2, "broken"));
  workers.give(bench.slice(3, "good"));
  CHECK(workers.take()->rows().front().line == 1);
  CHECK_THROWS_AS(workers.take(), std::runtime_error);
  CHECK(workers.take()->rows().front().line == 3);
}

TEST_CASE("IM-05 a bad number and an unknown zone are told with their columns") {
  Bench bench;
  auto slice = bench.slice(1, "bad", "Europe/Nowhere");
  RowReaderContext context = bench.context();
  context.parse(*slice);
  const ImportRow& row = slice->rows().front();
  REQUIRE(row.errors.size() == 2);
  CHECK(row.errors[0].column == "zone");
  CHECK(row.errors[0].error.code == "order.unknown-zone");
  CHECK(row.errors[1].column == "phone");
  CHECK(row.errors[1].error.code == "number.invalid");
}

TEST_CASE("IM-04 a row that is known to be unchanged is not parsed again") {
  Bench bench;
  auto slice = bench.slice(1, "broken");
  ImportRow& row = slice->rows().front();
  row.known = KnownOrder{OrderId{1}, StatusId{1}, BatchId{1}, row.row_hash};
  RowReaderContext context = bench.context();
  context.parse(*slice);
  CHECK_FALSE(row.parsed);
}
