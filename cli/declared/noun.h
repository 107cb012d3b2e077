// The verbs that all declared nouns share, made from a description:
//
//   struct Queues {                                     // what it is about
//     using Row = QueueSettings;
//     static constexpr std::string_view kNoun = "queue";
//     static const std::vector<Row>& rows(const dialctl::Settings&);
//     static const std::vector<Field<Row>>& fields();   // besides the name
//   };
//   std::vector<Command> commands = declared_commands<Queues>(...);
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "cli/declared/field.h"
#include "cli/invocation.h"
#include "engine/run/registry.h"

namespace dialctl::cli {

inline Change change_of(Invocation& in, Ports& ports) {
  return Change{ports.who(), std::string{in.text("reason")}, in.now()};
}
inline Flag reason_flag() {
  return {.name = "reason", .help = "why, for the journal", .value_name = "TEXT"};
}
inline Ending ending_of(const Invocation& in) {
  return in.dry_run() ? Ending::roll_back : Ending::keep;
}

template <class Noun>
std::vector<Cell> cells_of(const typename Noun::Row& row, const dialctl::Settings& settings) {
  std::vector<Cell> cells{Cell{std::string{row.name}}};
  for (const auto& field : Noun::fields())
    cells.push_back(field.show(row, settings).owned());
  return cells;
}

// Applies the flags that were given, in the order of the fields.
template <class Noun>
Result<void> set_fields(Invocation& in, typename Noun::Row& row, const dialctl::Settings& settings) {
  for (const auto& field : Noun::fields()) {
    if (field.set == nullptr || !in.given(field.name)) continue;
    if (auto set = field.set(row, in.text(field.name), settings); !set) return set.error();
  }
  return {};
}

template <class Noun>
Result<ExitCode> list_declared(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  Rows out = in.rows();
  for (const auto& row : Noun::rows(settings.value())) {
    if (!out.add(cells_of<Noun>(row, settings.value()))) break;
  }
  return out.finish();
}

template <class Noun>
Result<ExitCode> show_declared(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const auto* row = find_named(Noun::rows(settings.value()), in.text("name"));
  if (row == nullptr) return no_such(Noun::kNoun, in.text("name"));
  Rows out = in.rows(true);
  out.add(cells_of<Noun>(*row, settings.value()));
  return out.finish();
}

template <class Noun>
Result<void> put_declared(Invocation& in, Ports& ports, bool is_new) {
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  typename Noun::Row row{};
  const auto* known = find_named(Noun::rows(settings.value()), in.text("name"));
  if (!is_new && known == nullptr) return no_such(Noun::kNoun, in.text("name"));
  if (!is_new) row = *known;
  if (is_new) row.name = in.text("name");
  if (auto set = set_fields<Noun>(in, row, settings.value()); !set) return set.error();
  if constexpr (requires { Noun::check(row, settings.value(), ports); }) {
    if (auto checked = Noun::check(row, settings.value(), ports); !checked) return checked.error();
  }
  auto put = ports.registry().put(row, change_of(in, ports));
  if (!put) return put.error();
  return {};
}

template <class Noun>
Result<ExitCode> write_declared(Invocation& in, bool is_new) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto done = all.registry().together([&] { return put_declared<Noun>(in, all, is_new); }, ending_of(in));
  if (!done) return done.error();
  if (is_new && in.flag("print-id")) {
    in.print(std::string{in.text("name")} + "\n");
    return ExitCode::done;
  }
  in.note(std::string{Noun::kNoun} + " '" + std::string{in.text("name")} +
          (is_new ? "' added" : "' changed") + std::string{in.dry_remark()});
  return ExitCode::done;
}
template <class Noun>
Result<ExitCode> add_declared(Invocation& in) {
  return write_declared<Noun>(in, true);
}
template <class Noun>
Result<ExitCode> change_declared(Invocation& in) {
  return write_declared<Noun>(in, false);
}

