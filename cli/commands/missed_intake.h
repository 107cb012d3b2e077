// Missed calls on their way in, from flags or from a file (IM-08).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/commands/missed_words.h"
#include "engine/run/missed_desk.h"

namespace dialctl::cli {

// The status of the orders that callbacks make: the one of the name `callback`; it is added where there is
// none. Whether it was. Error (conflict): callbacks.status, of another meaning than open.
Result<bool> make_callback_status(Invocation& in, Ports& ports, const dialctl::Settings& settings);
// To be told once it is kept.
void tell_status(Invocation& in, bool is_new);

// Made and used inside of one MissedBook::change().
class MissedIntake {
 public:
  static Result<std::unique_ptr<MissedIntake>> open(Invocation& in, Ports& ports);

  // Errors: those of MissedReader::read(); of a row of a file also missed.no-time.
  Result<MissedJudged> take(const MissedWords& words);
  // One that was kept before, judged by the rules as they are now.
  MissedJudged take_again(const MissedCall& call) { return desk_.take_again(call); }
  bool made_status() const { return made_status_; }

 private:
  MissedIntake(Invocation& in, Ports& ports, dialctl::Settings settings, bool made_status);

  Rulebook rules_;
  bool made_status_;
  MissedReader reader_;
  MissedDesk desk_;
};

}  // namespace dialctl::cli
