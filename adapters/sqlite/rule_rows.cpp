#include "adapters/sqlite/rule_rows.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "engine/model/text.h"

namespace dialctl::sqlite {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& text) {
  damaged("a rule of callbacks holds a value that nothing writes: " + text);
}

LossPlace place_of(const Json& json, const std::string& whole) {
  if (!json.is_object() || !json.contains("kind") || !json["kind"].is_string()) refuse(whole);
  const auto kind = parse_text<PlaceKind>(json["kind"].get<std::string>());
  if (!kind) refuse(whole);
  LossPlace place{*kind, 0, ""};
  if (json.contains("id")) {
    if (!json["id"].is_number_integer()) refuse(whole);
    place.id = json["id"].get<std::int64_t>();
  }
  if (json.contains("text")) {
    if (!json["text"].is_string()) refuse(whole);
    place.text = json["text"].get<std::string>();
  }
  return place;
}

std::string rules_sql(const char* condition) {
  return fmt::format(
      "SELECT r.id, r.name, r.position, r.enabled, r.when_disabled, r.version, {} FROM callback_rule AS r"
      " JOIN callback_rule_version AS v ON v.rule_id = r.id AND v.version = r.version"
      " WHERE {} ORDER BY r.removed_at IS NOT NULL, r.position, r.id",
      fmt::join(Stored<CallbackRule>::kColumns, ", "), condition);
}

CallbackRule read_one(Rows& rows) {
  CallbackRule row;
  row.id = rows.id<RuleId>();
  row.name = rows.text();
  row.position = rows.number();
  row.enabled = rows.flag();
  row.when_disabled = rows.parsed(parse_text<DisabledTasks>);
  row.version = rows.number();
  Stored<CallbackRule>::read(rows, row);
  return row;
}

void write_version(Connection& connection, const CallbackRule& row, Instant at, const std::string& who) {
  std::string places = "?, ?, ?, ?";
  for (std::size_t more = 0; more < Stored<CallbackRule>::kColumns.size(); ++more)
    places += ", ?";
  Statement insert(connection,
                   fmt::format("INSERT INTO callback_rule_version (rule_id, version, made_at, who, {})"
                               " VALUES ({})",
                               fmt::join(Stored<CallbackRule>::kColumns, ", "), places)
                       .c_str());
  std::apply([&](const auto&... values) { insert.run(row.id, row.version, at, who, values...); },
             Stored<CallbackRule>::values(row));
}

std::optional<std::string> setting(Connection& connection, const char* key) {
  Statement select(connection, "SELECT value FROM setting WHERE key = ?");
  Rows rows = select.query(key);
  if (!rows.next()) return std::nullopt;
  return rows.text();
}

}  // namespace

std::string places_text(const std::vector<LossPlace>& places) {
  std::string out = "[";
  for (const LossPlace& place : places) {
    if (out.size() > 1) out += ',';
    out += fmt::format("{{\"kind\":\"{}\"", to_text(place.kind));
    if (place.id != 0) out += fmt::format(",\"id\":{}", place.id);
    if (!place.text.empty()) {
      out += ",\"text\":";
      append_json_string(out, place.text);
    }
    out += '}';
  }
  return out + ']';
}

std::vector<LossPlace> parse_places(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array()) refuse(text);
  std::vector<LossPlace> places;
  for (const Json& each : json)
    places.push_back(place_of(each, text));
  return places;
}

std::string intervals_text(const std::vector<Seconds>& intervals) {
  std::string out;
  for (const Seconds each : intervals)
    out += (out.empty() ? "" : ",") + std::to_string(each.count());
  return out;
}

std::vector<Seconds> parse_intervals(const std::string& text) {
  std::vector<Seconds> intervals;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++at) {
    std::int64_t count = 0;
    const auto [stop, error] = std::from_chars(at, end, count);
    if (error != std::errc{} || (stop != end && *stop != ',')) refuse(text);
    intervals.emplace_back(count);
    at = stop;
  }
  if (intervals.empty()) refuse(text);
  return intervals;
}

