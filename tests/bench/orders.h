// Many orders, written straight into a database that has project 1, template 1 and order status 1.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <stdexcept>
#include <string>

#include "adapters/sqlite/connection.h"

namespace dialctl {

struct ManyOrders {
  std::int64_t count = 0;
  int buckets = 1;
  std::string next_at;         // of task i, as SQL
  std::int64_t blacklist = 0;  // entries, none of them an order's number
  std::string zone = "Europe/Kyiv";
  std::string mode = {};             // not empty: in the line of this call mode instead, with
  std::string part = "unprocessed";  // its part,
  std::string entered = "0";         // since when in the mode,
  std::string place_key = "i";       // where among the new ones,
  std::string planned_at = "NULL";   // and when a callback is planned for
};

// One number an order, spread over the buckets.
inline void write_orders(const std::string& path, const ManyOrders& orders, const std::string& before = {}) {
  auto opened = sqlite::Connection::open({path, sqlite::Role::writer, std::chrono::milliseconds{1000}, true});
  if (!opened) throw std::runtime_error(opened.error().message);
  SQLite::Database& database = opened.value()->database();
  const auto up_to = [](std::int64_t most) {
    return fmt::format("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {})",
                       most);
  };
  const std::string numbers = up_to(orders.count);
  const bool in_line = !orders.mode.empty();
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF; BEGIN");
  if (!before.empty()) database.exec(before);
  database.exec(fmt::format("INSERT INTO callee_class VALUES (1, 'UA', '{}')", orders.zone));
  database.exec(
      up_to(orders.buckets) +
      fmt::format(" INSERT INTO bucket (id, project_id, template_id, callee_class_id, priority, mode,"
                  " part) SELECT i, 1, {}, 1, i, '{}', '{}' FROM n",
                  in_line ? "NULL" : "1", orders.mode, in_line ? orders.part : ""));
  database.exec(
      numbers +
      fmt::format(" INSERT INTO customer_order (id, project_id, external_id, status_id, status_since,"
                  " priority, fields, created_at) SELECT i, 1, 'ORDER-' || i, 1, 0, 1 + i % {},"
                  " '{{\"fio\":\"Customer ' || i || '\"}}', 0 FROM n",
                  orders.buckets));
  database.exec(numbers +
                " INSERT INTO order_number SELECT i, 0, printf('+38044%07d', i * 7919 % 9999991),"
                " printf('044 %07d', i), 1, 'number', 0 FROM n");
  database.exec(numbers + " INSERT INTO status_entry SELECT i, 1, 1, 0, 'bench', '' FROM n");
  database.exec(
      numbers +
      fmt::format(" INSERT INTO task (id, order_id, status_entry, template_id, mode, bucket_id, phase,"
                  " next_at, made_at, who, place_key, planned_at) SELECT i, i, 1, {}, '{}', 1 + i % {},"
                  " 'ready', {}, {}, 'bench', {}, {} FROM n",
                  in_line ? "NULL" : "1", orders.mode, orders.buckets, orders.next_at, orders.entered,
                  in_line ? orders.place_key : "NULL", orders.planned_at));
  if (orders.blacklist > 0)
    database.exec(
        up_to(orders.blacklist) +
        " INSERT INTO blacklist (e164, source, added_at) SELECT printf('+38067%07d', i), 'bench', 0 FROM n");
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace dialctl
