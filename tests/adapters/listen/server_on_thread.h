// A server on a thread of its own, closed on its own loop.
#pragma once

#include <doctest/doctest.h>
#include <memory>
#include <utility>

#include "adapters/listen/http_server.h"

namespace dialctl::testing {

class ServerOnThread {
 public:
  ServerOnThread(listen::ServerSettings settings, listen::ServerHandlers handlers) {
    thread_.call([&] {
      auto opened = listen::HttpServer::open(thread_.loop(), std::move(settings), std::move(handlers));
      REQUIRE(opened.ok());
      server_ = std::move(opened).value();
    });
  }
  ~ServerOnThread() {
    thread_.call([this] { server_.reset(); });
  }
  ServerOnThread(const ServerOnThread&) = delete;
  ServerOnThread& operator=(const ServerOnThread&) = delete;

  std::uint16_t port() const { return server_->port(); }
  listen::LoopThread& thread() { return thread_; }

 private:
  listen::LoopThread thread_;
  std::unique_ptr<listen::HttpServer> server_;
};

}  // namespace dialctl::testing
