#include "cli/commands/order_words.h"

#include <algorithm>

#include "cli/commands/number_words.h"
#include "cli/declared/field.h"
#include "engine/decide/order_draft.h"

namespace dialctl::cli {
namespace {

template <class Row, class Key>
std::string_view name_in(const std::vector<Row>& rows, Key id) {
  const Row* row = find(rows, id);
  return row == nullptr ? std::string_view{} : std::string_view{row->name};
}

template <class Row>
Result<const Row*> named(const std::vector<Row>& rows, std::string_view noun, std::string_view name) {
  const Row* row = find_named(rows, name);
  if (row == nullptr) return no_such(noun, name);
  return row;
}

Result<void> set_condition(OrderFilter& filter, const Condition& condition, Ports& ports,
                           const dialctl::Settings& settings) {
  const std::string& value = condition.value;
  if (condition.key == "project") {
    auto project = named(settings.projects, "project", value);
    if (!project) return project.error();
    filter.project = project.value()->id;
  } else if (condition.key == "status") {
    auto status = named(settings.statuses, "order-status", value);
    if (!status) return status.error();
    filter.status = status.value()->id;
  } else if (condition.key == "number") {
    auto number = number_of(ports, settings, filter.project, value);
    if (!number) return number.error();
    filter.number = number.value();
  } else if (condition.key == "batch") {
    filter.batch = BatchId{std::stoll(value)};
  } else if (condition.key == "meaning") {
    filter.meaning = parse_status_meaning(value);
  } else if (condition.key == "mode") {
    filter.mode = parse_text<CallMode>(value);
  } else if (condition.key == "state") {
    filter.state = parse_order_state(value);
  } else if (condition.key == "owner") {
    filter.owner = value;
  } else if (condition.key == "tag") {
    filter.tag = value;
  } else if (condition.key == "external_id") {
    filter.external_id = value;
  }
  return {};
}

}  // namespace

std::string_view project_name(const dialctl::Settings& settings, ProjectId id) {
  return name_in(settings.projects, id);
}
std::string_view status_name(const dialctl::Settings& settings, StatusId id) {
  return name_in(settings.statuses, id);
}
std::string_view template_name(const dialctl::Settings& settings, TemplateId id) {
  return name_in(settings.templates, id);
}
std::string_view operator_name(const dialctl::Settings& settings, OperatorId id) {
  return name_in(settings.operators, id);
}
std::string_view provider_name(const dialctl::Settings& settings, ProviderId id) {
  return name_in(settings.providers, id);
}

Result<const Project*> project_of(const Invocation& in, const dialctl::Settings& settings) {
  if (in.given("project")) return named(settings.projects, "project", in.text("project"));
  if (settings.projects.size() == 1) return &settings.projects.front();
  return Error{ErrorKind::usage, "order.which-project",
               settings.projects.empty() ? "there is no project yet" : "there are several projects",
               settings.projects.empty() ? "make one: dialctl project add NAME --region CC --zone ZONE"
                                         : "name one with --project"};
}

std::vector<WhereKey> order_where() {
  return {
      {.name = "project", .help = "of this project", .value = {.complete = "project-name"}},
      {.name = "status", .help = "in this status", .value = {.complete = "order-status-name"}},
      {.name = "meaning",
       .help = "in a status of this meaning",
       .value = {.kind = ValueKind::choice,
                 .choices = {"open", "approved", "cancelled", "hold", "done", "invalid"}}},
      {.name = "mode",
       .help = "in this call mode",
       .value = {.kind = ValueKind::choice,
                 .choices = {"new", "reconfirm", "before-buyout", "random-1", "random-2"}}},
      {.name = "state",
       .help = "what its robot calls wait for",
       .value = {.kind = ValueKind::choice,
                 .choices = {"idle", "ready", "live", "handed", "blocked", "done", "cancelled", "held"}}},
      {.name = "owner", .help = "of this operator; empty: of nobody", .value = {.complete = "operator-name"}},
      {.name = "tag", .help = "with this tag"},
      {.name = "batch", .help = "made by this import", .value = {.kind = ValueKind::integer, .least = 1}},
      {.name = "number", .help = "with this telephone number"},
      {.name = "external_id", .help = "the shop's own id"},
  };
}

Flag due_before_flag() {
  return {.name = "due-before",
          .help = "ready and due at this instant or before",
          .value_name = "WHEN",
          .value = {.kind = ValueKind::instant}};
}

Result<OrderFilter> order_filter(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  OrderFilter filter;
  for (const Condition& condition : in.listing().where) {
    if (auto set = set_condition(filter, condition, ports, settings); !set) return set.error();
  }
  filter.due_before = in.instant("due-before");
  return filter;
}

Result<std::vector<OrderNumber>> numbers_of(const std::vector<std::string>& cells,
                                            const std::optional<std::string>& zone, const Project& project,
                                            Ports& ports) {
  if (zone) {
    if (auto known = ports.zones().find(*zone); !known) return known.error();
  }
  std::vector<OrderNumber> numbers;
  for (const std::string& cell : cells) {
    for (Result<ParsedNumber>& parsed : ports.numbers().parse_cell(cell, {project.region, true, false})) {
      if (!parsed) return parsed.error();
      ParsedNumber& found = parsed.value();
      OrderNumber number{std::move(found.number), cell, std::move(found.region), {}, {}, false};
      const bool twice = std::any_of(numbers.begin(), numbers.end(),
                                     [&](const OrderNumber& other) { return other.number == number.number; });
      if (twice) continue;  // or it would be dialled twice in a round
      place_in_zone(number, zone, std::move(found.zones), project.zone);
      numbers.push_back(std::move(number));
    }
  }
  if (numbers.size() > kOrderNumbersMax)
    return Error{ErrorKind::usage, "order.too-many-numbers", "more than 16 numbers in one order",
                 "give each person an order of their own"};
  if (numbers.empty())
    return Error{ErrorKind::usage, "order.no-number", "an order needs a telephone number",
                 "add --phone NUMBER"};
  return numbers;
}

Result<Fields> fields_of(const std::vector<std::string>& words) {
  Fields fields;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos)
      return Error{ErrorKind::usage, "order.bad-field", "'" + word + "' is not NAME=VALUE",
                   "write --field city=Kyiv"};
    std::string name = word.substr(0, equals);
    std::string value = word.substr(equals + 1);
    if (value.size() > kFieldBytesMax)
      return Error{ErrorKind::usage, "order.field-too-long",
                   "--field " + name + ": a field keeps at most 16384 bytes", "keep the long text elsewhere"};
    const auto said =
        std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    if (said == fields.end()) {
      fields.emplace_back(std::move(name), std::move(value));
    } else {
      said->second = std::move(value);
    }
  }
  return fields;
}

}  // namespace dialctl::cli
