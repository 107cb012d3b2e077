// Hands facts to the sink, stamped with our own clock: the server's may be wrong.
#pragma once

#include <utility>

#include "engine/run/clock.h"
#include "engine/run/provider.h"

namespace dialctl::asterisk {

class Reporter {
 public:
  Reporter(ProviderId provider, Clock& clock, ProviderEventSink& sink)
      : provider_(provider), clock_(clock), sink_(sink) {}

  void tell(ProviderFact fact) { sink_.post({provider_, clock_.read().wall, std::move(fact)}); }
  ClockReading now() { return clock_.read(); }

 private:
  ProviderId provider_;
  Clock& clock_;
  ProviderEventSink& sink_;
};

}  // namespace dialctl::asterisk
