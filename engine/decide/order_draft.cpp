#include "engine/decide/order_draft.h"

#include <algorithm>
#include <charconv>

#include "engine/decide/schedule.h"

namespace dialctl {
namespace {

Error usage(std::string code, std::string message, std::string hint) {
  return Error{ErrorKind::usage, std::move(code), std::move(message), std::move(hint)};
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

template <class Row>
std::string names_of(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows)
    text += (text.empty() ? "" : ", ") + row.name;
  return text.empty() ? "none yet" : text;
}

Result<StatusId> status_named(const Settings& settings, std::string_view name) {
  const auto* status = find_named(settings.statuses, name);
  if (status != nullptr) return status->id;
  return usage("order.unknown-status", "there is no status '" + std::string{name} + "'",
               "statuses: " + names_of(settings.statuses) + "; dialctl order-status add NAME makes one");
}

Result<std::string> owner_named(const Settings& settings, std::string_view name) {
  if (find_named(settings.operators, name) != nullptr) return std::string{name};
  return usage("order.unknown-owner", "there is no operator '" + std::string{name} + "'",
               "operators: " + names_of(settings.operators) + "; dialctl operator add NAME makes one");
}

// Takes digits off the front; nullopt when there are none or more than four.
std::optional<int> take_digits(std::string_view& text) {
  int value = 0;
  std::size_t taken = 0;
  for (; taken < text.size() && text[taken] >= '0' && text[taken] <= '9' && taken < 5; ++taken)
    value = value * 10 + (text[taken] - '0');
  if (taken == 0 || taken > 4) return std::nullopt;
  text.remove_prefix(taken);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::year_month_day> take_date(std::string_view& text) {
  const auto first = take_digits(text);
  if (!first) return std::nullopt;
  const char separator = text.empty() ? ' ' : text.front();
  if (separator != '-' && separator != '.' && separator != '/') return std::nullopt;
  text.remove_prefix(1);
  const auto second = take_digits(text);
  if (!second || !take(text, separator)) return std::nullopt;
  const auto third = take_digits(text);
  if (!third) return std::nullopt;
  // "2026-11-21", "2026/11/21"; "21.11.2026". "11/21/2026" could be either day of two: refused.
  const bool year_first = *first > 31 && separator != '.';
  if (!year_first && separator != '.') return std::nullopt;
  const int year = year_first ? *first : *third;
  const auto day = static_cast<unsigned>(year_first ? *third : *first);
  const std::chrono::year_month_day date{
      std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(*second)}, std::chrono::day{day}};
  if (!date.ok() || year < 1970) return std::nullopt;
  return date;
}

std::optional<Seconds> take_time(std::string_view& text) {
  if (text.empty()) return Seconds{0};
  if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
  const auto hour = take_digits(text);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text);
  if (!minute || *minute > 59) return std::nullopt;
  int seconds = 0;
  if (take(text, ':')) {
    const auto second = take_digits(text);
    if (!second || *second > 59) return std::nullopt;
    seconds = *second;
  }
  return Seconds{(*hour * 60 + *minute) * 60 + seconds};
}

// Puts the value into the draft, or its refusal among the errors.
class RowReader {
 public:
  RowReader(const DraftContext& context, OrderDraft& draft, std::vector<CellError>& errors)
      : context_(context), draft_(draft), errors_(errors) {}

  void read(const MappedColumn& column, std::string_view cell) {
    switch (column.use) {
      case ColumnUse::order_id:
        return keep(column, parse_external_id(cell), draft_.external_id);
      case ColumnUse::status:
        return keep(column, status_named(*context_.settings, cell), draft_.status);
      case ColumnUse::priority:
        return keep(column, parse_priority(cell), draft_.priority);
      case ColumnUse::owner:
        return keep(column, owner_named(*context_.settings, cell), draft_.owner);
      case ColumnUse::created:
        return keep(column, parse_created(cell, *context_.project_zone), draft_.created);
      case ColumnUse::tags:
        draft_.tags = parse_tags(cell);
        return;
      case ColumnUse::zone:
        draft_.zone = ZoneName{cell};
        return;
      case ColumnUse::name:
      case ColumnUse::field:
        return keep_field(column, cell);
      case ColumnUse::phone:  // by the mapping's own order
      case ColumnUse::left_out:
        return;
    }
  }

