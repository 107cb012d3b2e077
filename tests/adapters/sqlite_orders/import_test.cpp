#include <doctest/doctest.h>

#include "tests/adapters/sqlite_orders/shop_bed.h"

using namespace dialctl;
using namespace dialctl::shop;

namespace {

const std::string kTwo =
    "order_id;bayer_name;phone;city\n1;Олена;044 123-45-67;Київ\n2;John;+44 20 7946 0123;London\n";

}  // namespace

TEST_CASE("IM-01 a CSV becomes orders with numbers, fields, history and robot calls") {
  ShopBed bed;
  const auto report = bed.import(kTwo);
  REQUIRE(counts(report) == "2/0/0/0/0");
  CHECK(report.value().kept);
  CHECK(report.value().batch == BatchId{1});
  CHECK(bed.rows("SELECT external_id, status_id, fields, batch_id FROM customer_order ORDER BY id") ==
        "1|1|{\"fio\":\"Олена\",\"city\":\"Київ\"}|1;2|1|{\"fio\":\"John\",\"city\":\"London\"}|1");
  CHECK(bed.rows("SELECT order_id, e164, raw, region, zones, origin FROM order_number"
                 " JOIN callee_class ON callee_class.id = callee_class_id ORDER BY 1") ==
        "1|+380441234567|044 123-45-67|UA|Europe/Kyiv|number;2|+442079460123|+44 20 7946 "
        "0123|GB|Europe/London|number");
  CHECK(bed.rows("SELECT order_id, entry, status_id, who, why FROM status_entry ORDER BY 1") ==
        "1|1|1|import|today.csv;2|1|1|import|today.csv");
  CHECK(bed.rows("SELECT order_id, status_entry, template_id, phase, next_at FROM task ORDER BY 1") ==
        "1|1|1|ready|" + std::to_string(to_millis(kNow)) + ";2|1|1|ready|" + std::to_string(to_millis(kNow)));
}

TEST_CASE("IM-01 JSON lines are imported like CSV, whatever keys each object has") {
  ShopBed bed;
  const auto report = bed.import(
      "{\"order_id\": 1, \"tel\": [\"044 123-45-67\", \"+380441234568\"], \"goods\": [{\"name\": \"cup\"}]}\n"
      "{\"phone2\": \"0441234569\", \"order_id\": 2, \"timezone\": \"Asia/Omsk\", \"phone\": "
      "\"0441234570\"}\n");
  CHECK(counts(report) == "2/0/0/0/0");
  CHECK(bed.rows("SELECT order_id, position, e164 FROM order_number ORDER BY 1, 2") ==
        "1|0|+380441234567;1|1|+380441234568;2|0|+380441234570;2|1|+380441234569");
  CHECK(bed.value("SELECT fields FROM customer_order WHERE id = 1") == "{\"goods.0.name\":\"cup\"}");
}

TEST_CASE("IM-03 the zone comes from the column, else the number, else the project") {
  ShopBed bed;
  REQUIRE(counts(bed.import("id,phone,zone\n1,0441234567,Asia/Omsk\n2,0441234568,\n3,+80012345678,\n")) ==
          "3/0/0/0/0");
  CHECK(
      bed.rows("SELECT zones, origin FROM order_number JOIN callee_class ON callee_class.id = callee_class_id"
               " ORDER BY order_id") == "Asia/Omsk|column;Europe/Kyiv|number;Europe/Kyiv|project");
}

