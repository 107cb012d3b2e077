#include "engine/decide/enter_status.h"

#include <doctest/doctest.h>

using namespace dialctl;

namespace {

constexpr StatusId kNew{1};
constexpr StatusId kConfirm{2};
constexpr StatusId kCancelled{3};
constexpr TemplateId kMessage{1};
constexpr TemplateId kPredictive{2};
constexpr TemplateId kWithAudio{3};
const Instant kNow = *parse_iso("2026-11-21T10:00:00Z");

TemplateSettings template_of(TemplateId id, std::string name, TemplateKind kind, std::string text) {
  TemplateSettings row;
  row.id = id;
  row.name = std::move(name);
  row.kind = kind;
  row.text = std::move(text);
  return row;
}

Settings shop(std::optional<QueueId> queue) {
  Settings settings;
  Project project;
  project.id = ProjectId{1};
  project.name = "shop";
  project.queue = queue;
  settings.projects.push_back(project);
  QueueSettings desk;
  desk.id = QueueId{1};
  desk.name = "desk";
  settings.queues.push_back(desk);
  settings.templates = {
      template_of(kMessage, "ready", TemplateKind::message, "Your order is ready."),
      template_of(kPredictive, "confirm", TemplateKind::predictive, "Press 1. {{key_1 = \"@\"}}"),
      template_of(kWithAudio, "jingle", TemplateKind::message, "{{audio = \"bells\"}}"),
  };
  settings.statuses = {
      {kNew, "new", StatusMeaning::open, std::nullopt, Minutes{30}, kCancelled},
      {kConfirm, "confirm", StatusMeaning::open, kPredictive, std::nullopt, std::nullopt},
      {kCancelled, "cancelled", StatusMeaning::cancelled, std::nullopt, std::nullopt, std::nullopt},
  };
  return settings;
}

Order order_in(StatusId status) {
  Order order;
  order.id = OrderId{17};
  order.project = ProjectId{1};
  order.status = status;
  OrderNumber number{
      *E164::parse("+380441234567"), "044 123-45-67", "UA", {"Europe/Kyiv"}, ZoneOrigin::number, false};
  order.numbers.push_back(number);
  return order;
}

}  // namespace

TEST_CASE("ST-02 setting the status that an order has is no entry") {
  const Rulebook rules{shop(QueueId{1})};
  CHECK_FALSE(enter_status(rules, order_in(kConfirm), {kConfirm, kNow, "anna", ""}).has_value());
}

TEST_CASE("ST-02 entering a status with a template starts robot calls at once, to the first number's class") {
  const Rulebook rules{shop(QueueId{1})};
  const auto entry = enter_status(rules, order_in(kNew), {kConfirm, kNow, "anna", "by hand"});
  REQUIRE(entry.has_value());
  CHECK(entry->order == OrderId{17});
  CHECK(entry->status == kConfirm);
  CHECK(entry->at == kNow);
  CHECK(entry->who == "anna");
  CHECK(entry->why == "by hand");
  CHECK_FALSE(entry->timeout_at.has_value());
  REQUIRE(entry->start.has_value());
  CHECK(entry->start->tmpl == kPredictive);
  CHECK(entry->start->phase == TaskPhase::ready);
  CHECK(entry->start->blocked_by.empty());
  CHECK(entry->start->next_at == kNow);
  CHECK(entry->start->callee == CalleeClass{"UA", {"Europe/Kyiv"}});
}

TEST_CASE("ST-02 a start whose project has no queue waits, blocked, and names the queue") {
  const Rulebook rules{shop(std::nullopt)};
  const auto entry = enter_status(rules, order_in(kNew), {kConfirm, kNow, "import", ""});
  REQUIRE(entry.has_value());
  REQUIRE(entry->start.has_value());
  CHECK(entry->start->phase == TaskPhase::blocked);
  CHECK(entry->start->blocked_by ==
        "queue: template 'confirm' needs operators and project 'shop' has no queue");
}

TEST_CASE("ST-02 a message that needs no operator starts without a queue") {
  const Rulebook rules{shop(std::nullopt)};
  CHECK(start_of(rules, order_in(kNew), kMessage, kNow).phase == TaskPhase::ready);
}

TEST_CASE("ST-02 missing links of a template are named: audio, the template itself, numbers") {
  const Rulebook rules{shop(QueueId{1})};
  CHECK(missing_link(rules, ProjectId{1}, kWithAudio).starts_with("audio: template 'jingle': "));
  CHECK(missing_link(rules, ProjectId{1}, TemplateId{9}).starts_with("template: "));
  CHECK(missing_link(rules, ProjectId{1}, kPredictive).empty());
  Order numberless = order_in(kNew);
  numberless.numbers.clear();
  const TaskStart start = start_of(rules, numberless, kMessage, kNow);
  CHECK(start.phase == TaskPhase::blocked);
  CHECK(start.blocked_by == "number: the order has none");
}

TEST_CASE("ST-02 a new order enters its first status like any other") {
  const Rulebook rules{shop(QueueId{1})};
  const StatusEntered entry = first_entry(rules, order_in(kConfirm), {kConfirm, kNow, "import", ""});
  CHECK(entry.start.has_value());
}

TEST_CASE("ST-03 the timeout of a status counts from the entry, in minutes") {
  const Rulebook rules{shop(QueueId{1})};
  const auto entry = enter_status(rules, order_in(kConfirm), {kNew, kNow, "anna", ""});
  REQUIRE(entry.has_value());
  CHECK(entry->timeout_at == kNow + Minutes{30});
  CHECK_FALSE(entry->start.has_value());
}
