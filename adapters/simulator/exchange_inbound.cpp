// Calls to us: Local/<our number>@inbound. The caller's half waits in the dialplan, the other half is given
// to an application and rings until somebody answers it, or the caller's patience is over.
#include <charconv>
#include <fmt/format.h>

#include "adapters/simulator/exchange.h"

namespace dialctl::simulator {

namespace {

constexpr int kGaveUp = 0;

Milliseconds talk_of(const std::string& extension) {
  long seconds = 0;
  std::from_chars(extension.data(), extension.data() + extension.size(), seconds);
  return Seconds{seconds};
}

}  // namespace

std::variant<const Channel*, Refusal> Exchange::call_us(const OriginateRequest& request, Endpoint endpoint) {
  auto channel = std::make_unique<Channel>();
  channel->inbound = true;
  channel->other_id = request.channel_id.empty() ? make_id("caller") : request.channel_id;
  channel->id = request.other_channel_id.empty() ? channel->other_id + ";2" : request.other_channel_id;
  if (channel->id == channel->other_id || channel_ids_.contains(channel->id) ||
      channel_ids_.contains(channel->other_id))
    return Refusal::id_in_use;
  channel->serial = ++serial_;
  channel->name = fmt::format("Local/{}@{}-{:08x}", endpoint.number, endpoint.place, local_calls_++);
  channel->endpoint = std::move(endpoint);
  channel->caller = parse_caller_id(request.caller_id);
  const auto app = request.variables.find("__STASIS_APP");
  channel->app = app != request.variables.end() ? app->second : settings_.inbound_app;
  channel->args = {"inbound", channel->endpoint.number, channel->caller.number};
  if (const auto words = request.variables.find("__CALLER_WORDS"); words != request.variables.end()) {
    for (std::size_t at = 0; at < words->second.size();) {
      const std::size_t comma = std::min(words->second.find(',', at), words->second.size());
      if (comma > at) channel->args.push_back(words->second.substr(at, comma - at));
      at = comma + 1;
    }
  }
  channel->variables = request.variables;
  channel->created = now_;
  channel->begins = now_;
  channel->talk = talk_of(request.extension);
  if (request.timeout > Milliseconds{0}) channel->gives_up = now_ + request.timeout;
  channel_ids_[channel->id] = channel->serial;
  channel_ids_[channel->other_id] = channel->serial;
  set_timer(channel->begins, Due::begin, channel->serial);
  return channels_.emplace(channel->serial, std::move(channel)).first->second.get();
}

void Exchange::enter_as_caller(Channel& channel) {
  channel.begun = true;
  write(JournalEvent::chan_start, channel, true);
  write(JournalEvent::chan_start, channel, false);
  if (!listening_.contains(channel.app)) return end_caller(channel, kGaveUp);
  channel.state = ChannelState::ringing;
  enter_app(channel, channel.args);
  set_timer(channel.gives_up, Due::gives_up, channel.serial);
}

std::optional<Refusal> Exchange::pick_up(std::string_view id) {
  if (const auto refusal = check_in_app(id)) return refusal;
  Channel& channel = *channel_of(id);
  if (!channel.inbound || channel.state == ChannelState::up) return std::nullopt;
  channel.state = ChannelState::up;
  channel.other_up = true;
  write(JournalEvent::answer, channel, false);
  emit(EventType::channel_state_change, channel);
  channel.ends_absolutely = now_ + channel.talk;
  set_timer(channel.ends_absolutely, Due::ends_absolutely, channel.serial);
  return std::nullopt;
}

// The last that its application hears is that it has left.
void Exchange::end_caller(Channel& channel, int cause) {
  request_hangup(channel, false, cause, false);
  fail_playbacks(Place{&channel.playbacks, &channel, nullptr, channel.serial});
  leave_bridge(channel, true);
  if (channel.in_app) emit(EventType::stasis_end, channel);
  for (const bool second : {false, true}) {
    write(JournalEvent::hangup, channel, second, nullptr, cause);
    write(JournalEvent::chan_end, channel, second);
  }
  channel_ids_.erase(channel.id);
  channel_ids_.erase(channel.other_id);
  channels_.erase(channel.serial);
}

}  // namespace dialctl::simulator
