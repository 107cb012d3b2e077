// group: a named set of operators (QU-10).
#include "cli/commands/nouns.h"
#include "cli/commands/rule_users.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct Groups {
  using Row = Group;
  static constexpr std::string_view kNoun = "group";
  static const std::vector<Row>& rows(const All& settings) { return settings.groups; }
  static const std::vector<Field<Row>>& fields();
};

Result<void> set_members(Group& row, std::string_view text, const All& settings) {
  row.members.clear();
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto name = text.substr(0, comma);
    const auto* one = find_named(settings.operators, name);
    if (one == nullptr) return no_such("operator", name);
    if (std::find(row.members.begin(), row.members.end(), one->id) == row.members.end()) {
      row.members.push_back(one->id);
    }
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return {};
}

Cell show_members(const Group& row, const All& settings) {
  std::string names;
  for (const OperatorId id : row.members) {
    const auto* one = find(settings.operators, id);
    if (one != nullptr) names += (names.empty() ? "" : ",") + one->name;
  }
  return Cell{std::move(names)};
}

const std::vector<Field<Group>>& Groups::fields() {
  static const std::vector<Field<Group>> all{{"members",
                                              "NAME,NAME",
                                              "operators, separated by commas",
                                              {.complete = "operator-name"},
                                              CellKind::text,
                                              false,
                                              set_members,
                                              show_members}};
  return all;
}

}  // namespace

Noun group_noun() {
  Noun noun{
      .name = "group",
      .summary = "Named sets of operators",
      .commands = declared_commands<Groups>(
          "Add a group", {{"dialctl group add evening --members anna,boris", "two operators"}}, "group-name"),
      .completers = {{"group-name", names_of<Groups>}}};
  remove_beside_rules<Groups>(noun);
  return noun;
}

}  // namespace dialctl::cli
