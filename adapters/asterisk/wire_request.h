// What we ask of the server, from values to requests. Pure. Targets are relative to the ARI's base URL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/exchange.h"
#include "engine/model/instant.h"

namespace dialctl::asterisk {

struct AriRequest {
  http::Method method = http::Method::get;
  std::string target;
  std::string body;  // JSON, or empty
  std::size_t answer_bytes_max = std::size_t{1} << 20;
  Milliseconds answer_max{0};  // longer than the provider's usual
};

struct Originate {
  std::string channel;
  std::string endpoint;
  std::string app;
  std::string ref;  // travels with the channel as DIALCTL_REF
  std::string caller_id;
  std::string formats;
  Seconds ring_limit{30};  // at least one second is sent: 0 would mean for ever
  Seconds life_limit{3600};
};

AriRequest originate(const Originate& call);
AriRequest get_channel(std::string_view channel);
AriRequest get_channels();
AriRequest hang_up(std::string_view channel);
AriRequest play(std::string_view channel, std::string_view playback, std::string_view media);
AriRequest get_playback(std::string_view playback);
AriRequest stop_playback(std::string_view playback);
AriRequest start_music(std::string_view channel, std::string_view music_class);
AriRequest stop_music(std::string_view channel);
AriRequest to_dialplan(std::string_view channel, std::string_view context);
AriRequest create_bridge(std::string_view bridge);
AriRequest add_to_bridge(std::string_view bridge, const std::vector<std::string>& channels);
AriRequest take_from_bridge(std::string_view bridge, std::string_view channel);
AriRequest remove_bridge(std::string_view bridge);
AriRequest get_bridges();
// `recording` is a name; of a bridge that exists. Refused where one has that name.
AriRequest start_recording(std::string_view bridge, std::string_view recording);
AriRequest get_live_recording(std::string_view recording);
AriRequest get_stored_recording(std::string_view recording);
AriRequest get_recording_file(std::string_view recording);
AriRequest delete_recording(std::string_view recording);
AriRequest get_status();

// Leaves the events that we use; must be sent after every connection.
AriRequest filter_events(std::string_view app);
// Of watched endpoints: their calls' beginning, state, dialling and end alone. The events of all calls at
// them.
AriRequest filter_watched(std::string_view app);
AriRequest watch(std::string_view app, const std::vector<std::string>& endpoints);

// Where the WebSocket of an application is, relative to the base URL.
std::string events_target(std::string_view app);

}  // namespace dialctl::asterisk
