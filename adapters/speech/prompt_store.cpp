#include "adapters/speech/prompt_store.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/speech/descriptor.h"
#include "adapters/speech/wav.h"

namespace dialctl::speech {
namespace {

constexpr std::string_view kWorkPrefix = ".making-";

Error store_error(const char* what, const std::filesystem::path& path) {
  return {ErrorKind::store, "store", std::string(what) + " " + path.string() + ": " + std::strerror(errno),
          "check the folder's owner, its mode and the free space"};
}

// mkdir -p with a mode that nobody else can look into.
bool make_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return true;
  if (errno != ENOENT || !folder.has_parent_path() || folder.parent_path() == folder) return false;
  return make_folder(folder.parent_path()) && (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST);
}

}  // namespace

Result<WorkFolder> WorkFolder::make(const std::filesystem::path& parent) {
  if (!make_folder(parent)) return store_error("cannot make", parent);
  std::string path = (parent / (std::string(kWorkPrefix) + "XXXXXX")).string();
  if (::mkdtemp(path.data()) == nullptr) return store_error("cannot write in", parent);
  return WorkFolder(path);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

bool WorkFolder::is_name(std::string_view file_name) {
  return file_name.starts_with(kWorkPrefix);
}

Result<void> write_file(const std::filesystem::path& file, std::string_view bytes) {
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!out.valid()) return store_error("cannot write", file);
  while (!bytes.empty()) {
    const ssize_t written = ::write(out.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return store_error("cannot write", file);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(out.get()) != 0) return store_error("cannot write", file);
  return {};
}

Result<Prompt> store_prompt(const WorkFolder& work, const std::filesystem::path& parent,
                            const std::string& name, std::string_view wav) {
  const auto beside = work.path() / "prompt.wav";
  const auto file = parent / name;
  if (auto written = write_file(beside, wav); !written) return written.error();
  if (::rename(beside.c_str(), file.c_str()) != 0) return store_error("cannot write", file);
  const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) return store_error("cannot write", parent);
  auto prompt = find_prompt(parent, name);
  if (!prompt) return store_error("cannot read back", file);
  return *prompt;
}

std::optional<Prompt> find_prompt(const std::filesystem::path& parent, const std::string& name) {
  auto file = parent / name;
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!in.valid() || ::fstat(in.get(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  char header[kPromptHeaderBytes];
  if (::read(in.get(), header, sizeof header) != static_cast<ssize_t>(sizeof header)) return std::nullopt;
  const auto length = prompt_length({header, sizeof header}, static_cast<std::uint64_t>(found.st_size));
  if (!length) return std::nullopt;
  return Prompt{name, std::move(file), *length};
}

}  // namespace dialctl::speech
