#include "adapters/asterisk/link.h"

#include <algorithm>

#include "adapters/asterisk/wire_answer.h"

namespace dialctl::asterisk {

namespace {

constexpr Milliseconds kReconnectFirst{250};
constexpr int kDoublingsMax = 16;

bool refuses_credentials(int status) {
  return status == 401 || status == 403;
}

}  // namespace

Link::Link(http::HttpClient& http, AriClient& ari, const AsteriskSettings& settings, Owner owner)
    : http_(http),
      ari_(ari),
      settings_(settings),
      owner_(std::move(owner)),
      socket_({}, {[this](std::uint64_t of) {
                     http_.run([this, of] {
                       if (of == generation_) opened();
                     });
                   },
                   [this](std::uint64_t of, std::string text) {
                     http_.run([this, of, text = std::move(text)] {
                       if (of == generation_) heard(text);
                     });
                   },
                   [this](std::uint64_t of, int status, std::string why) {
                     http_.run([this, of, status, why = std::move(why)] {
                       if (of == generation_) lost(status, why);
                     });
                   }}) {}

void Link::start() {
  open();
}

void Link::open() {
  state_ = State::opening;
  const std::string apps =
      settings_.watch.empty() ? settings_.app : settings_.app + "," + watching_app(settings_.app);
  const auto address = http::WebSocketAddress::parse(settings_.url + events_target(apps));
  generation_ = socket_.open(address.value(), http::BasicAuth{settings_.user, settings_.password});
}

void Link::opened() {
  state_ = State::asking;
  held_.clear();
  snapshot_ = {};
  ask(filter_events(settings_.app), "set the event filter", [this](const http::Reply&) {
    if (settings_.watch.empty()) return ask_for_status();
    ask_to_watch();
  });
}

void Link::ask_to_watch() {
  const std::string app = watching_app(settings_.app);
  ask(filter_watched(app), "set the event filter of watched calls", [this, app](const http::Reply&) {
    ask(watch(app, settings_.watch), "watch the endpoints of option watch",
        [this](const http::Reply&) { ask_for_status(); });
  });
}

// One question of the start; anything but a whole answer starts the connection anew.
void Link::ask(AriRequest request, const char* what, Next next) {
  ari_.send(std::move(request), [this, what, next = std::move(next), of = generation_](http::Answer answer) {
    if (of != generation_ || state_ != State::asking) return;
    if (!succeeded(answer)) return give_up(std::string{"cannot "} + what + ": " + raw_code(answer));
    next(std::get<http::Reply>(answer));
  });
}

void Link::ask_for_status() {
  ask(get_status(), "ask when the server started", [this](const http::Reply& reply) {
    auto started = parse_startup_time(reply.body);
    if (!started) return give_up("the server does not tell when it started");
    snapshot_.restarted = startup_time_ && *startup_time_ != *started;
    startup_time_ = std::move(started);
    ask_for_channels();
  });
}

void Link::ask_for_channels() {
  ask(get_channels(), "list channels", [this](const http::Reply& reply) {
    auto channels = parse_channels(reply.body);
    if (!channels) return give_up("the list of channels is not readable");
    snapshot_.channels = std::move(*channels);
    ask_for_bridges();
  });
}

void Link::ask_for_bridges() {
  ask(get_bridges(), "list bridges", [this](const http::Reply& reply) {
    auto bridges = parse_bridges(reply.body);
    if (!bridges) return give_up("the list of bridges is not readable");
    snapshot_.bridges = std::move(*bridges);
    come_up();
  });
}

void Link::come_up() {
  state_ = State::up;
  failures_ = 0;
  down_told_ = false;
  owner_.on_up(snapshot_);
  const std::vector<AriEvent> held = std::move(held_);
  held_.clear();
  for (const AriEvent& event : held)
    hand_on(event);
  owner_.on_caught_up();
}

void Link::heard(const std::string& text) {
  const auto event = parse_event(text);
  if (!event) return;  // a word that we do not understand must not cost the calls that we do
  if (state_ == State::asking && !std::holds_alternative<event::Replaced>(*event)) {
    held_.push_back(*event);
    return;
  }
  hand_on(*event);
}

void Link::hand_on(const AriEvent& event) {
  if (!std::holds_alternative<event::Replaced>(event)) return owner_.on_event(event);
  state_ = State::replaced;
  socket_.close();
  owner_.on_down("another program took over the application \"" + settings_.app + "\"", true);
}

void Link::lost(int http_status, const std::string& why) {
  if (state_ != State::opening && state_ != State::asking && state_ != State::up) return;  // expected
  if (refuses_credentials(http_status)) return lock_out("event socket: " + why);
  give_up("event socket: " + why);
}

void Link::lock_out(const std::string& reason) {
  if (state_ == State::locked_out || state_ == State::replaced) return;
  state_ = State::locked_out;
  socket_.close();
  owner_.on_credentials(reason);
  owner_.on_down(reason, false);
}

void Link::give_up(const std::string& why) {
  state_ = State::closed;
  socket_.close();
  if (!down_told_) owner_.on_down(why, false);
  down_told_ = true;
  retry_later();
}

void Link::retry_later() {
  const auto doubled = kReconnectFirst * (1 << std::min(failures_++, kDoublingsMax));
  ari_.after(std::min(Milliseconds{doubled}, settings_.reconnect_max), [this] {
    if (state_ == State::closed) open();
  });
}

}  // namespace dialctl::asterisk
