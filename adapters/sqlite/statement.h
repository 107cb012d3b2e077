// Prepared statements with typed values in and out.
//
//   Statement find(connection, "SELECT id, name FROM queue WHERE id = ?");
//   Rows rows = find.query(queue_id);          values are copied; the statement is reset when Rows goes away
//   while (rows.next()) use(rows.id<QueueId>(), rows.text());       columns are read from left to right
//   int changed = update.run(name, at, queue_id);
//
// Bound as INTEGER: integers, bool, Instant, durations (their count), ids. As TEXT: strings, E164, and every
// enum that has to_text(). An empty optional is NULL. All throw SQLite::Exception.
#pragma once

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "adapters/sqlite/connection.h"
#include "engine/model/ids.h"
#include "engine/model/instant.h"
#include "engine/model/phone_number.h"

namespace dialctl::sqlite {

[[noreturn]] void damaged(const std::string& how);  // throws SQLite::Exception (SQLITE_CORRUPT)

class Rows {
 public:
  explicit Rows(SQLite::Statement& statement) : statement_(&statement) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows() { statement_->tryReset(); }

  bool next() {
    column_ = 0;
    return statement_->executeStep();
  }

  bool null() const { return statement_->isColumnNull(column_); }  // of the column that comes next
  void skip() { ++column_; }
  std::int64_t integer() { return statement_->getColumn(column_++).getInt64(); }
  int number() { return static_cast<int>(integer()); }
  bool flag() { return integer() != 0; }
  std::string text() { return statement_->getColumn(column_++).getString(); }
  Instant instant() { return from_millis(integer()); }
  template <class Duration>
  Duration duration() {
    return Duration{integer()};
  }
  template <class Id>
  Id id() {
    return Id{integer()};
  }
  template <class Id>
  std::optional<Id> maybe_id() {
    return maybe([this] { return id<Id>(); });
  }
  template <class Duration>
  std::optional<Duration> maybe_duration() {
    return maybe([this] { return duration<Duration>(); });
  }
  std::optional<Instant> maybe_instant() {
    return maybe([this] { return instant(); });
  }
  std::optional<std::int64_t> maybe_integer() {
    return maybe([this] { return integer(); });
  }
  std::optional<int> maybe_number() {
    return maybe([this] { return number(); });
  }
  // A number or an enum's text that was checked before it was written; anything else is a broken database.
  E164 e164();
  template <class Parse>
  auto parsed(Parse parse) {
    const std::string stored = text();
    auto value = parse(stored);
    if (!value) refuse(stored);
    return *value;
  }
  template <class Parse>
  auto maybe_parsed(Parse parse) {
    return maybe([&] { return parsed(parse); });
  }

 private:
  template <class Read>
  auto maybe(Read read) -> std::optional<decltype(read())> {
    if (!null()) return read();
    skip();
    return std::nullopt;
  }
  [[noreturn]] void refuse(const std::string& stored) const;

  SQLite::Statement* statement_;
  int column_ = 0;
};

// What a row that must be there is taken out of: its absence is a damaged database.
template <class Value>
Value stored(std::optional<Value> value) {
  if (!value) damaged("a row that others refer to is missing");
  return *std::move(value);
}

class Statement {
 public:
  Statement(Connection& connection, const char* sql) : statement_(connection.database(), sql) {}

  template <class... Values>
  [[nodiscard]] Rows query(const Values&... values) {
    bind_all(values...);
    return Rows(statement_);
  }
  // Runs to the end; how many rows were changed. Rows that RETURNING gives are passed over.
  template <class... Values>
  int run(const Values&... values) {
    bind_all(values...);
    Rows rows(statement_);
    while (rows.next()) {
    }
    return statement_.getChanges();
  }

 private:
  template <class... Values>
  void bind_all(const Values&... values) {
    statement_.tryReset();
    int index = 0;
    (bind(++index, values), ...);
  }

  void bind(int index, std::integral auto value) { statement_.bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, const std::string& value) { statement_.bind(index, value); }
  void bind(int index, const char* value) { statement_.bind(index, value); }
  void bind(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
  void bind(int index, const E164& value) { statement_.bind(index, value.text()); }
  void bind(int index, Instant value) { bind(index, to_millis(value)); }
  template <class Rep, class Period>
  void bind(int index, std::chrono::duration<Rep, Period> value) {
    bind(index, value.count());
  }
  template <class Tag>
  void bind(int index, Id<Tag> value) {
    bind(index, value.value);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void bind(int index, Enum value) { bind(index, to_text(value)); }
  template <class Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value) {
      bind(index, *value);
    } else {
      statement_.bind(index);
    }
  }

  SQLite::Statement statement_;
};

}  // namespace dialctl::sqlite
