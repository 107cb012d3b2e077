#include "cli/secrets.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace dialctl::cli {

namespace {

constexpr std::size_t kBytesMax = 64 * 1024;

struct Place {
  std::string kind;
  std::string name;
};

Error form_error(std::string_view from) {
  // A secret that was given in place of its address must not be repeated on the screen.
  return {ErrorKind::usage, "secret.form",
          fmt::format("a secret of {} characters is not an address of one", from.size()),
          "write file:/path, command:..., credential:NAME or env:NAME"};
}

Result<Place> place_of(std::string_view from) {
  const std::size_t colon = from.find(':');
  if (colon == std::string_view::npos || colon + 1 == from.size()) return form_error(from);
  Place place{std::string{from.substr(0, colon)}, std::string{from.substr(colon + 1)}};
  const bool path_ok = place.kind != "file" || place.name.starts_with('/');
  const bool name_ok = place.kind != "credential" || place.name.find('/') == std::string::npos;
  for (const std::string_view known : {"file", "command", "credential", "env"}) {
    if (place.kind == known && path_ok && name_ok) return place;
  }
  return form_error(from);
}

Error problem(std::string_view code, std::string message, std::string hint) {
  return {ErrorKind::credentials, fmt::format("secret.{}", code), std::move(message), std::move(hint)};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Result<Secret> trimmed(std::string text, const std::string& place) {
  if (text.size() > kBytesMax) {
    return problem("too-long", fmt::format("{} is longer than {} bytes", place, kBytesMax),
                   "is it the right one?");
  }
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return problem("empty", place + " is empty", "put the secret in it");
  return Secret{std::move(text)};
}

Result<Secret> from_file(const std::string& path) {
  // Checked on the open file, so that it cannot be swapped between the look and the reading.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number() < 0) {
    return problem("missing", fmt::format("{}: {}", path, std::generic_category().message(errno)),
                   "create it, readable by this user alone");
  }
  struct stat status {};
  const bool looked = ::fstat(file.number(), &status) == 0;
  if (!looked || !S_ISREG(status.st_mode)) {
    return problem("missing", fmt::format("{} is not a file", path), "name a file");
  }
  const bool owned = status.st_uid == ::geteuid() || status.st_uid == 0;
  if ((status.st_mode & 0077U) != 0 || !owned) {
    return problem("loose", fmt::format("{}: others may read this secret", path),
                   fmt::format("chmod 600 '{}' and make it yours", path));
  }
  std::string text(kBytesMax + 1, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.number(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return trimmed(std::move(text), path);
}

Result<Secret> from_command(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "re");
  const std::string place = "the secret's command";
  if (pipe == nullptr) return problem("command-failed", place + " cannot be started", "try it in a shell");
  std::string text;
  std::array<char, 4096> block{};
  std::size_t got = 0;
  while ((got = std::fread(block.data(), 1, block.size(), pipe)) > 0) {
    if (text.size() <= kBytesMax) text.append(block.data(), got);
  }
  const int status = ::pclose(pipe);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return problem("command-failed", fmt::format("{} failed (status {})", place, status),
                   "try it in a shell");
  }
  return trimmed(text.substr(0, text.find('\n')), place);
}

}  // namespace

Result<void> check_secret_form(std::string_view from) {
  const auto place = place_of(from);
  if (!place) return place.error();
  return {};
}

Result<Secret> read_secret(std::string_view from, const Environment& environment) {
  const auto found = place_of(from);
  if (!found) return found.error();
  const Place& place = found.value();
  if (place.kind == "file") return from_file(place.name);
  if (place.kind == "command") return from_command(place.name);
  if (place.kind == "env") {
    auto value = environment(place.name);
    if (!value) {
      return problem("missing", fmt::format("the variable {} is not set", place.name),
                     "set it, or use file:/path");
    }
    return trimmed(std::move(*value), place.name);
  }
  const auto folder = environment("CREDENTIALS_DIRECTORY");
  if (!folder) {
    return problem("missing", fmt::format("no credentials are passed: '{}' cannot be read", place.name),
                   "add LoadCredential= to the systemd unit, or use file:/path");
  }
  return from_file(fmt::format("{}/{}", *folder, place.name));
}

}  // namespace dialctl::cli
