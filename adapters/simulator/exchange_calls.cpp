// The life of a call: from the request to its last event.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "adapters/simulator/exchange.h"
#include "engine/decide/coded_people.h"

namespace dialctl::simulator {

namespace {

constexpr std::size_t kIdBytesMax = 149;
constexpr int kSoftHangup = 32;  // the cause that Asterisk gives a hang-up which it was asked for
constexpr int kUnknown = 0;
constexpr Milliseconds kHearsHuman{2'400};  // what AMD() of the bed takes
constexpr Milliseconds kHearsSilence{3'000};

std::string_view dial_status(int cause) {
  if (cause == 17) return "BUSY";
  if (cause == 20) return "CHANUNAVAIL";
  return cause == 34 ? "CONGESTION" : "NOANSWER";
}

std::optional<Milliseconds> seconds_of(const std::string& text) {
  long seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc{} || seconds <= 0 || seconds > 86'400 * 365) return std::nullopt;
  return Seconds{seconds};
}

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Behaviour instant_behaviour(InstantCalls kind) {
  Behaviour behaviour;
  behaviour.sound = RingSound::nothing;
  if (kind == InstantCalls::busy) behaviour.cause = 17;
  if (kind == InstantCalls::answered_briefly) {
    PartyStep leaves;
    leaves.cue = Cue::message_started;
    behaviour.steps.push_back(leaves);
  }
  return behaviour;
}

}  // namespace

std::variant<const Channel*, Refusal> Exchange::originate(const OriginateRequest& request) {
  if (request.endpoint.empty()) return Refusal::endpoint_missing;
  if (request.app.empty() && request.extension.empty()) return Refusal::app_missing;
  if (std::max(request.channel_id.size(), request.other_channel_id.size()) > kIdBytesMax)
    return Refusal::id_too_long;
  auto endpoint = parse_endpoint(request.endpoint);
  if (!endpoint) return Refusal::allocation_failed;
  if (endpoint->technology == Technology::local && endpoint->place == "inbound")
    return call_us(request, std::move(*endpoint));
  if (request.app.empty()) return Refusal::app_missing;  // nobody else's dialplan is in here
  const bool local = endpoint->technology == Technology::local;
  if (!local && endpoint->place != "carrier" && endpoint->place != "people")
    return Refusal::allocation_failed;
  auto channel = std::make_unique<Channel>();
  channel->id = request.channel_id.empty() ? make_id("call") : request.channel_id;
  if (local)
    channel->other_id = request.other_channel_id.empty() ? channel->id + ";2" : request.other_channel_id;
  if (channel->id == channel->other_id || channel_ids_.contains(channel->id) ||
      (local && channel_ids_.contains(channel->other_id)))
    return Refusal::id_in_use;

  channel->serial = ++serial_;
  channel->name = local ? fmt::format("Local/{}@{}-{:08x}", endpoint->number, endpoint->place, local_calls_++)
                        : fmt::format("PJSIP/{}-{:08x}", endpoint->place, sip_calls_++);
  channel->endpoint = std::move(*endpoint);
  channel->caller = parse_caller_id(request.caller_id);
  channel->app = request.app;
  channel->args = request.args;
  channel->variables = request.variables;
  channel->created = now_;
  channel->begins = now_ + request.dials_after;
  if (request.timeout > Milliseconds{0}) channel->gives_up = channel->begins + request.timeout;
  channel_ids_[channel->id] = channel->serial;
  if (local) channel_ids_[channel->other_id] = channel->serial;
  set_timer(channel->begins, Due::begin, channel->serial);
  return channels_.emplace(channel->serial, std::move(channel)).first->second.get();
}

std::optional<Behaviour> Exchange::behaviour_for(const Endpoint& endpoint) {
  const bool operators = endpoint.place == "operators";
  if (settings_.instant != InstantCalls::off && !operators) return instant_behaviour(settings_.instant);
  const bool people = endpoint.place == "people";
  const bool known = people || operators || endpoint.place == "customers" || endpoint.place == "carrier";
  const bool sip = endpoint.technology == Technology::pjsip;
  if (!known || (!sip && (endpoint.place == "carrier" || !is_number(endpoint.number)))) return std::nullopt;
  const unsigned earlier = calls_of_[endpoint.number]++;
  const bool shorthand = endpoint.number.size() < 6;  // operators' short numbers, and what is too short
  const bool coded = !people && (settings_.reading == NumberReading::coded || shorthand ||
                                 (settings_.reading == NumberReading::coded_if_it_is &&
                                  (sip ? is_coded_for_carrier(endpoint.number) : is_coded(endpoint.number))));
  if (coded && sip) return coded_carrier(endpoint.number);
  if (coded) {
    return operators ? coded_operator(endpoint.number, earlier) : coded_party(endpoint.number, earlier);
  }
  return operators ? seeded_operator(settings_.operators, settings_.seed, endpoint.number, earlier)
                   : seeded_person(settings_.people, settings_.seed, endpoint.number, earlier);
}

void Exchange::begin(Channel& channel) {
  if (channel.inbound) return enter_as_caller(channel);
  channel.begun = true;
  write(JournalEvent::chan_start, channel, false);
  if (channel.has_second_half()) write(JournalEvent::chan_start, channel, true);
  if (settings_.calls_max != 0 && channels_.size() > settings_.calls_max) return vanish(channel, kUnknown);
  auto behaviour = behaviour_for(channel.endpoint);
  if (!behaviour) return vanish(channel, kUnknown);
  channel.party = Party{std::move(*behaviour)};
  if (const auto limit = channel.variables.find("TIMEOUT(absolute)"); limit != channel.variables.end())
    if (const auto length = seconds_of(limit->second)) channel.ends_absolutely = now_ + *length;

  Event dialled;
  emit(EventType::dial, channel, false, dialled);
  channel.shows_variables = true;
  if (channel.party.behaviour().sound == RingSound::ringing) {
    channel.state = ChannelState::ringing;
    emit(EventType::channel_state_change, channel);
    dialled.text = "RINGING";
    emit(EventType::dial, channel, false, dialled);
  } else if (channel.party.behaviour().sound == RingSound::announcement) {
    dialled.text = "PROGRESS";
    emit(EventType::dial, channel, false, dialled);
  }
  set_timer(channel.gives_up, Due::gives_up, channel.serial);
  set_timer(channel.ends_absolutely, Due::ends_absolutely, channel.serial);
  const Milliseconds ring = channel.party.behaviour().ring;
  if (ring == Milliseconds{0}) return end_of_ringing(channel);
  if (ring != kForEver) set_timer(now_ + ring, Due::ring_end, channel.serial);
}

void Exchange::end_of_ringing(Channel& channel) {
  if (const auto cause = channel.party.behaviour().cause) return refuse(channel, *cause);
  answer(channel);
}

void Exchange::answer(Channel& channel) {
  channel.state = ChannelState::up;
  emit(EventType::channel_state_change, channel);
  Event dialled;
  dialled.text = "ANSWER";
  emit(EventType::dial, channel, false, dialled);
  if (channel.has_second_half()) {
    channel.other_up = true;
    write(JournalEvent::answer, channel, true);
    emit(EventType::channel_state_change, channel, true);
  }
  write(JournalEvent::answer, channel, false);
  if (!listening_.contains(channel.app)) return end_up_call(channel, HangUp::nobody_listens, kNormalClearing);
  enter_app(channel, channel.args);
  hear(channel, Cue::answered);
}

void Exchange::enter_app(Channel& channel, const std::vector<std::string>& args) {
  channel.in_app = true;
  channel.dialplan_context.clear();
  Event event;
  event.args = &args;
  emit(EventType::stasis_start, channel, false, event);
}

void Exchange::hear(Channel& channel, Cue cue) {
  channel.party.hear(cue, now_);
  set_timer(channel.party.next_at(), Due::party, channel.serial);
}

void Exchange::let_party_act(Channel& channel) {
  while (const auto deed = channel.party.act(now_)) {
    if (deed->deed == Deed::hang_up) return end_up_call(channel, HangUp::far_end, kNormalClearing);
    Event event;
    event.text = {&deed->key, 1};
    event.cause = channel.has_second_half() ? 100 : 160;
    if (channel.in_app) emit(EventType::dtmf_received, channel, false, event);
  }
  set_timer(channel.party.next_at(), Due::party, channel.serial);
}

void Exchange::refuse(Channel& channel, int cause) {
  request_hangup(channel, true, kNormalClearing, true);
  request_hangup(channel, false, cause, false);
  Event dialled;
  dialled.text = dial_status(cause);
  emit(EventType::dial, channel, false, dialled);
  destroy(channel, cause, LastWord::none);
}

// The originator's time is up, or TIMEOUT(absolute) while it rings: no final Dial event.
void Exchange::give_up(Channel& channel) {
  if (channel.state == ChannelState::up) return;
  if (channel.inbound) return end_caller(channel, kUnknown);
  request_hangup(channel, true, kUnknown, false);
  destroy(channel, kUnknown, LastWord::second_half_too);
}

void Exchange::end_absolutely(Channel& channel) {
  if (channel.inbound) return end_caller(channel, kNormalClearing);
  if (channel.state != ChannelState::up) return give_up(channel);
  end_up_call(channel, HangUp::absolute, kUnknown);
}

// What has no extension in the dialplan, or no place under the limit of calls.
void Exchange::vanish(Channel& channel, int cause) {
  destroy(channel, cause, LastWord::none);
}

std::optional<Refusal> Exchange::hang_up(std::string_view id, int cause) {
  Channel* channel = channel_of(id);
  if (channel == nullptr) return Refusal::no_channel;
  if (!channel->begun) begin(*channel);
  channel = channel_of(id);
  if (channel == nullptr) return std::nullopt;
  if (channel->inbound) {
    end_caller(*channel, cause);
    return std::nullopt;
  }
  if (channel->state == ChannelState::up) {
    end_up_call(*channel, HangUp::ours, cause);
    return std::nullopt;
  }
  request_hangup(*channel, false, kSoftHangup, true);
  Event dialled;
  dialled.text = dial_status(cause);
  emit(EventType::dial, *channel, false, dialled);
  request_hangup(*channel, true, cause, false);
  destroy(*channel, cause, LastWord::second_half_too);
  return std::nullopt;
}

void Exchange::end_up_call(Channel& channel, HangUp how, int cause) {
  switch (how) {
    case HangUp::far_end:
      request_hangup(channel, true, kNormalClearing, true);
      request_hangup(channel, false, kNormalClearing, false);
      break;
    case HangUp::ours:
      request_hangup(channel, false, kSoftHangup, true);
      break;
    case HangUp::absolute:
    case HangUp::dialplan_end:
    case HangUp::nobody_listens:
      break;
  }
  fail_playbacks(Place{&channel.playbacks, &channel, nullptr, channel.serial});
  leave_bridge(channel, true);
  if (channel.in_app) emit(EventType::stasis_end, channel);
  channel.in_app = false;
  if (how == HangUp::far_end) return destroy(channel, cause, LastWord::none);
  request_hangup(channel, true, cause, false);
  destroy(channel, cause, LastWord::second_half_too);
}

void Exchange::request_hangup(const Channel& channel, bool second_half, int cause, bool soft) {
  if (second_half && !channel.has_second_half()) return;
  Event event;
  event.cause = cause;
  event.soft = soft;
  emit(EventType::hangup_request, channel, second_half, event);
}

void Exchange::destroy(Channel& channel, int cause, LastWord last_word) {
  Event event;
  event.cause = cause;
  const auto end = [&](bool second) {
    write(JournalEvent::hangup, channel, second, nullptr, cause);
    write(JournalEvent::chan_end, channel, second);
    emit(EventType::channel_destroyed, channel, second, event);
  };
  end(false);
  if (channel.has_second_half()) {
    if (last_word == LastWord::second_half_too) request_hangup(channel, true, kNormalClearing, true);
    end(true);
    channel_ids_.erase(channel.other_id);
  }
  channel_ids_.erase(channel.id);
  channels_.erase(channel.serial);
}

std::optional<Refusal> Exchange::check_in_app(std::string_view id) const {
  const auto half = find_channel(id);
  if (!half) return Refusal::no_channel;
  if (half->second || !half->channel->in_app) return Refusal::not_in_app;
  return std::nullopt;
}

std::optional<Refusal> Exchange::set_variable(std::string_view id, std::string name, std::string value) {
  if (const auto refusal = check_in_app(id)) return refusal;
  Channel& channel = *channel_of(id);
  if (name == "TIMEOUT(absolute)") {
    const auto length = seconds_of(value);
    channel.ends_absolutely = length ? now_ + *length : kNever;
    set_timer(channel.ends_absolutely, Due::ends_absolutely, channel.serial);
  }
  channel.variables[std::move(name)] = std::move(value);
  return std::nullopt;
}

std::optional<Refusal> Exchange::leave_app(std::string_view id, const std::string& context) {
  if (const auto refusal = check_in_app(id)) return refusal;
  Channel& channel = *channel_of(id);
  fail_playbacks(Place{&channel.playbacks, &channel, nullptr, channel.serial});
  leave_bridge(channel, true);
  channel.in_app = false;
  channel.dialplan_context = context;
  emit(EventType::stasis_end, channel);
  if (context != "amd") {
    end_up_call(channel, HangUp::dialplan_end, kUnknown);
    return std::nullopt;
  }
  const bool silent = !channel.party.behaviour().speaks_first;
  set_timer(now_ + (silent ? kHearsSilence : kHearsHuman), Due::amd, channel.serial);
  return std::nullopt;
}

void Exchange::finish_amd(Channel& channel) {
  const Behaviour& heard = channel.party.behaviour();
  const bool human = heard.speaks_first && !heard.is_machine;
  channel.amd_status = human ? "HUMAN" : "MACHINE";
  const std::string why =
      !heard.speaks_first ? "INITIALSILENCE-2500-2500" : (human ? "HUMAN-840-800" : "MAXWORDS-4-3");
  if (!listening_.contains(channel.app)) return end_up_call(channel, HangUp::nobody_listens, kNormalClearing);
  enter_app(channel, {"amd", channel.amd_status, why});
}

}  // namespace dialctl::simulator
