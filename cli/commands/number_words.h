// Telephone numbers and their project, as the words of a command line.
#pragma once

#include <optional>
#include <string_view>

#include "cli/invocation.h"
#include "engine/model/ids.h"
#include "engine/model/phone_number.h"

namespace dialctl::cli {

// Of --project; nullopt without it. Error: no such project.
Result<std::optional<ProjectId>> maybe_project(const Invocation& in, const dialctl::Settings& settings);

// As read_number() (engine/run/number_reading.h).
Result<E164> number_of(Ports& ports, const dialctl::Settings& settings, std::optional<ProjectId> project,
                       std::string_view text);

}  // namespace dialctl::cli
