// What may go wrong between a client and a phone server, on purpose: for tests of the client.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "adapters/listen/message.h"
#include "engine/decide/people.h"
#include "engine/model/instant.h"

namespace dialctl::simulator {

// What happens to one originate request. "Placed" = the call goes out whatever the client is told.
enum class Fault : std::uint8_t {
  none,
  error_unplaced,  // 500, 502, 503 or 504
  error_placed,
  drop_unplaced,  // the connection is reset without an answer
  drop_placed,
  cut_placed,          // the answer ends after FaultSettings::cut_after_bytes
  crawl_placed,        // the answer comes at one byte a second
  garbage_placed,      // 200 with something else than a channel
  wrong_call_placed,   // 200 with another call's id
  throttled_unplaced,  // 429 with Retry-After
};

// Shares are parts of ten thousand of the originate requests, together at most 10,000; delays are real time.
struct FaultSettings {
  std::uint64_t seed = 1;
  std::map<Fault, unsigned> shares;
  std::map<std::uint64_t, Fault> planned;  // by number of the originate request, from 1; before any share
  DelayRange answers_after{Milliseconds{0},
                           Milliseconds{0}};  // of originate requests; the call is out already
  DelayRange places_after{Milliseconds{0}, Milliseconds{0}};  // from the answer to the call
  std::size_t cut_after_bytes = 40;
  std::string retry_after = "2";        // as the header says it
  std::uint64_t unauthorized_from = 0;  // this request (of any kind, from 1) and all later: 401. 0 = none
  Milliseconds loses_sockets_every{0};  // 0 = never
};

class Faults {
 public:
  explicit Faults(FaultSettings settings) : settings_(std::move(settings)) {}

  const FaultSettings& settings() const { return settings_; }
  void set(FaultSettings settings) { settings_ = std::move(settings); }

  // Counts the request.
  bool refuses_credentials();
  struct Draw {
    Fault fault = Fault::none;
    Milliseconds answers_after{0};
    Milliseconds places_after{0};
    std::uint64_t number = 0;  // of the originate request
  };
  Draw draw_for_originate();

  listen::Response error_answer(const Draw& draw) const;
  listen::Response throttled_answer() const;
  listen::Response garbage_answer(const Draw& draw) const;

 private:
  FaultSettings settings_;
  std::uint64_t requests_ = 0;
  std::uint64_t originates_ = 0;
};

bool is_placed(Fault fault);
// The name on the command line: "error-placed". nullopt: no such fault.
std::optional<Fault> parse_fault(std::string_view name);

}  // namespace dialctl::simulator
