#include "cli/commands/operator_watch.h"

#include <chrono>
#include <set>
#include <thread>

#include "cli/commands/order_words.h"
#include "cli/declared/field.h"
#include "cli/invocation.h"
#include "engine/decide/call_message.h"
#include "engine/decide/operator_card.h"
#include "engine/decide/order_mapping.h"

namespace dialctl::cli {
namespace {

constexpr std::chrono::milliseconds kLookEvery{300};

// One event of the journal that is about him, taken apart.
struct Told {
  Instant at;
  std::string event;  // offered, ringing, dialling, connected, ended, result-wanted, ...
  std::optional<OrderId> order;
  std::string attempt;
  std::string detail;  // the rest of the words
};

std::optional<OrderId> order_in(std::string_view word) {
  if (!word.starts_with("order:")) return std::nullopt;
  const auto number = parse_integer(word.substr(6));
  return number ? std::optional{OrderId{*number}} : std::nullopt;
}

// "order:17 attempt:38GR.. busy"
void take_words(Told& told, std::string_view detail) {
  while (!detail.empty()) {
    const auto blank = detail.find(' ');
    const std::string_view word = detail.substr(0, blank);
    if (const auto order = order_in(word); order && !told.order) {
      told.order = order;
    } else if (word.starts_with("attempt:") && told.attempt.empty()) {
      told.attempt = word.substr(8);
    } else {
      told.detail = detail;
      return;
    }
    detail = blank == std::string_view::npos ? std::string_view{} : detail.substr(blank + 1);
  }
}

// Sessions tell about him; a robot's customer who is connected to him is told about the order.
class Listener {
 public:
  explicit Listener(std::string name) : name_(std::move(name)) {}

  std::optional<Told> hear(const EventLine& line) {
    Told told{line.at, {}, {}, {}, {}};
    if (line.kind.starts_with("session.") && line.subject == "operator:" + name_) {
      told.event = line.kind.substr(8);
      take_words(told, line.detail);
      if (!told.attempt.empty()) own_.insert(told.attempt);
      return told;
    }
    if (line.kind == "operator.break" && line.subject == "operator:" + name_) {
      told.event = "break";
      told.detail = line.detail;
      return told;
    }
    if (line.kind != "operator.connected" || !line.detail.starts_with(name_ + ", attempt "))
      return std::nullopt;
    const auto rest = line.detail.substr(name_.size() + 10);
    told.attempt = rest.substr(0, rest.find(','));
    if (own_.contains(told.attempt)) return std::nullopt;  // the session has told it
    told.event = "connected";
    told.order = order_in(line.subject);
    told.detail = "a robot call's customer";
    return told;
  }

 private:
  std::string name_;
  std::set<std::string> own_;  // attempts of sessions
};

std::vector<Column> told_columns() {
  return {{.name = "at", .kind = CellKind::instant, .help = "when"},
          {.name = "event",
           .help = "offered, ringing, dialling, connected, ended, result-wanted, missed, break, ..."},
          {.name = "order", .kind = CellKind::integer, .help = "dialctl's id of the order"},
          {.name = "project", .help = "whose order"},
          {.name = "external_id", .help = "the shop's own id"},
          {.name = "name", .help = "the customer's"},
          {.name = "numbers", .help = "in dialling order"},
          {.name = "card", .help = "the project's page about the order"},
          {.name = "attempt", .help = "the call"},
          {.name = "detail", .help = "how it ended, until when a result is wanted, why"}};
}

// An operator sees the order that reaches him, also one whose mode he has no access to.
std::vector<Cell> cells_of(const Told& told, Ports& ports, const dialctl::Settings& settings) {
  std::vector<Cell> cells{Cell{told.at}, Cell{told.event}.owned()};
  auto story = told.order ? ports.order_book().story(*told.order) : Result<OrderStory>{Error{}};
  if (story) {
    const Order& order = story.value().order;
    const Project* project = find(settings.projects, order.project);
    std::string numbers;
    for (const OrderNumber& number : order.numbers)
      numbers += (numbers.empty() ? "" : " ") + number.number.text();
    std::string name;
    for (const auto& [field, value] : order.fields) {
      if (field == kNameField) name = value;
    }
    cells.emplace_back(order.id.value);
    cells.emplace_back(project_name(settings, order.project));
    cells.push_back(Cell{order.external_id}.owned());
    cells.emplace_back(std::move(name));
    cells.emplace_back(std::move(numbers));
    cells.emplace_back(project != nullptr ? card_url(project->card_url, dialctl::fields_of(order))
                                          : std::string{});
  } else {
    cells.resize(8);
  }
  cells.push_back(told.attempt.empty() ? Cell{} : Cell{told.attempt}.owned());
  cells.push_back(told.detail.empty() ? Cell{} : Cell{told.detail}.owned());
  return cells;
}

// One object a line, unless another format is asked for: it is for the operator's own screen.
Rows watch_rows(Invocation& in) {
  RowOptions options = in.row_options();
  if (!in.given("output") && !in.given("json")) options.format = Format::ndjson;
  return Rows(in.command().columns, std::move(options), *in.streams().out);
}

// Ends when its reader leaves, with a signal, or after --limit events.
Result<ExitCode> watch(Invocation& in) {
  auto opened = in.ports();
  if (!opened) return opened.error();
  Ports& ports = *opened.value();
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  if (find_named(settings.value().operators, in.text("name")) == nullptr)
    return no_such("operator", in.text("name"));
  EventFilter filter;
  filter.since = in.instant("since");
  if (!filter.since) {
    auto last = ports.call_book().last_event();
    if (!last) return last.error();
    filter.after = last.value();
  }
  Listener listener{std::string{in.text("name")}};
  Rows out = watch_rows(in);
  std::int64_t left = in.listing().limit.value_or(-1);
  for (bool more = true; more && left != 0;) {
    std::vector<Told> heard;
    auto read = ports.call_book().events(filter, [&](const EventLine& line) {
      filter.after = line.id;
      if (auto told = listener.hear(line)) heard.push_back(std::move(*told));
      return true;
    });
    if (!read) return read.error();
    for (const Told& told : heard) {
      if (left == 0 || !(more = out.add(cells_of(told, ports, settings.value())))) break;
      if (left > 0) --left;
    }
    if (auto flushed = out.flush(); !flushed) return flushed.error();
    if (more && left != 0) std::this_thread::sleep_for(kLookEvery);
  }
  return out.finish();
}

}  // namespace

Command watch_command() {
  return {.verb = "watch",
          .summary = "Print what reaches an operator, as it happens, one JSON object a line",
          .examples = {{"dialctl operator watch anna | jq -r 'select(.event==\"connected\").card'",
                        "the page to open for each customer"}},
          .positionals = {{.name = "name", .help = "his name", .value = {.complete = "operator-name"}}},
          .flags = {{.name = "since",
                     .help = "from this instant on; now",
                     .value_name = "WHEN",
                     .value = {.kind = ValueKind::instant}}},
          .columns = told_columns(),
          .shape = Shape::list,
          .access = Access::read,
          .listing = Listing::by_command,
          .run = watch};
}

}  // namespace dialctl::cli
