#include "adapters/asterisk/bridging.h"

#include <algorithm>
#include <iterator>

#include "adapters/asterisk/wire_answer.h"

namespace dialctl::asterisk {

namespace {

constexpr Milliseconds kBeepMax{2000};

void ignore(const http::Answer&) {}

}  // namespace

bool Bridging::both_can_talk(const Connect& command) {
  const Leg* customer = desk_.legs.find(command.customer);
  const Leg* operator_leg = desk_.legs.find(command.operator_leg);
  return customer != nullptr && operator_leg != nullptr && customer->can_talk() && operator_leg->can_talk();
}

void Bridging::connect(const Connect& command) {
  if (!both_can_talk(command)) {
    desk_.reporter.tell(BridgeFailed{command.customer, command.operator_leg, "a leg is not up"});
    return;
  }
  desk_.legs.enqueue({command.customer, command.operator_leg},
                     [this, command](Finish finish) { begin(command, std::move(finish)); });
}

void Bridging::begin(const Connect& command, Finish finish) {
  conversations_[command.customer.number] = {command, {}, false, std::nullopt};
  if (!both_can_talk(command)) return fail(command, "a leg is not up", finish);
  announce(command, [this, command, finish = std::move(finish)] { create(command, finish); });
}

// The operator hears the beep before he hears the customer.
void Bridging::announce(const Connect& command, Finish next) {
  if (!command.beep) return next();
  const std::string playback = desk_.names.beep(command.operator_leg, command.customer.number);
  beeps_[playback] = std::move(next);
  auto request = play(desk_.names.channel(command.operator_leg), playback, "sound:" + desk_.settings.beep);
  desk_.ari.send(std::move(request), [this, playback](const http::Answer& answer) {
    if (!succeeded(answer)) beep_finished(playback);
  });
  desk_.ari.after(kBeepMax, [this, playback] { beep_finished(playback); });
}

void Bridging::beep_finished(const std::string& playback) {
  const auto found = beeps_.find(playback);
  if (found == beeps_.end()) return;
  const Finish next = std::move(found->second);
  beeps_.erase(found);
  next();
}

void Bridging::create(const Connect& command, Finish finish) {
  if (!both_can_talk(command)) return fail(command, "a leg ended before they were connected", finish);
  auto request = create_bridge(desk_.names.bridge(command.customer.number));
  desk_.ari.send(std::move(request), [this, command, finish = std::move(finish)](const http::Answer& answer) {
    if (!succeeded(answer)) return fail(command, raw_code(answer), finish);
    if (Conversation* conversation = find(command)) {
      conversation->music = desk_.legs.find(command.customer)->music;
    }
    quieten(command.customer);
    quieten(command.operator_leg);
    join(command, finish);
  });
}

void Bridging::quieten(LegId id) {
  Leg* leg = desk_.legs.find(id);
  if (leg == nullptr || !leg->music) return;
  leg->music.reset();
  desk_.ari.send(stop_music(desk_.names.channel(id)), ignore);
}

// The server takes up to 0.2 s a channel for this; only the two legs' own commands wait for it.
void Bridging::join(const Connect& command, Finish finish) {
  auto request =
      add_to_bridge(desk_.names.bridge(command.customer.number),
                    {desk_.names.channel(command.customer), desk_.names.channel(command.operator_leg)});
  desk_.ari.send(std::move(request), [this, command, finish = std::move(finish)](const http::Answer& answer) {
    Conversation* conversation = find(command);
    if (succeeded(answer)) {
      if (conversation != nullptr) tell_bridged(*conversation);
      return finish();
    }
    if (status_of(answer) != 0) return fail(command, raw_code(answer), finish);
    // No clear answer: their entering the bridge would tell.
    desk_.ari.after(desk_.settings.look_again,
                    [this, command, finish, raw = raw_code(answer)] { fail(command, raw, finish); });
  });
}

Bridging::Conversation* Bridging::find(const Connect& command) {
  const auto found = conversations_.find(command.customer.number);
  if (found == conversations_.end() || found->second.legs.operator_leg != command.operator_leg)
    return nullptr;
  return &found->second;
}

void Bridging::tell_bridged(Conversation& conversation) {
  if (conversation.told) return;
  conversation.told = true;
  desk_.reporter.tell(Bridged{conversation.legs.customer, conversation.legs.operator_leg});
}

// Also when it was told before: then the conversation did come about, or has ended already.
void Bridging::fail(const Connect& command, const std::string& raw_code, const Finish& finish) {
  const Conversation* conversation = find(command);
  if (conversation == nullptr || conversation->told) return finish();
  const auto music = conversation->music;
  conversations_.erase(command.customer.number);
  desk_.reporter.tell(BridgeFailed{command.customer, command.operator_leg, raw_code});
  take_out({command.customer, command.operator_leg}, command.customer.number, [this, command, music, finish] {
    Leg* customer = desk_.legs.find(command.customer);
    if (music && customer != nullptr && customer->can_talk()) {
      customer->music = music;
      desk_.ari.send(start_music(desk_.names.channel(command.customer), *music), ignore);
    }
    finish();
  });
}

void Bridging::entered(LegId leg, AttemptId bridge) {
  const auto found = conversations_.find(bridge);
  if (found == conversations_.end()) return;
  Conversation& conversation = found->second;
  conversation.inside.insert(leg);
  if (conversation.inside.contains(conversation.legs.customer) &&
      conversation.inside.contains(conversation.legs.operator_leg)) {
    tell_bridged(conversation);
  }
}

void Bridging::disconnect(const Disconnect& command) {
  for (const auto& [attempt, conversation] : conversations_) {
    if (conversation.legs.operator_leg != command.operator_leg) continue;
    remove(attempt, {conversation.legs.customer, command.operator_leg});
    return;
  }
}

void Bridging::leg_over(LegId leg) {
  for (const auto& [attempt, conversation] : conversations_) {
    const Connect& legs = conversation.legs;
    if (legs.customer != leg && legs.operator_leg != leg) continue;
    if (!conversation.told) {
      desk_.reporter.tell(
          BridgeFailed{legs.customer, legs.operator_leg, "a leg ended before they were connected"});
    }
    remove(attempt, {legs.customer == leg ? legs.operator_leg : legs.customer});
    return;
  }
}

// In turn with the survivors' commands: a next conversation may use the same bridge.
void Bridging::remove(AttemptId attempt, const std::vector<LegId>& survivors) {
  std::vector<LegId> known;
  std::copy_if(survivors.begin(), survivors.end(), std::back_inserter(known),
               [&](const LegId& leg) { return desk_.legs.find(leg) != nullptr; });
  conversations_.erase(attempt);
  if (known.empty()) {
    desk_.ari.send(remove_bridge(desk_.names.bridge(attempt)), ignore);
    return;
  }
  desk_.legs.enqueue(known, [this, known, attempt](Finish finish) { take_out(known, attempt, finish); });
}

// Each leg by itself before the bridge goes: the server answers the end of a bridge before its channels have
// left it, and a sound that they are then told to play is never heard nor said to have ended.
void Bridging::take_out(std::vector<LegId> legs, AttemptId attempt, const Finish& then) {
  const std::string bridge = desk_.names.bridge(attempt);
  while (!legs.empty()) {
    const Leg* leg = desk_.legs.find(legs.back());
    const std::string channel = desk_.names.channel(legs.back());
    legs.pop_back();
    if (leg == nullptr || leg->over) continue;
    desk_.ari.send(take_from_bridge(bridge, channel),
                   [this, legs, attempt, then](const http::Answer&) { take_out(legs, attempt, then); });
    return;
  }
  desk_.ari.send(remove_bridge(bridge), [then](const http::Answer&) { then(); });
}

void Bridging::reconcile(const std::vector<BridgeView>& bridges) {
  for (const BridgeView& bridge : bridges) {
    const auto attempt = desk_.names.attempt(bridge.id);
    if (!attempt || conversations_.contains(*attempt)) continue;
    Conversation conversation;
    for (const std::string& channel : bridge.channels) {
      const auto leg = desk_.names.leg(channel);
      if (!leg) continue;
      conversation.inside.insert(*leg);
      (leg->kind == LegKind::customer ? conversation.legs.customer : conversation.legs.operator_leg) = *leg;
    }
    conversation.told = true;
    if (conversation.inside.empty()) {
      desk_.ari.send(remove_bridge(bridge.id), ignore);
    } else {
      conversations_[*attempt] = std::move(conversation);
    }
  }
}

}  // namespace dialctl::asterisk
