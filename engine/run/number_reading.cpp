#include "engine/run/number_reading.h"

#include <string>

namespace dialctl {
namespace {

// Empty: there is none, or not one alone.
std::string region_of(const Settings& settings, std::optional<ProjectId> project) {
  const auto* row = project ? find(settings.projects, *project) : nullptr;
  if (row != nullptr) return row->region;
  std::string region;
  for (const Project& each : settings.projects) {
    if (!region.empty() && region != each.region) return "";
    region = each.region;
  }
  return region;
}

// In the ways that people write: "+380 ..", "(+380) ..".
bool has_country_code(std::string_view text) {
  const auto first = text.find_first_not_of(" \t(");
  return first != std::string_view::npos && text[first] == '+';
}

}  // namespace

Result<E164> read_number(const PhoneNumbers& numbers, const Settings& settings,
                         std::optional<ProjectId> project, std::string_view text) {
  NumberRules rules;
  rules.region = region_of(settings, project);
  rules.premium = true;
  if (rules.region.empty()) {
    if (!has_country_code(text)) {
      return Error{ErrorKind::usage, "number.no-region",
                   "\"" + std::string{text} + "\" has no country code, and " +
                       (settings.projects.empty() ? "no project says its region"
                                                  : "the projects are of several regions"),
                   settings.projects.empty() ? "write it as +380671234567"
                                             : "write it as +380671234567, or name its project"};
    }
    rules.region = "US";  // any will do for a number with its country code
  }
  auto parsed = numbers.parse(text, rules);
  if (!parsed) return parsed.error();
  return parsed.value().number;
}

}  // namespace dialctl
