// What refers to a settings row, one query for each kind of row.
#include <algorithm>

#include "adapters/sqlite/references.h"
#include "adapters/sqlite/rule_references.h"
#include "adapters/sqlite/settings_rows.h"
#include "engine/decide/missed_intake.h"
#include "engine/decide/template.h"

namespace dialctl::sqlite {
namespace {

template <class... Values>
std::vector<std::string> names(Connection& connection, const char* sql, const Values&... values) {
  std::vector<std::string> found;
  Statement select(connection, sql);
  Rows rows = select.query(values...);
  while (rows.next() && found.size() < 10)
    found.push_back(rows.text());
  std::sort(found.begin(), found.end());
  return found;
}

// CB-10: rules first, so that they are named however much else there is.
template <class Row>
std::vector<std::string> with_rules(const std::vector<std::string>& others, Connection& connection,
                                    const Row& row) {
  std::vector<std::string> found = rules_with(connection, row);
  found.insert(found.end(), others.begin(), others.end());
  if (found.size() > 10) found.resize(10);
  return found;
}

bool says_audio(const Segment& segment, const std::string& name) {
  const auto* audio = std::get_if<AudioTag>(&segment);
  return audio != nullptr && audio->name == name;
}

bool uses_audio(const ParsedTemplate& parsed, const std::string& name) {
  const auto reply_says = [&](const KeyBinding& binding) {
    return binding.reply && says_audio(*binding.reply, name);
  };
  return std::any_of(parsed.message.begin(), parsed.message.end(),
                     [&](const Segment& segment) { return says_audio(segment, name); }) ||
         std::any_of(parsed.keys.begin(), parsed.keys.end(), reply_says);
}

bool leads_to(const ParsedTemplate& parsed, const std::string& status) {
  return std::any_of(parsed.keys.begin(), parsed.keys.end(), [&](const KeyBinding& binding) {
    const auto* target = std::get_if<ToStatus>(&binding.action);
    return target != nullptr && target->status == status;
  });
}

template <class Uses>
void add_templates(Connection& connection, std::vector<std::string>& found, Uses uses) {
  for (const TemplateSettings& row : read_rows<TemplateSettings>(connection)) {
    if (uses(parse_template(row.kind, row.text))) found.push_back("template " + row.name);
  }
}

}  // namespace

std::vector<std::string> users_of(Connection& connection, const ProviderSettings& row) {
  return with_rules(
      names(connection,
            "SELECT 'project ' || name FROM project WHERE provider_id = ?1 AND removed_at IS NULL"
            " UNION ALL SELECT 'the open call of order ' || open_attempt.order_id FROM open_attempt"
            " JOIN attempt ON attempt.id = attempt_id WHERE provider_id = ?1",
            row.id),
      connection, row);
}

std::vector<std::string> users_of(Connection& connection, const Project& row) {
  return with_rules(
      names(
          connection,
          "SELECT 'number ' || e164 FROM own_number WHERE project_id = ?1 UNION ALL"
          " SELECT * FROM (SELECT 'order ' || external_id FROM customer_order WHERE project_id = ?1 LIMIT 3)",
          row.id),
      connection, row);
}

std::vector<std::string> users_of(Connection& connection, const OrderStatusSettings& row) {
  std::vector<std::string> found =
      names(connection,
            "SELECT 'order-status ' || name FROM order_status WHERE timeout_to = ?1 AND removed_at IS NULL"
            " UNION ALL SELECT 'policy ' || name FROM policy WHERE when_used_up = ?1 AND removed_at IS NULL"
            " UNION ALL SELECT 'mode ' || mode || ' of project ' || name FROM mode_settings"
            "  JOIN project ON project.id = project_id WHERE removed_at IS NULL AND (when_used_up = ?1"
            "   OR EXISTS (SELECT 1 FROM json_each(buttons) WHERE value = 'status:' || ?1))"
            " UNION ALL SELECT * FROM (SELECT 'order ' || external_id FROM customer_order"
            "  WHERE status_id = ?1 LIMIT 3)"
            " UNION ALL SELECT 'rule ' || name FROM callback_rule WHERE removed_at IS NULL AND ?2 = ?3",
            row.id, row.name, kCallbackStatus);
  add_templates(connection, found, [&](const ParsedTemplate& parsed) { return leads_to(parsed, row.name); });
  return found;
}

std::vector<std::string> users_beside_rules(Connection& connection, const QueueSettings& row) {
  return names(
      connection,
      "SELECT 'project ' || name FROM project WHERE queue_id = ?1 AND removed_at IS NULL"
      " UNION ALL SELECT 'operator ' || name FROM operator WHERE queue_id = ?1 AND removed_at IS NULL",
      row.id);
}

std::vector<std::string> users_beside_rules(Connection& connection, const OperatorSettings& row) {
  return names(
      connection,
      "SELECT 'group ' || name FROM operator_group JOIN group_member ON group_id = id"
      " WHERE operator_id = ?1 AND removed_at IS NULL"
      " UNION ALL SELECT 'the open call of order ' || order_id FROM open_attempt WHERE operator_id = ?1"
      " UNION ALL SELECT 'the call for order ' || order_id FROM agent_round WHERE operator_id = ?1"
      " UNION ALL SELECT * FROM (SELECT 'order ' || external_id FROM customer_order"
      "  WHERE owner = ?2 LIMIT 3)",
      row.id, row.name);
}

std::vector<std::string> users_beside_rules(Connection&, const Group&) {
  return {};
}

std::vector<std::string> users_of(Connection& connection, const QueueSettings& row) {
  return with_rules(users_beside_rules(connection, row), connection, row);
}

std::vector<std::string> users_of(Connection& connection, const OperatorSettings& row) {
  return with_rules(users_beside_rules(connection, row), connection, row);
}

std::vector<std::string> users_of(Connection& connection, const Group& row) {
  return with_rules(users_beside_rules(connection, row), connection, row);
}

// Tasks that are over do not hold a template.
std::vector<std::string> users_of(Connection& connection, const TemplateSettings& row) {
  return with_rules(names(connection,
                          "SELECT 'order-status ' || name FROM order_status WHERE robot_template_id = ?1"
                          " AND removed_at IS NULL UNION ALL"
                          " SELECT * FROM (SELECT 'the robot call of order ' || external_id FROM task"
                          "  JOIN customer_order ON customer_order.id = order_id"
                          "  WHERE template_id = ?1 AND phase IN ('ready', 'live', 'blocked') LIMIT 3)",
                          row.id),
                    connection, row);
}

std::vector<std::string> users_of(Connection& connection, const ScheduleSettings& row) {
  return with_rules(
      names(connection,
            "SELECT 'project ' || name FROM project WHERE schedule_id = ?1 AND removed_at IS NULL", row.id),
      connection, row);
}

std::vector<std::string> users_of(Connection& connection, const RetryPolicy& row) {
  return names(
      connection,
      "SELECT 'project ' || name FROM project WHERE policy_id = ?1 AND removed_at IS NULL"
      " UNION ALL SELECT 'template ' || name FROM template WHERE policy_id = ?1 AND removed_at IS NULL",
      row.id);
}

std::vector<std::string> users_of(Connection& connection, const AudioFile& row) {
  std::vector<std::string> found;
  add_templates(connection, found,
                [&](const ParsedTemplate& parsed) { return uses_audio(parsed, row.name); });
  return with_rules(found, connection, row);
}

}  // namespace dialctl::sqlite
