#include "engine/run/prompt_desk.h"

namespace dialctl {

void PromptDesk::prepare(const PreparePrompts& wanted, const std::vector<AudioFile>& library) {
  std::vector<std::pair<SpeechToken, SpeechText>> requests;
  {
    const std::lock_guard lock{mutex_};
    const auto job = next_++;
    jobs_[job].subject = wanted.task;
    add_part(job, kMessagePart, wanted.message, {wanted.language, ""}, library);
    for (const auto& [key, say] : wanted.replies)
      add_part(job, key, say, {wanted.language, ""}, library);
    finish_if_complete(job);
    requests.swap(to_request_);
  }
  for (auto& [token, text] : requests)
    speech_.request(token, std::move(text));
}

void PromptDesk::prepare(const PrepareAnnouncement& wanted, const std::vector<AudioFile>& library) {
  std::vector<std::pair<SpeechToken, SpeechText>> requests;
  {
    const std::lock_guard lock{mutex_};
    const auto job = next_++;
    jobs_[job].subject = wanted.attempt;
    add_part(job, kMessagePart, wanted.say, {wanted.language, "", wanted.voice}, library);
    finish_if_complete(job);
    requests.swap(to_request_);
  }
  for (auto& [token, text] : requests)
    speech_.request(token, std::move(text));
}

std::optional<PromptsReady> PromptDesk::at_hand(const PreparePrompts& wanted,
                                                const std::vector<AudioFile>& library) {
  PromptsReady ready{wanted.task, {}, {}};
  auto message = made_before(wanted.message, {wanted.language, ""}, library);
  if (!message) return std::nullopt;
  ready.message = *std::move(message);
  for (const auto& [key, say] : wanted.replies) {
    auto reply = made_before(say, {wanted.language, ""}, library);
    if (!reply) return std::nullopt;
    ready.replies.emplace(key, *std::move(reply));
  }
  return ready;
}

std::optional<std::vector<Media>> PromptDesk::made_before(const std::vector<Say>& say,
                                                          const SpeechText& manner,
                                                          const std::vector<AudioFile>& library) {
  std::vector<Media> media;
  for (const Say& one : say) {
    if (const auto* audio = std::get_if<SayAudio>(&one)) {
      const auto* file = find_named(library, audio->name);
      if (file == nullptr) return std::nullopt;
      media.push_back({Media::Kind::prompt, file->file});
      continue;
    }
    SpeechText text = manner;
    text.text = std::get<SayText>(one).text;
    const auto made = speech_.find(text);
    if (!made) return std::nullopt;
    media.push_back({Media::Kind::prompt, made->name});
  }
  return media;
}

void PromptDesk::add_part(std::uint64_t job, char part, const std::vector<Say>& say, const SpeechText& manner,
                          const std::vector<AudioFile>& library) {
  auto& media = jobs_[job].parts[part];
  media.resize(say.size());
  for (std::size_t index = 0; index < say.size(); ++index) {
    if (const auto* audio = std::get_if<SayAudio>(&say[index])) {
      const auto* file = find_named(library, audio->name);
      if (file == nullptr) {
        jobs_[job].failed = "no audio named '" + audio->name + "'";
      } else {
        media[index] = {Media::Kind::prompt, file->file};
      }
      continue;
    }
    SpeechText text = manner;  // the language and the voice
    text.text = std::get<SayText>(say[index]).text;
    if (const auto made = speech_.find(text)) {
      media[index] = {Media::Kind::prompt, made->name};
      continue;
    }
    const auto token = next_++;
    waiting_[token] = {job, part, index};
    jobs_[job].missing += 1;
    to_request_.emplace_back(token, std::move(text));
  }
}

void PromptDesk::done(SpeechDone answer) {
  const std::lock_guard lock{mutex_};
  const auto slot = waiting_.find(answer.token);
  if (slot == waiting_.end()) return;
  const Slot place = slot->second;
  waiting_.erase(slot);
  Job& job = jobs_.at(place.job);
  job.missing -= 1;
  if (answer.prompt) {
    job.parts[place.part][place.index] = {Media::Kind::prompt, answer.prompt.value().name};
  } else {
    job.failed = answer.prompt.error().message;
  }
  finish_if_complete(place.job);
}

void PromptDesk::finish_if_complete(std::uint64_t id) {
  const auto found = jobs_.find(id);
  if (found->second.missing > 0) return;
  Job job = std::move(found->second);
  jobs_.erase(found);
  auto message = job.parts.extract(kMessagePart);
  auto media = message ? std::move(message.mapped()) : std::vector<Media>{};
  if (const auto* attempt = std::get_if<AttemptId>(&job.subject)) {
    if (!job.failed.empty()) media.clear();
    inbox_.put(Event{AnnouncementReady{*attempt, std::move(media)}});
    return;
  }
  const TaskId task = std::get<TaskId>(job.subject);
  if (!job.failed.empty()) {
    inbox_.put(Event{PromptsFailed{task, job.failed}});
  } else {
    inbox_.put(Event{PromptsReady{task, std::move(media), std::move(job.parts)}});
  }
}

}  // namespace dialctl
