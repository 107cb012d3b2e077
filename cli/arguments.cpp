#include "cli/arguments.h"

#include "engine/model/invariant.h"

namespace dialctl::cli {

const std::vector<std::string>* Arguments::find(std::string_view name) const {
  for (const auto& [known, values] : values_) {
    if (known == name) return &values;
  }
  return nullptr;
}

void Arguments::set(std::string_view name, std::vector<std::string> values) {
  for (auto& [known, old] : values_) {
    if (known == name) {
      old = std::move(values);
      return;
    }
  }
  values_.emplace_back(std::string{name}, std::move(values));
}

const std::vector<std::string>& Arguments::all(std::string_view name) const {
  const std::vector<std::string>* values = find(name);
  DIALCTL_INVARIANT(values != nullptr);
  return *values;
}

std::string_view Arguments::last(std::string_view name) const {
  const std::vector<std::string>& values = all(name);
  return values.empty() ? std::string_view{} : std::string_view{values.back()};
}

}  // namespace dialctl::cli
