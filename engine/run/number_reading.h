// A telephone number as people and switches write it, in the light of the projects that there are.
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/settings.h"
#include "engine/run/phone_numbers.h"

namespace dialctl {

// With its country code, or as in the project's region; without a project in the one region of all projects.
// Premium numbers too. Errors: those of PhoneNumbers::parse, and
//   number.no-region  without a country code, where there is no project, or projects of several regions: a
//                     guess would be somebody else's number
Result<E164> read_number(const PhoneNumbers& numbers, const Settings& settings,
                         std::optional<ProjectId> project, std::string_view text);

}  // namespace dialctl
