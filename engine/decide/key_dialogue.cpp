#include "engine/decide/key_dialogue.h"

namespace dialctl {

DialogueStep KeyDialogue::on_said() {
  if (phase_ != Phase::saying) return DialogueStep::ignore;
  if (parsed_->keys.empty()) return finish(DialogueStep::delivered);
  phase_ = Phase::waiting;
  return DialogueStep::wait_for_key;
}

DialogueStep KeyDialogue::on_wait_over() {
  if (phase_ != Phase::waiting) return DialogueStep::ignore;
  return trouble(DialogueStep::no_input);
}

DialogueStep KeyDialogue::on_key(Key key) {
  if (phase_ == Phase::over || parsed_->keys.empty()) return DialogueStep::ignore;
  pressed_ = parsed_->binding(key);
  if (pressed_) return finish(DialogueStep::act_on_key);
  return trouble(DialogueStep::bad_input);
}

DialogueStep KeyDialogue::on_hang_up() {
  if (phase_ == Phase::over) return DialogueStep::ignore;
  return finish(DialogueStep::hung_up);
}

DialogueStep KeyDialogue::trouble(DialogueStep outcome) {
  if (said_again_ >= settings_.repeats_max) return finish(outcome);
  ++said_again_;
  phase_ = Phase::saying;
  return DialogueStep::say_again;
}

DialogueStep KeyDialogue::finish(DialogueStep outcome) {
  phase_ = Phase::over;
  return outcome;
}

}  // namespace dialctl
