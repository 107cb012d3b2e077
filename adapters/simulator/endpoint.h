// Whom an originate asks for: "Local/<number>@<context>[/n]" or "PJSIP/<number>@<endpoint>".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dialctl::simulator {

enum class Technology { local, pjsip };

struct Endpoint {
  Technology technology = Technology::local;
  std::string number;
  std::string place;       // Local: the context; PJSIP: the endpoint's name
  std::string dialstring;  // what stands after the first '/'
};

// nullopt: another technology, or none. A Local without "@context" is in "default".
std::optional<Endpoint> parse_endpoint(std::string_view text);

struct CallerId {
  std::string name;
  std::string number;
};

// "\"Shop\" <78001>" or "78001".
CallerId parse_caller_id(std::string_view text);

}  // namespace dialctl::simulator
