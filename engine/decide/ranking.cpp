#include "engine/decide/ranking.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/model/random.h"
#include "engine/model/settings_text.h"

namespace dialctl {
namespace {

constexpr std::array kNeeded{LineKey::callback, LineKey::fresh, LineKey::retry};

std::uint64_t hash_of(std::string_view text) {  // FNV-1a
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : text)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
  return hash;
}

LineSort sort_of_new(const LineRules& line, CallMode mode) {
  return is_random(mode) || line.new_order == NewOrderSort::oldest_first ? LineSort::key_only
                                                                         : LineSort::fewest;
}

LineSort own_sort(const LineRules& rules, const ModeLine& line) {
  switch (line.part) {
    case ModePart::unprocessed:
      return sort_of_new(rules, line.mode);
    case ModePart::no_answer:
      return LineSort::due;
    case ModePart::planned_callback:
      return LineSort::planned;
  }
  return LineSort::due;
}

// a / b > c / d, for spans above 0.
bool greater_ratio(Milliseconds a, Minutes b, Milliseconds c, Minutes d) {
  return a.count() * d.count() > c.count() * b.count();
}

}  // namespace

bool is_random(CallMode mode) {
  return mode == CallMode::random_1 || mode == CallMode::random_2;
}

std::int64_t place_key(CallMode mode, ProjectId project, std::string_view external_id, Instant created,
                       Instant entered) {
  if (!is_random(mode)) return to_millis(created);
  Random drawn{hash_of(external_id) ^ static_cast<std::uint64_t>(project.value) ^
               static_cast<std::uint64_t>(to_millis(entered))};
  return static_cast<std::int64_t>(drawn.next() >> 11);
}

// Until when a task must be due to be in line now: a planned callback may begin before its time, another
// operator's order must have waited for him.
std::optional<Instant> Ranking::due_by(const Bucket& bucket) const {
  const ModeSettings& mode = rules_.mode(bucket.project, bucket.line->mode);
  const auto wait = taker_ ? wait_for(mode, bucket, *taker_) : std::optional{Minutes{0}};
  if (!wait) return std::nullopt;
  const Instant due = bucket.line->part == ModePart::planned_callback ? now_ + mode.early : now_;
  return due - *wait;
}

bool Ranking::fits(LineKey key, const Bucket& bucket, const InLine& task) const {
  const ModeLine& line = *bucket.line;
  const ModeSettings& mode = rules_.mode(bucket.project, line.mode);
  switch (key) {
    case LineKey::callback:
      return line.part == ModePart::planned_callback;
    case LineKey::overdue:
      return mode.standard > Minutes{0} && now_ - task.entered > mode.standard;
    case LineKey::high_priority:
      return line.part == ModePart::unprocessed && mode.high_priority;
    case LineKey::fresh:
      return line.part == ModePart::unprocessed;
    case LineKey::retry:
      return line.part == ModePart::no_answer;
  }
  return false;
}

std::optional<LineKey> Ranking::key_of(const Bucket& bucket, const InLine& task) const {
  const auto due = due_by(bucket);
  if (!due || task.next_at > *due) return std::nullopt;
  if (task.planned_at) {  // early is an appointment, not what a gate has put off
    const bool put_off = task.next_at != *task.planned_at;
    if (*task.planned_at > *due || (put_off && task.next_at > now_)) return std::nullopt;
  }
  for (const LineKey key : rules_.settings().line.keys) {
    if (fits(key, bucket, task)) return key;
  }
  return std::nullopt;
}

std::size_t Ranking::rank_of(LineKey key) const {
  const auto& keys = rules_.settings().line.keys;
  return static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
}

std::vector<HeadsWanted> Ranking::heads(const Bucket& bucket, int limit) const {
  const ModeLine& line = *bucket.line;
  const ModeSettings& mode = rules_.mode(bucket.project, line.mode);
  const auto due = due_by(bucket);
  if (!due) return {};
  const LineRules& rules = rules_.settings().line;
  const bool knows_overdue =
      std::find(rules.keys.begin(), rules.keys.end(), LineKey::overdue) != rules.keys.end();
  std::vector<HeadsWanted> wanted;
  if (knows_overdue && mode.standard > Minutes{0})
    wanted.push_back({bucket.id, LineSort::entry, *due, limit});
  wanted.push_back({bucket.id, own_sort(rules, line), *due, limit});
  for (HeadsWanted& heads : wanted)
    heads.put_off_by = now_;
  return wanted;
}

