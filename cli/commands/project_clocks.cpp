#include "cli/commands/project_clocks.h"

#include <algorithm>

#include "cli/values.h"

namespace dialctl::cli {
namespace {

Cell reading(const ZoneTable* clock, std::optional<Instant> at) {
  return clock != nullptr && at ? Cell{local_iso(*clock, *at)} : Cell{};
}

}  // namespace

ProjectClocks::ProjectClocks(const Invocation& in, Ports& ports, const dialctl::Settings& settings)
    : asked_for_(in.row_options().zone) {
  for (const Project& project : settings.projects) {
    if (auto table = ports.zones().find(project.zone)) tables_.emplace(project.id, std::move(table).value());
  }
}

Cell ProjectClocks::local(ProjectId project, std::optional<Instant> at) const {
  return reading(clock_of(project), at);
}

Cell ProjectClocks::shared_local(Instant at) const {
  if (asked_for_) return reading(asked_for_.get(), at);
  const bool one = !tables_.empty() && std::all_of(tables_.begin(), tables_.end(), [&](const auto& entry) {
    return entry.second->name == tables_.begin()->second->name;
  });
  return reading(one ? tables_.begin()->second.get() : nullptr, at);
}

std::string ProjectClocks::day(ProjectId project, Instant at) const {
  const ZoneTable* clock = clock_of(project);
  return clock != nullptr ? local_iso(*clock, at).substr(0, 10) : std::string{};
}

const ZoneTable* ProjectClocks::clock_of(ProjectId project) const {
  if (asked_for_) return asked_for_.get();
  const auto found = tables_.find(project);
  return found == tables_.end() ? nullptr : found->second.get();
}

}  // namespace dialctl::cli
