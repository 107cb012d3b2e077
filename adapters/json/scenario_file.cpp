#include "adapters/json/scenario_file.h"

#include <array>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "adapters/json/byte_source.h"
#include "adapters/json/key_lines.h"
#include "adapters/json/parse.h"
#include "adapters/json/scenario_reader.h"

namespace dialctl::json {
namespace {

constexpr ParseLimits kLimits{.bytes_max = 16 * 1024 * 1024, .depth_max = 16};

// The line of the key, or of the nearest thing around it that is there.
std::uint64_t line_of(std::string_view text, std::string key) {
  const auto lines = lines_of_keys(text);
  for (;;) {
    if (const auto found = lines.find(key); found != lines.end()) return found->second;
    const std::size_t cut = key.find_last_of(".[");
    if (key.empty()) return 1;
    key.resize(cut == std::string::npos ? 0 : cut);
  }
}

Error wrong(std::string_view text, const std::string& name, const std::string& ahead,
            const std::vector<ScenarioProblem>& problems) {
  const ScenarioProblem& first = problems.front();
  const std::string dot = ahead.empty() || first.key.empty() ? "" : ".";
  const std::string key = ahead + dot + first.key;
  std::string message = fmt::format("{}, line {}: {} {}", name, line_of(text, key),
                                    key.empty() ? "the document" : key, first.what);
  if (problems.size() > 1) message += fmt::format(" (the first of {} problems)", problems.size());
  return {ErrorKind::usage, "scenario.wrong", std::move(message), first.instead};
}

}  // namespace

Result<std::vector<Scenario>> parse_scenarios(std::string_view text, const std::string& name) {
  auto parsed = parse(text, kLimits);
  if (!parsed) {
    Error error = parsed.error();
    error.message = name + ", " + error.message;
    return error;
  }
  const nlohmann::json& document = parsed.value();
  const bool many = document.is_array();
  if (many && document.empty())
    return wrong(text, name, "", {{"", "has no scenario", "write one: {\"name\": ...}"}});
  std::vector<Scenario> scenarios;
  std::set<std::string> names;
  for (std::size_t i = 0; i < (many ? document.size() : 1); ++i) {
    ScenarioRead read = read_scenario(many ? document[i] : document);
    if (read.problems.empty()) read.problems = problems_of(read.scenario);
    if (read.problems.empty() && !names.insert(read.scenario.name).second)
      read.problems.push_back({"name", "is that of another one ahead of it", "give each a name of its own"});
    if (!read.problems.empty()) return wrong(text, name, many ? fmt::format("[{}]", i) : "", read.problems);
    scenarios.push_back(std::move(read.scenario));
  }
  return scenarios;
}

Result<std::vector<Scenario>> read_scenarios(const std::string& path) {
  auto bytes = text::open_bytes(path);
  if (!bytes) return bytes.error();
  std::string all;
  std::array<char, 65536> room;
  for (;;) {
    auto got = bytes.value()->read(room);
    if (!got) return got.error();
    if (got.value() == 0) break;
    all.append(room.data(), got.value());
    if (all.size() > kLimits.bytes_max) break;  // parse() says so
  }
  return parse_scenarios(all, path == "-" ? "standard input" : path);
}

}  // namespace dialctl::json
