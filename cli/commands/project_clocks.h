// Instants on the clocks of projects, for people's columns.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "cli/invocation.h"
#include "engine/model/zone.h"

namespace dialctl::cli {

// The clock of each project; that of --tz for all where it is given. Empty cells where there is none.
class ProjectClocks {
 public:
  ProjectClocks(const Invocation& in, Ports& ports, const dialctl::Settings& settings);

  Cell local(ProjectId project, std::optional<Instant> at) const;
  // Of what belongs to no project: on the clock that all projects share.
  Cell shared_local(Instant at) const;
  // "2026-11-21"; "" where there is no clock.
  std::string day(ProjectId project, Instant at) const;

 private:
  const ZoneTable* clock_of(ProjectId project) const;

  std::shared_ptr<const ZoneTable> asked_for_;
  std::map<ProjectId, std::shared_ptr<const ZoneTable>> tables_;
};

}  // namespace dialctl::cli
