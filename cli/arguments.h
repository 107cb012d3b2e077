// The words of one call, checked against the command table. Values have the kind that the table names.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialctl::cli {

class Arguments {
 public:
  // Declares a name; unknown names asked for later are a broken invariant, i.e. a typing error in a handler.
  void declare(std::string_view name) { values_.emplace_back(std::string{name}, std::vector<std::string>{}); }
  void set(std::string_view name, std::vector<std::string> values);

  bool knows(std::string_view name) const { return find(name) != nullptr; }
  bool given(std::string_view name) const { return !all(name).empty(); }
  // Every value in the order of the command line; a switch has "true" once for each time it was given.
  const std::vector<std::string>& all(std::string_view name) const;
  // The last value given (later flags win), or "".
  std::string_view last(std::string_view name) const;

 private:
  const std::vector<std::string>* find(std::string_view name) const;
  std::vector<std::pair<std::string, std::vector<std::string>>> values_;
};

}  // namespace dialctl::cli
