// What an answer or an ending means. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/http/exchange.h"
#include "engine/model/telephony.h"

namespace dialctl::asterisk {

// What is known after POST /channels.
struct PlaceVerdict {
  enum class Kind : std::uint8_t {
    accepted,
    not_sent,
    refused,
    in_use,  // 409: the id is alive - or the server repeats a stale error on this connection; ask
    ask,     // it may have been placed; look it up
  };
  Kind kind = Kind::ask;
  RefusalClass refusal = RefusalClass::none;
  std::string raw_code;
  Milliseconds retry_after{0};
};
PlaceVerdict judge_place(const http::Answer& answer, std::string_view channel, Instant now);

// What a look at GET /channels/{id} tells.
enum class Look : std::uint8_t { there, absent, unclear };
struct LookVerdict {
  Look look = Look::unclear;
  LegState state = LegState::dialling;
  std::string ref;
};
LookVerdict judge_look(const http::Answer& answer, std::string_view channel);

// "http 500 Allocation failed", "not sent: Connection refused": for journals and screens.
std::string raw_code(const http::Answer& answer);
// The status of a reply; 0 when there was none.
int status_of(const http::Answer& answer);
bool succeeded(const http::Answer& answer);  // 2xx
// In the server's own words: there is no recording of that name.
bool says_no_recording(const http::Answer& answer);

// How a leg came to its end.
struct Ending {
  bool was_up = false;
  bool by_us = false;      // we asked for it
  bool by_server = false;  // it hangs up all its calls because it shuts down
  bool dial_seen = true;   // any Dial event or ringing
  Milliseconds age{0};     // since it was asked for
  Milliseconds ring_limit{30'000};
  int cause = 0;  // Q.850 as the server reports it
};
EndCause end_cause(const Ending& ending);

}  // namespace dialctl::asterisk
