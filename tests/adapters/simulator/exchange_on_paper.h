// An exchange on virtual time, with everything that it tells written down as short lines.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/simulator/ari_text.h"
#include "adapters/simulator/exchange.h"

namespace dialctl::testing {

class ExchangeOnPaper {
 public:
  explicit ExchangeOnPaper(simulator::ExchangeSettings settings = {}, bool knows_media = false)
      : exchange(std::move(settings), outlets(knows_media), kStart) {
    exchange.app_listens("app");
  }

  // To so many milliseconds from the start.
  void advance(std::int64_t millis) { exchange.advance(kStart + Milliseconds{millis}); }

  std::optional<simulator::Refusal> call(const std::string& endpoint, const std::string& id,
                                         std::map<std::string, std::string> variables = {},
                                         Milliseconds timeout = Seconds{30}) {
    simulator::OriginateRequest request;
    request.endpoint = endpoint;
    request.app = "app";
    request.channel_id = id;
    request.variables = std::move(variables);
    request.timeout = timeout;
    const auto made = exchange.originate(request);
    exchange.advance(exchange.now());
    if (const auto* refusal = std::get_if<simulator::Refusal>(&made)) return *refusal;
    return std::nullopt;
  }
  void play(const std::string& channel, const std::string& id, std::vector<std::string> media) {
    CHECK(std::holds_alternative<const simulator::Playback*>(
        exchange.play_on_channel(channel, id, std::move(media))));
    exchange.advance(exchange.now());
  }
  // What happened since the last question; without the second halves, unless asked for.
  std::vector<std::string> news(bool second_halves = false) {
    std::vector<std::string> out;
    for (auto& line : std::exchange(lines_, {}))
      if (second_halves || line.find(";2") == std::string::npos) out.push_back(std::move(line));
    return out;
  }

  std::vector<std::string> wanted_media;
  std::vector<std::string> journal;
  simulator::Exchange exchange;

 private:
  static constexpr Instant kStart = from_millis(1'700'000'000'000);

  simulator::Outlets outlets(bool knows_media) {
    simulator::Outlets out;
    out.event = [this](const simulator::Event& event) { lines_.push_back(line_of(event)); };
    out.journal = [this](const simulator::JournalRow& row) {
      journal.push_back(std::to_string(static_cast<int>(row.event)) + " " +
                        (row.second_half ? row.channel->other_id : row.channel->id));
    };
    if (knows_media) out.want_media = [this](const std::string& media) { wanted_media.push_back(media); };
    return out;
  }

  static std::string line_of(const simulator::Event& event) {
    std::string line = fmt::format("{} {}", (event.at - kStart).count(), simulator::name_of(event.type));
    if (event.channel != nullptr)
      line += " " + (event.second_half ? event.channel->other_id : event.channel->id);
    if (event.playback != nullptr) line += " " + event.playback->id;
    if (event.bridge != nullptr)
      line += fmt::format(" {}({})", event.bridge->id, event.bridge->channels.size());
    if (!event.text.empty()) line += " " + std::string{event.text};
    const bool ends = event.type == simulator::EventType::hangup_request ||
                      event.type == simulator::EventType::channel_destroyed;
    if (ends) line += " " + std::to_string(event.cause) + (event.soft ? " soft" : "");
    if (event.type == simulator::EventType::playback_finished)
      line += event.playback->state == simulator::PlaybackState::done ? " done" : " failed";
    return line;
  }

  std::vector<std::string> lines_;
};

using Lines = std::vector<std::string>;

}  // namespace dialctl::testing
