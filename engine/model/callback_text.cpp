// Text forms of what rules of callbacks and missed calls are made of.
#include "engine/model/missed_call.h"
#include "engine/model/settings_text.h"
#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr TextTable<PlaceKind, 9> kPlaces{{{
    {PlaceKind::number, "number"},
    {PlaceKind::project, "project"},
    {PlaceKind::site, "site"},
    {PlaceKind::scenario, "scenario"},
    {PlaceKind::queue, "queue"},
    {PlaceKind::operator_name, "operator"},
    {PlaceKind::group, "group"},
    {PlaceKind::transfer, "transfer"},
    {PlaceKind::tag, "tag"},
}}};
constexpr TextTable<TargetKind, 8> kTargets{{{
    {TargetKind::as_project, "project"},
    {TargetKind::queue, "queue"},
    {TargetKind::lost_by, "lost-by"},
    {TargetKind::operator_name, "operator"},
    {TargetKind::group, "group"},
    {TargetKind::tried, "tried"},
    {TargetKind::last_phase, "last-phase"},
    {TargetKind::scenario, "template"},
}}};
constexpr TextTable<PromptKind, 5> kPrompts{{{
    {PromptKind::standard, "standard"},
    {PromptKind::none, "none"},
    {PromptKind::text, "text"},
    {PromptKind::audio, "audio"},
    {PromptKind::facts, "facts"},
}}};
constexpr TextTable<NoticeKind, 3> kNotices{{{
    {NoticeKind::none, "none"},
    {NoticeKind::text, "text"},
    {NoticeKind::audio, "audio"},
}}};
constexpr TextTable<RuleProfile, 3> kProfiles{{{
    {RuleProfile::none, "none"},
    {RuleProfile::uis, "uis"},
    {RuleProfile::voximplant, "voximplant"},
}}};
constexpr TextTable<ApplyEdits, 2> kApplyEdits{{{
    {ApplyEdits::next_attempt, "next-attempt"},
    {ApplyEdits::loaded_keep, "loaded-keep"},
}}};
constexpr TextTable<CancelOn, 2> kCancelOn{{{
    {CancelOn::success, "success"},
    {CancelOn::any_dial, "any-dial"},
}}};
constexpr TextTable<DisabledTasks, 3> kDisabledTasks{{{
    {DisabledTasks::drain, "drain"},
    {DisabledTasks::cancel, "cancel"},
    {DisabledTasks::hold, "hold"},
}}};
constexpr TextTable<LostIn, 4> kLostIn{{{
    {LostIn::ringing, "ringing"},
    {LostIn::menu, "menu"},
    {LostIn::hold, "hold"},
    {LostIn::transfer, "transfer"},
}}};

}  // namespace

std::string_view to_text(PlaceKind value) {
  return kPlaces.text(value);
}
template <>
std::optional<PlaceKind> parse_text<PlaceKind>(std::string_view text) {
  return kPlaces.parse(text);
}
std::string_view to_text(TargetKind value) {
  return kTargets.text(value);
}
template <>
std::optional<TargetKind> parse_text<TargetKind>(std::string_view text) {
  return kTargets.parse(text);
}
std::string_view to_text(PromptKind value) {
  return kPrompts.text(value);
}
template <>
std::optional<PromptKind> parse_text<PromptKind>(std::string_view text) {
  return kPrompts.parse(text);
}
std::string_view to_text(NoticeKind value) {
  return kNotices.text(value);
}
template <>
std::optional<NoticeKind> parse_text<NoticeKind>(std::string_view text) {
  return kNotices.parse(text);
}
std::string_view to_text(RuleProfile value) {
  return kProfiles.text(value);
}
template <>
std::optional<RuleProfile> parse_text<RuleProfile>(std::string_view text) {
  return kProfiles.parse(text);
}
std::string_view to_text(ApplyEdits value) {
  return kApplyEdits.text(value);
}
template <>
std::optional<ApplyEdits> parse_text<ApplyEdits>(std::string_view text) {
  return kApplyEdits.parse(text);
}
std::string_view to_text(CancelOn value) {
  return kCancelOn.text(value);
}
template <>
std::optional<CancelOn> parse_text<CancelOn>(std::string_view text) {
  return kCancelOn.parse(text);
}
std::string_view to_text(DisabledTasks value) {
  return kDisabledTasks.text(value);
}
template <>
std::optional<DisabledTasks> parse_text<DisabledTasks>(std::string_view text) {
  return kDisabledTasks.parse(text);
}
std::string_view to_text(LostIn value) {
  return kLostIn.text(value);
}
std::optional<LostIn> parse_lost_in(std::string_view text) {
  return kLostIn.parse(text);
}

}  // namespace dialctl
