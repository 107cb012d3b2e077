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

// A number as people write it: with its country code, or as in the project's region; without a project in the
// one region of all projects. Errors: those of PhoneNumbers::parse, and
//   number.no-region  without a country code, where there is no project, or projects of several regions: a
//                     guess would be somebody else's number
Result<E164> number_of(Ports& ports, const dialctl::Settings& settings, std::optional<ProjectId> project,
                       std::string_view text);

}  // namespace dialctl::cli
