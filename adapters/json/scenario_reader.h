// One scenario out of a JSON value. Internal to this folder.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/decide/scenario.h"

namespace dialctl::json {

struct ScenarioRead {
  Scenario scenario;
  std::vector<ScenarioProblem> problems;  // of the format alone: wrong types, unknown keys and words
};

ScenarioRead read_scenario(const nlohmann::json& value);

}  // namespace dialctl::json
