#include "adapters/speech/command_speech.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <set>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "adapters/speech/descriptor.h"
#include "adapters/speech/prompt_store.h"
#include "adapters/speech/speech_job.h"

namespace dialctl::speech {
namespace {

constexpr auto kTouchEvery = std::chrono::hours{1};
constexpr auto kLeftoverAge = std::chrono::hours{1};
constexpr unsigned kWorkersMax = 16;

// Marks a prompt as used, at most once an hour: a call must not cost a write.
void touch(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto now = std::filesystem::file_time_type::clock::now();
  if (now - std::filesystem::last_write_time(file, ignored) > kTouchEvery) {
    std::filesystem::last_write_time(file, now, ignored);
  }
}

}  // namespace

class CommandSpeech::Pool {
 public:
  Pool(CommandSpeechSettings settings, SpeechListener listener)
      : settings_(std::move(settings)), listener_(std::move(listener)), stop_(::eventfd(0, EFD_CLOEXEC)) {
    DIALCTL_INVARIANT(stop_.valid());
    const unsigned count = std::clamp(settings_.workers, 1U, kWorkersMax);
    for (unsigned i = 0; i < count; ++i)
      threads_.emplace_back([this] { work(); });
  }

  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    const std::uint64_t one = 1;
    DIALCTL_INVARIANT(::write(stop_.get(), &one, sizeof one) == static_cast<ssize_t>(sizeof one));
    wake_.notify_all();
    for (std::thread& thread : threads_)
      thread.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  const CommandSpeechSettings& settings() const { return settings_; }
  int stop_fd() const { return stop_.get(); }

  std::optional<Prompt> find(const SpeechText& text) const {
    auto prompt = find_prompt(settings_.cache_folder, prompt_name(settings_, text));
    if (prompt) touch(prompt->file);
    return prompt;
  }

  void request(SpeechToken token, SpeechText text) {
    if (const auto sound = sound_request(settings_, text); !sound) return listener_({token, sound.error()});
    if (auto prompt = find(text)) return listener_({token, std::move(*prompt)});
    if (!enqueue(token, std::move(text))) {
      listener_(
          {token, Error{ErrorKind::busy, "speech.queue-full",
                        std::to_string(settings_.queue_max) + " texts wait for the speech command already",
                        "ask again later; a faster command or more workers help"}});
    }
  }

  bool remembers(const std::string& language) {
    const std::lock_guard lock(mutex_);
    return good_languages_.contains(language);
  }
  void remember(const std::string& language) {
    const std::lock_guard lock(mutex_);
    good_languages_.insert(language);
  }

 private:
  struct Job {
    SpeechText text;
    std::vector<SpeechToken> askers;
  };

  // False when the queue is full.
  bool enqueue(SpeechToken token, SpeechText text) {
    std::string name = prompt_name(settings_, text);
    {
      const std::lock_guard lock(mutex_);
      if (const auto under_way = jobs_.find(name); under_way != jobs_.end()) {
        under_way->second.askers.push_back(token);
        return true;
      }
      if (waiting_.size() >= settings_.queue_max) return false;
      jobs_.emplace(name, Job{std::move(text), {token}});
      waiting_.push_back(std::move(name));
    }
    wake_.notify_one();
    return true;
  }

  void work() {
    for (;;) {
      std::string name;
      SpeechText text;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        name = std::move(waiting_.front());
        waiting_.pop_front();
        text = jobs_.at(name).text;
      }
      auto found =
          find(text);  // made meanwhile, by another process or between the asking's look and its queueing
      answer(name, found ? Result<Prompt>(std::move(*found)) : make_prompt(settings_, text, stop_.get()));
    }
  }

  void answer(const std::string& name, const Result<Prompt>& result) {
    std::vector<SpeechToken> askers;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      askers = std::move(jobs_.extract(name).mapped().askers);
    }
    for (const SpeechToken token : askers)
      listener_({token, result});
  }

  const CommandSpeechSettings settings_;
  const SpeechListener listener_;
  const Descriptor stop_;  // readable from the beginning of the end on
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::map<std::string, Job> jobs_;  // by prompt name: waiting and under way
  std::deque<std::string> waiting_;
  std::set<std::string> good_languages_;
  std::vector<std::thread> threads_;
};

CommandSpeech::CommandSpeech(CommandSpeechSettings settings, SpeechListener listener)
    : pool_(std::make_unique<Pool>(std::move(settings), std::move(listener))) {}
CommandSpeech::~CommandSpeech() = default;

Result<void> CommandSpeech::can_speak(const std::string& language) {
  const SpeechText probe{language, "1"};  // the same in every language
  if (const auto sound = sound_request(pool_->settings(), probe); !sound) return sound.error();
  if (pool_->remembers(language)) return {};
  const auto made = make_prompt(pool_->settings(), probe, pool_->stop_fd());
  if (!made) return made.error();
  pool_->remember(language);
  return {};
}

std::optional<Prompt> CommandSpeech::find(const SpeechText& text) {
  return pool_->find(text);
}

void CommandSpeech::request(SpeechToken token, SpeechText text) {
  pool_->request(token, std::move(text));
}

Result<int> CommandSpeech::forget_unused(Instant since) {
  namespace fs = std::filesystem;
  const auto prompts_before = std::chrono::file_clock::from_sys(since);
  const auto leftovers_before = fs::file_time_type::clock::now() - kLeftoverAge;
  std::error_code failed;
  int removed = 0;
  for (fs::directory_iterator entry(pool_->settings().cache_folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    std::error_code gone;  // by another process
    const bool leftover = WorkFolder::is_name(entry->path().filename().string());
    const bool prompt = entry->path().extension() == ".wav" && entry->is_regular_file(gone);
    const auto used = fs::last_write_time(entry->path(), gone);
    if (gone || !((leftover && used < leftovers_before) || (prompt && used < prompts_before))) continue;
    if (fs::remove_all(entry->path(), gone) > 0 && !gone) ++removed;
  }
  if (!failed || failed == std::errc::no_such_file_or_directory) return removed;
  return Error{ErrorKind::store, "speech.store", "cannot read the speech cache: " + failed.message(),
               "check the folder's owner and mode"};
}

}  // namespace dialctl::speech
