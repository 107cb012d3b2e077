// The usual kinds of fields, made from a member of the row.
#pragma once

#include <type_traits>

#include "cli/declared/field.h"

namespace dialctl::cli {

template <class Member>
struct MemberOf;
template <class Row_, class Type_>
struct MemberOf<Type_ Row_::*> {
  using Row = Row_;
  using Type = Type_;
};
template <auto member>
using RowOf = typename MemberOf<decltype(member)>::Row;
template <auto member>
using TypeOf = typename MemberOf<decltype(member)>::Type;

// The noun whose command lists these rows.
std::string_view noun_of(std::vector<QueueSettings> dialctl::Settings::*rows);
std::string_view noun_of(std::vector<ScheduleSettings> dialctl::Settings::*rows);
std::string_view noun_of(std::vector<RetryPolicy> dialctl::Settings::*rows);
std::string_view noun_of(std::vector<ProviderSettings> dialctl::Settings::*rows);
std::string_view noun_of(std::vector<TemplateSettings> dialctl::Settings::*rows);
std::string_view noun_of(std::vector<OrderStatusSettings> dialctl::Settings::*rows);

enum class Shown : bool { always, when_asked };

template <auto member>
Field<RowOf<member>> text_field(std::string_view name, std::string_view value_name, std::string_view help,
                                Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          value_name,
          help,
          {},
          CellKind::text,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            row.*member = text;
            return {};
          },
          [](const Row& row, const dialctl::Settings&) { return Cell{row.*member}; }};
}

template <auto member>
Field<RowOf<member>> length_field(std::string_view name, std::string_view help,
                                  Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "LENGTH",
          help,
          {.kind = ValueKind::duration},
          CellKind::seconds,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            row.*member = std::chrono::ceil<Seconds>(as_duration(text));
            return {};
          },
          [](const Row& row, const dialctl::Settings&) { return Cell{row.*member}; }};
}

template <auto member, int least>
Result<void> set_minutes(RowOf<member>& row, std::string_view text, const dialctl::Settings&) {
  const Milliseconds length = as_duration(text);
  if (length < Minutes{least} || length % Minutes{1} != Milliseconds{0}) return not_minutes(text, least);
  row.*member = std::chrono::duration_cast<Minutes>(length);
  return {};
}

// Kept in whole minutes; shown in seconds as every length is.
template <auto member>
Field<RowOf<member>> minutes_field(std::string_view name, std::string_view help, Minutes least,
                                   Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "LENGTH",
          help,
          {.kind = ValueKind::duration},
          CellKind::seconds,
          shown == Shown::when_asked,
          least > Minutes{0} ? set_minutes<member, 1> : set_minutes<member, 0>,
          [](const Row& row, const dialctl::Settings&) { return Cell{Seconds{row.*member}}; }};
}

template <auto member>
Field<RowOf<member>> count_field(std::string_view name, std::string_view help, std::int64_t least = 0,
                                 Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "COUNT",
          help,
          {.kind = ValueKind::integer, .least = least, .most = 1'000'000},
          CellKind::integer,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            row.*member = static_cast<TypeOf<member>>(as_integer(text));
            return {};
          },
          [](const Row& row, const dialctl::Settings&) { return Cell{row.*member}; }};
}

template <auto member>
Field<RowOf<member>> yes_field(std::string_view name, std::string_view help,
                               Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "YES|NO",
          help,
          {.kind = ValueKind::choice, .choices = {"yes", "no"}},
          CellKind::boolean,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            row.*member = as_yes(text);
            return {};
          },
          [](const Row& row, const dialctl::Settings&) { return Cell{row.*member}; }};
}

template <auto member>
Field<RowOf<member>> choice_field(std::string_view name, std::string_view help,
                                  std::vector<std::string_view> choices, Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "HOW",
          help,
          {.kind = ValueKind::choice, .choices = std::move(choices)},
          CellKind::text,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            row.*member = *parse_text<TypeOf<member>>(text);
            return {};
          },
          [](const Row& row, const dialctl::Settings&) { return Cell{to_text(row.*member)}; }};
}

// A number with up to three decimals, kept in thousandths: "2.5" is 2500.
template <auto member>
Field<RowOf<member>> decimal_field(std::string_view name, std::string_view help,
                                   Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "NUMBER",
          help,
          {},
          CellKind::text,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            const auto milli = as_milli(text);
            if (!milli) return not_a_number(text);
            row.*member = *milli;
            return {};
          },
          [](const Row& row, const dialctl::Settings&) { return Cell{from_milli(row.*member)}; }};
}

// A percentage with up to two decimals, kept in hundredths of a percent: "2.5" is 250.
template <auto member>
Field<RowOf<member>> percent_field(std::string_view name, std::string_view help,
                                   Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "PERCENT",
          help,
          {},
          CellKind::text,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings&) -> Result<void> {
            const auto milli = as_milli(text);
            if (!milli || *milli > 100'000 || *milli % 10 != 0) return not_a_percentage(text);
            row.*member = *milli / 10;
            return {};
          },
          [](const Row& row, const dialctl::Settings&) {
            return Cell{from_milli(std::int64_t{row.*member} * 10)};
          }};
}

// Another row by its name; "none" clears it. `rows` is the list of the settings that it is in.
template <auto member, auto rows>
Field<RowOf<member>> reference_field(std::string_view name, std::string_view help, std::string_view complete,
                                     Shown shown = Shown::when_asked) {
  using Row = RowOf<member>;
  return {name,
          "NAME",
          help,
          {.complete = complete},
          CellKind::text,
          shown == Shown::when_asked,
          [](Row& row, std::string_view text, const dialctl::Settings& settings) {
            return set_reference(row.*member, text, settings.*rows, noun_of(rows));
          },
          [](const Row& row, const dialctl::Settings& settings) {
            return show_reference(row.*member, settings.*rows);
          }};
}

}  // namespace dialctl::cli
