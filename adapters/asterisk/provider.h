// The provider port on an Asterisk's ARI.
//
// One I/O thread owns all state; perform() hands a command to it and returns. Placing twice the same leg is
// ignored: what the first one said stands. Life limit, ring limit and event filter are the server's to keep,
// so that calls end and events stay few also when we are gone.
#pragma once

#include <memory>
#include <string>

#include "adapters/asterisk/settings.h"
#include "engine/run/clock.h"
#include "engine/run/provider.h"
#include "engine/run/recording_files.h"

namespace dialctl::asterisk {

class AsteriskProvider final : public Provider {
 public:
  // `clock` is read on the I/O thread too; it and the sink must outlive this. start(), perform() and stop()
  // are for one thread; after stop() nothing is performed any more.
  // Recordings are fetched into `files`, which is used on a thread of its own; none: they are not fetched.
  AsteriskProvider(ProviderId id, AsteriskSettings settings, Clock& clock, ProviderEventSink& sink,
                   RecordingFiles* files = nullptr);
  ~AsteriskProvider() override;

  Capabilities capabilities() const override;
  void start() override;
  void perform(const Command& command, Monotonic gates_read_at) override;
  void stop() override;

 private:
  class Works;
  AsteriskSettings settings_;
  std::unique_ptr<Works> works_;
};

}  // namespace dialctl::asterisk
