// Serves the files of one folder to the phone server: 8 kHz WAV prompts, by opaque names.
//
// GET and HEAD of /media/NAME, where NAME is letters, digits, '.', '_' and '-' and does not begin with '.'.
// Only regular files that lie in the folder itself are served: no folders, no symbolic links, nothing above.
// Each answer has an ETag, so that a phone server's cache can ask whether a file has changed (304).
#pragma once

#include <memory>
#include <string>

#include "adapters/listen/event_loop.h"
#include "adapters/listen/http_server.h"
#include "adapters/listen/message.h"
#include "engine/model/result.h"

namespace dialctl::listen {

inline constexpr std::string_view kMediaPath = "/media/";

// The files of one folder as answers; can be mounted in any server's handler.
class MediaFolder {
 public:
  // Errors: not_found "media.folder".
  static Result<MediaFolder> open(const std::string& folder);
  ~MediaFolder();
  MediaFolder(MediaFolder&& other) noexcept;
  MediaFolder& operator=(MediaFolder&&) = delete;

  // `name` is what follows kMediaPath, decoded.
  Response answer(const Request& request, std::string_view name) const;

 private:
  explicit MediaFolder(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// A server with a thread of its own for one folder.
class MediaServer {
 public:
  // Errors: those of MediaFolder::open and HttpServer::open.
  static Result<std::unique_ptr<MediaServer>> open(const std::string& folder, ServerSettings settings);
  ~MediaServer();
  MediaServer(const MediaServer&) = delete;
  MediaServer& operator=(const MediaServer&) = delete;

  std::uint16_t port() const { return port_; }
  // "http://127.0.0.1:41234/media/NAME", as seen from this machine.
  std::string url(std::string_view name) const;

 private:
  explicit MediaServer(MediaFolder folder) : folder_(std::move(folder)) {}

  MediaFolder folder_;
  LoopThread thread_;
  std::unique_ptr<HttpServer> server_;
  std::string address_;
  std::uint16_t port_ = 0;
};

}  // namespace dialctl::listen