TEST_CASE("IM-01 what an import does not have checked row by row is sound, and is checked again afterwards") {
  ShopBed shop;
  const auto index = [&] {
    return shop.value("SELECT sql FROM sqlite_schema WHERE name = 'order_number_e164'");
  };
  const auto switches = [&] {
    return shop.value("PRAGMA foreign_keys") + shop.value("PRAGMA ignore_check_constraints");
  };
  const std::string made = index();
  REQUIRE(made.starts_with("CREATE INDEX"));
  std::string file = "id;phone;fio;tags\n";
  for (int i = 0; i < 2'000; ++i)
    file += std::to_string(9'000 - i) + ";067" + std::to_string(1'000'000 + i * 7'919 % 1'000'003) +
            ";\"a\\ \"\"b\"\" \x01 Олена\";vip, new\n";
  CHECK(counts(shop.import(file + "bad;12;x;\n")) == "2000/0/0/0/1");  // all of it is taken back
  CHECK(index() == made);
  CHECK(counts(shop.import(file)) == "2000/0/0/0/0");
  CHECK(index() == made);
  CHECK(shop.value("PRAGMA integrity_check") == "ok");  // goes through every CHECK and index
  CHECK(shop.value("SELECT count(*) FROM order_number INDEXED BY order_number_e164") == "2000");
  CHECK(counts(shop.import("id;phone\nlater;0671112233\n")) == "1/0/0/0/0");
  CHECK(shop.value("PRAGMA integrity_check") == "ok");
  CHECK(switches() == "10");
}

TEST_CASE("IM-04 the same file again changes nothing, also with its columns in another order") {
  ShopBed bed;
  REQUIRE(counts(bed.import(kTwo)) == "2/0/0/0/0");
  bed.sql("UPDATE customer_order SET status_id = 3, owner = 'anna'");
  const auto again = bed.import(kTwo);
  CHECK(counts(again) == "0/0/2/0/0");
  CHECK(again.value().kept);
  CHECK_FALSE(again.value().batch);
  CHECK(counts(bed.import("city;phone;order_id;bayer_name\nКиїв;044 123-45-67;1;Олена\n")) == "0/0/1/0/0");
  CHECK(bed.value("SELECT count(*), min(status_id), min(owner) FROM customer_order") == "2|3|anna");
  CHECK(bed.value("SELECT count(*) FROM import_batch") == "1");
}

TEST_CASE("IM-04 other content is an error by default, skipped or taken on request") {
  const std::string changed =
      "order_id;bayer_name;phone;city\n1;Олена;044 123-45-67;Львів\n2;John;+44 20 7946 0123;London\n";
  ShopBed bed;
  REQUIRE(counts(bed.import(kTwo)) == "2/0/0/0/0");
  const auto refused = bed.import(changed);
  CHECK(counts(refused) == "0/0/1/0/1");
  CHECK(refusals(refused) == "2  order.exists");
  CHECK(refused.value().conflicts == 1);
  CHECK_FALSE(refused.value().kept);
  bed.request.on_conflict = OnConflict::skip;
  CHECK(counts(bed.import(changed)) == "0/0/1/1/0");
  bed.request.on_conflict = OnConflict::update;
  CHECK(counts(bed.import(changed)) == "0/1/1/0/0");
  CHECK(bed.value("SELECT json_extract(fields, '$.city') FROM customer_order WHERE id = 1") == "Львів");
  CHECK(counts(bed.import(changed)) == "0/0/2/0/0");
}

TEST_CASE("IM-04 an update never resets attempts, rounds, status or what the file does not say") {
  ShopBed bed;
  REQUIRE(counts(bed.import(kTwo)) == "2/0/0/0/0");
  bed.sql(
      "UPDATE customer_order SET status_id = 3, priority = 7, owner = 'anna', tags = '[\"vip\"]',"
      " fields = json_set(fields, '$.note', 'by hand') WHERE id = 1;"
      "UPDATE task SET rounds_done = 2, next_at = 5 WHERE order_id = 1;"
      "UPDATE order_number SET bad = 1 WHERE order_id = 1");
  bed.request.on_conflict = OnConflict::update;
  REQUIRE(counts(bed.import(
              "order_id;bayer_name;phone;city;status\n1;;044 123-45-67, 044 123-45-68;Київ;new\n")) ==
          "0/1/0/0/0");
  CHECK(bed.value("SELECT status_id, priority, owner, tags, fields FROM customer_order WHERE id = 1") ==
        "3|7|anna|[\"vip\"]|{\"city\":\"Київ\",\"note\":\"by hand\"}");
  CHECK(bed.value("SELECT count(*), min(rounds_done), min(next_at), min(number_index) FROM task WHERE "
                  "order_id = 1") == "1|2|5|0");
  CHECK(bed.rows("SELECT e164, bad FROM order_number WHERE order_id = 1 ORDER BY position") ==
        "+380441234567|1;+380441234568|0");
  CHECK(bed.value("SELECT count(*) FROM status_entry WHERE order_id = 1") == "1");
}

TEST_CASE("ST-02 a changed row moves the order only when asked, and then enters the status once") {
  ShopBed bed;
  REQUIRE(counts(bed.import("id,phone,status\n1,0441234567,waiting\n")) == "1/0/0/0/0");
  CHECK(bed.value("SELECT status_timeout_at FROM customer_order") ==
        std::to_string(to_millis(kNow + Minutes{90})));
  bed.request.on_conflict = OnConflict::update;
  bed.request.update_status = true;
  CHECK(counts(bed.import("id,phone,status\n1,0441234567,new\n")) == "0/1/0/0/0");
  CHECK(bed.value("SELECT status_id, status_entry, status_timeout_at IS NULL FROM customer_order") ==
        "1|2|1");
  CHECK(bed.rows("SELECT status_entry, phase FROM task") == "2|ready");
}

TEST_CASE("ST-02 an import into a status whose project has no queue succeeds, its robot calls wait blocked") {
  ShopBed bed;
  bed.request.status = kPressed;
  REQUIRE(counts(bed.import(kTwo)) == "2/0/0/0/0");
  CHECK(bed.value("SELECT phase, substr(reason, 1, 6), count(*) FROM task GROUP BY 1, 2") ==
        "blocked|queue:|2");
}

TEST_CASE("IM-05 one bad row refuses the file, and all mistakes are told with line, column and code") {
  ShopBed bed;
  const auto report = bed.import(
      "id,phone,zone,priority\n"
      "1,0441234567,,\n"
      "2,112,,\n"
      "3,12,Mars/Phobos,high\n"
      "4,,,\n"
      "5,0441234568,\"\n\",\n"
      "1,0441234569,,\n"
      ",0441234570,,\n"
      "6,0441234571,,,\n");
  CHECK(counts(report) == "2/0/0/0/6");
  CHECK(refusals(report) ==
        "3 phone number.emergency; 4 priority order.bad-priority; 4 zone order.unknown-zone; "
        "4 phone number.too-short; 5  order.no-number; 8  order.twice; 9  order.no-id; 10  csv.ragged");
  CHECK(report.value().refusals[5].error.message ==
        "line 8: order '1' stands in this file already, in line 2, with other content");
  CHECK_FALSE(report.value().kept);
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "0");
  CHECK(bed.value("SELECT count(*) FROM import_batch") == "0");
}

