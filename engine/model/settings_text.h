// Text forms of the settings' enums, as stored, typed and
// printed. parse_text<Enum>(text) is nullopt for any other.
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/settings.h"

namespace dialctl {

template <class Enum>
std::optional<Enum> parse_text(std::string_view text);

std::string_view to_text(AmbiguousZone value);
std::string_view to_text(Strategy value);
std::string_view to_text(PacingMode value);
std::string_view to_text(CountersSince value);
std::string_view to_text(LegMode value);
std::string_view to_text(OperatorStatus value);
std::string_view to_text(TemplateKind value);
std::string_view to_text(MachinePolicy value);
std::string_view to_text(RetryAnchor value);
std::string_view to_text(CallMode value);
std::string_view to_text(DelayClock value);
std::string_view to_text(DialWay value);
std::string_view to_text(HandOut value);
std::string_view to_text(MissedAppointment value);
std::string_view to_text(ButtonAction value);
std::string_view to_text(LineKey value);
std::string_view to_text(NewOrderSort value);
std::string_view to_text(ZoneOrigin value);
std::string_view to_text(PlaceKind value);
std::string_view to_text(TargetKind value);
std::string_view to_text(PromptKind value);
std::string_view to_text(NoticeKind value);
std::string_view to_text(RuleProfile value);
std::string_view to_text(ApplyEdits value);
std::string_view to_text(CancelOn value);
std::string_view to_text(DisabledTasks value);

template <>
std::optional<AmbiguousZone> parse_text<AmbiguousZone>(std::string_view text);
template <>
std::optional<Strategy> parse_text<Strategy>(std::string_view text);
template <>
std::optional<PacingMode> parse_text<PacingMode>(std::string_view text);
template <>
std::optional<CountersSince> parse_text<CountersSince>(std::string_view text);
template <>
std::optional<LegMode> parse_text<LegMode>(std::string_view text);
template <>
std::optional<OperatorStatus> parse_text<OperatorStatus>(std::string_view text);
template <>
std::optional<TemplateKind> parse_text<TemplateKind>(std::string_view text);
template <>
std::optional<MachinePolicy> parse_text<MachinePolicy>(std::string_view text);
template <>
std::optional<RetryAnchor> parse_text<RetryAnchor>(std::string_view text);
template <>
std::optional<CallMode> parse_text<CallMode>(std::string_view text);
template <>
std::optional<DialWay> parse_text<DialWay>(std::string_view text);
template <>
std::optional<HandOut> parse_text<HandOut>(std::string_view text);
template <>
std::optional<MissedAppointment> parse_text<MissedAppointment>(std::string_view text);
template <>
std::optional<ButtonAction> parse_text<ButtonAction>(std::string_view text);
template <>
std::optional<LineKey> parse_text<LineKey>(std::string_view text);
template <>
std::optional<NewOrderSort> parse_text<NewOrderSort>(std::string_view text);
template <>
std::optional<DelayClock> parse_text<DelayClock>(std::string_view text);
template <>
std::optional<ZoneOrigin> parse_text<ZoneOrigin>(std::string_view text);
template <>
std::optional<PlaceKind> parse_text<PlaceKind>(std::string_view text);
template <>
std::optional<TargetKind> parse_text<TargetKind>(std::string_view text);
template <>
std::optional<PromptKind> parse_text<PromptKind>(std::string_view text);
template <>
std::optional<NoticeKind> parse_text<NoticeKind>(std::string_view text);
template <>
std::optional<RuleProfile> parse_text<RuleProfile>(std::string_view text);
template <>
std::optional<ApplyEdits> parse_text<ApplyEdits>(std::string_view text);
template <>
std::optional<CancelOn> parse_text<CancelOn>(std::string_view text);
template <>
std::optional<DisabledTasks> parse_text<DisabledTasks>(std::string_view text);

}  // namespace dialctl
