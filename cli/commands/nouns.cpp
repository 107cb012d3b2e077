#include "cli/commands/nouns.h"

namespace dialctl::cli {

CommandTable all_commands() {
  return CommandTable{{
      {"init", init_noun, {}},
      {"run", run_noun, {}},
      {"doctor", doctor_noun, {}},
      {"explain", explain_noun, {}},
      {"project", project_noun, {"project-name"}},
      {"import", import_noun, {}},
      {"order", order_noun, {}},
      {"order-status", order_status_noun, {"order-status-name"}},
      {"robot", robot_noun, {}},
      {"attempt", attempt_noun, {}},
      {"export", export_noun, {}},
      {"report", report_noun, {}},
      {"event", event_noun, {}},
      {"queue", queue_noun, {"queue-name"}},
      {"operator", operator_noun, {"operator-name"}},
      {"mode", mode_noun, {}},
      {"group", group_noun, {"group-name"}},
      {"template", template_noun, {"template-name"}},
      {"audio", audio_noun, {"audio-name"}},
      {"schedule", schedule_noun, {"schedule-name"}},
      {"policy", policy_noun, {"policy-name"}},
      {"rule", rule_noun, {"rule-name"}},
      {"missed", missed_noun, {}},
      {"callbacks", callbacks_noun, {}},
      {"recording", recording_noun, {}},
      {"limit", limit_noun, {}},
      {"number", number_noun, {}},
      {"blacklist", blacklist_noun, {}},
      {"provider", provider_noun, {"provider-name"}},
      {"pace", pace_noun, {}},
      {"simulate", simulate_noun, {}},
      {"simulator", simulator_noun, {}},
      {"db", db_noun, {}},
      {"backup", backup_noun, {}},
      {"restore", restore_noun, {}},
      {"config", config_noun, {"setting-key"}},
      {"completion", completion_noun, {}},
      {"help", help_noun, {"noun"}},
      {"__complete", complete_noun, {}, true},
  }};
}

}  // namespace dialctl::cli
