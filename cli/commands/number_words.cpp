#include "cli/commands/number_words.h"

#include "cli/declared/field.h"

namespace dialctl::cli {

Result<std::optional<ProjectId>> maybe_project(const Invocation& in, const dialctl::Settings& settings) {
  std::optional<ProjectId> project;
  if (!in.given("project")) return project;
  const auto* row = find_named(settings.projects, in.text("project"));
  if (row == nullptr) return no_such("project", in.text("project"));
  return std::optional{row->id};
}

Result<E164> number_of(Ports& ports, const dialctl::Settings& settings, std::optional<ProjectId> project,
                       std::string_view text) {
  const auto* row = project ? find(settings.projects, *project) : nullptr;
  NumberRules rules;
  if (row != nullptr) rules.region = row->region;
  if (row == nullptr && !settings.projects.empty()) rules.region = settings.projects.front().region;
  if (rules.region.empty()) rules.region = "US";
  rules.premium = true;
  auto parsed = ports.numbers().parse(text, rules);
  if (!parsed) return parsed.error();
  return parsed.value().number;
}

}  // namespace dialctl::cli
