// The members of a JSON object as an admin's file has them: each is asked for by its key and type, what is
// wrong or left over becomes a problem. Internal to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/scenario.h"

namespace dialctl::json {

using Problems = std::vector<ScenarioProblem>;

// A number of a file in whole parts of 1 / `parts`, to the nearest; nullopt and a problem for all else.
std::optional<std::int64_t> number_in_parts(const nlohmann::json& value, std::int64_t parts,
                                            const std::string& key, Problems& problems);

class Members {
 public:
  // `key` leads to the object; "" = it is the document. Anything but an object is a problem, and has no
  // members.
  Members(const nlohmann::json& value, std::string key, Problems& problems);

  // nullptr: it is not there.
  const nlohmann::json* get(const char* name);
  std::string key_of(std::string_view name) const {
    return key_.empty() ? std::string{name} : key_ + "." + std::string{name};
  }

  // nullopt where the member is missing, or wrong and therefore told.
  std::optional<Milliseconds> seconds(const char* name);
  std::optional<std::int64_t> millionths(const char* name);
  std::optional<int> whole(const char* name);
  std::optional<std::string> text(const char* name);
  // The index of the word in `words`.
  std::optional<std::size_t> word(const char* name, const std::vector<std::string_view>& words);
  // Each element with its key; false when the member is not there. What is no array is told.
  bool each(const char* name, const std::function<void(const nlohmann::json&, const std::string& key)>& one);

  // After all that is known has been asked for: the others are problems.
  void refuse_others();

 private:
  const nlohmann::json* object_ = nullptr;
  std::string key_;
  Problems& problems_;
  std::vector<std::string> known_;
};

}  // namespace dialctl::json
