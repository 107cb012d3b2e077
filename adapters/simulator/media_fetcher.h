// Asks other servers how long their audio files are: what a phone server does before it plays one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "adapters/listen/event_loop.h"
#include "engine/model/instant.h"

namespace dialctl::simulator {

class MediaFetcher {
 public:
  // nullopt: not there, or no audio.
  using Done = std::function<void(const std::string& address, std::optional<Milliseconds> length)>;

  MediaFetcher(listen::EventLoop& loop, Done done);
  ~MediaFetcher();
  MediaFetcher(const MediaFetcher&) = delete;
  MediaFetcher& operator=(const MediaFetcher&) = delete;

  // "http://host:port/path". `done` is called once, later, on the loop's thread; a second wish for the same
  // address while the first is under way is the same wish.
  void fetch(const std::string& address);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace dialctl::simulator
