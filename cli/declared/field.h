// What admins declare, described field by field: `add`,
// `set`, `show` and `list` of a noun are read from this.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"
#include "cli/output/cell.h"
#include "cli/values.h"
#include "engine/model/result.h"
#include "engine/model/settings.h"
#include "engine/model/settings_text.h"

namespace dialctl::cli {

// One property of a declared row. `set` gets the words of the flag, already of
// the kind that `value` names; names of other rows are looked up in the
// settings. `show` is what `list` and `show` print, and what `set` reads back.
template <class Row>
struct Field {
  std::string_view name;        // flag and column
  std::string_view value_name;  // "NAME"
  std::string_view help;
  Value value{};
  CellKind kind = CellKind::text;
  bool wide = true;  // in a table only when asked for
  Result<void> (*set)(Row&, std::string_view, const dialctl::Settings&);
  Cell (*show)(const Row&, const dialctl::Settings&);
};

// `noun` is the command's ("queue"), so that the hint can name it.
Error no_such(std::string_view noun, std::string_view name);

// ---- Setters' parts. Values were checked against their kind before, so a failure to parse is a broken
// invariant except where the text itself is richer than its kind.

Milliseconds as_duration(std::string_view text);
std::int64_t as_integer(std::string_view text);
// "2.5" -> 2500; "0" -> 0. nullopt: not a number with at most three decimals, or negative.
std::optional<int> as_milli(std::string_view text);
std::string from_milli(std::int64_t milli);
bool as_yes(std::string_view text);
Error not_a_number(std::string_view text);
Error not_a_percentage(std::string_view text);
Error not_minutes(std::string_view text, int least);

// An optional reference by name; "none" clears it.
template <class Row, class Key>
Result<void> set_reference(std::optional<Key>& target, std::string_view name, const std::vector<Row>& rows,
                           std::string_view noun) {
  if (name == "none" || name.empty()) {
    target.reset();
    return {};
  }
  const Row* row = find_named(rows, name);
  if (row == nullptr) return no_such(noun, name);
  target = row->id;
  return {};
}
template <class Row, class Key>
Cell show_reference(const std::optional<Key>& reference, const std::vector<Row>& rows) {
  if (!reference) return Cell{};
  const Row* row = find(rows, *reference);
  return row == nullptr ? Cell{} : Cell{std::string{row->name}};
}

}  // namespace dialctl::cli
