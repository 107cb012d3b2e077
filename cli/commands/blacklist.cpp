// blacklist: numbers that are never called (RT-04).
#include "cli/commands/nouns.h"
#include "cli/commands/number_words.h"
#include "cli/declared/noun.h"
#include "cli/word_input.h"

namespace dialctl::cli {
namespace {

// What a pipe delivered in one piece, kept in one transaction. A line that is no number is told and passed
// over, since those behind it must not be called either; a bad word of the command line refuses all.
class Adding {
 public:
  Adding(Invocation& in, Ports& ports, dialctl::Settings settings, std::optional<ProjectId> project)
      : in_(in), ports_(ports), settings_(std::move(settings)), project_(project) {}

  Result<void> add(const std::vector<WordInput::Word>& words) {
    std::vector<dialctl::Listing> listings;
    for (const WordInput::Word& word : words) {
      auto number = number_of(ports_, settings_, project_, word.text);
      if (number) {
        listings.push_back(listing(number.value()));
      } else if (word.line == 0) {
        return number.error();
      } else {
        refuse(word.line, number.error());
      }
    }
    return ports_.registry().together([&] { return keep(listings); }, ending_of(in_));
  }

  ExitCode told() {
    std::string text = std::to_string(added_) + " added, " + std::to_string(renewed_) + " renewed";
    if (refused_ > 0) text += ", " + std::to_string(refused_) + " refused";
    in_.note(text + std::string{in_.dry_remark()});
    if (refused_ == 0) return ExitCode::done;
    return added_ + renewed_ > 0 ? ExitCode::partly : ExitCode::usage;
  }

 private:
  dialctl::Listing listing(const E164& number) const {
    return {number,
            project_,
            std::string{in_.given("source") ? in_.text("source") : "manual"},
            std::string{in_.text("reason")},
            in_.wiring().now(),  // a pipe may deliver for days
            in_.instant("expires")};
  }
  Result<void> keep(const std::vector<dialctl::Listing>& listings) {
    const Change change{ports_.who(), std::string{in_.text("reason")}, in_.wiring().now()};
    auto done = ports_.registry().blacklist_add(listings, change);
    if (!done) return done.error();
    added_ += done.value().added;
    renewed_ += done.value().renewed;
    return {};
  }
  void refuse(std::size_t line, Error error) {
    refused_ += 1;
    error.message = "line " + std::to_string(line) + ": " + error.message;
    in_.complain(error);
  }

