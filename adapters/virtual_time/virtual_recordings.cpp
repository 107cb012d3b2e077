// What the virtual provider keeps of conversations.
#include "adapters/virtual_time/virtual_provider.h"

namespace dialctl {
namespace {

// Silence of that length: 8000 Hz, mono, 16 bits.
std::string silence(Milliseconds length) {
  const auto data = static_cast<std::uint32_t>(length.count()) * 16;
  std::string wav = "RIFF";
  const auto add = [&wav](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
      wav += static_cast<char>(value >> (8 * i) & 255U);
  };
  add(36 + data, 4);
  wav += "WAVEfmt ";
  add(16, 4);
  add(1, 2);
  add(1, 2);
  add(8000, 4);
  add(16000, 4);
  add(2, 2);
  add(16, 2);
  wav += "data";
  add(data, 4);
  return wav + std::string(data, '\0');
}

}  // namespace

void VirtualProvider::start_recording(const LegId& customer) {
  const Leg* leg = up(customer);
  if (leg == nullptr || !leg->bridged_to) {
    tell(RecordingFailed{customer, "no such conversation"});
    return;
  }
  recordings_[customer.number] = {time_.now()};
  tell(RecordingStarted{customer, "virtual." + to_text(customer.number)});
}

void VirtualProvider::end_recording(const LegId& customer) {
  const auto found = recordings_.find(customer.number);
  if (found == recordings_.end() || found->second.ended) return;
  found->second.ended = time_.now();
  tell(RecordingEnded{customer, time_.now() - found->second.began});
}

void VirtualProvider::find_recording(const LegId& customer) {
  const auto found = recordings_.find(customer.number);
  if (found == recordings_.end() || found->second.deleted) {
    tell(RecordingFailed{customer, "no such recording"});
  } else if (!found->second.ended) {
    tell(RecordingStarted{customer, "virtual." + to_text(customer.number)});
  } else {
    tell(RecordingEnded{customer, *found->second.ended - found->second.began});
  }
}

void VirtualProvider::fetch_recording(const LegId& customer) {
  const auto found = recordings_.find(customer.number);
  if (failing_fetches_ > 0) {
    failing_fetches_ -= 1;
    tell(RecordingNotFetched{customer, "out of order", false});
    return;
  }
  if (found == recordings_.end() || found->second.deleted || !found->second.ended) {
    tell(RecordingNotFetched{customer, "no such recording", true});
    return;
  }
  found->second.fetched += 1;
  const Milliseconds length = *found->second.ended - found->second.began;
  SoundFile file{to_text(customer.number) + ".wav", 44 + length.count() * 16, std::string(64, '0'), length};
  if (files_ != nullptr) {
    auto kept = files_->keep(customer.number, silence(length));
    if (!kept) {
      tell(RecordingNotFetched{customer, kept.error().message, false});
      return;
    }
    file = kept.value();
  }
  tell(RecordingFetched{customer, std::move(file)});
}

void VirtualProvider::delete_recording(const LegId& customer) {
  if (failing_deletions_ > 0) {
    failing_deletions_ -= 1;
    tell(RecordingNotDeleted{customer, "out of order"});
    return;
  }
  const auto found = recordings_.find(customer.number);
  if (found != recordings_.end()) found->second.deleted = true;
  tell(RecordingDeleted{customer});
}

}  // namespace dialctl
