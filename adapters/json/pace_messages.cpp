#include "adapters/json/pace_messages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "adapters/json/parse.h"

namespace dialctl::json {
namespace {

using pace::DriveEventKind;

constexpr double kLongestSeconds = 1e8;
constexpr double kMostCount = 1e9;
constexpr std::size_t kMostEvents = 100'000;

constexpr std::array<std::pair<std::string_view, DriveEventKind>, 14> kKinds{{
    {"launch", DriveEventKind::launch},
    {"live", DriveEventKind::live},
    {"machine", DriveEventKind::machine},
    {"noanswer", DriveEventKind::no_answer},
    {"busy", DriveEventKind::busy},
    {"cancel", DriveEventKind::cancel},
    {"connect", DriveEventKind::connect},
    {"abandon", DriveEventKind::abandon},
    {"talkend", DriveEventKind::talk_end},
    {"wrapend", DriveEventKind::wrap_end},
    {"login", DriveEventKind::login},
    {"logout", DriveEventKind::logout},
    {"opmiss", DriveEventKind::miss},
    {"back", DriveEventKind::back},
}};

Error bad(const std::string& key, std::string_view wanted) {
  return {ErrorKind::usage, "pace.bad-message", fmt::format("'{}' is not {}", key, wanted),
          "see dialctl-pace(1) for what each line has"};
}

// The members of one object; the first that is wrong is told.
class Fields {
 public:
  Fields(const nlohmann::json& value, std::string name) : value_(value), name_(std::move(name)) {
    if (!value_.is_object()) error_ = bad(name_, "an object");
  }

  const nlohmann::json* get(const char* key) {
    if (error_) return nullptr;
    const auto found = value_.find(key);
    return found == value_.end() ? nullptr : &*found;
  }
  double number(const char* key, double least, double most, std::optional<double> otherwise = {}) {
    const nlohmann::json* found = get(key);
    if (found == nullptr && otherwise) return *otherwise;
    const bool good = found != nullptr && found->is_number() && found->get<double>() >= least &&
                      found->get<double>() <= most;
    if (good) return found->get<double>();
    if (!error_) error_ = bad(full(key), fmt::format("a number from {} to {}", least, most));
    return least;
  }
  Milliseconds seconds(const char* key, std::optional<double> otherwise = {}) {
    return Milliseconds{std::llround(number(key, 0, kLongestSeconds, otherwise) * 1000)};
  }
  int count(const char* key, std::optional<double> otherwise = {}) {
    return static_cast<int>(number(key, 0, kMostCount, otherwise));
  }
  std::int64_t id(const char* key) {
    const nlohmann::json* found = get(key);
    if (found == nullptr) return 0;
    if (found->is_number_integer()) return found->get<std::int64_t>();
    if (!error_) error_ = bad(full(key), "a whole number");
    return 0;
  }
  std::string full(std::string_view key) const {
    return name_.empty() ? std::string{key} : name_ + "." + std::string{key};
  }
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const nlohmann::json& value_;
  std::string name_;
  std::optional<Error> error_;
};

Result<PaceMessage> read_hello(Fields& fields) {
  pace::DriveStart start;
  fields.number("v", 1, 1);
  start.limit_basis_points = static_cast<int>(std::lround(fields.number("target_abandon", 0, 1) * 10'000));
  start.patience = fields.seconds("patience_s", 2);
  start.ring_timeout = fields.seconds("ring_timeout_s", 25);
  start.let_go_after = fields.seconds("min_ring_before_cancel_s", 15);
  start.duration = fields.seconds("duration_s");
  start.lines_max = fields.count("max_lines", 0);
  if (fields.error()) return *fields.error();
  return PaceMessage{start};
}

Result<pace::DriveEvent> read_event(const nlohmann::json& value, const std::string& name) {
  Fields fields(value, name);
  pace::DriveEvent event;
  const nlohmann::json* kind = fields.get("k");
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) {
    return kind != nullptr && kind->is_string() && kind->get_ref<const std::string&>() == row.first;
  });
  if (found == kKinds.end()) {
    fields.fail(bad(fields.full("k"),
                    "one of launch, live, machine, noanswer, busy, cancel, connect, abandon, "
                    "talkend, wrapend, login, logout, opmiss, back"));
  } else {
    event.kind = found->second;
  }
  event.at = fields.seconds("t");
  event.lasted = fields.seconds("x", 0);
  event.call = fields.id("c");
  event.operator_id = fields.id("o");
  if (fields.error()) return *fields.error();
  return event;
}

std::optional<Error> read_events(const nlohmann::json* list, std::vector<pace::DriveEvent>& events) {
  if (list == nullptr) return std::nullopt;
  if (!list->is_array() || list->size() > kMostEvents) return bad("ev", "a list of at most 100000 events");
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto event = read_event((*list)[i], fmt::format("ev[{}]", i));
    if (!event) return event.error();
    events.push_back(event.value());
  }
  return std::nullopt;
}

Result<PaceMessage> read_step(Fields& fields) {
  pace::DriveStep step;
  step.at = fields.seconds("t");
  if (fields.error()) return *fields.error();
  if (auto wrong = read_events(fields.get("ev"), step.events)) return *wrong;
  const nlohmann::json none = nlohmann::json::object();
  const auto part = [&](const char* key) {
    const nlohmann::json* found = fields.get(key);
    return Fields{found != nullptr ? *found : none, key};
  };
  Fields operators = part("ops");
  step.idle = operators.count("idle");
  step.offered = operators.count("offer", 0);
  step.talking = operators.count("talk");
  step.wrapping = operators.count("wrap", 0);
  Fields lines = part("lines");
  step.ringing = lines.count("ringing");
  step.waiting = lines.count("queued", 0);
  Fields totals = part("tot");
  step.answered = totals.count("live");
  step.abandoned = totals.count("abandoned");
  for (const Fields* each : {&operators, &lines, &totals}) {
    if (each->error()) return *each->error();
  }
  return PaceMessage{std::move(step)};
}

}  // namespace

Result<PaceMessage> read_pace_message(std::string_view line) {
  auto parsed = parse(line, {.bytes_max = 16 * 1024 * 1024, .depth_max = 8});
  if (!parsed) return parsed.error();
  Fields fields(parsed.value(), "");
  const nlohmann::json* type = fields.get("type");
  if (type != nullptr && *type == "hello") return read_hello(fields);
  if (type != nullptr && *type == "step") return read_step(fields);
  if (type != nullptr && *type == "end") return PaceMessage{PaceEnd{}};
  return bad("type", "hello, step or end");
}

std::string hello_answer(std::string_view version) {
  return fmt::format("{{\"ok\":true,\"name\":{},\"snapshot\":\"counts\",\"step_on\":\"event\"}}\n",
                     nlohmann::json(fmt::format("dialctl {}", version)).dump());
}

std::string step_answer(const pace::QueueChoice& choice) {
  return fmt::format("{{\"launch\":{},\"cancel\":[{}]}}\n", std::min(choice.launch, 5'000),
                     fmt::join(choice.let_go, ","));
}

}  // namespace dialctl::json