template <class Noun>
Result<ExitCode> remove_declared(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Ports& all = *ports.value();
  auto done = all.registry().together(
      [&]() -> Result<void> {
        auto settings = all.registry().load();
        if (!settings) return settings.error();
        const auto* row = find_named(Noun::rows(settings.value()), in.text("name"));
        if (row == nullptr) return no_such(Noun::kNoun, in.text("name"));
        return all.registry().remove(row->id, change_of(in, all));
      },
      ending_of(in));
  if (!done) return done.error();
  in.note(std::string{Noun::kNoun} + " '" + std::string{in.text("name")} + "' removed" +
          std::string{in.dry_remark()});
  return ExitCode::done;
}

template <class Noun>
Result<std::vector<std::string>> names_of(Invocation& in, std::string_view prefix) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  std::vector<std::string> names;
  for (const auto& row : Noun::rows(settings.value())) {
    if (row.name.starts_with(prefix)) names.push_back(row.name);
  }
  return names;
}

// A column is named as its flag, with underscores: jq reads .longest_wait without quotes.
template <class Noun>
const std::vector<std::string>& column_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& field : Noun::fields()) {
      all.emplace_back(field.name);
      std::replace(all.back().begin(), all.back().end(), '-', '_');
    }
    return all;
  }();
  return names;
}

template <class Noun>
std::vector<Column> declared_columns() {
  std::vector<Column> columns{{.name = "name", .help = "the name"}};
  const auto& names = column_names<Noun>();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& field = Noun::fields()[i];
    columns.push_back({.name = names[i], .kind = field.kind, .help = field.help, .wide = field.wide});
  }
  return columns;
}

template <class Noun>
std::vector<Flag> declared_flags() {
  std::vector<Flag> flags;
  for (const auto& field : Noun::fields()) {
    if (field.set == nullptr) continue;
    flags.push_back(
        {.name = field.name, .help = field.help, .value_name = field.value_name, .value = field.value});
  }
  flags.push_back(reason_flag());
  return flags;
}

inline std::vector<Flag> with_print_id(std::vector<Flag> flags) {
  flags.push_back(print_id_flag());
  return flags;
}

// "dialctl queue VERB REST", kept for the life of the program, as the table's views need it.
template <class Noun>
std::string_view example_line(std::string_view verb, std::string_view rest) {
  static std::map<std::string, std::string> lines;
  std::string& line = lines[std::string{verb}];
  if (line.empty())
    line = "dialctl " + std::string{Noun::kNoun} + " " + std::string{verb} + std::string{rest};
  return line;
}

// add, list, show, set, remove. `examples` are those of add.
template <class Noun>
std::vector<Command> declared_commands(std::string_view summary_add, std::vector<Example> examples,
                                       std::string_view complete) {
  const Positional name{.name = "name", .help = "its name", .value = {.complete = complete}};
  const Positional fresh{.name = "name", .help = "a name that no other has"};
  return {
      {.verb = "add",
       .summary = summary_add,
       .examples = std::move(examples),
       .positionals = {fresh},
       .flags = with_print_id(declared_flags<Noun>()),
       .access = Access::write,
       .run = add_declared<Noun>},
      {.verb = "list",
       .summary = "List them",
       .examples = {{example_line<Noun>("list", " -o json"), "for a program"}},
       .columns = declared_columns<Noun>(),
       .shape = Shape::list,
       .access = Access::read,
       .run = list_declared<Noun>},
      {.verb = "show",
       .summary = "Show one with everything that is set",
       .examples = {{example_line<Noun>("show", " NAME"), "everything that is known of it"}},
       .positionals = {name},
       .columns = declared_columns<Noun>(),
       .shape = Shape::record,
       .access = Access::read,
       .run = show_declared<Noun>},
      {.verb = "set",
       .summary = "Change what the flags name; the rest stays",
       .examples = {{example_line<Noun>("set", " NAME --reason 'agreed with the team'"),
                     "with a word for the journal"}},
       .positionals = {name},
       .flags = declared_flags<Noun>(),
       .access = Access::write,
       .run = change_declared<Noun>},
      {.verb = "remove",
       .summary = "Remove it; refused while something refers to it, which is named",
       .examples = {{example_line<Noun>("remove", " NAME"), "its name is free again"}},
       .positionals = {name},
       .flags = {reason_flag()},
       .access = Access::write,
       .run = remove_declared<Noun>},
  };
}

}  // namespace dialctl::cli
