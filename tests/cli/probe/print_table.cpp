// The command table as JSON, for tests that walk it: a new command is covered by itself.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/nouns.h"

namespace {

using namespace dialctl::cli;
using nlohmann::json;

const char* name_of(Access access) {
  switch (access) {
    case Access::none:
      return "none";
    case Access::read:
      return "read";
    case Access::plan:
      return "plan";
    case Access::write:
      return "write";
    case Access::run:
      return "run";
  }
  return "";
}

const char* name_of(Shape shape) {
  switch (shape) {
    case Shape::nothing:
      return "nothing";
    case Shape::record:
      return "record";
    case Shape::list:
      return "list";
    case Shape::text:
      return "text";
  }
  return "";
}

json value_of(const Value& value) {
  return {{"complete", value.complete}, {"choices", value.choices}};
}

json command_of(const Noun& noun, const Command& command) {
  json positionals = json::array();
  for (const Positional& each : command.positionals)
    positionals.push_back(
        {{"name", each.name}, {"required", each.required}, {"value", value_of(each.value)}});
  json flags = json::array();
  for (const Flag& each : all_flags(command))
    flags.push_back({{"name", each.name}, {"takes", each.value_name}, {"required", each.required}});
  json columns = json::array();
  for (const Column& each : command.columns)
    columns.push_back({{"name", each.name},
                       {"instant", each.kind == CellKind::instant},
                       {"rows", each.kind == CellKind::rows}});
  json where = json::array();
  for (const WhereKey& each : command.where)
    where.push_back({{"name", each.name}, {"value", value_of(each.value)}});
  return {{"noun", noun.name},
          {"verb", command.verb},
          {"access", name_of(command.access)},
          {"shape", name_of(command.shape)},
          {"positionals", positionals},
          {"flags", flags},
          {"columns", columns},
          {"where", where},
          {"in_memory", command.listing == Listing::in_memory},
          {"sort_keys", command.sort_keys},
          {"opens_store", command.opens_store},
          {"confirms", command.confirm != Confirm::none},
          {"hidden", command.hidden}};
}

}  // namespace

int main() {
  json all = json::array();
  const CommandTable table = all_commands();
  for (const NounEntry& entry : table.entries()) {
    const Noun noun = entry.make();
    for (const Command& command : noun.commands)
      all.push_back(command_of(noun, command));
  }
  fmt::print("{}\n", all.dump());
  return 0;
}
