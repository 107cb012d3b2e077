// RB-08, QU-09: what is missing before anybody can be called, and the command that mends it.
#include "engine/decide/set_up.h"

#include <algorithm>
#include <doctest/doctest.h>

namespace dialctl {
namespace {

// A chain without a gap; each case takes one link out.
Settings whole_chain() {
  Settings settings;
  ProviderSettings provider;
  provider.id = ProviderId{1};
  provider.name = "office";
  settings.providers.push_back(provider);
  QueueSettings queue;
  queue.id = QueueId{1};
  queue.name = "sales";
  settings.queues.push_back(queue);
  TemplateSettings tmpl;
  tmpl.id = TemplateId{1};
  tmpl.name = "confirm";
  tmpl.kind = TemplateKind::predictive;
  tmpl.text = "Hello. {{key_1 = \"@\"}}";
  settings.templates.push_back(tmpl);
  settings.statuses.push_back({StatusId{1}, "new", StatusMeaning::open, TemplateId{1}, {}, {}});
  Project project;
  project.id = ProjectId{1};
  project.name = "shop";
  project.region = "UA";
  project.zone = "Europe/Kyiv";
  project.queue = QueueId{1};
  settings.projects.push_back(project);
  OperatorSettings anna;
  anna.id = OperatorId{1};
  anna.name = "anna";
  anna.queue = QueueId{1};
  anna.status = OperatorStatus::ready;
  settings.operators.push_back(anna);
  return settings;
}

std::vector<SetUpFinding> problems(const Settings& settings) {
  auto found = judge_set_up(Rulebook{settings});
  std::erase_if(found, [](const SetUpFinding& one) { return one.severity != Severity::problem; });
  return found;
}

// The only problem there is, as "check: fix".
std::string problem(const Settings& settings) {
  const auto found = problems(settings);
  CHECK(found.size() == 1);
  return found.empty() ? "" : found.front().check + ": " + found.front().fix;
}

}  // namespace

TEST_CASE("RB-08 a whole chain has no problem, and each of its links is told") {
  const auto found = judge_set_up(Rulebook{whole_chain()});
  CHECK(problems(whole_chain()).empty());
  for (const char* check : {"status", "template", "provider", "queue", "operators"}) {
    CAPTURE(check);
    CHECK(std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.check == check; }));
  }
}

TEST_CASE("RB-08 each link that is missing is a problem with the command that mends it") {
  Settings settings = whole_chain();
  settings.projects.front().queue.reset();
  CHECK(problem(settings) == "queue: dialctl project set shop --queue NAME");

  settings = whole_chain();
  settings.operators.front().queue.reset();
  CHECK(problem(settings) == "operators: dialctl operator add NAME --endpoint ADDRESS --queue sales");

  settings = whole_chain();
  settings.operators.front().status = OperatorStatus::on_break;
  CHECK(problem(settings) == "operators: dialctl operator ready NAME");

  settings = whole_chain();
  settings.providers.clear();
  CHECK(problem(settings) ==
        "provider: dialctl provider add NAME --url URL --user NAME --password-from SOURCE");

  settings = whole_chain();
  settings.providers.push_back(settings.providers.front());
  settings.providers.back().id = ProviderId{2};
  settings.providers.back().name = "other";
  CHECK(problem(settings) == "provider: dialctl project set shop --provider NAME");

  settings = whole_chain();
  settings.providers.front().enabled = false;
  CHECK(problem(settings) == "provider: dialctl provider set office --enabled yes");

  settings = whole_chain();
  settings.templates.front().text = "Hello. {{key_1 = \"nowhere\"}}";
  CHECK(problem(settings).starts_with("template: "));

  settings = whole_chain();
  settings.templates.clear();
  settings.statuses.front().robot_template.reset();
  CHECK(problem(settings) == "template: dialctl template add NAME --text TEXT");

  settings = whole_chain();
  settings.statuses.front().meaning = StatusMeaning::done;
  CHECK(problem(settings) == "status: dialctl order-status add new --meaning open --template NAME");

  settings = whole_chain();
  settings.schedules.push_back({ScheduleId{1}, "never", "", "customer"});
  settings.projects.front().schedule = ScheduleId{1};
  CHECK(problem(settings).starts_with("schedule: "));

  CHECK(problems(Settings{}).size() == 3);  // no project, no open status, no template
}

TEST_CASE("RB-08 a project without operators' templates needs no queue") {
  Settings settings = whole_chain();
  settings.templates.front().kind = TemplateKind::message;
  settings.templates.front().text = "Your order is on its way.";
  settings.projects.front().queue.reset();
  settings.operators.clear();
  CHECK(problems(settings).empty());
}

TEST_CASE("QU-09 autoPredictive with ratio pacing needs open legs, key templates do not") {
  Settings settings = whole_chain();
  settings.queues.front().pacing = PacingMode::ratio;
  CHECK(problems(settings).empty());
  settings.templates.front().text = "Hello. {{autoPredictive}}";
  const auto found = problems(settings);
  REQUIRE(found.size() == 1);
  CHECK(found.front().check == "open-legs");
  CHECK(found.front().message.find("anna") != std::string::npos);
  settings.operators.front().leg = LegMode::open;
  CHECK(problems(settings).empty());
  settings.operators.front().leg = LegMode::ring;
  settings.queues.front().pacing = PacingMode::progressive;
  CHECK(problems(settings).empty());
}

}  // namespace dialctl
