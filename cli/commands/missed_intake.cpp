#include "cli/commands/missed_intake.h"

#include <fmt/format.h>

#include "cli/declared/noun.h"

namespace dialctl::cli {

Result<bool> make_callback_status(Invocation& in, Ports& ports, const dialctl::Settings& settings) {
  if (const auto* known = find_named(settings.statuses, kCallbackStatus)) {
    if (known->meaning == StatusMeaning::open) return false;
    return Error{ErrorKind::conflict, "callbacks.status",
                 fmt::format("the order status '{}' has another meaning than open: callbacks end in it",
                             kCallbackStatus),
                 fmt::format("dialctl order-status set {} --meaning open", kCallbackStatus)};
  }
  OrderStatusSettings row;
  row.name = kCallbackStatus;
  row.meaning = StatusMeaning::open;
  auto made = ports.registry().put(row, {ports.who(), "of orders that callbacks make", in.now()});
  if (!made) return made.error();
  return true;
}

void tell_status(Invocation& in, bool is_new) {
  if (is_new && !in.dry_run())
    in.note(fmt::format("order status '{}' added: orders that callbacks make are in it", kCallbackStatus));
}

MissedIntake::MissedIntake(Invocation& in, Ports& ports, dialctl::Settings settings, bool made_status)
    : rules_(std::move(settings)),
      made_status_(made_status),
      reader_(ports, rules_.settings(), in.now(), in.zone()),
      desk_({ports.missed_book(), rules_, ports.numbers(), ports.zones()}, ports.who(), in.now()) {}

Result<std::unique_ptr<MissedIntake>> MissedIntake::open(Invocation& in, Ports& ports) {
  auto settings = ports.registry().load();
  if (!settings) return settings.error();
  auto made = make_callback_status(in, ports, settings.value());
  if (!made) return made.error();
  if (made.value()) settings = ports.registry().load();
  if (!settings) return settings.error();
  return std::unique_ptr<MissedIntake>(
      new MissedIntake(in, ports, std::move(settings).value(), made.value()));
}

Result<MissedJudged> MissedIntake::take(const MissedWords& words) {
  if (words.line != 0) {
    if (auto told = check_when(words); !told) return told.error();
  }
  auto call = reader_.read(words);
  if (!call) return call.error();
  return desk_.take(call.value());
}

}  // namespace dialctl::cli
