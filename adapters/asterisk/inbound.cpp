#include "adapters/asterisk/inbound.h"

#include <algorithm>

namespace dialctl::asterisk {
namespace {

constexpr Milliseconds kAsHeLeaves{1'000};

// Arguments of the application: "inbound", the number dialled, the caller, then words.
bool is_inbound(const std::vector<std::string>& args) {
  return !args.empty() && args.front() == "inbound";
}

std::vector<std::string> arguments_of(const ChannelView& channel) {
  if (channel.app_data.empty()) return {};
  return {channel.app_data.begin() + 1, channel.app_data.end()};
}

// What the arguments leave out, the channel itself tells.
InboundCall call_of(const ChannelView& channel, const std::vector<std::string>& args) {
  const auto arg = [&](std::size_t n) { return n < args.size() ? args[n] : std::string{}; };
  InboundCall call{channel.id, arg(2), arg(1), {}};
  if (call.caller.empty()) call.caller = channel.caller;
  if (call.dialled.empty()) call.dialled = channel.exten;
  std::copy(args.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, args.size())), args.end(),
            std::back_inserter(call.words));
  return call;
}

// "PJSIP/101-0000002a" and "Local/101@operators-0000002a;1" without what makes them one call.
std::string phone_of(const std::string& channel_name) {
  return channel_name.substr(0, channel_name.rfind('-'));
}

// Somebody's phone rings, or nobody's: music in a queue, or a menu.
std::string place_word(bool rings, bool up, bool has_rung) {
  if (rings || !up) return "lost-in=ringing";
  return has_rung ? "lost-in=hold" : "lost-in=menu";
}

std::string rang_word(const std::vector<std::vector<std::string>>& phases) {
  std::string word = "rang=";
  for (const auto& phase : phases) {
    if (word.back() != '=') word += ';';
    for (const std::string& phone : phase)
      word += (word.back() == '=' || word.back() == ';' ? "" : ",") + phone;
  }
  return word;
}

}  // namespace

bool Inbound::take(const AriEvent& event) {
  return std::visit([this](const auto& e) { return on(e); }, event);
}

bool Inbound::is_given(const ChannelView& channel) const {
  return !desk_.names.leg(channel.id) && !channel.app_data.empty() &&
         channel.app_data.front() == desk_.settings.app && is_inbound(arguments_of(channel));
}

// Of our own calls, and those of others that go out, the server says that they are dialled.
bool Inbound::is_watched(const ChannelView& channel) const {
  const auto& watch = desk_.settings.watch;
  return channel.state == ChannelState::ringing && !channel.app_name.starts_with("AppDial") &&
         !desk_.names.leg(channel.id) &&
         std::find(watch.begin(), watch.end(), phone_of(channel.name)) != watch.end();
}

Inbound::Caller* Inbound::find(const ChannelView& channel) {
  const auto found = callers_.find(channel.id);
  return found == callers_.end() ? nullptr : &found->second;
}

Inbound::Caller& Inbound::add(const ChannelView& channel, const std::vector<std::string>& args) {
  Caller& caller = callers_[channel.id];
  caller.call = call_of(channel, args);
  caller.began = desk_.reporter.now();
  caller.listed = true;
  caller.up = channel.state == ChannelState::up;
  return caller;
}

bool Inbound::on(const event::Started& event) {
  if (!is_inbound(event.args) || desk_.names.leg(event.channel.id)) return false;
  Caller* known = find(event.channel);  // it comes back from the dialplan, or was watched on its way in
  if (known != nullptr && !known->watched) return true;
  Caller& caller = add(event.channel, event.args);
  caller.watched = false;
  if (caller.up) caller.call.words.insert(caller.call.words.begin(), "lost-in=hold");
  return true;
}

bool Inbound::on(const event::Created& event) {
  if (is_watched(event.channel) && find(event.channel) == nullptr) add(event.channel, {}).watched = true;
  return true;
}