 private:
  template <class Value, class Place>
  void keep(const MappedColumn& column, Result<Value> value, Place& place) {
    if (value) {
      place = std::move(value).value();
    } else {
      errors_.push_back({column.header, value.error()});
    }
  }
  void keep_field(const MappedColumn& column, std::string_view cell) {
    if (cell.size() > kFieldBytesMax) {
      errors_.push_back({column.header, usage("order.field-too-long",
                                              "the cell has " + std::to_string(cell.size()) +
                                                  " bytes, a field keeps at most 16384",
                                              "leave the column out with --map -=COLUMN")});
      return;
    }
    draft_.fields.emplace_back(column.field, cell);
  }

  const DraftContext& context_;
  OrderDraft& draft_;
  std::vector<CellError>& errors_;
};

}  // namespace

std::string_view trimmed_cell(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

void place_in_zone(OrderNumber& number, const std::optional<ZoneName>& column, ZoneSet of_number,
                   const ZoneName& of_project) {
  if (column) {
    number.zones = {*column};
    number.origin = ZoneOrigin::column;
  } else if (!of_number.empty()) {
    number.zones = std::move(of_number);
    number.origin = ZoneOrigin::number;
  } else if (!of_project.empty()) {
    number.zones = {of_project};
    number.origin = ZoneOrigin::project;
  } else {
    number.zones.clear();
    number.origin = ZoneOrigin::unknown;
  }
}

Result<std::string> parse_external_id(std::string_view text) {
  const std::string_view id = trimmed_cell(text);
  if (id.empty())
    return usage("order.no-id", "an order needs an id", "give the shop's own id, for example 1001");
  if (id.size() > kExternalIdBytesMax)
    return usage("order.bad-id",
                 "the order's id has " + std::to_string(id.size()) + " bytes, at most 200 are kept",
                 "is this the right column? --map order_id=COLUMN");
  if (has_control(id))
    return usage("order.bad-id", "the order's id holds control characters", "give one line of plain text");
  return std::string{id};
}

Result<int> parse_priority(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > kPriorityMost ||
      value < -kPriorityMost)
    return usage("order.bad-priority", "'" + std::string{text} + "' is no priority",
                 "a whole number from -100 to 100, higher is called first");
  return value;
}

std::vector<std::string> parse_tags(std::string_view text) {
  std::vector<std::string> tags;
  constexpr std::string_view kBetween = ",; \t\r\n";
  for (std::size_t at = text.find_first_not_of(kBetween); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    tags.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(kBetween, end);
  }
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

Result<Instant> parse_created(std::string_view text, const ZoneTable& project_zone) {
  if (const auto at = parse_iso(text)) return *at;
  const auto bad = [&] {
    return usage("order.bad-created", "'" + std::string{text} + "' is no instant from 1970 to 2037-09-30",
                 "write 2026-11-21T20:25:41Z, 2026-11-21 20:25 or 21.11.2026 20:25");
  };
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date) return bad();
  const auto time = take_time(rest);
  if (!time || !rest.empty()) return bad();
  const auto at = to_instant(LocalTime{std::chrono::local_days{*date}} + *time, project_zone);
  if (!at) return bad();
  return at.value();
}

std::string_view external_id_of(const OrderMapping& mapping, std::span<const std::string_view> cells) {
  const std::size_t column = mapping.only(ColumnUse::order_id);
  return column < cells.size() ? trimmed_cell(cells[column]) : std::string_view{};
}

void OrderDraft::clear() {
  external_id.clear();
  status.reset();
  priority.reset();
  owner.reset();
  tags.clear();
  zone.reset();
  created.reset();
  fields.clear();
  phones.clear();
}

void draft_order(const OrderMapping& mapping, std::span<const std::string_view> cells,
                 const DraftContext& context, OrderDraft& draft, std::vector<CellError>& errors) {
  const std::vector<MappedColumn>& columns = mapping.columns();
  draft.clear();
  const std::size_t errors_before = errors.size();
  RowReader reader(context, draft, errors);
  for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) {
    const std::string_view cell = trimmed_cell(cells[i]);
    if (!cell.empty()) reader.read(columns[i], cell);
  }
  for (const std::size_t column : mapping.phones()) {
    const std::string_view cell = column < cells.size() ? trimmed_cell(cells[column]) : std::string_view{};
    if (!cell.empty()) draft.phones.push_back({column, cell});
  }
  if (draft.external_id.empty() && errors.size() == errors_before)
    errors.push_back({"", usage("order.no-id", "the row has no order id",
                                "fill the cell, or name another column with --map order_id=COLUMN")});
  if (draft.phones.empty())
    errors.push_back({"", usage("order.no-number", "the row has no telephone number", "fill a phone cell")});
}

}  // namespace dialctl
