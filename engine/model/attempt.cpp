#include "engine/model/attempt.h"

#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr TextTable<AttemptFactKind, 14> kFactKinds{{{
    {AttemptFactKind::sent, "sent"},
    {AttemptFactKind::ringing, "ringing"},
    {AttemptFactKind::answered, "answered"},
    {AttemptFactKind::answered_by, "answered-by"},
    {AttemptFactKind::message_started, "message-started"},
    {AttemptFactKind::key, "key"},
    {AttemptFactKind::waiting, "waiting"},
    {AttemptFactKind::offered, "offered"},
    {AttemptFactKind::operator_answered, "operator-answered"},
    {AttemptFactKind::operator_missed, "operator-missed"},
    {AttemptFactKind::bridged, "bridged"},
    {AttemptFactKind::notice_played, "notice-played"},
    {AttemptFactKind::recording, "recording"},
    {AttemptFactKind::not_recorded, "not-recorded"},
}}};

constexpr TextTable<CallStep, 10> kSteps{{{
    {CallStep::intent, "intent"},
    {CallStep::placed, "placed"},
    {CallStep::ringing, "ringing"},
    {CallStep::message, "message"},
    {CallStep::reply, "reply"},
    {CallStep::waiting, "waiting"},
    {CallStep::connecting, "connecting"},
    {CallStep::talking, "talking"},
    {CallStep::ending, "ending"},
    {CallStep::unknown, "unknown"},
}}};

constexpr TextTable<ModePart, 3> kParts{{{
    {ModePart::unprocessed, "unprocessed"},
    {ModePart::no_answer, "no-answer"},
    {ModePart::planned_callback, "planned-callback"},
}}};
constexpr TextTable<TaskPhase, 6> kPhases{{{
    {TaskPhase::ready, "ready"},
    {TaskPhase::live, "live"},
    {TaskPhase::handed, "handed"},
    {TaskPhase::blocked, "blocked"},
    {TaskPhase::done, "done"},
    {TaskPhase::cancelled, "cancelled"},
}}};

}  // namespace

std::string_view to_text(AttemptFactKind kind) {
  return kFactKinds.text(kind);
}
std::optional<AttemptFactKind> parse_attempt_fact_kind(std::string_view text) {
  return kFactKinds.parse(text);
}
std::string_view to_text(CallStep step) {
  return kSteps.text(step);
}
std::optional<CallStep> parse_call_step(std::string_view text) {
  return kSteps.parse(text);
}
std::string_view to_text(ModePart part) {
  return kParts.text(part);
}
std::optional<ModePart> parse_mode_part(std::string_view text) {
  return kParts.parse(text);
}
std::string_view to_text(TaskPhase phase) {
  return kPhases.text(phase);
}
std::optional<TaskPhase> parse_task_phase(std::string_view text) {
  return kPhases.parse(text);
}

}  // namespace dialctl
