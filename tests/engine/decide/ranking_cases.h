// Lines of call modes made by hand, and what a ranking says of them as one line of text.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/decide/ranking.h"

namespace dialctl::ranking_cases {

inline constexpr Instant kNow =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{12};
inline constexpr auto kPlanned = ModePart::planned_callback;
inline constexpr auto kRetry = ModePart::no_answer;

// A task in line. What a case does not say is an order of project 1 that is new and due.
struct Waiting {
  int task = 0;  // ties go to the smaller one
  ModePart part = ModePart::unprocessed;
  CallMode mode = CallMode::new_order;
  int project = 1;
  int due = -60;   // seconds from now
  int age = 600;   // seconds in its mode
  int rounds = 0;  // of agent-first calls that it has had
  int made = 0;    // seconds after others were made; in the random modes the key that was drawn
  int priority = 0;
  std::string owner = {};
  int put_off =
      0;  // seconds by which a gate has put off a planned callback: it was planned for that much before
};

class Line {
 public:
  Line() {
    for (const int id : {1, 2, 3}) {
      Project project;
      project.id = ProjectId{id};
      settings.projects.push_back(project);
    }
  }

  // To be set for a case.
  ModeSettings& mode(int project, CallMode mode = CallMode::new_order) {
    for (ModeSettings& row : settings.modes) {
      if (row.project == ProjectId{project} && row.mode == mode) return row;
    }
    ModeSettings row;
    row.project = ProjectId{project};
    row.mode = mode;
    settings.modes.push_back(row);
    return settings.modes.back();
  }

  void add(const Waiting& one) {
    const ModeLine line{one.mode, one.part, one.owner};
    const auto key = std::tuple{one.project, line, one.priority};
    const auto [known, is_new] = bucket_ids_.try_emplace(key, static_cast<int>(bucket_ids_.size()) + 1);
    if (is_new)
      buckets.push_back({BucketId{known->second}, ProjectId{one.project}, {}, {}, one.priority, line});
    tasks.push_back({TaskId{one.task}, OrderId{one.task}, BucketId{known->second}, kNow + Seconds{one.due},
                     kNow - Seconds{one.age}, one.rounds, one.made, planned_at(one)});
  }

  std::vector<LinePlace> ranked(const Rulebook& rules, std::optional<Taker> taker = std::nullopt) const {
    return Ranking(rules, kNow, taker).ranked(pointers(), tasks);
  }
  std::vector<const Bucket*> pointers() const {
    std::vector<const Bucket*> all;
    for (const Bucket& bucket : buckets)
      all.push_back(&bucket);
    return all;
  }

  Settings settings;
  std::vector<Bucket> buckets;
  std::vector<InLine> tasks;

 private:
  static std::optional<Instant> planned_at(const Waiting& one) {
    if (one.part != kPlanned) return std::nullopt;
    return kNow + Seconds{one.due - one.put_off};
  }

  std::map<std::tuple<int, ModeLine, int>, int> bucket_ids_;
};

// "callback:3 new:1", in the order of the line.
inline std::string text_of(const std::vector<LinePlace>& places) {
  std::string text;
  for (const LinePlace& place : places)
    text +=
        (text.empty() ? "" : " ") + line_keys_text({place.key}) + ":" + std::to_string(place.at.task.value);
  return text;
}

}  // namespace dialctl::ranking_cases
