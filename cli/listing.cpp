#include "cli/listing.h"

#include <algorithm>
#include <fmt/format.h>

#include "cli/nearest.h"
#include "cli/values.h"

namespace dialctl::cli {

namespace {

using Names = std::vector<std::string_view>;

Error unknown(std::string_view what, std::string_view typed, const Names& known) {
  std::string hint;
  if (const auto close = nearest(typed, known)) hint = fmt::format("did you mean '{}'? ", *close);
  hint += fmt::format("one of: {}", fmt::join(known, ", "));
  return {ErrorKind::usage, "usage.unknown-column", fmt::format("{}: there is no '{}'", what, typed),
          std::move(hint)};
}

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names column_names(const Command& command) {
  Names names;
  for (const Column& column : command.columns)
    names.push_back(column.name);
  return names;
}

Result<std::vector<std::string>> chosen_columns(const Command& command, std::string_view list) {
  const Names known = column_names(command);
  std::vector<std::string> chosen;
  if (list == "all") {
    chosen.assign(known.begin(), known.end());
    return chosen;
  }
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view name = list.substr(0, comma);
    if (!has(known, name)) return unknown("--columns", name, known);
    if (std::find(chosen.begin(), chosen.end(), name) != chosen.end()) {
      return Error{ErrorKind::usage, "usage.column-twice",
                   fmt::format("--columns: '{}' is named twice", name), "name each column once"};
    }
    chosen.emplace_back(name);
    if (comma == std::string_view::npos) return chosen;
    list.remove_prefix(comma + 1);
  }
}

Result<SortOrder> sort_order(const Command& command, std::string_view text) {
  SortOrder order;
  order.descending = text.starts_with('-');
  if (order.descending) text.remove_prefix(1);
  order.key = text;
  const Names known =
      command.listing == Listing::by_command ? Names{command.sort_keys} : column_names(command);
  if (!has(known, text)) return unknown("--sort", text, known);
  return order;
}

Result<Condition> condition(const Command& command, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return Error{ErrorKind::usage, "usage.where", fmt::format("--where: '{}' has no '='", text),
                 "write key=value"};
  }
  const std::string_view key = text.substr(0, equals);
  const std::string_view value = text.substr(equals + 1);
  Names known;
  for (const WhereKey& candidate : command.where) {
    known.push_back(candidate.name);
    if (candidate.name != key) continue;
    if (auto checked = check_value(candidate.value, fmt::format("--where {}", key), value); !checked) {
      return checked.error();
    }
    return Condition{std::string{key}, std::string{value}};
  }
  return unknown("--where", key, known);
}

Result<ListingRequest> listing_request(const Command& command, const Arguments& arguments) {
  ListingRequest request;
  if (command.shape != Shape::list) return request;
  if (arguments.given("limit")) request.limit = parse_integer(arguments.last("limit"));
  if (arguments.given("sort")) {
    auto order = sort_order(command, arguments.last("sort"));
    if (!order) return order.error();
    request.sort = std::move(order.value());
  }
  if (command.where.empty()) return request;
  for (const std::string& text : arguments.all("where")) {
    auto parsed = condition(command, text);
    if (!parsed) return parsed.error();
    request.where.push_back(std::move(parsed.value()));
  }
  return request;
}

}  // namespace

Result<RowOptions> row_options(const Command& command, const Arguments& arguments, Format standard) {
  RowOptions options;
  options.shape = command.shape;
  options.listing = command.listing;
  options.format = standard;
  if (arguments.given("output")) options.format = *parse_format(arguments.last("output"));
  if (arguments.given("json")) options.format = Format::json;
  if (arguments.knows("print-id") && arguments.given("print-id")) options.format = Format::id;
  if (command.columns.empty()) return options;
  options.header = !arguments.given("no-header");
  options.raw = arguments.given("raw");
  if (arguments.given("columns")) {
    auto chosen = chosen_columns(command, arguments.last("columns"));
    if (!chosen) return chosen.error();
    options.columns = std::move(chosen.value());
  }
  auto request = listing_request(command, arguments);
  if (!request) return request.error();
  options.request = std::move(request.value());
  return options;
}

}  // namespace dialctl::cli
