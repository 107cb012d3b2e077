#include "adapters/sqlite/rule_references.h"

#include <algorithm>

#include "adapters/sqlite/rule_rows.h"

namespace dialctl::sqlite {
namespace {

Error missing(const char* noun, const std::string& which) {
  return {ErrorKind::not_found, "settings.no-such-row", fmt::format("there is no {} {}", noun, which),
          fmt::format("see `dialctl {} list`", noun)};
}

template <class Row>
Result<void> expect_row(Connection& connection, decltype(Row::id) id) {
  if (has_row<Row>(connection, id)) return {};
  return missing(Stored<Row>::kNoun, fmt::format("with the id {}", id.value));
}
template <class Row>
Result<void> expect_row(Connection& connection, std::optional<decltype(Row::id)> id) {
  return id ? expect_row<Row>(connection, *id) : Result<void>{};
}

Result<void> check_place(Connection& connection, const LossPlace& place) {
  switch (place.kind) {
    case PlaceKind::project:
      return expect_row<Project>(connection, ProjectId{place.id});
    case PlaceKind::queue:
      return expect_row<QueueSettings>(connection, QueueId{place.id});
    case PlaceKind::operator_name:
      return expect_row<OperatorSettings>(connection, OperatorId{place.id});
    case PlaceKind::group:
      return expect_row<Group>(connection, GroupId{place.id});
    case PlaceKind::number:
    case PlaceKind::site:
    case PlaceKind::scenario:
    case PlaceKind::transfer:
    case PlaceKind::tag:
      return {};
  }
  return {};
}

Result<void> check_target(Connection& connection, const CallbackTarget& target) {
  switch (target.kind) {
    case TargetKind::queue:
      return expect_row<QueueSettings>(connection, QueueId{target.id});
    case TargetKind::operator_name:
      return expect_row<OperatorSettings>(connection, OperatorId{target.id});
    case TargetKind::group:
      return expect_row<Group>(connection, GroupId{target.id});
    case TargetKind::scenario:
      return expect_row<TemplateSettings>(connection, TemplateId{target.id});
    case TargetKind::as_project:
    case TargetKind::lost_by:
    case TargetKind::tried:
    case TargetKind::last_phase:
      return {};
  }
  return {};
}

Result<void> expect_audio(Connection& connection, const std::string& name) {
  const auto all = read_rows<AudioFile>(connection);
  const bool known =
      std::any_of(all.begin(), all.end(), [&](const AudioFile& one) { return one.name == name; });
  return known ? Result<void>{} : missing("audio", "'" + name + "'");
}

bool plays(const CallbackPrompt& prompt, const std::string& audio) {
  return prompt.kind == PromptKind::audio && prompt.text == audio;
}
bool plays(const CallNotice& notice, const std::string& audio) {
  return notice.kind == NoticeKind::audio && notice.text == audio;
}

template <class Uses>
std::vector<std::string> rules_that(Connection& connection, Uses uses) {
  std::vector<std::string> found;
  for (const CallbackRule& rule : read_rules(connection)) {
    if (uses(rule)) found.push_back("rule " + rule.name);
  }
  return found;
}

bool is_place(const CallbackRule& rule, PlaceKind kind, std::int64_t id) {
  return std::any_of(rule.places.begin(), rule.places.end(),
                     [&](const LossPlace& place) { return place.kind == kind && place.id == id; });
}
bool is_target(const CallbackRule& rule, TargetKind kind, std::int64_t id) {
  return rule.target.kind == kind && rule.target.id == id;
}

}  // namespace

Result<void> check_references(Connection& connection, const CallbackRule& row) {
  for (const LossPlace& place : row.places) {
    if (auto found = check_place(connection, place); !found) return found;
  }
  if (auto found = check_target(connection, row.target); !found) return found;
  if (plays(row.prompt, row.prompt.text)) {
    if (auto found = expect_audio(connection, row.prompt.text); !found) return found;
  }
  if (plays(row.recording.notice, row.recording.notice.text)) {
    if (auto found = expect_audio(connection, row.recording.notice.text); !found) return found;
  }
  if (auto found = expect_row<ScheduleSettings>(connection, row.applies); !found) return found;
  if (auto found = expect_row<ScheduleSettings>(connection, row.calls); !found) return found;
  if (auto found = expect_row<ProviderSettings>(connection, row.provider); !found) return found;
  return expect_row<QueueSettings>(connection, row.only_when_empty);
}

std::vector<std::string> rules_with(Connection& connection, const ProviderSettings& row) {
  return rules_that(connection, [&](const CallbackRule& rule) { return rule.provider == row.id; });
}

std::vector<std::string> rules_with(Connection& connection, const Project& row) {
  return rules_that(
      connection, [&](const CallbackRule& rule) { return is_place(rule, PlaceKind::project, row.id.value); });
}

std::vector<std::string> rules_with(Connection& connection, const QueueSettings& row) {
  return rules_that(connection, [&](const CallbackRule& rule) {
    return is_place(rule, PlaceKind::queue, row.id.value) ||
           is_target(rule, TargetKind::queue, row.id.value) || rule.only_when_empty == row.id;
  });
}

std::vector<std::string> rules_with(Connection& connection, const OperatorSettings& row) {
  return rules_that(connection, [&](const CallbackRule& rule) {
    return is_place(rule, PlaceKind::operator_name, row.id.value) ||
           is_target(rule, TargetKind::operator_name, row.id.value);
  });
}

std::vector<std::string> rules_with(Connection& connection, const Group& row) {
  return rules_that(connection, [&](const CallbackRule& rule) {
    return is_place(rule, PlaceKind::group, row.id.value) || is_target(rule, TargetKind::group, row.id.value);
  });
}

std::vector<std::string> rules_with(Connection& connection, const TemplateSettings& row) {
  return rules_that(connection, [&](const CallbackRule& rule) {
    return is_target(rule, TargetKind::scenario, row.id.value);
  });
}

std::vector<std::string> rules_with(Connection& connection, const ScheduleSettings& row) {
  return rules_that(connection,
                    [&](const CallbackRule& rule) { return rule.applies == row.id || rule.calls == row.id; });
}

std::vector<std::string> rules_with(Connection& connection, const AudioFile& row) {
  return rules_that(connection, [&](const CallbackRule& rule) {
    return plays(rule.prompt, row.name) || plays(rule.recording.notice, row.name);
  });
}

}  // namespace dialctl::sqlite
