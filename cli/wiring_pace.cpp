#include "cli/wiring_pace.h"

#include "adapters/json/pace_messages.h"

namespace dialctl::cli {
namespace {

class JsonPacingLines final : public PacingLines {
 public:
  Result<std::optional<std::string>> answer(std::string_view line) override {
    auto message = json::read_pace_message(line);
    if (!message) return message.error();
    if (std::holds_alternative<json::PaceEnd>(message.value())) return std::optional<std::string>{};
    if (const auto* start = std::get_if<pace::DriveStart>(&message.value())) {
      if (drive_) return out_of_turn("a second hello", "one process is one shift: start another one");
      drive_.emplace(*start);
      return std::optional{json::hello_answer(DIALCTL_VERSION)};
    }
    if (!drive_) return out_of_turn("a step before hello", "begin with a line of type hello");
    return std::optional{json::step_answer(drive_->step(std::get<pace::DriveStep>(message.value())))};
  }

 private:
  static Error out_of_turn(std::string what, std::string hint) {
    return {ErrorKind::usage, "pace.out-of-turn", std::move(what), std::move(hint)};
  }

  std::optional<pace::PaceDrive> drive_;
};

}  // namespace

std::unique_ptr<PacingLines> make_pacing_lines() {
  return std::make_unique<JsonPacingLines>();
}

}  // namespace dialctl::cli
