#include "engine/decide/set_up.h"

#include <algorithm>
#include <set>

#include "engine/decide/enter_status.h"

namespace dialctl {
namespace {

class Judge {
 public:
  explicit Judge(const Rulebook& rules) : rules_(rules), settings_(rules.settings()) {}

  std::vector<SetUpFinding> judge() {
    projects();
    statuses();
    templates();
    for (const Project& project : settings_.projects)
      chain_of(project);
    return std::move(found_);
  }

 private:
  void say(std::string check, std::string subject, Severity severity, std::string message,
           std::string fix = {}) {
    found_.push_back({std::move(check), std::move(subject), severity, std::move(message), std::move(fix)});
  }

  void projects() {
    if (!settings_.projects.empty()) return;
    say("project", "", Severity::problem, "there is no project", "dialctl project add NAME --region UA");
  }

  void statuses() {
    const bool open = std::any_of(settings_.statuses.begin(), settings_.statuses.end(),
                                  [](const auto& one) { return one.meaning == StatusMeaning::open; });
    if (!open)
      say("status", "", Severity::problem,
          "no order status has the meaning open, so no order can be imported",
          "dialctl order-status add new --meaning open --template NAME");
    const bool starts = std::any_of(settings_.statuses.begin(), settings_.statuses.end(),
                                    [](const auto& one) { return one.robot_template.has_value(); });
    if (open && !starts && !has_modes())
      say("status", "", Severity::note, "no order status starts robot calls",
          "dialctl order-status set NAME --template NAME, or start by hand: dialctl robot start");
    for (const auto& status : settings_.statuses) {
      if (!status.robot_template) continue;
      const auto tmpl = rules_.tmpl(*status.robot_template);
      say("status", "order-status " + status.name, Severity::good,
          "starts robot calls with template '" + (tmpl ? tmpl->settings.name : "?") + "'");
    }
  }

  // Operators' work needs neither templates nor robot calls.
  bool has_modes() const {
    return std::any_of(settings_.statuses.begin(), settings_.statuses.end(),
                       [](const auto& one) { return one.mode.has_value(); });
  }

  void templates() {
    if (settings_.templates.empty() && !has_modes())
      say("template", "", Severity::problem, "there is no template, so nothing can be said",
          "dialctl template add NAME --text TEXT");
    for (const auto& row : settings_.templates) {
      const auto tmpl = rules_.tmpl(row.id);
      if (tmpl->problems.empty()) {
        say("template", "template " + row.name, Severity::good, "understood");
        continue;
      }
      const TemplateProblem& first = tmpl->problems.front();
      say("template", "template " + row.name, Severity::problem, first.message,
          first.hint.empty() ? "dialctl template check " + row.name : first.hint);
    }
  }

  // Templates that may call orders of any project: those of statuses, and all others by hand.
  bool uses_operators() const {
    return std::any_of(settings_.templates.begin(), settings_.templates.end(),
                       [&](const auto& row) { return rules_.tmpl(row.id)->need != OperatorNeed::never; });
  }

  void chain_of(const Project& project) {
    const std::string subject = "project " + project.name;
    provider_of(project, subject);
    if (project.paused)
      say("project", subject, Severity::note, "is paused",
          "dialctl project set " + project.name + " --paused no");
    if (project.schedule) schedule_of(project, subject);
    if (uses_operators()) queue_of(project, subject);
  }

  void provider_of(const Project& project, const std::string& subject) {
    const ProviderSettings* provider = rules_.provider_of(project);
    if (provider == nullptr) {
      say("provider", subject, Severity::problem,
          settings_.providers.empty() ? "there is no provider"
                                      : "several providers, and the project does not say which",
          settings_.providers.empty()
              ? "dialctl provider add NAME --url URL --user NAME --password-from SOURCE"
              : "dialctl project set " + project.name + " --provider NAME");
      return;
    }
    if (!provider->enabled) {
      say("provider", subject, Severity::problem, "provider '" + provider->name + "' is not enabled",
          "dialctl provider set " + provider->name + " --enabled yes");
      return;
    }
    say("provider", subject, Severity::good, "calls through provider '" + provider->name + "'");
  }

  void schedule_of(const Project& project, const std::string& subject) {
    const auto* schedule = rules_.schedule(*project.schedule);
    const bool opens = schedule != nullptr && schedule->hours.first_open(0) != OpenHours::kNeverLocal;
    if (opens) return say("schedule", subject, Severity::good, "has hours of its own");
    say("schedule", subject, Severity::problem, "its schedule never opens",
        "dialctl schedule list, then dialctl schedule set NAME --hours TEXT");
  }

  void queue_of(const Project& project, const std::string& subject) {
    const QueueSettings* queue = rules_.queue_of(project);
    if (queue == nullptr) {
      say("queue", subject, Severity::problem,
          "has no queue, so templates with operators cannot call its orders",
          "dialctl project set " + project.name + " --queue NAME");
      return;
    }
    say("queue", subject, Severity::good, "its customers go to queue '" + queue->name + "'");
    if (!judged_queues_.insert(queue->id).second) return;
    if (queue->paused)
      say("queue", "queue " + queue->name, Severity::note, "is paused",
          "dialctl queue resume " + queue->name);
    operators_of(*queue);
  }

  void operators_of(const QueueSettings& queue) {
    const std::string subject = "queue " + queue.name;
    int members = 0;
    int ready = 0;
    std::string ringing;
    for (const auto& one : settings_.operators) {
      if (one.queue != queue.id) continue;
      members += 1;
      ready += one.status == OperatorStatus::ready ? 1 : 0;
      if (one.leg == LegMode::ring) ringing += (ringing.empty() ? "" : ", ") + one.name;
    }
    if (members == 0) {
      say("operators", subject, Severity::problem, "nobody is in it",
          "dialctl operator add NAME --endpoint ADDRESS --queue " + queue.name);
    } else if (ready == 0) {
      say("operators", subject, Severity::problem, "none of its operators is ready",
          "dialctl operator ready NAME");
    } else {
      say("operators", subject, Severity::good,
          std::to_string(ready) + " of " + std::to_string(members) + " operators are ready");
    }
    if (!ringing.empty() && needs_open_legs(queue))
      say("open-legs", subject, Severity::problem,
          "two seconds leave no time to ring: with autoPredictive and pacing " +
              std::string{queue.pacing == PacingMode::ratio ? "ratio" : "predictive"} +
              " operators need an open leg, and these ring: " + ringing,
          "dialctl operator set NAME --leg open, or dialctl queue set " + queue.name +
              " --pacing progressive");
  }

  // QU-09.
  bool needs_open_legs(const QueueSettings& queue) const {
    if (queue.pacing == PacingMode::progressive) return false;
    return std::any_of(settings_.templates.begin(), settings_.templates.end(),
                       [&](const auto& row) { return rules_.tmpl(row.id)->need == OperatorNeed::at_answer; });
  }

  const Rulebook& rules_;
  const Settings& settings_;
  std::vector<SetUpFinding> found_;
  std::set<QueueId> judged_queues_;
};

}  // namespace

std::string_view to_text(Severity severity) {
  switch (severity) {
    case Severity::good:
      return "good";
    case Severity::note:
      return "note";
    case Severity::problem:
      return "problem";
  }
  return "";
}

std::vector<SetUpFinding> judge_set_up(const Rulebook& rules) {
  return Judge{rules}.judge();
}

}  // namespace dialctl
