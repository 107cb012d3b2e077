#include "cli/output/cell.h"

#include <charconv>

#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

void append_integer(std::string& out, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  out.append(std::begin(digits), end);
}

// value / 10^decimals, exactly.
void append_decimal(std::string& out, std::int64_t value, int decimals) {
  char digits[24];
  const char* first = digits;
  const char* const end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  if (*first == '-') out += *first++;
  const int whole = static_cast<int>(end - first) - decimals;
  if (whole > 0) {
    out.append(first, static_cast<std::size_t>(whole));
    first += whole;
  } else {
    out += '0';
  }
  if (decimals == 0) return;
  out += '.';
  if (whole < 0) out.append(static_cast<std::size_t>(-whole), '0');
  out.append(first, end);
}

void append_seconds(std::string& out, Milliseconds length) {
  if (length.count() % 1000 == 0) {
    append_integer(out, length.count() / 1000);
    return;
  }
  append_decimal(out, length.count(), 3);
  while (out.back() == '0')
    out.pop_back();
}

void append_object(std::string& out, const NestedRows& nested, const std::vector<Cell>& cells) {
  out += '{';
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, nested.columns[i].name);
    out += ':';
    append_json(out, cells[i]);
  }
  out += '}';
}

void append_nested(std::string& out, const NestedRows& nested) {
  out += '[';
  for (std::size_t i = 0; i < nested.rows.size(); ++i) {
    if (i > 0) out += ',';
    append_object(out, nested, nested.rows[i]);
  }
  out += ']';
}

std::string_view text_of(const Cell::Variant& value) {
  if (const auto* view = std::get_if<std::string_view>(&value)) return *view;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return {};
}

// Cells of one column have one kind, so that only equal kinds need an order among themselves.
std::size_t kind_rank(const Cell::Variant& value) {
  constexpr std::size_t kOwnedText = 2;
  constexpr std::size_t kText = 1;
  return value.index() == kOwnedText ? kText : value.index();
}

}  // namespace

Cell Cell::owned() const {
  if (const auto* view = std::get_if<std::string_view>(&value_)) return Cell{std::string{*view}};
  return *this;
}

void append_plain(std::string& out, const Cell& cell) {
  std::visit(
      Overloaded{[](std::monostate) {}, [&](std::string_view text) { out += text; },
                 [&](const std::string& text) { out += text; },
                 [&](std::int64_t number) { append_integer(out, number); },
                 [&](bool yes) { out += yes ? "true" : "false"; }, [&](Instant at) { append_iso(out, at); },
                 [&](Milliseconds length) { append_seconds(out, length); },
                 [&](Money money) { append_decimal(out, money.minor, money.decimals); },
                 [&](const std::shared_ptr<const NestedRows>& nested) { append_nested(out, *nested); }},
      cell.value());
}

void append_json(std::string& out, const Cell& cell) {
  std::visit(Overloaded{[&](std::monostate) { out += "null"; },
                        [&](std::string_view text) { append_json_string(out, text); },
                        [&](const std::string& text) { append_json_string(out, text); },
                        [&](Instant at) {
                          out += '"';
                          append_iso(out, at);
                          out += '"';
                        },
                        [&](const auto&) { append_plain(out, cell); }},
             cell.value());
}

bool sorts_before(const Cell& left, const Cell& right) {
  const std::size_t left_rank = kind_rank(left.value());
  const std::size_t right_rank = kind_rank(right.value());
  if (left_rank != right_rank) return left_rank < right_rank;
  return std::visit(
      Overloaded{[](std::monostate) { return false; },
                 [&](std::string_view text) { return text < text_of(right.value()); },
                 [&](const std::string& text) { return text < text_of(right.value()); },
                 [&](Money money) { return money.minor < std::get<Money>(right.value()).minor; },
                 [](const std::shared_ptr<const NestedRows>&) { return false; },
                 [&]<class T>(const T& value) { return value < std::get<T>(right.value()); }},
      left.value());
}

}  // namespace dialctl::cli
