// The settings made ready for deciding: texts parsed, schedules compiled, zones at hand. Immutable; the loop
// makes a new one when the settings' version changes, calls under way keep the one that they began with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/decide/schedule.h"
#include "engine/decide/template.h"
#include "engine/model/settings.h"

namespace dialctl {

// Tables of the zones that decisions need. The shell adds a zone before it hands in an order of that zone.
class ZoneBook {
 public:
  void add(std::shared_ptr<const ZoneTable> table) { tables_[table->name] = std::move(table); }
  const ZoneTable* find(std::string_view name) const {
    const auto found = tables_.find(name);
    return found == tables_.end() ? nullptr : found->second.get();
  }

 private:
  std::map<ZoneName, std::shared_ptr<const ZoneTable>, std::less<>> tables_;
};

struct CompiledTemplate {
  TemplateSettings settings;
  ParsedTemplate parsed;
  std::vector<TemplateProblem> problems;  // not empty: no call is made with it
  OperatorNeed need = OperatorNeed::never;
};

struct CompiledSchedule {
  OpenHours hours;
  ScheduleClock clock;
};

// The limits of RT-02 that hold for a number.
struct NumberLimitValues {
  int attempts_24h_max = 0;  // 0 = unlimited
  int attempts_7d_max = 0;
  Milliseconds gap_min{0};
  std::string_view source;
};

class Rulebook {
 public:
  // Texts that do not parse leave their schedule never open and their template with problems: nobody is
  // called because of a broken setting.
  explicit Rulebook(Settings settings);

  const Settings& settings() const { return settings_; }
  const Project* project(ProjectId id) const { return find(settings_.projects, id); }
  const QueueSettings* queue(QueueId id) const { return find(settings_.queues, id); }
  // The project's queue, nullptr when it has none.
  const QueueSettings* queue_of(const Project& project) const;
  // The project's provider, or the only one there is; nullptr when that leaves it open.
  const ProviderSettings* provider_of(const Project& project) const;
  std::shared_ptr<const CompiledTemplate> tmpl(TemplateId id) const;
  const CompiledSchedule* schedule(ScheduleId id) const;
  // The template's own, else the project's, else the default of RT-01.
  const RetryPolicy& policy_for(const Project& project, const TemplateSettings& tmpl) const;
  // SC-02: the admin's window for the region where he set one, else the built-in one that holds on that day.
  const OpenHours& legal_hours(std::string_view region, Instant now) const;
  // What the admin has set for the region, else for "*", else none: presets (limit_presets.h) hold only where
  // he takes them over, since some of them would not leave room for an ordinary order's retries.
  NumberLimitValues limits_for(std::string_view region) const;
  // Of callbacks, as it is now; nullptr where it has been removed.
  const CallbackRule* rule(RuleId id) const { return find(settings_.rules, id); }
  // As it holds for a try that was planned under that version (CB-08); nullptr where it has been removed.
  const CallbackRule* rule(RuleId id, int version) const;
  // As set, or with its defaults.
  const ModeSettings& mode(ProjectId project, CallMode mode) const;

 private:
  void compile_templates();
  void compile_schedules();
  void compile_legal_hours();
  void fill_in_modes();
  void compile_rule_versions();

  Settings settings_;
  RetryPolicy default_policy_;
  ModeSettings default_mode_;
  std::map<ModeCell, ModeSettings> modes_;  // every mode of every project
  std::map<std::pair<RuleId, int>, CallbackRule> rule_versions_;
  std::map<TemplateId, std::shared_ptr<const CompiledTemplate>> templates_;
  std::map<ScheduleId, CompiledSchedule> schedules_;
  std::map<std::string, OpenHours, std::less<>> own_legal_;  // by region
  std::map<std::string_view, OpenHours> built_in_legal_;     // by the text of the hours
};

}  // namespace dialctl
