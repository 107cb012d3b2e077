#include "tests/engine/decide/gate_cases.h"

namespace dialctl {

Instant gate_time(const char* iso) {
  return parse_iso(iso).value();
}

GateCase::GateCase() : now(gate_time("2026-11-23T10:00:00Z")) {
  settings.version = 1;
  ProviderSettings provider;
  provider.id = ProviderId{1};
  settings.providers.push_back(provider);
  QueueSettings queue;
  queue.id = QueueId{1};
  settings.queues.push_back(queue);
  TemplateSettings tmpl;
  tmpl.id = TemplateId{1};
  tmpl.kind = TemplateKind::predictive;
  tmpl.text = "Hello {{key_1 = \"@\"}}";
  settings.templates.push_back(tmpl);
  settings.schedules.push_back({ScheduleId{1}, "day", "daily 10:00-20:00", "customer"});
  RetryPolicy policy;
  policy.id = PolicyId{1};
  policy.attempts_max = 3;
  settings.policies.push_back(policy);
  settings.number_limits.push_back({"UA", 3, 5, Seconds{900}, "test"});
  settings.statuses.push_back({StatusId{1}, "new", StatusMeaning::open, TemplateId{1}, {}, {}});
  settings.statuses.push_back({StatusId{2}, "gone", StatusMeaning::cancelled, {}, {}, {}});
  Project project;
  project.id = ProjectId{1};
  project.region = "UA";
  project.zone = "Europe/Kyiv";
  project.queue = QueueId{1};
  project.schedule = ScheduleId{1};
  project.policy = PolicyId{1};
  settings.projects.push_back(project);

  auto kyiv = std::make_shared<ZoneTable>();
  kyiv->name = "Europe/Kyiv";
  kyiv->spans = {{kFirstInstant, Seconds{7200}}};
  zones.add(kyiv);

  task.id = TaskId{1};
  task.tmpl = TemplateId{1};
  task.next_at = now - Minutes{5};
  task.order.id = OrderId{1};
  task.order.project = ProjectId{1};
  task.order.status = StatusId{1};
  const E164 number = E164::parse("+380441234567").value();
  NumberFacts facts{
      {number, "", "UA", {"Europe/Kyiv"}, ZoneOrigin::number, false}, false, {}, {}, {}, false, {}};
  task.order.numbers.push_back(facts.number);
  task.numbers.push_back(facts);
  moment = {true, 4, 10, now, 2};
}

}  // namespace dialctl
