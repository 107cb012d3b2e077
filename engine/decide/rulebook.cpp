#include "engine/decide/rulebook.h"

#include "engine/decide/legal_hours.h"
#include "engine/decide/schedule_text.h"

namespace dialctl {
namespace {

std::chrono::sys_days day_of(Instant at) {
  return std::chrono::floor<std::chrono::days>(at);
}

OpenHours compiled(std::string_view text) {
  const auto parsed = parse_schedule(text);
  return parsed ? OpenHours{parsed.value()} : OpenHours{};
}

}  // namespace

Rulebook::Rulebook(Settings settings) : settings_(std::move(settings)) {
  compile_templates();
  compile_schedules();
  compile_legal_hours();
  fill_in_modes();
  compile_rule_versions();
}

void Rulebook::compile_templates() {
  TemplateFacts facts;
  for (const auto& status : settings_.statuses)
    facts.statuses.insert(status.name);
  for (const auto& audio : settings_.audio)
    facts.audios.insert(audio.name);
  for (const auto& row : settings_.templates) {
    auto compiled = std::make_shared<CompiledTemplate>();
    compiled->settings = row;
    compiled->parsed = parse_template(row.kind, row.text);
    // Which fields orders have differs from import to import: unknown ones are told by `template check`, and
    // a tag that an order leaves empty by empty_tags(), not here.
    facts.fields.clear();
    for (const auto& problem : check(compiled->parsed, facts)) {
      if (problem.code != "template.unknown-tag") compiled->problems.push_back(problem);
    }
    compiled->need = compiled->parsed.operator_need();
    templates_[row.id] = std::move(compiled);
  }
}

void Rulebook::compile_schedules() {
  for (const auto& row : settings_.schedules) {
    CompiledSchedule schedule;
    schedule.hours = compiled(row.text);
    if (const auto clock = parse_clock(row.clock)) schedule.clock = clock.value();
    schedules_[row.id] = std::move(schedule);
  }
}

void Rulebook::compile_legal_hours() {
  for (const auto& entry : dialctl::legal_hours()) {
    if (!built_in_legal_.contains(entry.hours)) built_in_legal_[entry.hours] = compiled(entry.hours);
  }
  for (const auto& window : settings_.legal_windows)
    own_legal_[window.region] = compiled(window.schedule_text);
}

void Rulebook::fill_in_modes() {
  for (const Project& project : settings_.projects) {
    for (const CallMode mode : kCallModes) {
      ModeSettings& row = modes_[{project.id, mode}];
      row.project = project.id;
      row.mode = mode;
    }
  }
  for (const ModeSettings& row : settings_.modes)
    modes_[{row.project, row.mode}] = row;
}

const ModeSettings& Rulebook::mode(ProjectId project, CallMode mode) const {
  const auto found = modes_.find({project, mode});
  return found == modes_.end() ? default_mode_ : found->second;
}

const QueueSettings* Rulebook::queue_of(const Project& project) const {
  return project.queue ? queue(*project.queue) : nullptr;
}

const ProviderSettings* Rulebook::provider_of(const Project& project) const {
  if (project.provider) return find(settings_.providers, *project.provider);
  return settings_.providers.size() == 1 ? &settings_.providers.front() : nullptr;
}

std::shared_ptr<const CompiledTemplate> Rulebook::tmpl(TemplateId id) const {
  const auto found = templates_.find(id);
  return found == templates_.end() ? nullptr : found->second;
}

const CompiledSchedule* Rulebook::schedule(ScheduleId id) const {
  const auto found = schedules_.find(id);
  return found == schedules_.end() ? nullptr : &found->second;
}

const RetryPolicy& Rulebook::policy_for(const Project& project, const TemplateSettings& tmpl) const {
  const auto wanted = tmpl.policy ? tmpl.policy : project.policy;
  const RetryPolicy* policy = wanted ? find(settings_.policies, *wanted) : nullptr;
  return policy != nullptr ? *policy : default_policy_;
}

const OpenHours& Rulebook::legal_hours(std::string_view region, Instant now) const {
  auto own = own_legal_.find(region);
  if (own == own_legal_.end()) own = own_legal_.find("*");
  if (own != own_legal_.end()) return own->second;
  return built_in_legal_.at(legal_hours_of(region, day_of(now)).hours);
}

NumberLimitValues Rulebook::limits_for(std::string_view region) const {
  const NumberLimits* own = nullptr;
  for (const auto& row : settings_.number_limits) {
    if (row.region == region || (row.region == "*" && own == nullptr)) own = &row;
  }
  if (own != nullptr) return {own->attempts_per_24h, own->attempts_per_7d, own->shortest_gap, own->source};
  return {};
}

// A planned try keeps what it was planned with, but for a changed schedule of calls, unless it keeps all. Its
// rule's place, switch and limit are those of now.
void Rulebook::compile_rule_versions() {
  for (const CallbackRule& past : settings_.rule_versions) {
    const CallbackRule* now_is = rule(past.id);
    if (now_is == nullptr) continue;
    CallbackRule& kept = rule_versions_.emplace(std::pair{past.id, past.version}, past).first->second;
    kept.name = now_is->name;
    kept.position = now_is->position;
    kept.enabled = now_is->enabled;
    kept.when_disabled = now_is->when_disabled;
    kept.at_once_max = now_is->at_once_max;
    if (past.apply == ApplyEdits::next_attempt) kept.calls = now_is->calls;
  }
}

const CallbackRule* Rulebook::rule(RuleId id, int version) const {
  const auto past = rule_versions_.find({id, version});
  return past != rule_versions_.end() ? &past->second : rule(id);
}

}  // namespace dialctl
