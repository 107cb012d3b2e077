// Turns what is to be said into sounds, through the Speech port, and tells the loop when all parts are there.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/decide/decision.h"
#include "engine/run/inbox.h"
#include "engine/run/speech.h"

namespace dialctl {

class PromptDesk {
 public:
  // `speech` answers through done(); both must outlive the desk.
  PromptDesk(Speech& speech, Inbox& inbox) : speech_(speech), inbox_(inbox) {}

  // Return at once; PromptsReady, PromptsFailed or AnnouncementReady comes into the inbox.
  void prepare(const PreparePrompts& wanted, const std::vector<AudioFile>& library);
  void prepare(const PrepareAnnouncement& wanted, const std::vector<AudioFile>& library);

  // The sounds, where all of them were made before: asks nobody to make one.
  std::optional<PromptsReady> at_hand(const PreparePrompts& wanted, const std::vector<AudioFile>& library);

  // The listener of the Speech port; any thread.
  void done(SpeechDone answer);

 private:
  // One wish for several sounds; slots are filled as they come.
  struct Job {
    std::variant<TaskId, AttemptId> subject;
    std::map<char, std::vector<Media>> parts;  // kMessagePart, or a key's reply
    int missing = 0;
    std::string failed;
  };
  struct Slot {
    std::uint64_t job = 0;
    char part = 0;
    std::size_t index = 0;
  };
  static constexpr char kMessagePart = 0;

  std::optional<std::vector<Media>> made_before(const std::vector<Say>& say, const SpeechText& manner,
                                                const std::vector<AudioFile>& library);
  void add_part(std::uint64_t job, char part, const std::vector<Say>& say, const SpeechText& manner,
                const std::vector<AudioFile>& library);
  void finish_if_complete(std::uint64_t job);

  Speech& speech_;
  Inbox& inbox_;
  std::mutex mutex_;
  std::map<std::uint64_t, Job> jobs_;
  std::map<SpeechToken, Slot> waiting_;
  std::vector<std::pair<SpeechToken, SpeechText>> to_request_;
  std::uint64_t next_ = 1;
};

}  // namespace dialctl
