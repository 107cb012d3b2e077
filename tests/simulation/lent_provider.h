// Hands out one provider that outlives the loops, as a phone server does.
#pragma once

#include "engine/run/provider.h"

namespace dialctl::simulation {

class LentProvider final : public Provider {
 public:
  explicit LentProvider(Provider& provider) : provider_(provider) {}
  Capabilities capabilities() const override { return provider_.capabilities(); }
  void start() override { provider_.start(); }
  void perform(const Command& command, Monotonic gates_read_at) override {
    provider_.perform(command, gates_read_at);
  }
  void stop() override { provider_.stop(); }

 private:
  Provider& provider_;
};

}  // namespace dialctl::simulation
