#include "tests/simulation/callback_edits.h"

#include <algorithm>

#include "tests/simulation/callback_shop.h"

namespace dialctl::simulation {
namespace {

constexpr Instant kLost = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{10};

Settings scene_settings(const EditScene& scene) {
  Settings settings = callback_settings();
  ProviderSettings second = settings.providers.front();
  second.id = ProviderId{2};
  second.name = "second";
  settings.providers.push_back(second);
  settings.own_numbers.push_back({E164::parse("+380440000001").value(), {}, "", 0, 0});
  settings.projects.front().provider = kProvider;
  settings.projects.front().caller_id = "+380440000001";
  settings.schedules = {{kLate, "late", "daily 12:30-18:00", "project"},
                        {kTenPast, "ten past", "daily 12:10-18:00", "project"}};
  settings.operators = {operator_on(1, "op1", scene.phone), operator_on(2, "op2", "202")};
  CallbackRule& rule = rule_of(settings);
  rule.target = {TargetKind::operator_name, 1, 3};
  rule.prompt = {PromptKind::text, "Call back, please."};
  rule.intervals = {Minutes{1}, Minutes{5}, Minutes{5}};
  rule.apply = scene.apply;
  rule.profile = scene.profile;
  if (scene.late) rule.calls = kLate;
  return settings;
}

std::vector<const CallSeen*> all_legs(const StoredCentre& centre) {
  std::vector<const CallSeen*> all;
  for (const auto& [id, provider] : centre.providers) {
    for (const CallSeen& call : provider->history())
      all.push_back(&call);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const CallSeen* a, const CallSeen* b) { return a->placed < b->placed; });
  return all;
}

bool is_spread(const std::string& opening, Instant at, OrderId order) {
  const Instant opens = parse_iso(opening).value();
  const Instant begins = spread(opens, opens + std::chrono::hours{5}, order);
  return at >= begins && at < begins + Seconds{2};
}

std::string minutes(Milliseconds span) {
  return std::to_string(std::chrono::floor<Minutes>(span).count()) + "m";
}

std::string shown_of(Shown shown, const StoredTry& one, const CallSeen& ring, const CallSeen& customer) {
  switch (shown) {
    case Shown::nothing:
      return "";
    case Shown::who:
      return " op" + std::to_string(one.agent.value);
    case Shown::ring:
      return " " + std::to_string(std::chrono::floor<Seconds>(*customer.ended - customer.placed).count()) +
             "s";
    case Shown::caller_id:
      return one.caller_id == "+380440000001" ? " own" : " rule's";
    case Shown::words:
      return customer.placed - *ring.answered > Seconds{3} ? " words" : " silence";
    case Shown::way:
      return " p" + std::to_string(one.provider.value);
    case Shown::rule:
      return one.rule == kRule ? " all" : " vip";
  }
  return "";
}

}  // namespace

Seconds after_loss(Moment moment) {
  switch (moment) {
    case Moment::waits:
      return Seconds{30};
    case Moment::rings:
      return Seconds{62};
    case Moment::hears:
      return Seconds{67};
    case Moment::called:
      return Seconds{80};
    case Moment::between:
      return Seconds{200};
  }
  return Seconds{0};
}

EditRun::EditRun(const EditScene& scene) : centre(scene_settings(scene), kLost), lost(kLost) {
  task = centre.lose_call(missed_by(scene.customer));
}

std::string EditRun::story(Shown shown) {
  const auto tries = centre.tries();
  const auto all = all_legs(centre);
  const OrderId order = centre.callback(task).order;
  std::string text;
  Instant since = lost;
  for (auto leg = all.begin(); leg != all.end(); ++leg) {
    if ((*leg)->leg.kind != LegKind::agent) continue;
    const bool opens = is_spread("2026-11-23T10:10:00Z", (*leg)->placed, order) ||
                       is_spread("2026-11-23T10:30:00Z", (*leg)->placed, order);
    const std::string when = opens ? "open" : minutes((*leg)->placed - since);
    const auto customer = std::next(leg);
    const bool called = customer != all.end() && (*customer)->leg.kind == LegKind::customer;
    text += text.empty() ? "" : ", ";
    if (!called) {
      text += "(rung " + when + ")";
      continue;
    }
    const auto one = std::find_if(tries.begin(), tries.end(), [&](const StoredTry& each) {
      return each.attempt == (*customer)->leg.number;
    });
    text += "v" + std::to_string(one->version) + " " + when + shown_of(shown, *one, **leg, **customer);
    since = one->ended;
  }
  return text;
}

std::string EditRun::end() {
  const CallbackLine line = centre.callback(task);
  const std::string phase{to_text(line.phase)};
  const bool over = line.phase == TaskPhase::done || line.phase == TaskPhase::cancelled;
  return over && !line.reason.empty() ? phase + " " + line.reason : phase;
}

std::string EditRun::end_in_journal() {
  std::string last;
  const auto order = "order:" + std::to_string(centre.callback(task).order.value);
  for (const std::string& line : centre.journal(order)) {
    if (line.starts_with("callback.")) last = line;
  }
  return last;
}

}  // namespace dialctl::simulation
