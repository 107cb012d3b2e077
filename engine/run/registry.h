// Port: what admins declare, as the commands change it. Implementation: adapters/sqlite.
//
//   Result<QueueId> id = registry.put(row, change);      row.id 0: a new row; else the row of that id
//   registry.together([&] { ...load(), put(), remove()...; return Result<void>{}; }, Ending::keep);
//
// Every change is journalled with who and why, and raises Settings::version (Blacklist: its own version) in
// the same transaction; putting a row as it stands changes and journals nothing. A row that is removed keeps
// its id for attempts of the past; its name is free again.
//
// Errors of every call: busy store.locked, and store.* (kind store). Of put():
//   conflict   settings.name-taken       another row has the name
//              settings.other-queue      an operator of another queue (QU-02): hint `operator move`
//   not_found  settings.no-such-row      row.id, or what the row refers to
//   usage      settings.out-of-range     a value that no row may have; the message says which rule
// Of remove(): not_found settings.no-such-row; conflict settings.in-use, naming what refers to it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/phone_number.h"
#include "engine/model/result.h"
#include "engine/model/settings.h"

namespace dialctl {

// Who changes something, and why, for the journal.
struct Change {
  std::string who;
  std::string why;  // may be empty
  Instant at;
};

// RT-04. A number may be listed once for all projects and once for each.
struct Listing {
  E164 number;
  std::optional<ProjectId> project;  // unset: for all
  std::string source;                // "sms-stop", "import:list.csv"
  std::string reason;
  Instant added_at;
  std::optional<Instant> expires_at;  // holds before this instant; unset: for ever
};
struct ListingCounts {
  std::size_t added = 0;
  std::size_t renewed = 0;  // were listed: source, reason and expiry are now the new ones
};

enum class Ending { keep, roll_back };  // roll_back: --dry-run

class Registry {
 public:
  virtual ~Registry() = default;

  // One transaction around several calls. Kept only when `work` returns success and `ending` is keep. An
  // error of `work` is handed back. Not to be nested.
  virtual Result<void> together(const std::function<Result<void>()>& work, Ending ending) = 0;

  // Result, where a database that cannot be read is an Error as well.
  virtual Result<Settings> load() = 0;
  // For the names of what attempts and histories of the past refer to: providers, projects, statuses,
  // operators, templates and rules, those that have been removed among them. Look up by id alone: names
  // repeat.
  virtual Result<Settings> load_past() = 0;

  virtual Result<ProviderId> put(const ProviderSettings& row, const Change& change) = 0;
  virtual Result<ProjectId> put(const Project& row, const Change& change) = 0;
  virtual Result<StatusId> put(const OrderStatusSettings& row, const Change& change) = 0;
  virtual Result<QueueId> put(const QueueSettings& row, const Change& change) = 0;
  virtual Result<OperatorId> put(const OperatorSettings& row, const Change& change) = 0;
  virtual Result<GroupId> put(const Group& row, const Change& change) = 0;
  virtual Result<TemplateId> put(const TemplateSettings& row, const Change& change) = 0;
  virtual Result<ScheduleId> put(const ScheduleSettings& row, const Change& change) = 0;
  virtual Result<PolicyId> put(const RetryPolicy& row, const Change& change) = 0;
  virtual Result<AudioId> put(const AudioFile& row, const Change& change) = 0;

  virtual Result<void> remove(ProviderId id, const Change& change) = 0;
  virtual Result<void> remove(ProjectId id, const Change& change) = 0;
  virtual Result<void> remove(StatusId id, const Change& change) = 0;
  virtual Result<void> remove(QueueId id, const Change& change) = 0;
  virtual Result<void> remove(OperatorId id, const Change& change) = 0;
  virtual Result<void> remove(GroupId id, const Change& change) = 0;
  virtual Result<void> remove(TemplateId id, const Change& change) = 0;
  virtual Result<void> remove(ScheduleId id, const Change& change) = 0;
  virtual Result<void> remove(PolicyId id, const Change& change) = 0;
  virtual Result<void> remove(AudioId id, const Change& change) = 0;
  // CB-10: the same, though rules of callbacks name it; these are named in the journal. What else refers to
  // it stands in the way as ever.
  virtual Result<void> remove_from_rules(QueueId id, const Change& change) = 0;
  virtual Result<void> remove_from_rules(OperatorId id, const Change& change) = 0;
  virtual Result<void> remove_from_rules(GroupId id, const Change& change) = 0;

  // The one way into another queue (QU-02). nullopt: out of any.
  virtual Result<void> move_operator(OperatorId id, std::optional<QueueId> queue, const Change& change) = 0;

  // Keyed by project and mode: adds or replaces. Errors (not_found): settings.no-such-row of its statuses.
  virtual Result<void> put(const ModeSettings& row, const Change& change) = 0;
  // AD-07.
  virtual Result<void> set_line(const LineRules& rules, const Change& change) = 0;
  // CM-05. Ticks that are there, or not there, already change nothing.
  virtual Result<void> change_access(OperatorId id, std::span<const ModeCell> added,
                                     std::span<const ModeCell> removed, const Change& change) = 0;

  // CB-01: any change of its fields, one or several, is one new version; its name, position and switch are
  // not versioned, and row.version is not read. row.position 0: a new rule at the end, an old one where it
  // is. Journalled as rule.added, rule.changed, rule.enabled, rule.disabled and rule.moved.
  // Error (usage): settings.out-of-range of a position that is not within the list.
  virtual Result<RuleId> put(const CallbackRule& row, const Change& change) = 0;
  virtual Result<void> remove(RuleId id, const Change& change) = 0;
  // CB-09. All positions are 1..n afterwards.
  virtual Result<void> move_rule(RuleId id, int position, const Change& change) = 0;
  // CB-11, CB-12. The rules stay as they are.
  virtual Result<void> set_callbacks(const CallbackSwitches& switches, const Change& change) = 0;

  // Keyed by region: put() adds or replaces.
  virtual Result<void> put(const NumberLimits& row, const Change& change) = 0;
  virtual Result<void> remove_number_limits(const std::string& region, const Change& change) = 0;
  virtual Result<void> put(const LegalWindow& row, const Change& change) = 0;
  virtual Result<void> remove_legal_window(const std::string& region, const Change& change) = 0;
  // Of the whole installation; 0 = unlimited.
  virtual Result<void> set_caps(int lines_max, int calls_per_second_milli, const Change& change) = 0;

  virtual Result<std::vector<OwnNumber>> own_numbers() = 0;  // ascending
  virtual Result<void> put(const OwnNumber& row, const Change& change) = 0;
  virtual Result<void> remove_own_number(const E164& number, const Change& change) = 0;

  // All of them or none. One line of the journal for all, without their numbers.
  virtual Result<ListingCounts> blacklist_add(std::span<const Listing> listings, const Change& change) = 0;
  // The listing for `project`, or the one for all. not_found blacklist.not-listed.
  virtual Result<void> blacklist_remove(const E164& number, std::optional<ProjectId> project,
                                        const Change& change) = 0;
  // What holds at `now` for calls of `project`: its own listing first, then the one for all. Without a
  // project: all that there are. Empty: may be dialled.
  virtual Result<std::vector<Listing>> blacklist_check(const E164& number, std::optional<ProjectId> project,
                                                       Instant now) = 0;
  // All, expired ones included, by number; `visit` returns false to stop. From one snapshot.
  virtual Result<void> blacklist_list(const std::function<bool(const Listing&)>& visit) = 0;
};

}  // namespace dialctl
