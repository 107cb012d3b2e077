#include "adapters/simulator/faults.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dialctl::simulator {

namespace {

constexpr unsigned kWhole = 10'000;

constexpr std::uint64_t stir(std::uint64_t x) {  // the finalizer of splitmix64
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

std::uint64_t below(std::uint64_t seed, std::uint64_t number, std::uint64_t aspect, std::uint64_t bound) {
  return stir(stir(seed + aspect) + number) % bound;
}

Milliseconds in(const DelayRange& range, std::uint64_t seed, std::uint64_t number, std::uint64_t aspect) {
  const auto width = std::max<std::int64_t>(0, (range.most - range.least).count());
  return range.least + Milliseconds{static_cast<std::int64_t>(
                           below(seed, number, aspect, static_cast<std::uint64_t>(width) + 1))};
}

constexpr std::array<std::pair<std::string_view, Fault>, 9> kNames{{
    {"error-unplaced", Fault::error_unplaced},
    {"error-placed", Fault::error_placed},
    {"drop-unplaced", Fault::drop_unplaced},
    {"drop-placed", Fault::drop_placed},
    {"cut-placed", Fault::cut_placed},
    {"crawl-placed", Fault::crawl_placed},
    {"garbage-placed", Fault::garbage_placed},
    {"wrong-call-placed", Fault::wrong_call_placed},
    {"throttled-unplaced", Fault::throttled_unplaced},
}};

}  // namespace

bool Faults::refuses_credentials() {
  ++requests_;
  return settings_.unauthorized_from != 0 && requests_ >= settings_.unauthorized_from;
}

Faults::Draw Faults::draw_for_originate() {
  Draw draw;
  draw.number = ++originates_;
  draw.answers_after = in(settings_.answers_after, settings_.seed, draw.number, 1);
  draw.places_after = in(settings_.places_after, settings_.seed, draw.number, 2);
  if (const auto planned = settings_.planned.find(draw.number); planned != settings_.planned.end()) {
    draw.fault = planned->second;
    return draw;
  }
  std::uint64_t left = below(settings_.seed, draw.number, 3, kWhole);
  for (const auto& [fault, share] : settings_.shares) {
    if (left < share) {
      draw.fault = fault;
      return draw;
    }
    left -= share;
  }
  return draw;
}

listen::Response Faults::error_answer(const Draw& draw) const {
  constexpr std::array<int, 4> kStatuses{500, 502, 503, 504};
  return listen::json_response(kStatuses[below(settings_.seed, draw.number, 4, kStatuses.size())],
                               R"({"message":"Internal Server Error"})");
}

listen::Response Faults::throttled_answer() const {
  listen::Response response = listen::json_response(429, R"({"message":"Too Many Requests"})");
  response.headers.emplace_back("Retry-After", settings_.retry_after);
  return response;
}

listen::Response Faults::garbage_answer(const Draw& draw) const {
  constexpr std::size_t kDeep = 100'000;
  constexpr std::size_t kHuge = std::size_t{8} * 1024 * 1024;
  switch (below(settings_.seed, draw.number, 5, 8)) {
    case 0:
      return listen::json_response(200, "<html><body>It works!</body></html>");
    case 1:
      return listen::json_response(200, R"({"id":"x","name")");
    case 2:
      return listen::json_response(200, R"({"id":17,"state":["Down"]})");
    case 3:
      return listen::json_response(200, std::string(kDeep, '['));
    case 4:
      return listen::json_response(200, std::string(kHuge, ' '));
    case 5:
      return listen::json_response(200, "");
    case 6:
      return listen::json_response(200, "{\"id\":\"\xff\xfe\",\"id\":\"twice\"}");
    default:
      return listen::json_response(204, "");
  }
}

bool is_placed(Fault fault) {
  switch (fault) {
    case Fault::error_unplaced:
    case Fault::drop_unplaced:
    case Fault::throttled_unplaced:
      return false;
    case Fault::none:
    case Fault::error_placed:
    case Fault::drop_placed:
    case Fault::cut_placed:
    case Fault::crawl_placed:
    case Fault::garbage_placed:
    case Fault::wrong_call_placed:
      return true;
  }
  return true;
}

std::optional<Fault> parse_fault(std::string_view name) {
  for (const auto& [text, fault] : kNames)
    if (text == name) return fault;
  return std::nullopt;
}

}  // namespace dialctl::simulator
