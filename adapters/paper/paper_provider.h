// A telephone provider that reaches nobody: `run --dry-run` dials on paper. Each customer who would be called
// rejects at once, so that his line is free for the next and his order is done with for this run; operators'
// open legs come up, so that they count as free.
#pragma once

#include "engine/run/provider.h"

namespace dialctl {

class PaperProvider final : public Provider {
 public:
  PaperProvider(ProviderId id, Clock& clock, ProviderEventSink& sink) : id_(id), clock_(clock), sink_(sink) {}

  Capabilities capabilities() const override { return {true, true, true, true, false, true}; }
  void start() override;
  void perform(const Command& command, Monotonic gates_read_at) override;
  void stop() override {}

 private:
  void tell(ProviderFact fact) { sink_.post({id_, clock_.read().wall, std::move(fact)}); }

  ProviderId id_;
  Clock& clock_;
  ProviderEventSink& sink_;
};

}  // namespace dialctl
