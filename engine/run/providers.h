// The providers that the settings name, made when they appear and stopped when they go.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "engine/model/result.h"
#include "engine/model/settings.h"
#include "engine/run/provider.h"

namespace dialctl {

// Makes the adapter for a provider's kind. Errors: provider.unknown-kind,
// provider.bad-option, credentials that cannot be read.
using ProviderMaker = std::function<Result<std::unique_ptr<Provider>>(const ProviderSettings& settings,
                                                                      ProviderEventSink& sink)>;

class Providers {
 public:
  Providers(ProviderMaker make, ProviderEventSink& sink) : make_(std::move(make)), sink_(sink) {}
  ~Providers() { stop(); }
  Providers(const Providers&) = delete;
  Providers& operator=(const Providers&) = delete;

  // Starts new and changed ones, stops those that are gone.
  // One that cannot be made is reported as ProviderDown.
  void apply(const Settings& settings, Instant now);
  // A command for a provider that is not there is answered as certainly not sent.
  void perform(ProviderId id, const Command& command, Monotonic gates_read_at, Instant now);
  // Stops one, which the next apply() makes anew with its secret read again.
  void forget(ProviderId id);
  void stop();

 private:
  struct Running {
    ProviderSettings settings;
    std::unique_ptr<Provider> provider;
  };
  ProviderMaker make_;
  ProviderEventSink& sink_;
  std::map<ProviderId, Running> running_;
};

}  // namespace dialctl
