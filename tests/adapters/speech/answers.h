// What the speech port answered, waited for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <doctest/doctest.h>
#include <mutex>
#include <set>

#include "engine/run/speech.h"

namespace dialctl::speech_test {

class Answers {
 public:
  SpeechListener listener() {
    return [this](SpeechDone done) {
      const std::lock_guard lock(mutex_);
      done_.push_back(std::move(done));
      came_.notify_all();
    };
  }

  SpeechDone next() {
    std::unique_lock lock(mutex_);
    REQUIRE(came_.wait_for(lock, std::chrono::seconds{30}, [this] { return !done_.empty(); }));
    SpeechDone done = std::move(done_.front());
    done_.pop_front();
    return done;
  }

  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return done_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<SpeechDone> done_;
};

}  // namespace dialctl::speech_test
