// From the first word of the message to the key that ends it (RB-06). Pure: the caller holds the timer.
//
//   said, no key within wait  -> the message is said again, repeats_max times, then no-input
//   a key that is not bound   -> the same, then bad-input; also while the message is still being said
//   a bound key               -> its reply, then its action; also while the message is still being said
//   hang-up before a bound key -> hung-up, unless the template has no keys and the message was said to its
//   end
// The last trouble names the outcome: silence twice, then a wrong key is bad-input.
#pragma once

#include <optional>

#include "engine/decide/template.h"
#include "engine/model/instant.h"

namespace dialctl {

struct KeySettings {
  Seconds wait{7};      // from the end of the message, each time it was said
  int repeats_max = 2;  // how often the message is said *again*
};

enum class DialogueStep {
  wait_for_key,  // start the timer of KeySettings::wait
  say_again,     // stop what is being said and begin anew
  act_on_key,    // KeyDialogue::pressed() tells the binding
  delivered,     // no keys to wait for, and all was said
  no_input,      // hang up; outcome
  bad_input,     // hang up; outcome
  hung_up,       // the customer did; outcome
  ignore,        // nothing to do: the dialogue is over, or the event is of an earlier saying
};

class KeyDialogue {
 public:
  // `parsed` must outlive the dialogue. Starts with the message being said for the first time.
  KeyDialogue(const ParsedTemplate& parsed, KeySettings settings) : parsed_(&parsed), settings_(settings) {}

  DialogueStep on_said();       // the message came to its end
  DialogueStep on_wait_over();  // the timer of wait_for_key ran out
  DialogueStep on_key(Key key);
  DialogueStep on_hang_up();

  bool over() const { return phase_ == Phase::over; }
  int said_again() const { return said_again_; }
  const KeyBinding* pressed() const { return pressed_; }

 private:
  enum class Phase { saying, waiting, over };

  DialogueStep trouble(DialogueStep outcome);
  DialogueStep finish(DialogueStep outcome);

  const ParsedTemplate* parsed_;
  KeySettings settings_;
  Phase phase_ = Phase::saying;
  int said_again_ = 0;
  const KeyBinding* pressed_ = nullptr;
};

}  // namespace dialctl
