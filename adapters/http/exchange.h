// One HTTP exchange as values: what is asked, and what is known about it afterwards.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/instant.h"

namespace dialctl::http {

enum class Method { get, post, put, del };

std::string_view name_of(Method method);

struct BasicAuth {
  std::string user;
  std::string password;
};

struct Request {
  Method method = Method::get;
  std::string url;  // absolute, http or https, already percent-encoded
  std::string body;
  std::string content_type;  // empty = none is sent
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<BasicAuth> auth;  // goes to this URL's host only

  // A request that places a call must not reach the server twice. libcurl repeats a request by itself when
  // a kept-alive connection turns out to be dead; with `repeatable` false it cannot: the second try ends as
  // Unknown before a byte of it leaves.
  bool repeatable = true;

  // Asked on the I/O thread just before the first byte leaves (the request may have waited for a connection);
  // false = it ends as NotSent. Empty = always.
  std::function<bool()> still_wanted;

  Milliseconds connect_max{5'000};
  Milliseconds total_max{20'000};
  Seconds low_speed_max{30};  // slower than kLowSpeedBytes a second for this long: aborted
  std::size_t body_bytes_max = std::size_t{1} << 20;
};

inline constexpr long kLowSpeedBytes = 16;
inline constexpr std::size_t kHeaderBytesMax = std::size_t{64} << 10;

// The server's whole answer arrived, whatever its status; redirects are never followed.
struct Reply {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case

  const std::string* header(std::string_view lower_case_name) const;
  // Retry-After as seconds, or as a date measured from `now`; at most an hour, never negative.
  std::optional<Seconds> retry_after(Instant now) const;
};

// Certain: no byte of the request left this machine (refused, no such host, TLS, waited too long).
struct NotSent {
  std::string why;
};

// The server may or may not have acted: time-out, reset, garbage, too much, cut short.
struct Unknown {
  std::string why;
};

using Answer = std::variant<Reply, NotSent, Unknown>;

}  // namespace dialctl::http
