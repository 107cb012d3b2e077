#include "engine/model/record.h"

#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr TextTable<Activity, 5> kActivities{{{
    {Activity::idle, "idle"},
    {Activity::reserved, "reserved"},
    {Activity::ringing, "ringing"},
    {Activity::talking, "talking"},
    {Activity::wrap_up, "wrap-up"},
}}};

constexpr TextTable<ProviderCondition, 5> kConditions{{{
    {ProviderCondition::connecting, "connecting"},
    {ProviderCondition::up, "up"},
    {ProviderCondition::down, "down"},
    {ProviderCondition::credentials_refused, "credentials-refused"},
    {ProviderCondition::replaced, "replaced"},
}}};

constexpr TextTable<RoundStep, 4> kRoundSteps{{{
    {RoundStep::ringing, "ringing"},
    {RoundStep::dialling, "dialling"},
    {RoundStep::talking, "talking"},
    {RoundStep::result_wanted, "result-wanted"},
}}};

constexpr TextTable<NeedKind, 2> kNeedKinds{{{
    {NeedKind::answer, "answer"},
    {NeedKind::key, "key"},
}}};

constexpr TextTable<NeedMet, 3> kNeedMets{{{
    {NeedMet::served, "served"},
    {NeedMet::lost, "lost"},
    {NeedMet::left, "left"},
}}};

}  // namespace

std::string_view to_text(Activity activity) {
  return kActivities.text(activity);
}
std::optional<Activity> parse_activity(std::string_view text) {
  return kActivities.parse(text);
}
std::string_view to_text(NeedKind kind) {
  return kNeedKinds.text(kind);
}
std::optional<NeedKind> parse_need_kind(std::string_view text) {
  return kNeedKinds.parse(text);
}
std::string_view to_text(NeedMet met) {
  return kNeedMets.text(met);
}
std::optional<NeedMet> parse_need_met(std::string_view text) {
  return kNeedMets.parse(text);
}
std::string_view to_text(ProviderCondition condition) {
  return kConditions.text(condition);
}
std::optional<ProviderCondition> parse_provider_condition(std::string_view text) {
  return kConditions.parse(text);
}

std::string_view to_text(RoundStep step) {
  return kRoundSteps.text(step);
}
std::optional<RoundStep> parse_round_step(std::string_view text) {
  return kRoundSteps.parse(text);
}

}  // namespace dialctl
