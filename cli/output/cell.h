// One value on its way out. Formats differ in layout, never in the value.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/command_table.h"
#include "engine/model/instant.h"

namespace dialctl::cli {

// An exact decimal: minor = 180, decimals = 2 is 1.80. The currency is a column of its own.
struct Money {
  std::int64_t minor = 0;
  int decimals = 2;
  friend bool operator==(const Money&, const Money&) = default;
};

class Cell;
// Rows inside a cell: the gates of an explanation. An array of objects in JSON, lines below in a table.
struct NestedRows {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// A moved-in string is owned; a string_view, literal or named string is borrowed and must outlive the call of
// Rows::add. An empty optional is null.
class Cell {
 public:
  using Variant = std::variant<std::monostate, std::string_view, std::string, std::int64_t, bool, Instant,
                               Milliseconds, Money, std::shared_ptr<const NestedRows>>;

  Cell() = default;
  Cell(std::nullptr_t) {}
  Cell(std::nullopt_t) {}
  Cell(const char* text) : value_(std::string_view{text}) {}
  Cell(std::string_view text) : value_(text) {}
  Cell(const std::string& text) : value_(std::string_view{text}) {}
  Cell(std::string&& text) : value_(std::move(text)) {}
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) Cell(T number)
      : value_(static_cast<std::int64_t>(number)) {}
  template <std::same_as<bool> T>
  Cell(T yes) : value_(yes) {}
  Cell(Instant at) : value_(at) {}
  template <class Rep, class Period>
  Cell(std::chrono::duration<Rep, Period> length)
      : value_(std::chrono::duration_cast<Milliseconds>(length)) {}
  Cell(Money money) : value_(money) {}
  Cell(NestedRows rows) : value_(std::make_shared<const NestedRows>(std::move(rows))) {}
  template <class T>
  Cell(const std::optional<T>& maybe) {
    if (maybe) value_ = Cell(*maybe).value_;
  }
  template <class T>
  Cell(std::optional<T>&& maybe) {
    if (maybe) value_ = Cell(std::move(*maybe)).value_;
  }

  const Variant& value() const { return value_; }
  bool is_null() const { return value_.index() == 0; }
  // The same cell, borrowing nothing.
  Cell owned() const;

 private:
  Variant value_;
};

// The value as plain text, the same in every format but JSON: instants as UTC ISO 8601, durations in seconds
// with up to three decimals, true/false, money with its decimals, null as nothing, nested rows as JSON.
void append_plain(std::string& out, const Cell& cell);
// As JSON: numbers, booleans and null unquoted, durations as numbers of seconds, money as an exact number.
void append_json(std::string& out, const Cell& cell);
// Order of values for --sort: null first, numbers by size, text by bytes.
bool sorts_before(const Cell& left, const Cell& right);

}  // namespace dialctl::cli
