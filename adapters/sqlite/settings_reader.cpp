#include "adapters/sqlite/settings_reader.h"

#include <algorithm>
#include <optional>

#include "adapters/sqlite/mode_rows.h"
#include "adapters/sqlite/rule_rows.h"
#include "adapters/sqlite/settings_rows.h"
#include "engine/decide/ranking.h"

namespace dialctl::sqlite {
namespace {

std::vector<NumberLimits> read_number_limits(Connection& connection) {
  std::vector<NumberLimits> all;
  Statement select(connection,
                   "SELECT region, attempts_per_24h, attempts_per_7d, shortest_gap_seconds, source"
                   " FROM number_limits ORDER BY region");
  Rows rows = select.query();
  while (rows.next()) {
    NumberLimits row;
    row.region = rows.text();
    row.attempts_per_24h = rows.number();
    row.attempts_per_7d = rows.number();
    row.shortest_gap = rows.duration<Seconds>();
    row.source = rows.text();
    all.push_back(std::move(row));
  }
  return all;
}

std::vector<LegalWindow> read_legal_windows(Connection& connection) {
  std::vector<LegalWindow> all;
  Statement select(connection, "SELECT region, schedule_text, reason FROM legal_window ORDER BY region");
  Rows rows = select.query();
  while (rows.next()) {
    LegalWindow row;
    row.region = rows.text();
    row.schedule_text = rows.text();
    row.reason = rows.text();
    all.push_back(std::move(row));
  }
  return all;
}

std::vector<CallerIdLimits> read_caller_ids(Connection& connection) {
  std::vector<CallerIdLimits> all;
  Statement select(connection,
                   "SELECT e164, lines_max, calls_per_second_milli FROM own_number"
                   " WHERE lines_max > 0 OR calls_per_second_milli > 0 ORDER BY e164");
  Rows rows = select.query();
  while (rows.next()) {
    CallerIdLimits row;
    row.number = rows.text();
    row.lines_max = rows.number();
    row.calls_per_second_milli = rows.number();
    all.push_back(std::move(row));
  }
  return all;
}

std::vector<ModeCell> read_access(Connection& connection, OperatorId id) {
  std::vector<ModeCell> access;
  Statement select(connection, "SELECT project_id, mode FROM operator_access WHERE operator_id = ?");
  Rows rows = select.query(id);
  while (rows.next()) {
    const auto project = rows.id<ProjectId>();
    access.push_back({project, rows.parsed(parse_text<CallMode>)});
  }
  std::sort(access.begin(), access.end());
  return access;
}

LineRules read_line_rules(Connection& connection) {
  LineRules rules;
  Statement select(connection, "SELECT value FROM setting WHERE key = ?");
  {
    Rows rows = select.query("line_keys");
    if (rows.next()) {
      auto keys = parse_line_keys(rows.text());
      if (keys) rules.keys = std::move(keys).value();
    }
  }
  Rows rows = select.query("line_new_order");
  if (rows.next()) rules.new_order = rows.parsed(parse_text<NewOrderSort>);
  return rules;
}

int read_number(Connection& connection, const char* key) {
  Statement select(connection, "SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?");
  Rows rows = select.query(key);
  return rows.next() ? rows.number() : 0;
}

std::int64_t read_version(Connection& connection) {
  Statement select(connection, "SELECT settings FROM revision");
  Rows rows = select.query();
  return rows.next() ? rows.integer() : 0;
}

}  // namespace

std::vector<OwnNumber> read_own_numbers(Connection& connection) {
  std::vector<OwnNumber> numbers;
  Statement select(connection,
                   "SELECT e164, project_id, label, lines_max, calls_per_second_milli FROM own_number"
                   " ORDER BY e164");
  Rows rows = select.query();
  while (rows.next()) {
    numbers.push_back({.number = rows.e164(),
                       .project = rows.maybe_id<ProjectId>(),
                       .label = rows.text(),
                       .lines_max = rows.number(),
                       .calls_per_second_milli = rows.number()});
  }
  return numbers;
}

std::vector<OperatorId> read_members(Connection& connection, GroupId group) {
  std::vector<OperatorId> members;
  Statement select(connection,
                   "SELECT operator_id FROM group_member WHERE group_id = ? ORDER BY operator_id");
  Rows rows = select.query(group);
  while (rows.next())
    members.push_back(rows.id<OperatorId>());
  return members;
}

Settings read_settings(Connection& connection) {
  ReadTransaction snapshot(connection);
  Settings settings;
  settings.version = read_version(connection);
  settings.providers = read_rows<ProviderSettings>(connection);
  settings.projects = read_rows<Project>(connection);
  settings.statuses = read_rows<OrderStatusSettings>(connection);
  settings.queues = read_rows<QueueSettings>(connection);
  settings.operators = read_rows<OperatorSettings>(connection);
  for (OperatorSettings& one : settings.operators)
    one.access = read_access(connection, one.id);
  settings.groups = read_rows<Group>(connection);
  for (Group& group : settings.groups)
    group.members = read_members(connection, group.id);
  settings.templates = read_rows<TemplateSettings>(connection);
  settings.schedules = read_rows<ScheduleSettings>(connection);
  settings.policies = read_rows<RetryPolicy>(connection);
  settings.audio = read_rows<AudioFile>(connection);
  settings.number_limits = read_number_limits(connection);
  settings.legal_windows = read_legal_windows(connection);
  settings.caller_ids = read_caller_ids(connection);
  settings.modes = read_modes(connection);
  settings.line = read_line_rules(connection);
  settings.own_numbers = read_own_numbers(connection);
  settings.rules = read_rules(connection);
  settings.rule_versions = read_rule_versions(connection);
  settings.callbacks = read_switches(connection);
  settings.lines_max = read_number(connection, "lines_max");
  settings.calls_per_second_milli = read_number(connection, "calls_per_second_milli");
  return settings;
}

Settings read_settings_of_the_past(Connection& connection) {
  ReadTransaction snapshot(connection);
  Settings settings;
  settings.version = read_version(connection);
  settings.providers = read_rows<ProviderSettings>(connection, Removed::read_too);
  settings.projects = read_rows<Project>(connection, Removed::read_too);
  settings.statuses = read_rows<OrderStatusSettings>(connection, Removed::read_too);
  settings.operators = read_rows<OperatorSettings>(connection, Removed::read_too);
  settings.templates = read_rows<TemplateSettings>(connection, Removed::read_too);
  settings.rules = read_rules(connection, Removed::read_too);
  return settings;
}

}  // namespace dialctl::sqlite
