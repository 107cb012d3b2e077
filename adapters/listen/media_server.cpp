#include "adapters/listen/media_server.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace dialctl::listen {

namespace {

constexpr std::size_t kNameBytesMax = 128;

bool is_opaque_name(std::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax || name.front() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

std::string type_of(std::string_view name) {
  const auto ends = [&](std::string_view end) { return name.size() > end.size() && name.ends_with(end); };
  if (ends(".wav")) return "audio/wav";
  if (ends(".mp3")) return "audio/mpeg";
  if (ends(".ogg")) return "audio/ogg";
  return "application/octet-stream";
}

// Size, time and inode change when a file is replaced, also within one second.
std::string tag_of(const struct stat& facts) {
  return fmt::format("\"{:x}-{:x}-{:x}{:09x}\"", facts.st_ino, facts.st_size, facts.st_mtim.tv_sec,
                     facts.st_mtim.tv_nsec);
}

bool names_tag(std::string_view list, std::string_view tag) {
  if (list == "*") return true;
  while (!list.empty()) {
    std::string_view one = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), one.size() + 1));
    while (!one.empty() && one.front() == ' ')
      one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ')
      one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

struct Found {
  OpenFile file;
  std::string tag;
};

std::optional<Found> find(int folder, const std::string& name) {
  // O_NONBLOCK: the opening of a FIFO must not hang the server; it is then refused as no regular file.
  const int descriptor = ::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return std::nullopt;
  OpenFile guard{descriptor, 0};
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  return Found{OpenFile{guard.release(), static_cast<std::uint64_t>(facts.st_size)}, tag_of(facts)};
}

}  // namespace

Result<MediaFolder> MediaFolder::open(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return Error{ErrorKind::not_found, "media.folder",
                 fmt::format("cannot open the media folder {}: {}", folder, std::strerror(errno)),
                 fmt::format("create it: mkdir -p {}", folder)};
  return MediaFolder{descriptor};
}

MediaFolder::~MediaFolder() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

MediaFolder::MediaFolder(MediaFolder&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Response MediaFolder::answer(const Request& request, std::string_view name) const {
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = text_response(405, "only GET and HEAD\n");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  if (!is_opaque_name(name)) return text_response(404, "no such file\n");
  auto found = find(descriptor_, std::string{name});
  if (!found) return text_response(404, "no such file\n");
  Response response;
  response.headers.emplace_back("ETag", found->tag);
  response.headers.emplace_back("Cache-Control", "max-age=3600");
  if (const auto known = request.header("If-None-Match"); known && names_tag(*known, found->tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = type_of(name);
  response.file.emplace(std::move(found->file));
  return response;
}

Result<std::unique_ptr<MediaServer>> MediaServer::open(const std::string& folder, ServerSettings settings) {
  auto files = MediaFolder::open(folder);
  if (!files) return files.error();
  std::unique_ptr<MediaServer> media{new MediaServer{std::move(files).value()}};
  media->address_ = settings.address;
  ServerHandlers handlers;
  handlers.on_request = [self = media.get()](Request request, Reply reply) {
    std::string_view path = request.path;
    if (!path.starts_with(kMediaPath)) return reply.send(text_response(404, "no such file\n"));
    reply.send(self->folder_.answer(request, path.substr(kMediaPath.size())));
  };
  std::optional<Error> error;
  media->thread_.call([&] {
    auto server = HttpServer::open(media->thread_.loop(), std::move(settings), std::move(handlers));
    if (!server) {
      error = server.error();
      return;
    }
    media->server_ = std::move(server).value();
    media->port_ = media->server_->port();
  });
  if (error) return *error;
  return media;
}

MediaServer::~MediaServer() {
  thread_.call([this] { server_.reset(); });
}

std::string MediaServer::url(std::string_view name) const {
  return fmt::format("http://{}:{}{}{}", address_, port_, kMediaPath, name);
}

}  // namespace dialctl::listen
