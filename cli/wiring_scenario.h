// The whole engine through the days of a scenario file.
#pragma once

#include <functional>

#include "adapters/tz/system_zones.h"
#include "cli/ports.h"

namespace dialctl::cli {

Result<void> live_through_scenarios(const ScenarioRequest& request, const SystemZones& zones,
                                    const std::function<void(const ScenarioOutcome&)>& done);

}  // namespace dialctl::cli
