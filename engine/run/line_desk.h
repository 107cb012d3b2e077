// Where commands see a line, and where they take orders out of it: the ranking and the gates of the loop, on
// the store of a command (CM-06, CM-07, AD-05, AD-06).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/assign.h"
#include "engine/decide/hand_out.h"
#include "engine/decide/mode_result.h"
#include "engine/run/line_book.h"
#include "engine/run/zone_source.h"

namespace dialctl {

// Every condition that is set must hold.
struct LineFilter {
  std::optional<ProjectId> project;
  std::optional<CallMode> mode;
  std::optional<ModePart> part;
  std::optional<std::string> owner;
  bool matches(const Bucket& bucket) const;
};

struct LineEntry {
  DueTask task;
  LineKey key = LineKey::fresh;
  NumberChoice choice;
};

// The first orders of a line, in the order in which they would be handed out. At most so many that the gates
// have passed over are looked at for each one that is shown.
class LineView {
 public:
  LineView(LineSource& source, const Rulebook& rules, const ZoneSource& zone_source, Instant now)
      : source_(source), rules_(rules), zone_source_(zone_source), now_(now) {}

  // As many as there are, `limit` at most. What the gates pass over is left out.
  std::vector<LineEntry> first(const LineFilter& filter, std::optional<Taker> taker, int limit);
  // The ranked line alone: gates and hours are not asked.
  std::vector<InLine> ranked(const LineFilter& filter, std::optional<Taker> taker, int limit);

  // What the gates said of those that were passed over by the last first().
  const std::vector<PassedOver>& passed_over() const { return passed_over_; }
  const ZoneBook& zones() const { return zones_; }
  // With the zones of its numbers.
  std::optional<DueTask> task(TaskId id);

 private:
  std::vector<LinePlace> places(const std::vector<Bucket>& buckets, std::optional<Taker> taker, int limit);
  std::vector<Bucket> buckets(const LineFilter& filter, bool only_open);
  bool is_open_now(const Bucket& bucket);
  void know(const ZoneName& name);

  LineSource& source_;
  const Rulebook& rules_;
  const ZoneSource& zone_source_;
  Instant now_;
  ZoneBook zones_;
  std::vector<PassedOver> passed_over_;
};

struct Asking {
  const OperatorSettings* who = nullptr;
  LineFilter filter;
  std::string by;  // for the journal
  Instant now;
};

// `order next`: the first of his line, lent to him until its mode's lease ends. Inside LineBook::change().
// Errors (not_found): line.empty; (refused): line.no-access, line.dialed-only where his modes hand out in
// sessions alone.
Result<LineEntry> hand_out_next(LineBook& book, const Rulebook& rules, const ZoneSource& zones,
                                const Asking& asking);

struct FetchRequest {
  Asking asking;
  ModeCell cell;
  std::optional<int> count;  // unset: as many as the mode allows
};
// `order fetch`: unprocessed orders without an owner become his. Inside LineBook::change().
// Errors (refused): fetch.off, fetch.full, line.no-access; (usage): fetch.too-many.
Result<std::vector<OrderId>> fetch(LineBook& book, const Rulebook& rules, const ZoneSource& zones,
                                   const FetchRequest& request);

}  // namespace dialctl
