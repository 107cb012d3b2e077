#include "adapters/json/scenario_reader.h"

#include <utility>

#include "adapters/json/members.h"
#include "engine/model/text.h"

namespace dialctl::json {
namespace {

using Document = nlohmann::json;

class Reader {
 public:
  ScenarioRead read(const Document& value);

 private:
  // [seconds, anything]
  bool is_pair(const Document& value, const std::string& key, const char* like);
  ScenarioSpan span(const Document& value, const std::string& key);
  ScenarioOperators operators(const Document& value, const std::string& key);
  ScenarioAnswers answers(const Document& value, const std::string& key);
  ScenarioRing ring(const Document& value, const std::string& key);
  Law law(const Document& value, const std::string& key);
  std::optional<Law> law_of(Members& members, const char* name);
  void talk(Members& members);
  void project(Members& members);
  void clock(Members& members);

  Scenario scenario_;
  Problems problems_;
};

bool Reader::is_pair(const Document& value, const std::string& key, const char* like) {
  if (value.is_array() && value.size() == 2) return true;
  problems_.push_back({key, "is no pair", std::string{"write "} + like});
  return false;
}

ScenarioSpan Reader::span(const Document& value, const std::string& key) {
  if (!is_pair(value, key, "[begin, end] in seconds")) return {};
  const auto begin = number_in_parts(value[0], 1000, key, problems_);
  const auto end = number_in_parts(value[1], 1000, key, problems_);
  return {Milliseconds{begin.value_or(0)}, Milliseconds{end.value_or(0)}};
}

ScenarioOperators Reader::operators(const Document& value, const std::string& key) {
  Members members{value, key, problems_};
  ScenarioOperators some;
  if (members.get("count") == nullptr) {
    problems_.push_back({members.key_of("count"), "is missing", "write how many operators these are"});
  }
  some.count = members.whole("count").value_or(0);
  members.each("shifts",
               [&](const Document& one, const std::string& at) { some.shifts.push_back(span(one, at)); });
  members.each("breaks",
               [&](const Document& one, const std::string& at) { some.breaks.push_back(span(one, at)); });
  some.jitter = members.seconds("jitter_s").value_or(Milliseconds{0});
  members.refuse_others();
  return some;
}

ScenarioAnswers Reader::answers(const Document& value, const std::string& key) {
  Members members{value, key, problems_};
  ScenarioAnswers answers;
  const Document* live = members.get("p_live");
  if (live != nullptr && live->is_array()) {
    members.each("p_live", [&](const Document& one, const std::string& at) {
      if (!is_pair(one, at, "[from, share], as in [[0, 0.15], [9000, 0.3]]")) return;
      const auto from = number_in_parts(one[0], 1000, at, problems_);
      const auto share = number_in_parts(one[1], kMillionths, at, problems_);
      answers.live.push_back({Milliseconds{from.value_or(0)}, share.value_or(0)});
    });
  } else if (live != nullptr) {
    answers.live.push_back({Milliseconds{0}, members.millionths("p_live").value_or(0)});
  }
  answers.linear = members.word("interp", {"step", "linear"}).value_or(0) == 1;
  answers.machine_of_rest_millionths = members.millionths("machine_of_rest").value_or(0);
  answers.busy_of_rest_millionths = members.millionths("busy_of_rest").value_or(0);
  members.refuse_others();
  return answers;
}

Law Reader::law(const Document& value, const std::string& key) {
  Members members{value, key, problems_};
  Law law;
  if (value.is_object() && members.get("dist") == nullptr) {
    problems_.push_back(
        {members.key_of("dist"), "is missing", "write one of: lognormal, exponential, uniform, const"});
  }
  constexpr Law::Kind kKinds[] = {Law::Kind::lognormal, Law::Kind::exponential, Law::Kind::uniform,
                                  Law::Kind::constant};
  law.kind = kKinds[members.word("dist", {"lognormal", "exponential", "uniform", "const"}).value_or(0)];
  law.value = members.seconds("value");
  law.mean = members.seconds("mean");
  law.cv_millionths = members.millionths("cv");
  law.median = members.seconds("median");
  law.sigma_millionths = members.millionths("sigma");
  law.min = members.seconds("min");
  law.max = members.seconds("max");
  members.refuse_others();
  return law;
}

std::optional<Law> Reader::law_of(Members& members, const char* name) {
  const Document* value = members.get(name);
  return value == nullptr ? std::nullopt : std::optional{law(*value, members.key_of(name))};
}

ScenarioRing Reader::ring(const Document& value, const std::string& key) {
  Members members{value, key, problems_};
  ScenarioRing ring;
  ring.live = law_of(members, "live");
  ring.machine = law_of(members, "machine");
  ring.busy = law_of(members, "busy");
  ring.timeout = members.seconds("timeout_s");
  members.refuse_others();
  return ring;
}

void Reader::talk(Members& members) {
  const Document* value = members.get("talk");
  if (value == nullptr) return;
  if (!value->is_array()) {
    scenario_.talk.push_back({Milliseconds{0}, law(*value, "talk")});
    return;
  }
  members.each("talk", [&](const Document& one, const std::string& at) {
    if (!is_pair(one, at, R"([from, law], as in [[0, {"dist": "exponential", "mean": 60}]])")) return;
    const auto from = number_in_parts(one[0], 1000, at, problems_);
    scenario_.talk.push_back({Milliseconds{from.value_or(0)}, law(one[1], at)});
  });
}

void Reader::project(Members& members) {
  ScenarioProject& project = scenario_.project;
  constexpr PacingMode kModes[] = {PacingMode::predictive, PacingMode::progressive, PacingMode::ratio};
  project.pacing = kModes[members.word("pacing", {"predictive", "progressive", "ratio"}).value_or(0)];
  project.ratio_millionths = members.millionths("ratio");
  project.schedule = members.text("schedule").value_or("");
  if (const Document* orders = members.get("orders")) {
    Members of{*orders, "orders", problems_};
    if (const auto count = of.whole("count")) {
      if (scenario_.list_size != 0 && scenario_.list_size != *count)
        problems_.push_back({"orders.count", "is not list_size", "write the number of orders once"});
      scenario_.list_size = *count;
    }
    project.numbers = of.whole("numbers").value_or(project.numbers);
    of.each("zones", [&](const Document& one, const std::string& at) {
      if (one.is_string()) {
        project.zones.push_back(one.get<std::string>());
      } else {
        problems_.push_back({at, "is no text", "write a zone's name: \"Europe/Kyiv\""});
      }
    });
    of.refuse_others();
  }
  if (const Document* retry = members.get("retry")) {
    Members of{*retry, "retry", problems_};
    of.each("intervals_s", [&](const Document& one, const std::string& at) {
      project.retry_intervals.emplace_back(number_in_parts(one, 1000, at, problems_).value_or(0));
    });
    project.attempts_max = of.whole("attempts").value_or(project.attempts_max);
    of.refuse_others();
  }
}

void Reader::clock(Members& members) {
  const auto said = members.text("start_clock");
  if (!said) return;
  const auto digit = [&](std::size_t i) { return (*said)[i] >= '0' && (*said)[i] <= '9'; };
  if (said->size() != 5 || !digit(0) || !digit(1) || (*said)[2] != ':' || !digit(3) || !digit(4) ||
      (*said)[3] > '5') {
    problems_.push_back(
        {"start_clock", "is \"" + screen_text(*said) + "\"", "write hours and minutes: \"09:00\""});
    return;
  }
  scenario_.start_clock = Minutes{60 * std::stoi(said->substr(0, 2)) + std::stoi(said->substr(3))};
}

ScenarioRead Reader::read(const Document& value) {
  Members members{value, "", problems_};
  scenario_.name = members.text("name").value_or("");
  scenario_.duration = members.seconds("duration_s");
  clock(members);
  scenario_.target_abandon_millionths =
      members.millionths("target_abandon").value_or(scenario_.target_abandon_millionths);
  scenario_.patience = members.seconds("patience_s").value_or(scenario_.patience);
  scenario_.min_ring_before_cancel =
      members.seconds("min_ring_before_cancel_s").value_or(scenario_.min_ring_before_cancel);
  scenario_.list_size = members.whole("list_size").value_or(0);
  scenario_.max_lines = members.whole("max_lines").value_or(0);
  std::vector<ScenarioOperators> all;
  if (members.each("operators",
                   [&](const Document& one, const std::string& at) { all.push_back(operators(one, at)); }))
    scenario_.operators = std::move(all);
  if (const Document* misses = members.get("operator_no_answer")) {
    Members of{*misses, "operator_no_answer", problems_};
    scenario_.misses =
        ScenarioMisses{of.millionths("p").value_or(0), of.seconds("detect_s").value_or(Milliseconds{0}),
                       of.seconds("away_s").value_or(Milliseconds{0})};
    of.refuse_others();
  }
  if (const Document* answer = members.get("answer")) scenario_.answer = answers(*answer, "answer");
  if (const Document* rings = members.get("ring")) scenario_.ring = ring(*rings, "ring");
  talk(members);
  scenario_.wrap = law_of(members, "wrap");
  project(members);
  members.refuse_others();
  return {std::move(scenario_), std::move(problems_)};
}

}  // namespace

ScenarioRead read_scenario(const Document& value) {
  return Reader{}.read(value);
}

}  // namespace dialctl::json
