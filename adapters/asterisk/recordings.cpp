#include "adapters/asterisk/recordings.h"

#include <algorithm>
#include <utility>

#include "adapters/asterisk/wire_answer.h"

namespace dialctl::asterisk {

namespace {

constexpr std::size_t kEndedKept = 100;

LegId customer(AttemptId attempt) {
  return {LegKind::customer, attempt, 0};
}

}  // namespace

void Recordings::start(const StartRecording& command) {
  const AttemptId attempt = command.customer.number;
  if (desk_.legs.find(command.customer) == nullptr) {
    desk_.reporter.tell(RecordingFailed{command.customer, "the call is over"});
    return;
  }
  // After the commands of his leg that were given before: they make the bridge.
  desk_.legs.enqueue({command.customer}, [this, attempt](const std::function<void()>& finish) {
    auto request = start_recording(desk_.names.bridge(attempt), desk_.names.recording(attempt));
    desk_.ari.send(std::move(request), [this, attempt, finish](const http::Answer& answer) {
      const int status = status_of(answer);
      if (succeeded(answer)) {
        tell_started(attempt);
      } else if (status == 0 || status == 409) {  // perhaps it was heard
        look(attempt);
      } else {
        desk_.reporter.tell(RecordingFailed{customer(attempt), raw_code(answer)});
      }
      finish();
    });
  });
}

void Recordings::tell_started(AttemptId attempt) {
  if (started_.insert(attempt).second)
    desk_.reporter.tell(RecordingStarted{customer(attempt), desk_.names.recording(attempt)});
}

void Recordings::tell_ended(AttemptId attempt, Milliseconds length) {
  started_.erase(attempt);
  if (std::find(ended_.begin(), ended_.end(), attempt) != ended_.end()) return;
  ended_.push_back(attempt);
  if (ended_.size() > kEndedKept) ended_.pop_front();
  desk_.reporter.tell(RecordingEnded{customer(attempt), length});
}

// Whoever asks wants to be told again.
void Recordings::find(const FindRecording& command) {
  started_.erase(command.customer.number);
  std::erase(ended_, command.customer.number);
  look(command.customer.number);
}

// What is unclear is not told: the asker asks again.
void Recordings::look(AttemptId attempt) {
  desk_.ari.send(get_live_recording(desk_.names.recording(attempt)),
                 [this, attempt](const http::Answer& answer) {
                   if (succeeded(answer)) return tell_started(attempt);
                   if (says_no_recording(answer)) look_among_stored(attempt);
                 });
}

void Recordings::look_among_stored(AttemptId attempt) {
  desk_.ari.send(
      get_stored_recording(desk_.names.recording(attempt)), [this, attempt](const http::Answer& answer) {
        if (succeeded(answer)) {
          tell_ended(attempt, Milliseconds{0});
        } else if (says_no_recording(answer)) {
          desk_.reporter.tell(RecordingFailed{customer(attempt), "the server has no such recording"});
        }
      });
}

void Recordings::heard(const event::RecordingTold& event) {
  const auto attempt = desk_.names.recorded(event.name);
  if (!attempt) return;
  using What = event::RecordingTold::What;
  switch (event.what) {
    case What::started:
      tell_started(*attempt);
      return;
    case What::finished:
      tell_ended(*attempt, event.length);
      return;
    case What::failed:
      started_.erase(*attempt);
      desk_.reporter.tell(RecordingFailed{customer(*attempt), event.cause});
      return;
  }
}

void Recordings::fetch(const FetchRecording& command) {
  const AttemptId attempt = command.customer.number;
  if (std::find(to_fetch_.begin(), to_fetch_.end(), attempt) != to_fetch_.end()) return;
  to_fetch_.push_back(attempt);
  if (to_fetch_.size() == 1) fetch_next();
}

void Recordings::fetch_next() {
  if (to_fetch_.empty()) return;
  const AttemptId attempt = to_fetch_.front();
  desk_.ari.send(get_recording_file(desk_.names.recording(attempt)),
                 [this, attempt](http::Answer answer) { fetched(attempt, std::move(answer)); });
}

void Recordings::fetched(AttemptId attempt, http::Answer answer) {
  if (succeeded(answer)) {
    keeper_.keep(attempt, std::move(std::get<http::Reply>(answer).body));
  } else {
    desk_.reporter.tell(RecordingNotFetched{customer(attempt), raw_code(answer), says_no_recording(answer)});
  }
  to_fetch_.pop_front();
  fetch_next();
}

void Recordings::remove(const DeleteRecording& command) {
  const AttemptId attempt = command.customer.number;
  desk_.ari.send(delete_recording(desk_.names.recording(attempt)),
                 [this, attempt](const http::Answer& answer) {
                   if (succeeded(answer) || says_no_recording(answer)) {
                     desk_.reporter.tell(RecordingDeleted{customer(attempt)});
                   } else {
                     desk_.reporter.tell(RecordingNotDeleted{customer(attempt), raw_code(answer)});
                   }
                 });
}

}  // namespace dialctl::asterisk
