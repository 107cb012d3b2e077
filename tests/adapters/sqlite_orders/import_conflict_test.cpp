// Orders that turn out to be there while many are written at once, and sources that break on the way.
#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>
#include <stdexcept>

#include "tests/adapters/sqlite_orders/shop_bed.h"

using namespace dialctl;
using namespace dialctl::shop;

namespace {

std::string line_of(int id, int number) {
  return std::to_string(id) + ",044" + std::to_string(1'000'000 + number) + '\n';
}
std::string lines_of(int first, int end) {
  std::string text;
  for (int id = first; id < end; ++id)
    text += line_of(id, id);
  return text;
}

// How many rows each table has, and how many of them belong to one of the orders.
std::string whole(ShopBed& bed) {
  return bed.value(
      "SELECT (SELECT count(*) FROM customer_order), (SELECT count(*) FROM order_number),"
      " (SELECT count(*) FROM status_entry), (SELECT count(*) FROM task),"
      " (SELECT count(*) FROM customer_order AS o JOIN order_number AS n ON n.order_id = o.id"
      "  JOIN status_entry AS s ON s.order_id = o.id JOIN task AS t ON t.order_id = o.id"
      "  WHERE substr(n.e164, 5) = printf('44%d', 1000000 + o.external_id))");
}

// Gives some good rows, then breaks as a program does and not as a file does.
class BreakingRows : public RowSource {
 public:
  explicit BreakingRows(int good) : good_(good) {}
  const std::vector<std::string>& columns() const override { return columns_; }
  Result<bool> next(Row& row) override {
    if (given_ == good_) throw std::runtime_error("the source is gone");
    row = Row{};
    row.line = static_cast<std::uint64_t>(++given_) + 1;
    id_ = std::to_string(given_);
    phone_ = "044" + std::to_string(1'000'000 + given_);
    row.cells = {id_, phone_};
    return true;
  }
  void append_rejects_header(std::string&) const override {}
  void append_reject(std::string&, const Row&, const Error&) const override {}

 private:
  std::vector<std::string> columns_{"id", "phone"};
  int good_;
  int given_ = 0;
  std::string id_;
  std::string phone_;
};

}  // namespace

TEST_CASE("IM-05 an id twice among rows that are written at once gets one order with all that hangs on it") {
  ShopBed bed;
  bed.request.partial = true;
  const auto report = bed.import("id,phone\n" + line_of(1, 1) + line_of(2, 2) + line_of(1, 1) +
                                 line_of(2, 7) + "x,12\n" + line_of(3, 3) + line_of(3, 3) + line_of(4, 4));
  CHECK(counts(report) == "4/0/2/0/2");
  CHECK(refusals(report) == "5  order.twice; 6 phone number.too-short");
  CHECK(report.value().refusals[0].error.message ==
        "line 5: order '2' stands in this file already, in line 3, with other content");
  CHECK(whole(bed) == "4|4|4|4|4");
  CHECK(bed.rows("SELECT external_id FROM customer_order ORDER BY id") == "1;2;3;4");
  CHECK(
      bed.value(
          "SELECT order_first = min(o.id), order_last = max(o.id) FROM import_batch, customer_order AS o") ==
      "1|1");
}

TEST_CASE("IM-05 an id twice far apart in one file is unchanged or told with its first line") {
  ShopBed bed;
  bed.request.partial = true;
  const auto report =
      bed.import("id,phone\n" + lines_of(0, 5000) + line_of(10, 10) + line_of(20, 99) + line_of(5000, 5000));
  CHECK(counts(report) == "5001/0/1/0/1");
  CHECK(refusals(report) == "5003  order.twice");
  CHECK(report.value().refusals[0].error.message ==
        "line 5003: order '20' stands in this file already, in line 22, with other content");
  CHECK(whole(bed) == "5001|5001|5001|5001|5001");
}

TEST_CASE("IM-05 an order that others made between two slices is met as one that was there") {
  ShopBed bed;
  bed.request.partial = true;
  bool made = false;
  bed.progress = [&](std::int64_t rows) {
    if (rows < 6000 || made) return;
    made = true;
    bed.sql(
        "INSERT INTO customer_order (project_id, external_id, status_id, status_since, created_at)"
        " VALUES (1, '15000', 3, 0, 0)");
  };
  const auto report = bed.import("id,phone\n" + lines_of(0, 16'000));
  CHECK(counts(report) == "15999/0/0/0/1");
  CHECK(refusals(report) == "15002  order.exists");
  CHECK(whole(bed) == "16000|15999|15999|15999|15999");
  CHECK(bed.value("SELECT status_id, batch_id IS NULL FROM customer_order WHERE external_id = '15000'") ==
        "3|1");
  sqlite::SqliteBatchBook book(bed.connection());
  CHECK(book.undo({BatchId{1}, "tester", kNow, false}).value().orders == 15'999);
  CHECK(bed.rows("SELECT external_id FROM customer_order") == "15000");
}

TEST_CASE("IM-05 what ends a long file comes after all good rows before it") {
  const std::string text = "id,phone\n" + lines_of(0, 7000) + "7000,\"044\n" + lines_of(7001, 7100);
  ShopBed bed;
  const auto refused = bed.import(text);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == "csv.unclosed-quote");
  CHECK(whole(bed) == "0|0|0|0|0");
  bed.request.partial = true;
  const auto partial = bed.import(text);
  CHECK(counts(partial) == "7000/0/0/0/0");
  REQUIRE(partial.value().stopped.has_value());
  CHECK(partial.value().stopped->message.find("line 7002") != std::string::npos);
  CHECK(whole(bed) == "7000|7000|7000|7000|7000");
}

TEST_CASE("IM-05 a source that breaks off is thrown to who has asked for the import, and nothing is kept") {
  for (const int good : {0, 10, 9000}) {
    CAPTURE(good);
    ShopBed bed;
    BreakingRows rows(good);
    CHECK_THROWS_WITH_AS(bed.import(rows), "the source is gone", std::runtime_error);
    CHECK(whole(bed) == "0|0|0|0|0");
    CHECK(counts(bed.import("id,phone\n" + line_of(1, 1))) == "1/0/0/0/0");
  }
}

TEST_CASE("IM-05 an import that fails while rows are still being read ends at once, and nothing is kept") {
  ShopBed bed;
  bed.progress = [](std::int64_t) { throw std::runtime_error("who watches has enough"); };
  CHECK_THROWS_AS(bed.import("id,phone\n" + lines_of(0, 20'000)), std::runtime_error);
  CHECK(whole(bed) == "0|0|0|0|0");
}

TEST_CASE("IM-03 what is no E.164 number is refused by the table itself") {
  ShopBed bed;
  REQUIRE(counts(bed.import("id,phone\n" + line_of(1, 1))) == "1/0/0/0/0");
  const auto put = [&](const std::string& number) {
    bed.sql("UPDATE order_number SET e164 = '" + number + "'");
  };
  for (const char* number : {"+1234567", "+123456789012345", "+380441234567"})
    CHECK_NOTHROW(put(number));
  for (const char* number : {"", "+", "380441234567", "+0441234567", "+123456", "+1234567890123456",
                             "+38044x234567", "+380441234567x", "+380441234567 ", " +380441234567",
                             "+-380441234567", "++380441234567", "+38044123e4", "+99999999999999999999"})
    CHECK_THROWS_AS(put(number), SQLite::Exception);
}
