#include "adapters/asterisk/provider.h"

#include "adapters/asterisk/switchboard.h"
#include "adapters/asterisk/wire_answer.h"

namespace dialctl::asterisk {

namespace {

constexpr Milliseconds kThrottleDefault{1000};

}  // namespace

// Everything that runs, put together once.
class AsteriskProvider::Works {
 public:
  Works(ProviderId id, const AsteriskSettings& settings, Clock& clock, ProviderEventSink& sink,
        RecordingFiles* files)
      : names_(settings.installation),
        reporter_(id, clock, sink),
        http_({settings.connections}),
        ari_(http_, settings, [this](const http::Answer& answer) { watch(answer); }),
        legs_(reporter_),
        link_(http_, ari_, settings, owner()),
        switchboard_(Desk{settings, names_, ari_, link_, legs_, reporter_}, files) {}
  ~Works() { http_.stop(); }  // first: from then on nothing else is used

  void start() {
    http_.run([this] {
      link_.start();
      switchboard_.sweep_regularly();
    });
  }
  void perform(const Command& command, Monotonic gates_read_at) {
    http_.run([this, command, gates_read_at] { switchboard_.perform(command, gates_read_at); });
  }

 private:
  Link::Owner owner() {
    return {[this](const Snapshot& snapshot) { switchboard_.server_is_up(snapshot); },
            [this] { switchboard_.server_has_caught_up(); },
            [this](const AriEvent& event) { switchboard_.take(event); },
            [this](std::string reason, bool fatal) {
              reporter_.tell(ProviderDown{std::move(reason), fatal});
            },
            [this](std::string reason) { reporter_.tell(CredentialsRefused{std::move(reason)}); }};
  }

  void watch(const http::Answer& answer) {
    const int status = status_of(answer);
    if (status == 401 || status == 403) link_.lock_out(raw_code(answer));
    if (status == 429 || status == 503) {
      const auto wait = std::get<http::Reply>(answer).retry_after(reporter_.now().wall);
      reporter_.tell(Throttled{wait ? Milliseconds{*wait} : kThrottleDefault});
    }
  }

  Names names_;
  Reporter reporter_;
  http::HttpClient http_;
  AriClient ari_;
  Legs legs_;
  Link link_;
  Switchboard switchboard_;
};

AsteriskProvider::AsteriskProvider(ProviderId id, AsteriskSettings settings, Clock& clock,
                                   ProviderEventSink& sink, RecordingFiles* files)
    : settings_(std::move(settings)), works_(std::make_unique<Works>(id, settings_, clock, sink, files)) {}

AsteriskProvider::~AsteriskProvider() = default;

Capabilities AsteriskProvider::capabilities() const {
  Capabilities can;
  can.chooses_call_id = true;
  can.pushes_events = true;
  can.gathers_keys = true;
  can.detects_machines = !settings_.amd_context.empty();
  can.records = true;
  can.holds_open_legs = true;
  return can;
}

void AsteriskProvider::start() {
  if (works_) works_->start();
}

void AsteriskProvider::perform(const Command& command, Monotonic gates_read_at) {
  if (works_) works_->perform(command, gates_read_at);
}

void AsteriskProvider::stop() {
  works_.reset();
}

}  // namespace dialctl::asterisk
