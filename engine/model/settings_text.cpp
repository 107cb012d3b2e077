#include "engine/model/settings_text.h"

#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr TextTable<AmbiguousZone, 2> kAmbiguous{
    {{{AmbiguousZone::all, "all"}, {AmbiguousZone::project, "project"}}}};
constexpr TextTable<Strategy, 8> kStrategies{{{
    {Strategy::ring_all, "ring-all"},
    {Strategy::longest_idle_agent, "longest-idle-agent"},
    {Strategy::round_robin, "round-robin"},
    {Strategy::top_down, "top-down"},
    {Strategy::agent_with_least_talk_time, "agent-with-least-talk-time"},
    {Strategy::agent_with_fewest_calls, "agent-with-fewest-calls"},
    {Strategy::sequentially_by_agent_order, "sequentially-by-agent-order"},
    {Strategy::random, "random"},
}}};
constexpr TextTable<PacingMode, 3> kPacing{{{{PacingMode::progressive, "progressive"},
                                             {PacingMode::ratio, "ratio"},
                                             {PacingMode::predictive, "predictive"}}}};
constexpr TextTable<CountersSince, 2> kCounters{
    {{{CountersSince::login, "login"}, {CountersSince::day, "day"}}}};
constexpr TextTable<LegMode, 2> kLegs{{{{LegMode::ring, "ring"}, {LegMode::open, "open"}}}};
constexpr TextTable<OperatorStatus, 3> kOperatorStatuses{{{{OperatorStatus::offline, "offline"},
                                                           {OperatorStatus::ready, "ready"},
                                                           {OperatorStatus::on_break, "break"}}}};
constexpr TextTable<TemplateKind, 2> kKinds{
    {{{TemplateKind::message, "message"}, {TemplateKind::predictive, "predictive"}}}};
constexpr TextTable<MachinePolicy, 3> kMachine{{{
    {MachinePolicy::hang_up, "hang-up"},
    {MachinePolicy::leave_message, "leave-message"},
    {MachinePolicy::treat_as_answered, "treat-as-answered"},
}}};
constexpr TextTable<RetryAnchor, 2> kAnchors{
    {{{RetryAnchor::attempt_end, "attempt-end"}, {RetryAnchor::attempt_start, "attempt-start"}}}};
constexpr TextTable<CallMode, 5> kModeWords{{{
    {CallMode::new_order, "new"},
    {CallMode::reconfirm, "reconfirm"},
    {CallMode::before_buyout, "before-buyout"},
    {CallMode::random_1, "random-1"},
    {CallMode::random_2, "random-2"},
}}};
constexpr TextTable<DialWay, 3> kDialWays{
    {{{DialWay::manual, "manual"}, {DialWay::automatic, "auto"}, {DialWay::optional, "optional"}}}};
constexpr TextTable<HandOut, 3> kHandOuts{{{{HandOut::pool, "pool"},
                                            {HandOut::owner_first, "owner-first"},
                                            {HandOut::assigned_only, "assigned-only"}}}};
constexpr TextTable<MissedAppointment, 3> kMissed{{{{MissedAppointment::keep, "keep"},
                                                    {MissedAppointment::next_opening, "next-opening"},
                                                    {MissedAppointment::close, "close"}}}};
constexpr TextTable<ButtonAction, 3> kButtonActions{{{{ButtonAction::to_status, "status"},
                                                      {ButtonAction::put_off, "put-off"},
                                                      {ButtonAction::call_back, "callback"}}}};
constexpr TextTable<LineKey, 5> kLineKeys{{{
    {LineKey::callback, "callback"},
    {LineKey::overdue, "overdue"},
    {LineKey::high_priority, "high-priority"},
    {LineKey::fresh, "new"},
    {LineKey::retry, "retry"},
}}};
constexpr TextTable<NewOrderSort, 2> kNewOrders{
    {{{NewOrderSort::fewest_first, "fewest-first"}, {NewOrderSort::oldest_first, "oldest-first"}}}};
constexpr TextTable<DelayClock, 2> kDelayClocks{
    {{{DelayClock::wall, "wall"}, {DelayClock::open_hours, "open-hours"}}}};
constexpr TextTable<ZoneOrigin, 4> kOrigins{{{
    {ZoneOrigin::column, "column"},
    {ZoneOrigin::number, "number"},
    {ZoneOrigin::project, "project"},
    {ZoneOrigin::unknown, "unknown"},
}}};

}  // namespace

#define DIALCTL_TEXT_FORMS(Enum, table)                         \
  std::string_view to_text(Enum value) {                        \
    return table.text(value);                                   \
  }                                                             \
  template <>                                                   \
  std::optional<Enum> parse_text<Enum>(std::string_view text) { \
    return table.parse(text);                                   \
  }

DIALCTL_TEXT_FORMS(AmbiguousZone, kAmbiguous)
DIALCTL_TEXT_FORMS(Strategy, kStrategies)
DIALCTL_TEXT_FORMS(PacingMode, kPacing)
DIALCTL_TEXT_FORMS(CountersSince, kCounters)
DIALCTL_TEXT_FORMS(LegMode, kLegs)
DIALCTL_TEXT_FORMS(OperatorStatus, kOperatorStatuses)
DIALCTL_TEXT_FORMS(TemplateKind, kKinds)
DIALCTL_TEXT_FORMS(MachinePolicy, kMachine)
DIALCTL_TEXT_FORMS(RetryAnchor, kAnchors)
DIALCTL_TEXT_FORMS(CallMode, kModeWords)
DIALCTL_TEXT_FORMS(DialWay, kDialWays)
DIALCTL_TEXT_FORMS(HandOut, kHandOuts)
DIALCTL_TEXT_FORMS(MissedAppointment, kMissed)
DIALCTL_TEXT_FORMS(ButtonAction, kButtonActions)
DIALCTL_TEXT_FORMS(LineKey, kLineKeys)
DIALCTL_TEXT_FORMS(NewOrderSort, kNewOrders)
DIALCTL_TEXT_FORMS(DelayClock, kDelayClocks)
DIALCTL_TEXT_FORMS(ZoneOrigin, kOrigins)

#undef DIALCTL_TEXT_FORMS

}  // namespace dialctl
