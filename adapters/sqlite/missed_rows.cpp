#include "adapters/sqlite/missed_rows.h"

#include <algorithm>
#include <charconv>

#include "adapters/sqlite/stored_text.h"

namespace dialctl::sqlite {

std::string phases_text(const std::vector<std::vector<OperatorId>>& phases) {
  std::string text;
  for (const auto& phase : phases) {
    if (&phase != &phases.front()) text += ';';
    for (const OperatorId one : phase)
      text += (one == phase.front() ? "" : ",") + std::to_string(one.value);
  }
  return text;
}

std::vector<std::vector<OperatorId>> parse_phases(const std::string& text) {
  std::vector<std::vector<OperatorId>> phases;
  if (text.empty()) return phases;
  phases.emplace_back();
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    if (*at == ';') {
      phases.emplace_back();
      ++at;
    } else if (*at == ',') {
      ++at;
    } else {
      OperatorId one;
      const auto [next, error] = std::from_chars(at, end, one.value);
      if (error != std::errc{} || one.value <= 0) damaged("the phases of a missed call: " + text);
      phases.back().push_back(one);
      at = next;
    }
  }
  return phases;
}

MissedCall read_missed(Rows& rows) {
  const auto id = rows.id<MissedId>();
  std::string provider_call = rows.text();
  MissedCall call{rows.e164()};
  call.id = id;
  call.provider_call = std::move(provider_call);
  call.dialled = rows.text();
  call.project = rows.maybe_id<ProjectId>();
  call.lost_at = rows.instant();
  call.waited = rows.duration<Seconds>();
  call.lost_in = rows.parsed(parse_lost_in);
  call.site = rows.text();
  call.scenario = rows.text();
  call.queue = rows.maybe_id<QueueId>();
  call.operator_id = rows.maybe_id<OperatorId>();
  call.group = rows.maybe_id<GroupId>();
  call.tags = parse_list(rows.text());
  call.phases = parse_phases(rows.text());
  return call;
}

}  // namespace dialctl::sqlite
