// The connection to one server: its event socket, and what must be done before it can be trusted.
//
// After each opening events are held back while the filter is set and the server is asked when it started,
// which channels it has and which bridges; then the owner gets that snapshot, and then the events.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/asterisk/ari_client.h"
#include "adapters/asterisk/wire_event.h"
#include "adapters/http/web_socket.h"

namespace dialctl::asterisk {

struct Snapshot {
  std::vector<ChannelView> channels;
  std::vector<BridgeView> bridges;
  bool restarted = false;  // since our last connection
};

class Link {
 public:
  struct Owner {
    std::function<void(const Snapshot&)> on_up;
    std::function<void()> on_caught_up;  // the events that were held back have been handed on
    std::function<void(const AriEvent&)> on_event;
    std::function<void(std::string reason, bool fatal)> on_down;  // once per time without a connection
    std::function<void(std::string reason)> on_credentials;       // no further connection is tried
  };

  Link(http::HttpClient& http, AriClient& ari, const AsteriskSettings& settings, Owner owner);

  void start();
  bool is_up() const { return state_ == State::up; }
  bool credentials_refused() const { return state_ == State::locked_out; }
  // Counts connections: what was begun in another one cannot rely on its events.
  std::uint64_t generation() const { return generation_; }
  // The server said 401 or 403 to a request.
  void lock_out(const std::string& reason);

 private:
  enum class State : std::uint8_t { closed, opening, asking, up, locked_out, replaced };
  using Next = std::function<void(const http::Reply&)>;

  void open();
  void opened();
  void heard(const std::string& text);
  void lost(int http_status, const std::string& why);
  void ask(AriRequest request, const char* what, Next next);
  void ask_to_watch();
  void ask_for_status();
  void ask_for_channels();
  void ask_for_bridges();
  void come_up();
  void hand_on(const AriEvent& event);
  void give_up(const std::string& why);
  void retry_later();

  http::HttpClient& http_;
  AriClient& ari_;
  const AsteriskSettings& settings_;
  Owner owner_;
  State state_ = State::closed;
  bool down_told_ = false;
  std::uint64_t generation_ = 0;
  int failures_ = 0;
  std::vector<AriEvent> held_;
  Snapshot snapshot_;
  std::optional<std::string> startup_time_;
  http::WebSocketClient socket_;
};

}  // namespace dialctl::asterisk
