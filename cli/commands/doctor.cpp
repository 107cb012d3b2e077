// doctor: is everything there that a call needs (RB-08, QU-09): what the settings say, and what trying tells.
#include <fmt/format.h>

#include "cli/commands/nouns.h"
#include "cli/commands/voices.h"
#include "cli/invocation.h"
#include "engine/decide/set_up.h"
#include "engine/run/store_administration.h"

namespace dialctl::cli {
namespace {

constexpr Milliseconds kPatience{3000};

class Doctor {
 public:
  Doctor(Invocation& in, Ports& ports, Rows& out) : in_(in), ports_(ports), out_(out) {}

  Result<bool> examine() {
    auto settings = ports_.registry().load();
    if (!settings) return settings.error();
    if (in_.flag("deep")) database();
    zones(settings.value());
    const Rulebook rules{settings.value()};
    for (const SetUpFinding& finding : judge_set_up(rules))
      say(finding);
    providers(settings.value());
    voices(rules);
    sounds(settings.value());
    return healthy_;
  }

 private:
  void say(const SetUpFinding& finding) {
    if (finding.severity == Severity::problem) healthy_ = false;
    out_.add({Cell{finding.check}, Cell{finding.subject}, Cell{to_text(finding.severity)},
              Cell{finding.message}, Cell{finding.fix}});
  }
  void say(std::string check, std::string subject, const Result<void>& found, std::string good) {
    say({std::move(check), std::move(subject), found ? Severity::good : Severity::problem,
         found ? std::move(good) : found.error().message, found ? std::string{} : found.error().hint});
  }

  void database() {
    auto findings = ports_.administration().verify();
    if (!findings) return say("database", "", Result<void>{findings.error()}, "");
    if (findings.value().empty())
      return say("database", "", {}, "every page, reference and call is in order");
    for (const Finding& one : findings.value())
      say({"database", one.check, Severity::problem, one.what,
           "dialctl restore FILE, from the last backup: dialctl backup"});
  }

  // As the loop does before it starts.
  void zones(const dialctl::Settings& settings) {
    for (const auto& project : settings.projects) {
      auto table = ports_.zones().find(project.zone);
      if (!table) {
        say("zone", "project " + project.name, Result<void>{table.error()}, "");
        continue;
      }
      say("zone", "project " + project.name, {},
          fmt::format("{}, tzdata {}", project.zone, ports_.zones().version()));
    }
    if (settings.projects.empty()) return;
    say("zone", "", ports_.check_zones(settings, in_.now()), "the C library reads the same hours");
  }

  void providers(const dialctl::Settings& settings) {
    for (const auto& provider : settings.providers) {
      if (!provider.enabled) continue;
      auto reached = ports_.check_provider(provider);
      if (reached) reached = ports_.try_provider(provider, in_.duration("wait").value_or(kPatience));
      say("provider", "provider " + provider.name, reached, "answers");
    }
  }

  void voices(const Rulebook& rules) {
    for (const auto& row : rules.settings().templates) {
      const ParsedTemplate& parsed = rules.tmpl(row.id)->parsed;
      if (!speaks(parsed)) continue;
      const auto missing = missing_voices(ports_, rules.settings(), parsed);
      for (const auto& [language, error] : missing)
        say("voice", "language " + language, Result<void>{error}, "");
      if (missing.empty()) say("voice", "", {}, "all projects' languages can be spoken");
      return;  // the voices of one template are those of all
    }
  }

  void sounds(const dialctl::Settings& settings) {
    for (const AudioFile& row : settings.audio) {
      if (ports_.audio().find(row.name)) continue;
      say({"audio", "audio " + row.name, Severity::problem, "its file is not in the audio folder",
           fmt::format("dialctl audio add {} FILE --replace", row.name)});
    }
  }

  Invocation& in_;
  Ports& ports_;
  Rows& out_;
  bool healthy_ = true;
};

Result<ExitCode> doctor(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  Rows out = in.rows();
  auto healthy = Doctor{in, *ports.value(), out}.examine();
  if (!healthy) return healthy.error();
  return out.finish(healthy.value() ? ExitCode::done : ExitCode::differs);
}

}  // namespace

Noun doctor_noun() {
  return {
      .name = "doctor",
      .summary = "Is everything there that a call needs",
      .commands = {
          {.summary = "Check the whole chain from the project to the operator; exit 1 when a link is missing",
           .description = "Connects to each provider and speaks a word in each project's language; no call "
                          "is made. Each problem comes with the command that mends it.",
           .examples = {{"dialctl doctor", "after setting up, and when nothing is being called"},
                        {"dialctl doctor --json | jq -r '.[]|select(.verdict==\"problem\").fix'",
                         "what to do next"}},
           .flags = {{.name = "deep", .help = "verify the database too, page by page"},
                     {.name = "wait",
                      .help = "how long a provider may take to answer; 3s",
                      .value_name = "LENGTH",
                      .value = {.kind = ValueKind::duration}}},
           .columns = {{.name = "check", .help = "which link of the chain"},
                       {.name = "subject", .help = "whose"},
                       {.name = "verdict", .help = "good, note or problem"},
                       {.name = "message", .help = "what was found"},
                       {.name = "fix", .help = "what to do"}},
           .shape = Shape::list,
           .access = Access::read,
           .run = doctor}}};
}

}  // namespace dialctl::cli
