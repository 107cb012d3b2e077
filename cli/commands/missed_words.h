// A missed call as it is typed, and as a row of a file tells it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.h"
#include "engine/model/missed_call.h"
#include "engine/run/row_source.h"

namespace dialctl::cli {

enum class MissedWord : std::uint8_t {
  caller,
  dialled,
  project,
  queue,
  operator_name,
  group,
  site,
  scenario,
  tags,
  lost_in,
  waited,
  lost_at,
  call,
  phases
};
inline constexpr std::array<std::string_view, 14> kMissedColumns{
    "caller",   "dialled", "project", "queue",  "operator", "group", "site",
    "scenario", "tags",    "lost_in", "waited", "lost_at",  "call",  "phases"};

// The words of one missed call; empty: not told. They borrow from what they were taken from.
struct MissedWords {
  std::uint64_t line = 0;  // of the file; 0: they are flags
  std::array<std::string_view, kMissedColumns.size()> words;
  std::vector<std::string_view> tags;

  std::string_view operator[](MissedWord which) const { return words[static_cast<std::size_t>(which)]; }
};

// Columns are known by their names, in any case; tags are separated by , or ; and of JSON an array too.
// Columns of other names are passed over.
MissedWords missed_words(const Row& row, const std::vector<std::string>& columns);
// The columns of a file that missed_words() passes over.
std::vector<std::string> columns_passed_over(const std::vector<std::string>& columns);
// Of the flags --caller, --dialled, ...
MissedWords missed_words(const Invocation& in);
std::vector<Flag> missed_flags();
// Where a row is kept, it must say when: now is a guess for all but the latest. Error: missed.no-time
// (usage).
Result<void> check_when(const MissedWords& words);

class MissedReader {
 public:
  // All outlive it.
  MissedReader(Ports& ports, const dialctl::Settings& settings, Instant now, const ZoneTable* zone)
      : ports_(ports), settings_(settings), now_(now), zone_(zone) {}

  // lost_at is now where it is not told. The message begins with its place: "line 7, column waited: " or
  // "--waited: ". Errors: missed.no-caller, missed.bad-word (usage), number.*; no such row.
  Result<MissedCall> read(const MissedWords& words) const;

 private:
  Result<void> read_rows(const MissedWords& words, MissedCall& call) const;
  Result<void> read_loss(const MissedWords& words, MissedCall& call) const;
  Result<void> read_dialled(const MissedWords& words, MissedCall& call) const;
  Result<void> read_phases(const MissedWords& words, MissedCall& call) const;

  Ports& ports_;
  const dialctl::Settings& settings_;
  Instant now_;
  const ZoneTable* zone_;  // days without a clock begin in it; null: UTC
};

}  // namespace dialctl::cli
