#include "adapters/simulator/server.h"

#include <fmt/format.h>
#include <optional>
#include <utility>

#include "adapters/simulator/server_parts.h"

namespace dialctl::simulator {

using listen::Reply;
using listen::Request;
using listen::Response;
using listen::Upgrade;

namespace {

constexpr Milliseconds kCrawlPause{1'000};

Response unauthorized() {
  Response response = listen::json_response(401, message_json("Authentication required"));
  response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Asterisk REST Interface\"");
  return response;
}

Response bad_app() {
  Response response = listen::text_response(400, "HTTP request is missing param: [app]\n");
  response.content_type = "text/html";
  return response;
}

// The answer's bytes, for the faults that end or slow it.
std::string as_bytes(const Response& response) {
  return fmt::format("HTTP/1.1 {} OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", response.status,
                     response.content_type, response.body.size(), response.body);
}

listen::ServerSettings server_settings(const SimulatorSettings& settings) {
  listen::ServerSettings server;
  server.address = settings.address;
  server.port = settings.port;
  server.server_name = "dialctl-simulator/" DIALCTL_VERSION;
  server.headers = {{"Cache-Control", "no-cache, no-store"}};
  return server;
}

}  // namespace

Simulator::Parts::Parts(listen::EventLoop& on, SimulatorSettings what, std::unique_ptr<Journal> where)
    : loop(on),
      settings(std::move(what)),
      clock(settings.speed),
      journal(std::move(where)),
      exchange(settings.exchange, outlets(), clock.began()),
      text(clock, exchange),
      applications(exchange, text),
      routes(exchange, applications, text),
      faults(settings.faults),
      fetcher(loop,
              [this](const std::string& address, std::optional<Milliseconds> length) {
                in_turn([&] { exchange.media_known("sound:" + address, length); });
              }),
      next_turn(loop, [this] { in_turn([] {}); }),
      next_loss(loop, [this] { lose_sockets(); }) {
  plan_loss();
}

Outlets Simulator::Parts::outlets() {
  Outlets outlets;
  outlets.event = [this](const Event& event) {
    ++totals.events;
    applications.deliver(event);
  };
  outlets.journal = [this](const JournalRow& row) {
    if (!row.second_half && row.event == JournalEvent::chan_start) ++totals.calls;
    if (!row.second_half && row.event == JournalEvent::answer) ++totals.answered;
    if (row.event == JournalEvent::bridge_enter) ++totals.bridged;
    if (journal) journal->write(row, clock);
  };
  if (settings.fetch_media)
    outlets.want_media = [this](const std::string& media) {
      fetcher.fetch(std::string{address_in(media).value_or("")});
    };
  return outlets;
}

// Everything touches the exchange through here: time first, then what is asked, then what follows from it.
void Simulator::Parts::in_turn(const listen::Task& task) {
  exchange.advance(clock.now());
  task();
  exchange.advance(exchange.now());
  if (journal) journal->flush();
  const Instant next = exchange.next_event_at();
  if (next != kNever) next_turn.set(clock.reached_at(next));
}

bool Simulator::Parts::may_enter(const Request& request) {
  if (faults.refuses_credentials()) return false;
  const std::string wanted = settings.user + ":" + settings.password;
  if (const auto key = request.parameter("api_key")) return listen::equal_in_constant_time(*key, wanted);
  const auto given = listen::basic_credentials(request.header("Authorization").value_or(""));
  return given && listen::equal_in_constant_time(*given, wanted);
}

void Simulator::Parts::on_request(const Request& request, Reply reply) {
  ++totals.requests;
  if (!may_enter(request)) return reply.send(unauthorized());
  if (AriRoutes::is_originate(request)) return on_originate(request, std::move(reply));
  std::optional<Response> response;
  in_turn([&] { response.emplace(routes.answer(request, Milliseconds{0})); });
  reply.send(std::move(*response));
}

void Simulator::Parts::on_originate(const Request& request, Reply reply) {
  const Faults::Draw draw = faults.draw_for_originate();
  const Milliseconds dials_after = draw.places_after * static_cast<std::int64_t>(settings.speed);
  std::optional<Response> response;
  if (is_placed(draw.fault)) in_turn([&] { response.emplace(routes.answer(request, dials_after)); });
  auto answer = [this, draw, still = std::weak_ptr<bool>{alive},
                 held = std::make_shared<std::optional<Response>>(std::move(response)),
                 later = std::make_shared<Reply>(std::move(reply))] {
    if (!still.expired()) finish(draw, *held, std::move(*later));
  };
  if (draw.answers_after <= Milliseconds{0}) return answer();
  loop.after(draw.answers_after, answer);
}

void Simulator::Parts::finish(const Faults::Draw& draw, std::optional<Response>& response, Reply reply) {
  switch (draw.fault) {
    case Fault::none:
      return reply.send(std::move(*response));
    case Fault::error_unplaced:
    case Fault::error_placed:
      return reply.send(faults.error_answer(draw));
    case Fault::drop_unplaced:
    case Fault::drop_placed:
      return reply.drop();
    case Fault::cut_placed:
      return reply.send_raw(as_bytes(*response).substr(0, faults.settings().cut_after_bytes),
                            Milliseconds{0});
    case Fault::crawl_placed:
      return reply.send_raw(as_bytes(*response), kCrawlPause);
    case Fault::garbage_placed:
      return reply.send(faults.garbage_answer(draw));
    case Fault::wrong_call_placed: {
      constexpr std::string_view kId = "\"id\":\"";
      const std::size_t at = response->body.find(kId);
      if (at != std::string::npos) response->body.insert(at + kId.size(), "another-");
      return reply.send(std::move(*response));
    }
    case Fault::throttled_unplaced:
      return reply.send(faults.throttled_answer());
  }
}

void Simulator::Parts::on_upgrade(const Request& request, Upgrade upgrade) {
  ++totals.requests;
  if (request.path != "/ari/events") return upgrade.refuse(resource_not_found());
  if (!may_enter(request)) return upgrade.refuse(unauthorized());
  const auto names = split(request.parameter("app").value_or(""), ',');
  if (names.empty()) return upgrade.refuse(bad_app());
  const std::uint64_t number = ++sockets_ever;
  listen::WebSocketHandlers handlers;
  handlers.on_closed = [this, number] {
    in_turn([&] { applications.disconnect(number); });
    sockets.erase(number);
  };
  const auto socket = upgrade.accept(listen::WebSocketSettings{}, std::move(handlers));
  sockets.emplace(number, socket);
  in_turn([&] { applications.connect(names, socket, number); });
}

void Simulator::Parts::plan_loss() {
  const Milliseconds every = faults.settings().loses_sockets_every;
  if (every <= Milliseconds{0}) return next_loss.clear();
  next_loss.set(std::chrono::steady_clock::now() + every);
}

void Simulator::Parts::lose_sockets() {
  drop_sockets();
  plan_loss();
}

void Simulator::Parts::drop_sockets() {
  for (const auto& [number, socket] : sockets)
    socket->drop();
}

Simulator::Simulator(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Simulator::~Simulator() = default;

Result<std::unique_ptr<Simulator>> Simulator::open(listen::EventLoop& loop, SimulatorSettings settings) {
  if (settings.speed < 1 || settings.speed > kSpeedMost)
    return Error{ErrorKind::usage, "simulator.speed",
                 fmt::format("a speed of {} is not possible: 1 to {}", settings.speed, kSpeedMost),
                 "1 is real time, 60 makes a minute of every hour"};
  std::unique_ptr<Journal> journal;
  if (!settings.journal_file.empty()) {
    auto opened = Journal::open(settings.journal_file, settings.journal_millis);
    if (!opened) return opened.error();
    journal = std::move(opened).value();
  }
  auto parts = std::make_unique<Parts>(loop, std::move(settings), std::move(journal));
  listen::ServerHandlers handlers;
  handlers.on_request = [self = parts.get()](const Request& request, Reply reply) {
    self->on_request(request, std::move(reply));
  };
  handlers.on_upgrade = [self = parts.get()](const Request& request, Upgrade upgrade) {
    self->on_upgrade(request, std::move(upgrade));
  };
  auto server = listen::HttpServer::open(loop, server_settings(parts->settings), std::move(handlers));
  if (!server) return server.error();
  parts->server = std::move(server).value();
  return std::unique_ptr<Simulator>{new Simulator{std::move(parts)}};
}

std::uint16_t Simulator::port() const {
  return parts_->server->port();
}

std::string Simulator::url() const {
  return fmt::format("http://{}:{}/ari", parts_->settings.address, port());
}

SimulatorTotals Simulator::totals() const {
  SimulatorTotals totals = parts_->totals;
  parts_->exchange.each_channel([&](const Channel&) { ++totals.live; });
  return totals;
}

void Simulator::set_faults(FaultSettings faults) {
  parts_->faults.set(std::move(faults));
  parts_->plan_loss();
}

void Simulator::drop_sockets() {
  parts_->drop_sockets();
}

Result<std::unique_ptr<SimulatorThread>> SimulatorThread::open(SimulatorSettings settings) {
  std::unique_ptr<SimulatorThread> own{new SimulatorThread};
  std::optional<Error> error;
  own->thread_.call([&] {
    auto simulator = Simulator::open(own->thread_.loop(), std::move(settings));
    if (!simulator) {
      error = simulator.error();
      return;
    }
    own->simulator_ = std::move(simulator).value();
    own->url_ = own->simulator_->url();
    own->port_ = own->simulator_->port();
  });
  if (error) return *error;
  return own;
}

SimulatorThread::~SimulatorThread() {
  thread_.call([this] { simulator_.reset(); });
}

SimulatorTotals SimulatorThread::totals() {
  SimulatorTotals totals;
  thread_.call([&] { totals = simulator_->totals(); });
  return totals;
}

void SimulatorThread::set_faults(FaultSettings faults) {
  thread_.call([&] { simulator_->set_faults(std::move(faults)); });
}

void SimulatorThread::drop_sockets() {
  thread_.call([this] { simulator_->drop_sockets(); });
}

}  // namespace dialctl::simulator