bool Ranking::before(const LinePlace& a, const LinePlace& b) const {
  if (a.key != b.key) return rank_of(a.key) < rank_of(b.key);
  const auto by_task = [&] { return a.at.task < b.at.task; };
  switch (a.key) {
    case LineKey::callback:
      if (a.at.planned_at != b.at.planned_at) return a.at.planned_at < b.at.planned_at;
      if (a.bucket->priority != b.bucket->priority) return a.bucket->priority > b.bucket->priority;
      return by_task();
    case LineKey::overdue: {
      const Minutes standard_a = rules_.mode(a.bucket->project, a.bucket->line->mode).standard;
      const Minutes standard_b = rules_.mode(b.bucket->project, b.bucket->line->mode).standard;
      const Milliseconds age_a = now_ - a.at.entered;
      const Milliseconds age_b = now_ - b.at.entered;
      if (greater_ratio(age_a, standard_a, age_b, standard_b)) return true;
      if (greater_ratio(age_b, standard_b, age_a, standard_a)) return false;
      return by_task();
    }
    case LineKey::high_priority:
    case LineKey::fresh: {
      const bool random_a = is_random(a.bucket->line->mode);
      const bool random_b = is_random(b.bucket->line->mode);
      if (random_a != random_b) return random_b;
      const bool by_attempts = !random_a && rules_.settings().line.new_order == NewOrderSort::fewest_first;
      if (by_attempts && a.at.auto_attempts != b.at.auto_attempts)
        return a.at.auto_attempts < b.at.auto_attempts;
      if (a.at.place_key != b.at.place_key) return a.at.place_key < b.at.place_key;
      return by_task();
    }
    case LineKey::retry:
      if (a.at.next_at != b.at.next_at) return a.at.next_at < b.at.next_at;
      return by_task();
  }
  return by_task();
}

std::vector<LinePlace> Ranking::ranked(const std::vector<const Bucket*>& buckets,
                                       const std::vector<InLine>& tasks) const {
  std::map<BucketId, const Bucket*> by_id;
  for (const Bucket* bucket : buckets)
    by_id[bucket->id] = bucket;
  std::vector<LinePlace> places;
  for (const InLine& task : tasks) {
    const auto bucket = by_id.find(task.bucket);
    if (bucket == by_id.end()) continue;
    if (const auto key = key_of(*bucket->second, task)) places.push_back({task, bucket->second, *key});
  }
  std::sort(places.begin(), places.end(),
            [&](const LinePlace& a, const LinePlace& b) { return before(a, b); });
  const auto same = [](const LinePlace& a, const LinePlace& b) { return a.at.task == b.at.task; };
  places.erase(std::unique(places.begin(), places.end(), same), places.end());
  return places;
}

Result<std::vector<LineKey>> parse_line_keys(std::string_view text) {
  const auto refused = [&](const std::string& why) {
    return Error{ErrorKind::usage, "mode.ranking", "ranking '" + std::string{text} + "': " + why,
                 "name callback, new and retry, and overdue and high-priority if you like, in their order"};
  };
  std::vector<LineKey> keys;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    const std::string word{text.substr(from, comma - from)};
    const auto key = parse_text<LineKey>(word);
    if (!key) return refused("there is no key '" + word + "'");
    if (std::find(keys.begin(), keys.end(), *key) != keys.end())
      return refused("'" + word + "' is named twice");
    keys.push_back(*key);
    from = comma + 1;
  }
  for (const LineKey needed : kNeeded) {
    if (std::find(keys.begin(), keys.end(), needed) == keys.end())
      return refused("without '" + std::string{to_text(needed)} + "' some orders would never be reached");
  }
  return keys;
}

std::string line_keys_text(const std::vector<LineKey>& keys) {
  std::string text;
  for (const LineKey key : keys)
    text += (text.empty() ? "" : ",") + std::string{to_text(key)};
  return text;
}

}  // namespace dialctl
