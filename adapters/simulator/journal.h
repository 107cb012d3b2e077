// The exchange's own record of what happened, as rows of CSV: the witness that no client can influence.
//
// The columns and event names are those of the Asterisk bed's call log, so that one reader serves both:
//   epoch,event,channelId,channel,caller,exten,context,extra
// event: CHAN_START ANSWER BRIDGE_ENTER BRIDGE_EXIT HANGUP CHAN_END; every cell quoted; epoch in whole
// seconds of the wall clock (`with_millis`: "1795298505.123"); extra is JSON: a hang-up's cause, a bridge's
// id. Unlike the bed's, exten and context are always the number that was dialled and where, also for PJSIP.
#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "adapters/simulator/call_parts.h"
#include "adapters/simulator/virtual_clock.h"
#include "engine/model/result.h"

namespace dialctl::simulator {

class Journal {
 public:
  // Appends to the file. Errors: store "simulator.journal" (cannot be written).
  static Result<std::unique_ptr<Journal>> open(const std::string& file, bool with_millis);

  void write(const JournalRow& row, const VirtualClock& clock);
  void flush();

 private:
  Journal(std::ofstream file, bool with_millis) : file_(std::move(file)), with_millis_(with_millis) {}

  std::ofstream file_;
  bool with_millis_;
};

std::string journal_line(const JournalRow& row, const VirtualClock& clock, bool with_millis);

}  // namespace dialctl::simulator
