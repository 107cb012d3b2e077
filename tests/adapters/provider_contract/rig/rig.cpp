#include "tests/adapters/provider_contract/rig/rig.h"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>

namespace dialctl::test {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string_view text(PlaceAnswer answer) {
  constexpr std::string_view kTexts[] = {"accepted", "not-sent", "refused", "unknown"};
  return kTexts[static_cast<std::size_t>(answer)];
}

std::string_view text(RefusalClass refusal) {
  constexpr std::string_view kTexts[] = {"",           " bad-number",  " blocked",      " configuration",
                                         " throttled", " credentials", " not-processed"};
  return kTexts[static_cast<std::size_t>(refusal)];
}

std::string_view text(EndCause cause) {
  constexpr std::string_view kTexts[] = {"normal",        "busy",       "no-answer",
                                         "rejected",      "bad-number", "network-trouble",
                                         "configuration", "cancelled",  "failed"};
  return kTexts[static_cast<std::size_t>(cause)];
}

std::string_view text(EndedBy by) {
  constexpr std::string_view kTexts[] = {"us", "them", "unknown"};
  return kTexts[static_cast<std::size_t>(by)];
}

std::string_view text(AnsweredBy by) {
  constexpr std::string_view kTexts[] = {"person", "machine", "unsure"};
  return kTexts[static_cast<std::size_t>(by)];
}

std::string_view text(LegState state) {
  return state == LegState::up ? "up" : "dialling";
}

std::string inbound_words(const InboundCall& call) {
  std::string words = call.caller + " for " + call.dialled;
  for (const std::string& word : call.words)
    words += " " + word;
  return words;
}

Instant wall_now() {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

ClockReading SteadyClock::read() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return {wall_now(), {static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000}};
}

void Facts::post(ProviderEvent event) {
  const std::lock_guard lock{mutex_};
  facts_.push_back(std::move(event.fact));
  more_.notify_all();
}

bool Facts::wait(Milliseconds limit, const std::function<bool(const std::vector<ProviderFact>&)>& enough) {
  std::unique_lock lock{mutex_};
  return more_.wait_for(lock, limit, [&] { return enough(facts_); });
}

std::vector<ProviderFact> Facts::all() const {
  const std::lock_guard lock{mutex_};
  return facts_;
}

Result<SoundFile> KeptFiles::keep(AttemptId attempt, std::string_view wav) {
  const std::lock_guard lock{mutex_};
  files_[attempt] = wav;
  return SoundFile{to_text(attempt), static_cast<std::int64_t>(wav.size()), "", {}};
}

Result<void> KeptFiles::remove(AttemptId attempt) {
  const std::lock_guard lock{mutex_};
  files_.erase(attempt);
  return {};
}

Result<SoundFile> KeptFiles::look(AttemptId) {
  return Error{ErrorKind::not_found, "recording.no-file", "not looked at", ""};
}

std::string KeptFiles::of(AttemptId attempt) const {
  const std::lock_guard lock{mutex_};
  const auto found = files_.find(attempt);
  return found == files_.end() ? "" : found->second;
}

std::string word(const ProviderFact& fact) {
  return std::visit(
      Overloaded{[](const Placed& f) { return fmt::format("placed {}{}", text(f.answer), text(f.refusal)); },
                 [](const Ringing&) { return std::string{"ringing"}; },
                 [](const Answered&) { return std::string{"answered"}; },
                 [](const AnswerJudged& f) { return fmt::format("judged {}", text(f.by)); },
                 [](const KeyPressed& f) { return fmt::format("key {}", f.key); },
                 [](const PlayEnded& f) {
                   return fmt::format("{} {}", f.played ? "played" : "not-played", f.playback);
                 },
                 [](const Bridged&) { return std::string{"bridged"}; },
                 [](const BridgeFailed&) { return std::string{"bridge-failed"}; },
                 [](const Ended& f) { return fmt::format("ended {} by {}", text(f.cause), text(f.by)); },
                 [](const Found& f) { return fmt::format("found {}", text(f.state)); },
                 [](const Absent&) { return std::string{"absent"}; },
                 [](const LegsListed& f) {
                   return fmt::format("listed {}{}", f.legs.size(), f.restarted ? " restarted" : "");
                 },
                 [](const InboundAnswered& f) { return "talks with " + inbound_words(f.call); },
                 [](const InboundLost& f) {
                   return fmt::format("lost {} after {} s", inbound_words(f.call),
                                      std::chrono::round<Seconds>(f.waited).count());
                 },
                 [](const ProviderUp&) { return std::string{"up"}; },
                 [](const ProviderDown& f) { return std::string{f.fatal ? "down for good" : "down"}; },
                 [](const CredentialsRefused&) { return std::string{"credentials refused"}; },
                 [](const Throttled&) { return std::string{"throttled"}; },
                 [](const RecordingStarted&) { return std::string{"recording"}; },
                 [](const RecordingEnded&) { return std::string{"recorded"}; },
                 [](const RecordingFailed&) { return std::string{"not-recorded"}; },
                 [](const RecordingFetched&) { return std::string{"fetched"}; },
                 [](const RecordingNotFetched& f) {
                   return std::string{f.lost ? "not-fetched lost" : "not-fetched"};
                 },
                 [](const RecordingDeleted&) { return std::string{"deleted"}; },
                 [](const RecordingNotDeleted&) { return std::string{"not-deleted"}; }},
      fact);
}

std::optional<LegId> leg_of(const ProviderFact& fact) {
  return std::visit(
      []<class Fact>(const Fact& f) -> std::optional<LegId> {
        if constexpr (requires { f.leg; }) return f.leg;
        if constexpr (requires { f.customer; }) return f.customer;
        return std::nullopt;
      },
      fact);
}

std::string story_of(const std::vector<ProviderFact>& facts, LegId leg) {
  std::string words;
  for (const ProviderFact& fact : facts) {
    if (leg_of(fact) == leg) words += (words.empty() ? "" : ", ") + word(fact);
  }
  return words;
}

Rig::Rig(asterisk::AsteriskSettings settings)
    : ids_(static_cast<std::uint8_t>(wall_now().time_since_epoch().count() % 251), {}),
      provider_(ProviderId{1}, std::move(settings), clock_, facts_, &files_) {
  provider_.start();
}

LegId Rig::leg(LegKind kind) {
  return {kind, ids_.next(wall_now()), static_cast<std::uint16_t>(kind == LegKind::offer ? 1 : 0)};
}

LegId Rig::call(const std::string& number, Seconds ring_limit) {
  Place place;
  place.leg = leg();
  place.address = number;
  place.ring_limit = ring_limit;
  place.life_limit = Seconds{60};
  perform(place);
  return place.leg;
}

LegId Rig::call_operator(const std::string& number, LegKind kind) {
  Place place;
  place.leg = leg(kind);
  place.address = number;
  place.ring_limit = Seconds{20};
  place.life_limit = Seconds{60};
  perform(place);
  return place.leg;
}

void Rig::perform_late(const Command& command, Milliseconds age) {
  provider_.perform(command, {clock_.read().monotonic.millis - age.count()});
}

bool Rig::hears(LegId leg, const std::string& wanted, Milliseconds limit) {
  return facts_.wait(limit, [&](const std::vector<ProviderFact>& facts) {
    return std::any_of(facts.begin(), facts.end(), [&](const ProviderFact& fact) {
      return leg_of(fact) == leg && word(fact).starts_with(wanted);
    });
  });
}

bool Rig::hears(const std::string& wanted, Milliseconds limit, int times) {
  return facts_.wait(limit, [&](const std::vector<ProviderFact>& facts) {
    return std::count_if(facts.begin(), facts.end(),
                         [&](const ProviderFact& fact) { return word(fact) == wanted; }) >= times;
  });
}

}  // namespace dialctl::test
