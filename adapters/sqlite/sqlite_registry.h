// The Registry port (engine/run/registry.h) on SQLite, for commands.
#pragma once

#include <memory>

#include "engine/run/registry.h"

namespace dialctl::sqlite {

class Connection;

class SqliteRegistry : public Registry {
 public:
  explicit SqliteRegistry(Connection& connection);  // Role::writer; must outlive the registry

  Result<void> together(const std::function<Result<void>()>& work, Ending ending) override;
  Result<Settings> load() override;
  Result<Settings> load_past() override;

  Result<ProviderId> put(const ProviderSettings& row, const Change& change) override;
  Result<ProjectId> put(const Project& row, const Change& change) override;
  Result<StatusId> put(const OrderStatusSettings& row, const Change& change) override;
  Result<QueueId> put(const QueueSettings& row, const Change& change) override;
  Result<OperatorId> put(const OperatorSettings& row, const Change& change) override;
  Result<GroupId> put(const Group& row, const Change& change) override;
  Result<TemplateId> put(const TemplateSettings& row, const Change& change) override;
  Result<ScheduleId> put(const ScheduleSettings& row, const Change& change) override;
  Result<PolicyId> put(const RetryPolicy& row, const Change& change) override;
  Result<AudioId> put(const AudioFile& row, const Change& change) override;

  Result<void> remove(ProviderId id, const Change& change) override;
  Result<void> remove(ProjectId id, const Change& change) override;
  Result<void> remove(StatusId id, const Change& change) override;
  Result<void> remove(QueueId id, const Change& change) override;
  Result<void> remove(OperatorId id, const Change& change) override;
  Result<void> remove(GroupId id, const Change& change) override;
  Result<void> remove(TemplateId id, const Change& change) override;
  Result<void> remove(ScheduleId id, const Change& change) override;
  Result<void> remove(PolicyId id, const Change& change) override;
  Result<void> remove(AudioId id, const Change& change) override;
  Result<void> remove_from_rules(QueueId id, const Change& change) override;
  Result<void> remove_from_rules(OperatorId id, const Change& change) override;
  Result<void> remove_from_rules(GroupId id, const Change& change) override;

  Result<void> move_operator(OperatorId id, std::optional<QueueId> queue, const Change& change) override;

  Result<void> put(const ModeSettings& row, const Change& change) override;
  Result<void> set_line(const LineRules& rules, const Change& change) override;
  Result<void> change_access(OperatorId id, std::span<const ModeCell> added,
                             std::span<const ModeCell> removed, const Change& change) override;

  Result<RuleId> put(const CallbackRule& row, const Change& change) override;
  Result<void> remove(RuleId id, const Change& change) override;
  Result<void> move_rule(RuleId id, int position, const Change& change) override;
  Result<void> set_callbacks(const CallbackSwitches& switches, const Change& change) override;

  Result<void> put(const NumberLimits& row, const Change& change) override;
  Result<void> remove_number_limits(const std::string& region, const Change& change) override;
  Result<void> put(const LegalWindow& row, const Change& change) override;
  Result<void> remove_legal_window(const std::string& region, const Change& change) override;
  Result<void> set_caps(int lines_max, int calls_per_second_milli, const Change& change) override;

  Result<std::vector<OwnNumber>> own_numbers() override;
  Result<void> put(const OwnNumber& row, const Change& change) override;
  Result<void> remove_own_number(const E164& number, const Change& change) override;

  Result<ListingCounts> blacklist_add(std::span<const Listing> listings, const Change& change) override;
  Result<void> blacklist_remove(const E164& number, std::optional<ProjectId> project,
                                const Change& change) override;
  Result<std::vector<Listing>> blacklist_check(const E164& number, std::optional<ProjectId> project,
                                               Instant now) override;
  Result<void> blacklist_list(const std::function<bool(const Listing&)>& visit) override;

 private:
  Connection& connection_;
  bool together_ = false;  // a transaction of together() is open
};

}  // namespace dialctl::sqlite
