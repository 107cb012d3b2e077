#include "engine/run/providers.h"

namespace dialctl {
namespace {

bool same_connection(const ProviderSettings& a, const ProviderSettings& b) {
  return a.kind == b.kind && a.options == b.options && a.secret_from == b.secret_from &&
         a.enabled == b.enabled;
}

}  // namespace

void Providers::apply(const Settings& settings, Instant now) {
  std::erase_if(running_, [&](auto& row) {
    const auto* wanted = find(settings.providers, row.first);
    const bool keep = wanted != nullptr && wanted->enabled && same_connection(*wanted, row.second.settings);
    if (!keep) row.second.provider->stop();
    return !keep;
  });
  for (const auto& wanted : settings.providers) {
    if (!wanted.enabled || running_.contains(wanted.id)) continue;
    auto made = make_(wanted, sink_);
    if (!made) {
      const bool secret = made.error().kind == ErrorKind::credentials;
      sink_.post({wanted.id, now,
                  secret ? ProviderFact{CredentialsRefused{made.error().message}}
                         : ProviderFact{ProviderDown{made.error().message, false}}});
      continue;
    }
    Running running{wanted, std::move(made).value()};
    running.provider->start();
    running_.emplace(wanted.id, std::move(running));
  }
}

void Providers::perform(ProviderId id, const Command& command, Monotonic gates_read_at, Instant now) {
  const auto found = running_.find(id);
  if (found != running_.end()) {
    found->second.provider->perform(command, gates_read_at);
    return;
  }
  if (const auto* place = std::get_if<Place>(&command)) {
    sink_.post(
        {id, now, Placed{place->leg, PlaceAnswer::not_sent, RefusalClass::none, "no such provider", {}}});
  }
}

void Providers::forget(ProviderId id) {
  const auto found = running_.find(id);
  if (found == running_.end()) return;
  found->second.provider->stop();
  running_.erase(found);
}

void Providers::stop() {
  for (auto& [id, running] : running_)
    running.provider->stop();
  running_.clear();
}

}  // namespace dialctl