TEST_CASE("IM-05 --partial takes the good rows, and the mended rejects file brings the others") {
  ShopBed bed;
  bed.request.partial = true;
  bed.with_rejects = true;
  const auto report = bed.import("id;phone;note\n1;0441234567;a\n2;12;\"b;\"\"c\"\"\"\n3;0441234568;d\n");
  CHECK(counts(report) == "2/0/0/0/1");
  CHECK(report.value().kept);
  REQUIRE(
      bed.rejects.starts_with("reject_line;reject_code;reject_reason;id;phone;note\n3;number.too-short;"));
  std::string mended = bed.rejects;
  mended.replace(mended.find(";2;12;"), 6, ";2;0441234569;");
  CHECK(counts(bed.import(mended)) == "1/0/0/0/0");
  CHECK(bed.rows("SELECT external_id, json_extract(fields, '$.note') FROM customer_order ORDER BY 1") ==
        "1|a;2|b;\"c\";3|d");
}

TEST_CASE("IM-05 a dry run reports the same and changes nothing") {
  ShopBed bed;
  bed.request.dry_run = true;
  const auto report = bed.import(kTwo);
  CHECK(counts(report) == "2/0/0/0/0");
  CHECK_FALSE(report.value().kept);
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "0");
  CHECK(bed.value("SELECT count(*) FROM import_batch") == "0");
  CHECK(bed.value("SELECT count(*) FROM callee_class") == "0");
}

