#include "cli/commands/rule_users.h"

namespace dialctl::cli {
namespace {

bool names(const CallbackRule& rule, PlaceKind place, TargetKind target, std::int64_t id) {
  return (rule.target.kind == target && rule.target.id == id) ||
         std::any_of(rule.places.begin(), rule.places.end(),
                     [&](const LossPlace& one) { return one.kind == place && one.id == id; });
}

}  // namespace

bool is_named_by(const CallbackRule& rule, const QueueSettings& row) {
  return rule.only_when_empty == row.id || names(rule, PlaceKind::queue, TargetKind::queue, row.id.value);
}
bool is_named_by(const CallbackRule& rule, const OperatorSettings& row) {
  return names(rule, PlaceKind::operator_name, TargetKind::operator_name, row.id.value);
}
bool is_named_by(const CallbackRule& rule, const Group& row) {
  return names(rule, PlaceKind::group, TargetKind::group, row.id.value);
}

std::vector<Flag> rule_user_flags() {
  return {{.name = "orphan",
           .help = "also where rules of callbacks name it; callbacks that would ring it end target-gone"},
          {.name = "cascade", .help = "take the rules that name it along, with their callbacks"}};
}

}  // namespace dialctl::cli
