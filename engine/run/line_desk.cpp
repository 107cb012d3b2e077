#include "engine/run/line_desk.h"

#include <algorithm>

#include "engine/model/settings_text.h"

namespace dialctl {
namespace {

constexpr int kHeadsLeast = 4;
constexpr int kHeadsMost = 1 << 20;  // a line of orders that no gate lets through

// What nobody dials needs no lines, rates and provider.
DispatchMoment by_hand() {
  return {true, 0, 0, kFirstInstant, 1, 1};
}

std::string name_of(OrderId order) {
  return std::to_string(order.value);
}

Error no_access(const OperatorSettings& who) {
  return {ErrorKind::refused, "line.no-access", "operator '" + who.name + "' has access to no such call mode",
          "dialctl operator access " + who.name + " --allow PROJECT:MODE"};
}

// Why nothing of it is ever for him by hand; nullopt: it may be.
std::optional<Error> never_for(const Rulebook& rules, const OperatorSettings& who, const LineFilter& filter) {
  bool any = false;
  for (const ModeCell& cell : who.access) {
    if (filter.project && *filter.project != cell.project) continue;
    if (filter.mode && *filter.mode != cell.mode) continue;
    any = true;
    if (hands_out(rules.mode(cell.project, cell.mode).dial_way, HandOutBy::hand)) return std::nullopt;
  }
  if (!any) return no_access(who);
  return Error{
      ErrorKind::refused, "line.dialed-only",
      "the call modes of operator '" + who.name + "' hand out orders in dial sessions alone",
      "dialctl operator start " + who.name + ", or dialctl mode set PROJECT MODE --dial-way optional"};
}

}  // namespace

bool LineFilter::matches(const Bucket& bucket) const {
  return (!project || *project == bucket.project) && (!mode || *mode == bucket.line->mode) &&
         (!part || *part == bucket.line->part) && (!owner || *owner == bucket.line->owner);
}

void LineView::know(const ZoneName& name) {
  if (name.empty() || name == "customer" || name == "project" || zones_.find(name) != nullptr) return;
  if (auto table = zone_source_.find(name)) zones_.add(std::move(table).value());
}

bool LineView::is_open_now(const Bucket& bucket) {
  const Project* project = rules_.project(bucket.project);
  if (project == nullptr || project->paused) return false;
  for (const auto& zone : bucket.callee.zones)
    know(zone);
  const auto hours = hours_that_hold(rules_, zones_, *project, bucket.callee, now_);
  return !hours.zone_known || is_open(hours.all, now_);  // without a zone the task is judged, and says so
}

std::vector<Bucket> LineView::buckets(const LineFilter& filter, bool only_open) {
  for (const auto& project : rules_.settings().projects)
    know(project.zone);
  for (const auto& schedule : rules_.settings().schedules)
    know(schedule.clock);
  std::vector<Bucket> shown;
  for (Bucket& bucket : source_.line_buckets(now_)) {
    if (filter.matches(bucket) && (!only_open || is_open_now(bucket))) shown.push_back(std::move(bucket));
  }
  return shown;
}

std::vector<LinePlace> LineView::places(const std::vector<Bucket>& buckets, std::optional<Taker> taker,
                                        int limit) {
  const Ranking ranking(rules_, now_, taker);
  std::vector<const Bucket*> shown;
  std::vector<InLine> tasks = source_.lapsed(now_);
  for (const Bucket& bucket : buckets) {
    shown.push_back(&bucket);
    for (const HeadsWanted& wanted : ranking.heads(bucket, limit)) {
      const auto heads = source_.heads(wanted);
      tasks.insert(tasks.end(), heads.begin(), heads.end());
    }
  }
  return ranking.ranked(shown, tasks);
}

std::vector<InLine> LineView::ranked(const LineFilter& filter, std::optional<Taker> taker, int limit) {
  const auto shown = buckets(filter, false);
  std::vector<InLine> first;
  for (const LinePlace& place : places(shown, taker, limit)) {
    if (static_cast<int>(first.size()) == limit) break;
    first.push_back(place.at);
  }
  return first;
}

std::optional<DueTask> LineView::task(TaskId id) {
  auto task = source_.task(id, now_);
  if (!task) return std::nullopt;
  for (const NumberFacts& facts : task->numbers) {
    for (const auto& zone : facts.number.zones)
      know(zone);
  }
  // A lease that has ended is as good as none; the next who writes ends it.
  const bool lapsed = task->phase == TaskPhase::handed && task->place && task->handed_until <= now_;
  if (lapsed) task->phase = TaskPhase::ready;
  return task;
}

std::vector<LineEntry> LineView::first(const LineFilter& filter, std::optional<Taker> taker, int limit) {
  const auto open = buckets(filter, true);
  for (int heads = std::max(limit * 2, kHeadsLeast);; heads *= 4) {
    std::vector<LineEntry> entries;
    passed_over_.clear();
    const auto line = places(open, taker, heads);
    // Further behind than so many places, another one may stand that no head has shown.
    const std::size_t sure = std::min(line.size(), static_cast<std::size_t>(heads));
    for (std::size_t i = 0; i < sure && static_cast<int>(entries.size()) < limit; ++i) {
      auto due = task(line[i].at.task);
      DIALCTL_INVARIANT(due.has_value());
      auto verdict = judge_first(rules_, zones_, *due, by_hand(), now_);
      if (auto* callable = std::get_if<Callable>(&verdict))
        entries.push_back({std::move(*due), line[i].key, std::move(callable->choice)});
      if (auto* passed = std::get_if<PassedOver>(&verdict)) passed_over_.push_back(std::move(*passed));
    }
    const bool complete =
        static_cast<int>(entries.size()) == limit || line.size() < static_cast<std::size_t>(heads);
    if (complete || heads >= kHeadsMost) return entries;
  }
}

Result<LineEntry> hand_out_next(LineBook& book, const Rulebook& rules, const ZoneSource& zones,
                                const Asking& asking) {
  if (auto never = never_for(rules, *asking.who, asking.filter)) return *never;
  const Record ended = LeasesEnded{asking.now};
  book.apply({&ended, 1});
  LineView view(book, rules, zones, asking.now);
  auto entries = view.first(asking.filter, Taker{asking.who, HandOutBy::hand}, 1);
  for (const PassedOver& passed : view.passed_over())
    book.apply(passed.records);
  if (entries.empty())
    return Error{ErrorKind::not_found, "line.empty", "no order is in line for '" + asking.who->name + "' now",
                 "dialctl order line --operator " + asking.who->name + "; dialctl mode counts"};
  LineEntry& entry = entries.front();
  const Instant until = asking.now + rules.mode(entry.task.order.project, entry.task.place->mode).lease;
  auto records = handed_out(rules, entry.task, *asking.who, until);
  records.emplace_back(Journalled{asking.now, "order.handed-out", "order:" + name_of(entry.task.order.id),
                                  "to " + asking.who->name + ", " + std::string{to_text(entry.key)},
                                  asking.by});
  book.apply(records);
  entry.task.handed_until = until;
  return std::move(entry);
}

namespace {

// Unprocessed orders of nobody; those that are held wait for a person.
std::vector<OrderId> first_released(LineView& view, ModeCell cell, std::size_t most) {
  const LineFilter filter{cell.project, cell.mode, ModePart::unprocessed, std::string{}};
  for (std::size_t heads = most;; heads *= 4) {
    const auto line = view.ranked(filter, std::nullopt, static_cast<int>(heads));
    std::vector<OrderId> orders;
    for (std::size_t i = 0; i < line.size() && orders.size() < most; ++i) {
      if (!view.task(line[i].task)->order.held) orders.push_back(line[i].order);
    }
    if (orders.size() == most || line.size() < heads || heads >= kHeadsMost) return orders;
  }
}

}  // namespace

Result<std::vector<OrderId>> fetch(LineBook& book, const Rulebook& rules, const ZoneSource& zones,
                                   const FetchRequest& request) {
  const OperatorSettings& who = *request.asking.who;
  const ModeSettings& mode = rules.mode(request.cell.project, request.cell.mode);
  if (!has_access(who, request.cell)) return no_access(who);
  if (!mode.fetch)
    return Error{ErrorKind::refused, "fetch.off", "operators may not fetch orders of this mode",
                 "an admin allows it: dialctl mode set PROJECT MODE --fetch yes"};
  if (request.count && *request.count > mode.fetch_max)
    return Error{ErrorKind::usage, "fetch.too-many",
                 std::to_string(*request.count) + " orders are more than the " +
                     std::to_string(mode.fetch_max) + " of one fetch",
                 "fetch fewer, or dialctl mode set PROJECT MODE --fetch-max N"};
  std::int64_t owned = 0;
  for (const PartCount& count : book.counts(request.asking.now)) {
    const bool his = count.project == request.cell.project && count.line.mode == request.cell.mode &&
                     count.line.part == ModePart::unprocessed && count.line.owner == who.name;
    if (his) owned += count.all();
  }
  if (mode.own_max > 0 && owned >= mode.own_max)
    return Error{ErrorKind::refused, "fetch.full",
                 "operator '" + who.name + "' has " + std::to_string(owned) + " unprocessed orders, " +
                     std::to_string(mode.own_max) + " are the most",
                 "work on these first, or dialctl mode set PROJECT MODE --own-max N"};
  std::int64_t most = request.count.value_or(mode.fetch_max);
  if (mode.own_max > 0) most = std::min(most, mode.own_max - owned);

  LineView view(book, rules, zones, request.asking.now);
  const auto fetched = first_released(view, request.cell, static_cast<std::size_t>(most));
  std::vector<Record> records;
  for (const OrderId order : fetched) {
    records.emplace_back(OwnerSet{order, who.name});
    records.emplace_back(Journalled{request.asking.now, "order.fetched", "order:" + name_of(order),
                                    "by " + who.name, request.asking.by});
  }
  book.apply(records);
  return fetched;
}

}  // namespace dialctl
