#include "adapters/asterisk/wire_answer.h"

#include <fmt/format.h>

#include "adapters/asterisk/wire_event.h"
#include "adapters/asterisk/wire_json.h"

namespace dialctl::asterisk {

namespace {

constexpr Seconds kThrottleDefault{1};

std::string message_of(const http::Reply& reply) {
  const auto body = parse_json(reply.body);
  if (!body) return "";
  std::string message = text_at(body->root(), "message");
  return message.empty() ? text_at(body->root(), "error") : message;
}

PlaceVerdict refused(RefusalClass refusal, std::string raw) {
  return {PlaceVerdict::Kind::refused, refusal, std::move(raw), {}};
}

PlaceVerdict ask(std::string raw) {
  return {PlaceVerdict::Kind::ask, RefusalClass::none, std::move(raw), {}};
}

PlaceVerdict judge_reply(const http::Reply& reply, std::string_view channel, std::string raw, Instant now) {
  using Kind = PlaceVerdict::Kind;
  switch (reply.status) {
    case 200: {
      const auto placed = parse_channel(reply.body);
      if (!placed) return ask("http 200 without a channel");
      if (placed->id != channel) return ask("http 200 for another channel");
      return {Kind::accepted, RefusalClass::none, std::move(raw), {}};
    }
    case 301:
    case 302:
    case 307:
    case 308:  // it was not done here, and we do not go elsewhere
    case 400:
    case 404:
      return refused(RefusalClass::configuration, std::move(raw));
    case 401:
    case 403:
      return refused(RefusalClass::credentials, std::move(raw));
    case 409:
      return {Kind::in_use, RefusalClass::none, std::move(raw), {}};
    case 429:
      return {Kind::refused, RefusalClass::throttled, std::move(raw),
              reply.retry_after(now).value_or(kThrottleDefault)};
    case 500:  // certain only in the server's own words: no such technology or endpoint
      if (message_of(reply) == "Allocation failed")
        return refused(RefusalClass::configuration, std::move(raw));
      return ask(std::move(raw));
    default:
      break;
  }
  if (reply.status >= 400 && reply.status < 500) return refused(RefusalClass::not_processed, std::move(raw));
  return ask(std::move(raw));
}

}  // namespace

std::string raw_code(const http::Answer& answer) {
  if (const auto* reply = std::get_if<http::Reply>(&answer)) {
    const std::string message = succeeded(answer) ? "" : message_of(*reply);
    return message.empty() ? fmt::format("http {}", reply->status)
                           : fmt::format("http {} {}", reply->status, message.substr(0, 200));
  }
  if (const auto* not_sent = std::get_if<http::NotSent>(&answer)) return "not sent: " + not_sent->why;
  return "no clear answer: " + std::get<http::Unknown>(answer).why;
}

int status_of(const http::Answer& answer) {
  const auto* reply = std::get_if<http::Reply>(&answer);
  return reply == nullptr ? 0 : reply->status;
}

bool succeeded(const http::Answer& answer) {
  return status_of(answer) / 100 == 2;
}

bool says_no_recording(const http::Answer& answer) {
  const auto* reply = std::get_if<http::Reply>(&answer);
  return reply != nullptr && reply->status == 404 && message_of(*reply) == "Recording not found";
}

PlaceVerdict judge_place(const http::Answer& answer, std::string_view channel, Instant now) {
  std::string raw = raw_code(answer);
  if (std::holds_alternative<http::NotSent>(answer)) {
    return {PlaceVerdict::Kind::not_sent, RefusalClass::none, std::move(raw), {}};
  }
  const auto* reply = std::get_if<http::Reply>(&answer);
  return reply == nullptr ? ask(std::move(raw)) : judge_reply(*reply, channel, std::move(raw), now);
}

LookVerdict judge_look(const http::Answer& answer, std::string_view channel) {
  const auto* reply = std::get_if<http::Reply>(&answer);
  if (reply == nullptr) return {};
  // A proxy's 404 is no word about the channel; the server's own says so.
  if (reply->status == 404 && message_of(*reply) == "Channel not found") return {Look::absent, {}, ""};
  if (reply->status != 200) return {};
  const auto found = parse_channel(reply->body);
  if (!found || found->id != channel) return {};
  return {Look::there, found->in_use() ? LegState::up : LegState::dialling, found->ref};
}

EndCause end_cause(const Ending& ending) {
  if (ending.was_up) return EndCause::normal;
  if (ending.by_server && !ending.by_us) return EndCause::network_trouble;
  switch (ending.cause) {
    case 0:  // no cause: we gave up at the ring limit, or the server found no such extension, or is full
      if (ending.by_us) return EndCause::cancelled;
      return !ending.dial_seen && ending.age < ending.ring_limit ? EndCause::configuration
                                                                 : EndCause::no_answer;
    case 16:  // the usual end of a call that was up; without an answer somebody gave it up
      return ending.by_us ? EndCause::cancelled : EndCause::failed;
    case 17:
      return EndCause::busy;
    case 18:
    case 19:
      return EndCause::no_answer;
    case 21:
      return EndCause::rejected;
    case 1:
    case 22:
    case 28:
      return EndCause::bad_number;
    case 27:
    case 34:
    case 38:
    case 41:
    case 42:
    case 44:
      return EndCause::network_trouble;
    default:
      return EndCause::failed;
  }
}

}  // namespace dialctl::asterisk
