// Every noun, one function per file of this folder.
#pragma once

#include "cli/command_table.h"

namespace dialctl::cli {

Noun audio_noun();
Noun backup_noun();
Noun blacklist_noun();
Noun callbacks_noun();
Noun db_noun();
Noun doctor_noun();
Noun explain_noun();
Noun group_noun();
Noun init_noun();
Noun limit_noun();
Noun number_noun();
Noun operator_noun();
Noun missed_noun();
Noun mode_noun();
Noun policy_noun();
Noun project_noun();
Noun provider_noun();
Noun queue_noun();
Noun report_noun();
Noun recording_noun();
Noun restore_noun();
Noun rule_noun();
Noun run_noun();
Noun schedule_noun();
Noun pace_noun();
Noun simulate_noun();
Noun simulator_noun();
Noun template_noun();
Noun attempt_noun();
Noun event_noun();
Noun export_noun();
Noun import_noun();
Noun order_noun();
Noun order_status_noun();
Noun robot_noun();
Noun completion_noun();
Noun config_noun();
Noun help_noun();
Noun complete_noun();  // hidden: what the completion scripts ask

// In the order of help.
CommandTable all_commands();

}  // namespace dialctl::cli
