#include "adapters/http/exchange.h"

#include <algorithm>
#include <charconv>
#include <curl/curl.h>

namespace dialctl::http {

namespace {

constexpr Seconds kRetryAfterMax{3600};

std::optional<Instant> parse_date(const std::string& text) {
  const std::time_t seconds = curl_getdate(text.c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return Instant{Seconds{seconds}};
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::del:
      return "DELETE";
  }
  return "";
}

const std::string* Reply::header(std::string_view lower_case_name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == lower_case_name; });
  return found == headers.end() ? nullptr : &found->second;
}

std::optional<Seconds> Reply::retry_after(Instant now) const {
  const std::string* text = header("retry-after");
  if (text == nullptr || text->empty()) return std::nullopt;
  const bool digits = std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    std::int64_t seconds = 0;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (parsed.ec != std::errc{}) return kRetryAfterMax;  // more than fits is more than the limit
    return Seconds{std::min<std::int64_t>(seconds, kRetryAfterMax.count())};
  }
  const auto at = parse_date(*text);
  if (!at) return std::nullopt;
  if (*at <= now) return Seconds{0};
  return std::min(std::chrono::ceil<Seconds>(*at - now), kRetryAfterMax);
}

}  // namespace dialctl::http
