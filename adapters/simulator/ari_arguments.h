// The arguments of an ARI request, wherever they stand: query, JSON body or form.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/listen/message.h"

namespace dialctl::simulator {

class AriArguments {
 public:
  // nullopt: the body is neither JSON nor the form it says it is.
  static std::optional<AriArguments> read(const listen::Request& request);

  std::string text(std::string_view name) const;  // empty = absent
  bool has(std::string_view name) const { return values_.contains(name); }
  std::vector<std::string> list(std::string_view name) const;  // "a,b" -> a and b
  const std::map<std::string, std::string>& variables() const { return variables_; }

 private:
  bool read_json(const std::string& body);

  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::string> variables_;
};

// {"allowed":[{"type":"A"}],"disallowed":[...]}
struct EventFilter {
  std::optional<std::vector<std::string>> allowed;
  std::optional<std::vector<std::string>> disallowed;
};
enum class FilterProblem { not_json, not_a_filter };
struct FilterReading {
  EventFilter filter;
  std::optional<FilterProblem> problem;
};
FilterReading read_event_filter(const std::string& body);

std::vector<std::string> split(std::string_view text, char mark);

}  // namespace dialctl::simulator