  Invocation& in_;
  Ports& ports_;
  dialctl::Settings settings_;
  std::optional<ProjectId> project_;
  std::size_t added_ = 0;
  std::size_t renewed_ = 0;
  std::size_t refused_ = 0;
};

Result<ExitCode> add(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  auto project = maybe_project(in, settings.value());
  if (!project) return project.error();
  Adding adding(in, *ports.value(), std::move(settings).value(), project.value());
  WordInput input(in, "number");
  for (;;) {
    auto words = input.next();
    if (!words) return words.error();
    if (!words.value()) return adding.told();
    if (auto added = adding.add(*words.value()); !added) return added.error();
  }
}

Result<ExitCode> remove(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto settings = all.registry().load();
  if (!settings) return settings.error();
  auto project = maybe_project(in, settings.value());
  if (!project) return project.error();
  auto number = number_of(all, settings.value(), project.value(), in.text("number"));
  if (!number) return number.error();
  auto done = all.registry().together(
      [&] { return all.registry().blacklist_remove(number.value(), project.value(), change_of(in, all)); },
      ending_of(in));
  if (!done) return done.error();
  in.note("removed");
  return ExitCode::done;
}

std::string project_name(const dialctl::Settings& settings, std::optional<ProjectId> project) {
  const auto* row = project ? find(settings.projects, *project) : nullptr;
  return row != nullptr ? row->name : "";
}

bool add_row(Rows& out, const dialctl::Listing& one, const dialctl::Settings& settings) {
  const std::string project = project_name(settings, one.project);
  return out.add({Cell{one.number.text()}, Cell{project}, Cell{one.source}, Cell{one.reason},
                  Cell{one.added_at}, Cell{one.expires_at}});
}

Result<ExitCode> check(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto settings = all.registry().load();
  if (!settings) return settings.error();
  auto project = maybe_project(in, settings.value());
  if (!project) return project.error();
  auto number = number_of(all, settings.value(), project.value(), in.text("number"));
  if (!number) return number.error();
  auto found = all.registry().blacklist_check(number.value(), project.value(), in.now());
  if (!found) return found.error();
  Rows out = in.rows();
  for (const auto& one : found.value())
    add_row(out, one, settings.value());
  return out.finish(found.value().empty() ? ExitCode::done : ExitCode::refused);
}

Result<ExitCode> list(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  Rows out = in.rows();
  auto visited = ports.value()->registry().blacklist_list(
      [&](const dialctl::Listing& one) { return add_row(out, one, settings.value()); });
  if (!visited) return visited.error();
  return out.finish();
}

Flag project_flag() {
  return {.name = "project",
          .help = "only for this project; all",
          .value_name = "PROJECT",
          .value = {.complete = "project-name"}};
}
std::vector<Column> columns() {
  return {{.name = "number", .help = "E.164"},
          {.name = "project", .help = "empty: for all"},
          {.name = "source", .help = "where it came from"},
          {.name = "reason", .help = "why"},
          {.name = "added", .kind = CellKind::instant, .help = "since when"},
          {.name = "expires", .kind = CellKind::instant, .help = "until when; empty: for ever"}};
}

}  // namespace

Noun blacklist_noun() {
  const Positional number{.name = "number", .help = "as people write it, with its country code"};
  return {
      .name = "blacklist",
      .summary = "Numbers that are never called",
      .commands = {
          {.verb = "add",
           .summary = "Never call these numbers again",
           .description =
               "Lines of stdin are added as they come, also from a pipe that never ends. A line that "
               "is no number is told on stderr and passed over; the exit code is 3 then.",
           .examples =
               {{"dialctl blacklist add +380441234567 --reason 'asked by mail'", "one number"},
                {"jq -r .from stops.ndjson | dialctl blacklist add - --source sms-stop", "many"},
                {"tail -F stop.ndjson | jq --unbuffered -r .from | dialctl blacklist add - --source sms-stop",
                 "each as it comes"}},
           .positionals =
               {{.name = "number", .help = "numbers; - reads them from stdin, one a line", .repeats = true}},
           .flags = {project_flag(),
                     {.name = "source", .help = "where it comes from; manual", .value_name = "TEXT"},
                     {.name = "expires",
                      .help = "holds before this instant; for ever",
                      .value_name = "TIME",
                      .value = {.kind = ValueKind::instant}},
                     reason_flag()},
           .access = Access::write,
           .run = add},
          {.verb = "remove",
           .summary = "May be called again",
           .examples = {{"dialctl blacklist remove +380441234567 --reason 'asked to be called'",
                         "the journal keeps why"}},
           .positionals = {number},
           .flags = {project_flag(), reason_flag()},
           .access = Access::write,
           .run = remove},
          {.verb = "check",
           .summary = "Whether a number is listed; exit 7 when it is",
           .examples = {{"dialctl blacklist check +380441234567 && echo may be called", "in a script"}},
           .positionals = {number},
           .flags = {project_flag()},
           .columns = columns(),
           .shape = Shape::list,
           .access = Access::read,
           .run = check},
          {.verb = "list",
           .summary = "All of them",
           .examples = {{"dialctl blacklist list -o csv", "for a spreadsheet"}},
           .columns = columns(),
           .shape = Shape::list,
           .access = Access::read,
           .run = list}}};
}

}  // namespace dialctl::cli
