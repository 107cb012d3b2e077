// What one instant leaves room for, with calls that come and go.
#include "engine/decide/moments.h"

#include <doctest/doctest.h>

using namespace dialctl;

namespace {

constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};

// Two projects that share queue 1 and provider 1.
Settings two_projects() {
  Settings settings;
  ProviderSettings provider;
  provider.id = ProviderId{1};
  provider.lines_max = 10;
  settings.providers = {provider};
  QueueSettings queue;
  queue.id = QueueId{1};
  queue.pacing = PacingMode::ratio;
  queue.ratio_milli = 3000;
  settings.queues = {queue};
  for (const int id : {1, 2}) {
    Project project;
    project.id = ProjectId{id};
    project.queue = QueueId{1};
    settings.projects.push_back(project);
  }
  settings.projects[0].lines_max = 4;
  OperatorSettings anna;
  anna.id = OperatorId{1};
  anna.queue = QueueId{1};
  anna.status = OperatorStatus::ready;
  settings.operators = {anna};
  return settings;
}

struct Bed {
  World world;
  explicit Bed(const Settings& settings) {
    world.rules = std::make_shared<const Rulebook>(settings);
    world.providers[ProviderId{1}].condition = ProviderCondition::up;
    world.queues[QueueId{1}];
    world.operators[OperatorId{1}].settings = settings.operators.front();
  }
  const Project& project(int id) const { return *world.rules->project(ProjectId{id}); }
  Route route(int id) const { return route_of(*world.rules, project(id)); }
  LiveCall call(int id, int project_id, OperatorNeed need) const {
    const AttemptIntent intent{.id = AttemptId{id},
                               .task = {},
                               .order = OrderId{id},
                               .project = ProjectId{project_id},
                               .tmpl = {},
                               .provider = ProviderId{1},
                               .number = E164::parse("+38044100000" + std::to_string(id)).value(),
                               .caller_id = {},
                               .at = kNow,
                               .zone = {},
                               .local_time = {},
                               .gates = {}};
    LiveCall made{intent, DueTask{}};
    made.keep_rules(world.rules);
    auto tmpl = std::make_shared<CompiledTemplate>();
    tmpl->need = need;
    made.tmpl = tmpl;
    return made;
  }
};

}  // namespace

TEST_CASE("RT-03 the fullest of installation, provider, project and queue is what limits") {
  Bed bed{two_projects()};
  for (int id = 1; id <= 3; ++id)
    bed.world.calls.add(bed.call(id, 1, OperatorNeed::never));
  bed.world.calls.add(bed.call(4, 2, OperatorNeed::never));
  Moments moments(bed.world, kNow);
  CHECK(moments.of(bed.project(1), bed.route(1), OperatorNeed::never).lines_used == 3);
  CHECK(moments.of(bed.project(1), bed.route(1), OperatorNeed::never).lines_max == 4);
  CHECK(moments.of(bed.project(2), bed.route(2), OperatorNeed::never).lines_used == 4);
  CHECK(moments.of(bed.project(2), bed.route(2), OperatorNeed::never).lines_max == 10);
}

TEST_CASE("RT-03 CB-01 the way out that a call takes is judged, not the one of its project") {
  Bed bed{two_projects()};
  bed.world.calls.add(bed.call(1, 1, OperatorNeed::never));
  Moments moments(bed.world, kNow);
  CHECK(moments.of(bed.project(1), bed.route(1), OperatorNeed::never).provider_up);
  CHECK_FALSE(moments.of(bed.project(1), Route{nullptr, ""}, OperatorNeed::never).provider_up);
}

TEST_CASE(
    "RT-03 a call gives its lines back when it ends, also where its project has moved to another queue") {
  Bed bed{two_projects()};
  bed.world.calls.add(bed.call(1, 1, OperatorNeed::never));
  CHECK(bed.world.calls.lines(QueueId{1}) == 1);
  Settings changed = two_projects();
  changed.projects[0].queue.reset();
  bed.world.rules = std::make_shared<const Rulebook>(changed);
  bed.world.calls.erase(bed.world.calls.find(AttemptId{1}));
  CHECK(bed.world.calls.lines(QueueId{1}) == 0);
  CHECK(bed.world.calls.lines(ProjectId{1}) == 0);
  CHECK(bed.world.calls.lines(ProviderId{1}) == 0);
  CHECK(bed.world.calls.lines() == 0);
}

TEST_CASE("PA-01 each launch of one look leaves less for the next one") {
  Bed bed{two_projects()};
  Moments moments(bed.world, kNow);
  CHECK(moments.of(bed.project(1), bed.route(1), OperatorNeed::at_key).operator_allowance == 3);
  moments.note_call(bed.world.calls.add(bed.call(1, 1, OperatorNeed::at_key)));
  CHECK(moments.of(bed.project(1), bed.route(1), OperatorNeed::at_key).operator_allowance == 2);
  CHECK(moments.of(bed.project(1), bed.route(1), OperatorNeed::at_key).lines_used == 1);
  moments.note_call(bed.world.calls.add(bed.call(2, 2, OperatorNeed::never)));
  CHECK(moments.of(bed.project(2), bed.route(2), OperatorNeed::at_key).operator_allowance == 2);
  Moments fresh(bed.world, kNow);
  CHECK(fresh.of(bed.project(1), bed.route(1), OperatorNeed::at_key).operator_allowance == 2);
}