TEST_CASE(
    "IM-05 an id twice in one file with the same content is unchanged, a later change is told with the "
    "line") {
  ShopBed bed;
  CHECK(counts(bed.import("id,phone\n1,0441234567\n1,0441234567\n")) == "1/0/1/0/0");
  bed.request.on_conflict = OnConflict::update;
  const auto report = bed.import("id,phone\n1,0441234568\n1,0441234569\n1,0441234568\n1,0441234567\n");
  CHECK(refusals(report) == "3  order.twice; 5  order.twice");
  CHECK(counts(report) == "0/1/1/0/2");
}

TEST_CASE("IM-05 what ends a file ends the import, with the place, and --partial keeps the rows before it") {
  const std::string unclosed = "id,phone,note\n1,0441234567,a\n2,0441234568,\"open\n3,0441234569,c\n";
  ShopBed bed;
  const auto refused = bed.import(unclosed);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == "csv.unclosed-quote");
  CHECK(refused.error().message.find("line 3, column 14") != std::string::npos);
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "0");
  bed.request.partial = true;
  const auto partial = bed.import(unclosed);
  CHECK(counts(partial) == "1/0/0/0/0");
  REQUIRE(partial.value().stopped.has_value());
  CHECK(partial.value().stopped->code == "csv.unclosed-quote");
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "1");
}

TEST_CASE("IM-01 bytes that are no UTF-8, NUL, an empty file and a header alone are met") {
  ShopBed bed;
  CHECK(bed.import("id,phone\n1,0441234567\n2,\xC0\xEB\n").error().code == "input.invalid-utf8");
  CHECK(bed.import(std::string("id,phone\n1,044\0001\n", 19)).error().code == "input.nul");
  CHECK(bed.import("").error().code == "csv.empty");
  CHECK(bed.import("id,phone,id\n").error().code == "csv.duplicate-header");
  CHECK(counts(bed.import("id,phone\n")) == "0/0/0/0/0");
  CHECK(bed.value("SELECT count(*) FROM customer_order") == "0");
}

TEST_CASE("IM-03 numbers of another region are refused where that is asked for") {
  ShopBed bed;
  bed.request.numbers.other_regions = false;
  CHECK(refusals(bed.import("id,phone\n1,+442079460123\n")) == "2 phone number.other-region");
}

TEST_CASE("IM-01 many slices with conflicts between them keep the file's order") {
  std::string text = "id,phone,n\n";
  for (int i = 0; i < 3000; ++i)
    text += std::to_string(i % 2500) + ",044" + std::to_string(1000000 + i % 2500) + ',' +
            std::to_string(i % 2500) + '\n';
  ShopBed bed;
  CHECK(counts(bed.import(text)) == "2500/0/500/0/0");
  CHECK(
      bed.value("SELECT group_concat(external_id = id - 1) = '1' || replace(hex(zeroblob(2499)), '00', ',1')"
                " FROM (SELECT * FROM customer_order ORDER BY id)") == "1");
}

TEST_CASE("IM-05 --partial commits in slices that others may write between") {
  std::string text = "id,phone\n";
  for (int i = 0; i < 12'000; ++i)
    text += std::to_string(i) + ",044" + std::to_string(1000000 + i) + '\n';
  ShopBed bed;
  bed.request.partial = true;
  CHECK(counts(bed.import(text)) == "12000/0/0/0/0");
  CHECK(bed.value("SELECT rows_new, order_first, order_last FROM import_batch") == "12000|1|12000");
}
