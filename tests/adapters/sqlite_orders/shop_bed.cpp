#include "tests/adapters/sqlite_orders/shop_bed.h"

#include <fmt/format.h>
#include <stdexcept>

#include "adapters/csv/csv_rows.h"
#include "adapters/json/byte_source.h"
#include "adapters/json/json_rows.h"
#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/sqlite/settings_reader.h"
#include "adapters/tz/system_zones.h"

namespace dialctl::shop {
namespace {

const PhoneNumbers& phone_numbers() {
  static const LibphonenumberNumbers numbers;
  return numbers;
}
const ZoneSource& system_zones() {
  static const SystemZones zones;
  return zones;
}

}  // namespace

ShopBed::ShopBed() {
  auto opened =
      sqlite::Connection::open({folder_.file("shop.db"), sqlite::Role::writer, Milliseconds{5000}, true});
  if (!opened) throw std::logic_error(opened.error().message);
  connection_ = std::move(opened).value();
  sql("INSERT INTO template (name, kind, text, key_wait_seconds, repeats_max, machine, ring_limit_seconds) "
      "VALUES"
      " ('ready', 'message', 'Your order is ready.', 7, 2, 'hang-up', 30),"
      " ('press', 'predictive', 'Press 1. {{key_1 = \"@\"}}', 7, 2, 'hang-up', 30);"
      "INSERT INTO order_status (name, meaning, robot_template_id) VALUES ('new', 'open', 1);"
      "INSERT INTO order_status (name, meaning, timeout_minutes, timeout_to) VALUES ('waiting', 'open', 90, "
      "1);"
      "INSERT INTO order_status (name, meaning) VALUES ('cancelled', 'cancelled');"
      "INSERT INTO order_status (name, meaning, robot_template_id) VALUES ('pressed', 'open', 2);"
      "INSERT INTO provider (name, kind) VALUES ('pbx', 'asterisk');"
      "INSERT INTO operator (name, endpoint, position, leg, status, status_since)"
      " VALUES ('anna', '101', 1, 'ring', 'ready', 0);"
      "INSERT INTO project (name, region, zone, ambiguous_zone, language)"
      " VALUES ('shop', 'UA', 'Europe/Kyiv', 'all', 'uk'), ('other', 'GB', 'Europe/London', 'all', 'en');");
  request.project = kShop;
  request.source_name = "today.csv";
  request.who = "tester";
  request.now = kNow;
  request.numbers = {"UA"};
  request.threads = 2;
}

Result<ImportReport> ShopBed::import(const std::string& text) {
  auto bytes = text::bytes_of(text);
  auto source =
      text.starts_with('{') ? json::open_lines(std::move(bytes), {}) : csv::open_rows(std::move(bytes), {});
  if (!source) return source.error();
  return import(*source.value());
}

Result<ImportReport> ShopBed::import(RowSource& source) {
  rejects.clear();
  sqlite::SqliteImportBook book(*connection_);
  return import_orders(
      request, rules(),
      {source, phone_numbers(), system_zones(), book, with_rejects ? this : nullptr, progress});
}

Rulebook ShopBed::rules() {
  return Rulebook(sqlite::read_settings(*connection_));
}

void ShopBed::sql(const std::string& text) {
  connection_->database().exec(text);
}

std::string ShopBed::value(const std::string& query) {
  const std::string all = rows(query);
  return all.substr(0, all.find(';'));
}

std::string ShopBed::rows(const std::string& query) {
  std::string text;
  SQLite::Statement statement(connection_->database(), query);
  while (statement.executeStep()) {
    if (!text.empty()) text += ';';
    for (int i = 0; i < statement.getColumnCount(); ++i)
      text += (i == 0 ? "" : "|") + statement.getColumn(i).getString();
  }
  return text;
}

std::string counts(const Result<ImportReport>& report) {
  if (!report) return report.error().code + ": " + report.error().message;
  const ImportCounts& c = report.value().counts;
  return fmt::format("{}/{}/{}/{}/{}", c.created, c.updated, c.unchanged, c.skipped, c.refused);
}

std::string refusals(const Result<ImportReport>& report) {
  if (!report) return report.error().code;
  std::string text;
  for (const RowRefusal& refusal : report.value().refusals)
    text +=
        fmt::format("{}{} {} {}", text.empty() ? "" : "; ", refusal.line, refusal.column, refusal.error.code);
  return text;
}

}  // namespace dialctl::shop