void Stored<CallbackRule>::read(Rows& rows, CallbackRule& row) {
  row.profile = rows.parsed(parse_text<RuleProfile>);
  row.places = parse_places(rows.text());
  row.target.kind = rows.parsed(parse_text<TargetKind>);
  row.target.id = rows.integer();
  row.target.lines_max = rows.number();
  row.prompt.kind = rows.parsed(parse_text<PromptKind>);
  row.prompt.text = rows.text();
  row.applies = rows.maybe_id<ScheduleId>();
  row.calls = rows.maybe_id<ScheduleId>();
  row.intervals = parse_intervals(rows.text());
  row.shortest_wait = rows.duration<Seconds>();
  row.at_once_max = rows.number();
  row.ring_limit = rows.duration<Seconds>();
  row.caller_id = rows.text();
  row.provider = rows.maybe_id<ProviderId>();
  row.only_when_empty = rows.maybe_id<QueueId>();
  row.apply = rows.parsed(parse_text<ApplyEdits>);
  row.cancel_on = rows.parsed(parse_text<CancelOn>);
  row.zone = rows.text();
  row.recording.on = rows.flag();
  row.recording.keep_for = rows.duration<Seconds>();
  row.recording.notice.kind = rows.parsed(parse_text<NoticeKind>);
  row.recording.notice.text = rows.text();
  row.recording.notice.language = rows.text();
  row.recording.notice.voice = rows.text();
  row.recording.no_notice_reason = rows.text();
}

std::vector<CallbackRule> read_rules(Connection& connection, Removed removed) {
  std::vector<CallbackRule> all;
  Statement select(connection,
                   rules_sql(removed == Removed::read_too ? "TRUE" : "r.removed_at IS NULL").c_str());
  Rows rows = select.query();
  while (rows.next())
    all.push_back(read_one(rows));
  return all;
}

std::vector<CallbackRule> read_rule_versions(Connection& connection) {
  std::vector<CallbackRule> versions;
  Statement select(
      connection,
      fmt::format("SELECT r.id, r.name, r.position, r.enabled, r.when_disabled, v.version, {} FROM"
                  " (SELECT DISTINCT rule_id, rule_version FROM task WHERE rule_id IS NOT NULL"
                  "  AND phase NOT IN ('done', 'cancelled')) AS planned"
                  " JOIN callback_rule AS r ON r.id = planned.rule_id"
                  "  AND r.version <> planned.rule_version AND r.removed_at IS NULL"
                  " JOIN callback_rule_version AS v ON v.rule_id = r.id AND v.version = rule_version",
                  fmt::join(Stored<CallbackRule>::kColumns, ", "))
          .c_str());
  Rows rows = select.query();
  while (rows.next())
    versions.push_back(read_one(rows));
  return versions;
}

std::optional<CallbackRule> read_rule(Connection& connection, RuleId id) {
  Statement select(connection, rules_sql("r.removed_at IS NULL AND r.id = ?").c_str());
  Rows rows = select.query(id);
  if (!rows.next()) return std::nullopt;
  return read_one(rows);
}

RuleId insert_rule(Connection& connection, const CallbackRule& row) {
  Statement insert(connection,
                   "INSERT INTO callback_rule (name, position, enabled, when_disabled, version)"
                   " VALUES (?, ?, ?, ?, ?)");
  insert.run(row.name, row.position, row.enabled, row.when_disabled, row.version);
  return RuleId{connection.database().getLastInsertRowid()};
}

void update_rule(Connection& connection, const CallbackRule& row) {
  Statement update(connection,
                   "UPDATE callback_rule SET name = ?, position = ?, enabled = ?, when_disabled = ?"
                   " WHERE id = ?");
  update.run(row.name, row.position, row.enabled, row.when_disabled, row.id);
}

void add_rule_version(Connection& connection, const CallbackRule& row, Instant at, const std::string& who) {
  write_version(connection, row, at, who);
  Statement hold(connection, "UPDATE callback_rule SET version = ? WHERE id = ? AND version <> ?");
  hold.run(row.version, row.id, row.version);
}

void judge_hours_anew(Connection& connection, RuleId rule) {
  Statement due(connection,
                "UPDATE task SET next_at = due_from WHERE rule_id = ? AND phase = 'ready'"
                " AND due_from < next_at");
  due.run(rule);
}

void judge_hours_anew(Connection& connection, ScheduleId calls) {
  Statement due(connection,
                "UPDATE task SET next_at = due_from WHERE rule_id IN"
                " (SELECT rule_id FROM callback_rule_version WHERE calls_id = ?) AND phase = 'ready'"
                " AND due_from < next_at");
  due.run(calls);
}

CallbackSwitches read_switches(Connection& connection) {
  CallbackSwitches switches;
  switches.paused = setting(connection, "callbacks_paused") == "1";
  switches.frozen = setting(connection, "callbacks_frozen") == "1";
  if (const auto lines = setting(connection, "callbacks_lines_max"))
    std::from_chars(lines->data(), lines->data() + lines->size(), switches.lines_max);
  return switches;
}

}  // namespace dialctl::sqlite
