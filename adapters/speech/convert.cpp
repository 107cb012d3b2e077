#include "adapters/speech/convert.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/speech/child_command.h"
#include "adapters/speech/descriptor.h"
#include "adapters/speech/resample.h"
#include "adapters/speech/wav.h"

namespace dialctl::speech {
namespace {

Error refusal(const char* code, std::string message, std::string hint) {
  return {ErrorKind::usage, code, std::move(message), std::move(hint)};
}

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes / (1024 * 1024)) + " MiB";
}

Result<std::string> whole_file(const std::filesystem::path& source, std::uint64_t bytes_max) {
  const auto unreadable = [&](const char* why) {
    return refusal("unreadable", "cannot read " + source.string() + ": " + why,
                   "give the path of a sound file");
  };
  const Descriptor in(::open(source.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));  // a FIFO must not stall us
  struct stat found {};
  if (!in.valid() || ::fstat(in.get(), &found) != 0) return unreadable(std::strerror(errno));
  if (!S_ISREG(found.st_mode)) return unreadable("not a regular file");
  if (static_cast<std::uint64_t>(found.st_size) > bytes_max) {
    return refusal("too-large",
                   source.string() + " has " + mebibytes(static_cast<std::uint64_t>(found.st_size)),
                   "at most " + mebibytes(bytes_max) + " are taken");
  }
  std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t count = ::read(in.get(), bytes.data() + have, bytes.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(std::strerror(errno));
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  bytes.resize(have);
  if (bytes.empty()) return refusal("empty", source.string() + " is empty", "give a file with sound in it");
  return bytes;
}

// The file as WAV made by sox, which tells other formats by their content or their ending.
Result<std::string> by_sox(const std::filesystem::path& source, const WorkFolder& work,
                           const ConvertLimits& limits) {
  std::error_code failed;
  const auto absolute =
      std::filesystem::absolute(source, failed);  // no name that sox takes for an option or a pipe
  const auto out = work.path() / "converted.wav";
  ChildCommand command;
  command.words = {
      "sox", "-V1",  absolute.string(), "-t", "wav", "-e", "signed-integer", "-b", "16", "-c", "1",
      "-r",  "8000", out.string()};
  command.folder = work.path();
  command.time_out = limits.time_out;
  command.stop_fd = limits.stop_fd;
  const auto seconds_max = static_cast<std::uint64_t>(limits.length_max.count() / 1000 + 2);
  command.file_bytes_max = seconds_max * kPromptRate * 2 + 4096;
  const ChildEnd end = run_child(command);
  using How = ChildEnd::How;
  if (end.how == How::not_found) {
    return refusal("no-converter", source.string() + " is not PCM WAV, and sox is not installed",
                   "apt install sox, or give a WAV file with PCM sound");
  }
  if (end.how == How::timed_out || end.how == How::stopped) {
    return Error{ErrorKind::store, "time-out", "sox did not finish with " + source.string(),
                 "try a shorter file"};
  }
  if (end.how == How::too_large) {
    return refusal("too-long", source.string() + " is longer than allowed", "cut it");
  }
  if (end.how != How::exited || end.code != 0) {
    return refusal("bad-format", "sox cannot read " + source.string() + ": " + end.errors,
                   "give WAV, or install libsox-fmt-all for more formats");
  }
  return whole_file(out, command.file_bytes_max);
}

Result<std::string> telephone_wav(const std::filesystem::path& source, const WavView& sound,
                                  const ConvertLimits& limits) {
  if (sound.length() > limits.length_max) {
    return refusal("too-long",
                   source.string() + " lasts " + std::to_string(sound.length().count() / 1000) + " s",
                   "at most " + std::to_string(limits.length_max.count() / 1000) + " s are taken");
  }
  const auto samples = telephone_samples(sound);
  if (samples.empty())
    return refusal("empty", source.string() + " holds no sound", "give a file with sound in it");
  return prompt_wav(samples);
}

}  // namespace

Result<std::string> converted(const std::filesystem::path& source, const WorkFolder& work,
                              const ConvertLimits& limits) {
  auto bytes = whole_file(source, limits.source_bytes_max);
  if (!bytes) return bytes;
  if (const auto sound = WavView::open(bytes.value())) return telephone_wav(source, sound.value(), limits);
  bytes = by_sox(source, work, limits);
  if (!bytes) return bytes;
  const auto sound = WavView::open(bytes.value());
  if (!sound) return sound.error();
  return telephone_wav(source, sound.value(), limits);
}

}  // namespace dialctl::speech
