#include <doctest/doctest.h>

#include "tests/adapters/sqlite_orders/shop_bed.h"

using namespace dialctl;
using namespace dialctl::shop;

namespace {

const std::string kFile = "id,phone\n1,0441234567\n2,0441234568\n";

void call_order(ShopBed& bed, int order) {
  bed.sql(
      "INSERT INTO attempt (id, task_id, order_id, project_id, template_id, provider_id, e164, caller_id, "
      "round, at,"
      " zone, zone_origin, local_time, gates, settings_version, blacklist_version) SELECT 1000 + " +
      std::to_string(order) +
      ", task.id, order_id, 1, 1, 1, '+380441234567', '', 1, 0, '', 'number', '', '', 1, 1"
      " FROM task WHERE order_id = " +
      std::to_string(order));
}

}  // namespace

TEST_CASE("IM-06 imports are listed newest first with their counts") {
  ShopBed bed;
  REQUIRE(bed.import(kFile).ok());
  bed.request.on_conflict = OnConflict::update;
  REQUIRE(bed.import("id,phone\n1,0441234569\n2,0441234568\n3,0441234570\n").ok());
  sqlite::SqliteBatchBook book(bed.connection());
  const auto batches = book.batches({}, -1);
  REQUIRE(batches.size() == 2);
  CHECK(batches[0].id == BatchId{2});
  CHECK(batches[0].counts == ImportCounts{1, 1, 1, 0, 0});
  CHECK(batches[0].source == "today.csv");
  CHECK(batches[0].who == "tester");
  CHECK(book.batch(BatchId{1})->counts == ImportCounts{2, 0, 0, 0, 0});
  CHECK_FALSE(book.batch(BatchId{3}).has_value());
}

TEST_CASE("IM-06 undo removes the orders of an import with all that hangs on them, and only these") {
  ShopBed bed;
  REQUIRE(bed.import(kFile).ok());
  REQUIRE(bed.import("id,phone\n8,0441234580\n").ok());
  sqlite::SqliteBatchBook book(bed.connection());
  CHECK(book.undo({BatchId{1}, "tester", kNow, true}).value().orders == 2);
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "3");
  CHECK(book.undo({BatchId{1}, "tester", kNow, false}).value().orders == 2);
  CHECK(bed.rows("SELECT external_id FROM customer_order") == "8");
  for (const char* table : {"order_number", "status_entry", "task"})
    CHECK(bed.value("SELECT count(*) FROM " + std::string{table}) == "1");
  CHECK(bed.value("SELECT count(*) FROM erasure_permit") == "0");
  CHECK(book.undo({BatchId{1}, "tester", kNow, false}).error().code == "batch.undone");
  CHECK(book.undo({BatchId{9}, "tester", kNow, false}).error().code == "batch.unknown");
  CHECK(counts(bed.import(kFile)) == "2/0/0/0/0");
}

TEST_CASE("IM-06 undo removes nothing once somebody has been called, and says who") {
  ShopBed bed;
  REQUIRE(bed.import(kFile).ok());
  call_order(bed, 2);
  sqlite::SqliteBatchBook book(bed.connection());
  const auto undone = book.undo({BatchId{1}, "tester", kNow, false});
  REQUIRE(undone.ok());
  CHECK(undone.value().orders == 0);
  REQUIRE(undone.value().attempted.size() == 1);
  CHECK(undone.value().attempted[0].external_id == "2");
  CHECK(undone.value().attempted[0].attempts == 1);
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "2");
  CHECK_FALSE(book.batch(BatchId{1})->undone_at.has_value());
}

TEST_CASE("IM-02 a mapping is saved by name and read back, several columns for one field") {
  ShopBed bed;
  sqlite::SqliteBatchBook book(bed.connection());
  CHECK_FALSE(book.mapping("crm").has_value());
  const std::vector<MapOverride> overrides{{"phone", "Tel 1"}, {"phone", "Tel 2"}, {"order_id", "Nr"}};
  REQUIRE(book.save_mapping("crm", overrides).ok());
  CHECK(book.mapping("crm") == overrides);
  REQUIRE(book.save_mapping("crm", {{"order_id", "No"}}).ok());
  CHECK(book.mapping("crm") == std::vector<MapOverride>{{"order_id", "No"}});
}
