#include "cli/commands/number_words.h"

#include "cli/declared/field.h"
#include "engine/run/number_reading.h"

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
  return read_number(ports.numbers(), settings, project, text);
}

}  // namespace dialctl::cli
