#include "adapters/speech/recording_folder.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/speech/descriptor.h"
#include "adapters/speech/prompt_store.h"
#include "adapters/speech/wav.h"

namespace dialctl::speech {
namespace {

Error store_error(const char* what, const std::filesystem::path& path) {
  return {ErrorKind::store, "recording.store",
          std::string(what) + " " + path.string() + ": " + std::strerror(errno),
          "check the folder's owner, its mode and the free space"};
}

std::string name_of(AttemptId attempt) {
  return to_text(attempt) + ".wav";
}

class Sha256 {
 public:
  Sha256() { DIALCTL_INVARIANT(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1); }
  void add(std::string_view bytes) {
    DIALCTL_INVARIANT(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned bytes = 0;
    DIALCTL_INVARIANT(EVP_DigestFinal_ex(context_.get(), digest.data(), &bytes) == 1);
    std::string text;
    for (unsigned i = 0; i < bytes; ++i) {
      text += "0123456789abcdef"[digest.at(i) >> 4U];
      text += "0123456789abcdef"[digest.at(i) & 15U];
    }
    return text;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

// What the header says must be there: a file that was cut short has lost its end.
bool is_whole(std::string_view wav) {
  if (wav.size() < kPromptHeaderBytes || !looks_like_wav(wav)) return false;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(wav[at]); };
  const std::uint64_t said = byte(4) | byte(5) << 8U | byte(6) << 16U | std::uint64_t{byte(7)} << 24U;
  return said + 8 == wav.size();
}

}  // namespace

std::filesystem::path RecordingFolder::place(AttemptId attempt) const {
  return folder_ / name_of(attempt);
}

std::filesystem::path RecordingFolder::part_of(AttemptId attempt) const {
  return folder_ / ("." + name_of(attempt) + ".part");
}

Result<SoundFile> RecordingFolder::keep(AttemptId attempt, std::string_view wav) {
  const auto sound = WavView::open(wav);
  if (!sound || !is_whole(wav))
    return Error{ErrorKind::refused, "recording.bad-sound",
                 "what came is not a whole WAV file: " + std::to_string(wav.size()) + " bytes",
                 "it is asked for again; see what the phone server keeps"};
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return store_error("cannot make", folder_);
  const auto beside = part_of(attempt);
  ::unlink(beside.c_str());  // of a process that died over it
  if (auto written = write_file(beside, wav); !written)
    return Error{ErrorKind::store, "recording.store", written.error().message, written.error().hint};
  const auto file = place(attempt);
  if (::rename(beside.c_str(), file.c_str()) != 0) return store_error("cannot write", file);
  const Descriptor folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) return store_error("cannot write", folder_);
  Sha256 hash;
  hash.add(wav);
  return SoundFile{name_of(attempt), static_cast<std::int64_t>(wav.size()), hash.hex(),
                   sound.value().length()};
}

Result<void> RecordingFolder::remove(AttemptId attempt) {
  for (const auto& file : {place(attempt), part_of(attempt)}) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) return store_error("cannot delete", file);
  }
  return {};
}

Result<SoundFile> RecordingFolder::look(AttemptId attempt) {
  const auto file = place(attempt);
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!in.valid() || ::fstat(in.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
    if (in.valid() || errno == ENOENT)
      return Error{ErrorKind::not_found, "recording.no-file", "there is no file " + file.string(),
                   "dialctl recording list shows what is kept"};
    return store_error("cannot read", file);
  }
  Sha256 hash;
  std::string header;
  std::string piece(std::size_t{256} * 1024, '\0');
  for (;;) {
    const ssize_t got = ::read(in.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return store_error("cannot read", file);
    if (got == 0) break;
    const std::string_view bytes{piece.data(), static_cast<std::size_t>(got)};
    hash.add(bytes);
    if (header.size() < kPromptHeaderBytes) header += bytes.substr(0, kPromptHeaderBytes - header.size());
  }
  const auto bytes = static_cast<std::uint64_t>(found.st_size);
  return SoundFile{name_of(attempt), static_cast<std::int64_t>(bytes), hash.hex(),
                   prompt_length(header, bytes).value_or(Milliseconds{0})};
}

}  // namespace dialctl::speech