// `channel` is the phone that is dialled for the caller.
bool Inbound::on(const event::Dialled& event) {
  const auto found = callers_.find(event.caller);
  if (found == callers_.end()) return event.channel.application == watching_app(desk_.settings.app);
  Caller& caller = found->second;
  const auto rings = std::find(caller.ringing.begin(), caller.ringing.end(), event.channel.id);
  if (event.status.empty()) {
    if (caller.ringing.empty()) caller.rang.emplace_back();
    caller.rang.back().push_back(phone_of(event.channel.name));
    caller.ringing.push_back(event.channel.id);
  } else if (event.status == "ANSWER") {
    answer(caller);
  } else if (event.status != "RINGING" && event.status != "PROGRESS" && rings != caller.ringing.end()) {
    caller.ringing.erase(rings);
    if (event.status == "CANCEL") caller.let_go_at = desk_.reporter.now().monotonic;
  }
  return true;
}

bool Inbound::on(const event::StateChanged& event) {
  Caller* caller = find(event.channel);
  if (caller == nullptr) return event.channel.application == watching_app(desk_.settings.app);
  if (event.channel.state != ChannelState::up || caller->up) return true;
  caller->up = true;
  if (!caller->watched) answer(*caller);
  return true;
}

bool Inbound::on(const event::EnteredBridge& event) {
  Caller* caller = find(event.channel);
  if (caller != nullptr && !caller->watched) answer(*caller);
  return caller != nullptr;
}

void Inbound::answer(Caller& caller) {
  if (caller.answered) return;
  caller.answered = true;
  desk_.reporter.tell(InboundAnswered{caller.call});
}

// StasisEnd is the last that is heard of a call that was given to us.
bool Inbound::on(const event::Left& event) {
  const Caller* caller = find(event.channel);
  if (caller != nullptr && !caller->watched) end(event.channel.id);
  return caller != nullptr;
}

bool Inbound::on(const event::Destroyed& event) {
  if (find(event.channel) == nullptr) return event.channel.application == watching_app(desk_.settings.app);
  end(event.channel.id);
  return true;
}

void Inbound::end(const std::string& id) {
  const auto found = callers_.find(id);
  Caller& caller = found->second;
  if (caller.watched) {
    // What rings is cancelled as he leaves; long before that, a queue had let it go.
    const bool rang_to_the_end =
        caller.let_go_at && desk_.reporter.now().monotonic - *caller.let_go_at < kAsHeLeaves;
    caller.call.words.push_back(
        place_word(rang_to_the_end || !caller.ringing.empty(), caller.up, !caller.rang.empty()));
    if (!caller.rang.empty()) caller.call.words.push_back(rang_word(caller.rang));
  }
  const Milliseconds waited = desk_.reporter.now().monotonic - caller.began.monotonic;
  if (!caller.answered) desk_.reporter.tell(InboundLost{caller.call, waited});
  callers_.erase(found);
}

void Inbound::list(const Snapshot& snapshot) {
  for (auto& [id, caller] : callers_)
    caller.listed = false;
  for (const ChannelView& channel : snapshot.channels) {
    if (find(channel) == nullptr && !is_given(channel) && !is_watched(channel)) continue;
    const bool in_bridge =
        std::any_of(snapshot.bridges.begin(), snapshot.bridges.end(), [&](const BridgeView& bridge) {
          return std::find(bridge.channels.begin(), bridge.channels.end(), channel.id) !=
                 bridge.channels.end();
        });
    adopt(channel, in_bridge);
  }
}

void Inbound::adopt(const ChannelView& channel, bool in_bridge) {
  const bool up = channel.state == ChannelState::up;
  Caller* known = find(channel);
  const bool went_up = known != nullptr && up && !known->up && !known->watched;
  if (known == nullptr) {
    known = &add(channel, is_given(channel) ? arguments_of(channel) : std::vector<std::string>{});
    known->watched = !is_given(channel);
    // He has been waiting since; the server's clock may be wrong, but hardly by a day.
    const Milliseconds ago = known->began.wall - channel.created.value_or(known->began.wall);
    if (ago > Milliseconds{0} && ago < std::chrono::hours{24}) known->began.monotonic.millis -= ago.count();
    // Up, and not in a bridge: whether somebody talks to him cannot be told any more. Nothing is said of him.
    known->answered = up && !in_bridge;
  }
  known->listed = true;
  known->up = up;
  if (in_bridge || went_up) answer(*known);
}

// He has left while nobody listened, and may have been answered: better called back than forgotten.
void Inbound::caught_up() {
  std::vector<std::string> gone;
  for (const auto& [id, caller] : callers_) {
    if (!caller.listed) gone.push_back(id);
  }
  for (const std::string& id : gone)
    end(id);
}

}  // namespace dialctl::asterisk
