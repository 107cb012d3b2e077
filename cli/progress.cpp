#include "cli/progress.h"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>

#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

constexpr auto kPatience = std::chrono::seconds{1};
constexpr auto kBetweenDraws = std::chrono::milliseconds{100};

}  // namespace

Progress::Progress(Sink& err, bool shown, std::string_view what, std::optional<std::int64_t> total, Now now)
    : err_(&err), shown_(shown), what_(screen_text(what)), total_(total), now_(now) {
  if (shown_) next_draw_ = now_() + kPatience;
}

void Progress::at(std::int64_t done) {
  if (!shown_) return;
  const Time time = now_();
  if (time < next_draw_) return;
  next_draw_ = time + kBetweenDraws;
  drawn_ = true;
  err_->write("\r\x1b[K" + line(done));
  (void)err_->flush();  // a bar that cannot be drawn harms nobody
}

void Progress::clear() {
  if (!drawn_) return;
  drawn_ = false;
  err_->write("\r\x1b[K");
  (void)err_->flush();
}

std::string Progress::line(std::int64_t done) const {
  if (!total_ || *total_ <= 0) return fmt::format("{} {}", what_, done);
  constexpr std::int64_t kCells = 30;
  const std::int64_t within = std::clamp<std::int64_t>(done, 0, *total_);
  const auto cells = static_cast<std::size_t>(within * kCells / *total_);
  std::string bar(cells, '#');
  bar.resize(kCells, '.');
  return fmt::format("{} [{}] {}% {}/{}", what_, bar, within * 100 / *total_, done, *total_);
}

Working::Working(Sink& err, bool shown, std::string_view what) : err_(&err), what_(screen_text(what)) {
  if (!shown) return;
  // Signals are not for the thread that only draws: whoever waits for them would never see them.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  ticking_ = std::thread{[this] { tick(); }};
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Working::~Working() {
  if (!ticking_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  ends_.notify_one();
  ticking_.join();
}

void Working::tick() {
  std::unique_lock lock{mutex_};
  int seconds = 0;
  while (!ends_.wait_for(lock, kPatience, [this] { return over_; })) {
    err_->write(fmt::format("\r\x1b[K{} {} s", what_, ++seconds));
    (void)err_->flush();
  }
  if (seconds == 0) return;
  err_->write("\r\x1b[K");
  (void)err_->flush();
}

}  // namespace dialctl::cli
