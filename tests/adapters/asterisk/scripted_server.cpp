#include "tests/adapters/asterisk/scripted_server.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

namespace dialctl::test {

namespace beast_http = boost::beast::http;
namespace asio = boost::asio;

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)), acceptor_(context_, {asio::ip::address_v4::loopback(), 0}) {
  acceptor_thread_ = std::thread{[this] { accept_all(); }};
}

ScriptedServer::~ScriptedServer() {
  stopping_ = true;
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  acceptor_thread_.join();
  {
    const std::lock_guard lock{mutex_};
    for (const int fd : sockets_)
      ::shutdown(fd, SHUT_RDWR);
  }
  for (std::thread& thread : threads_)
    thread.join();
}

asterisk::AsteriskSettings ScriptedServer::settings() const {
  asterisk::AsteriskSettings settings;
  settings.url = fmt::format("http://127.0.0.1:{}/ari", acceptor_.local_endpoint().port());
  settings.user = "dialer";
  settings.password = "secret";
  settings.installation = "t";
  settings.customer_endpoint = "Local/{number}@customers/n";
  settings.operator_endpoint = "Local/{number}@operators/n";
  settings.look_again = Milliseconds{100};
  settings.answer_max = Milliseconds{1000};
  settings.amd_context = "amd";
  return settings;
}

void ScriptedServer::say(const std::string& event) {
  const std::lock_guard lock{mutex_};
  boost::system::error_code failure;
  if (events_) events_->write(asio::buffer(event), failure);
}

void ScriptedServer::close_events() {
  const std::lock_guard lock{mutex_};
  if (events_) ::shutdown(events_->next_layer().native_handle(), SHUT_RDWR);
}

bool ScriptedServer::hears(const std::string& beginning) const {
  for (int i = 0; i < 300 && count(beginning) == 0; ++i)
    std::this_thread::sleep_for(Milliseconds{10});
  return count(beginning) > 0;
}

int ScriptedServer::count(const std::string& beginning) const {
  const std::lock_guard lock{mutex_};
  return static_cast<int>(std::count_if(requests_.begin(), requests_.end(),
                                        [&](const std::string& r) { return r.starts_with(beginning); }));
}

std::vector<std::string> ScriptedServer::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

void ScriptedServer::accept_all() {
  while (true) {
    boost::system::error_code failure;
    Tcp::socket socket{context_};
    acceptor_.accept(socket, failure);
    if (failure || stopping_) return;
    const std::lock_guard lock{mutex_};
    sockets_.push_back(socket.native_handle());
    threads_.emplace_back([this, s = std::move(socket)]() mutable { serve(std::move(s)); });
  }
}

void ScriptedServer::serve(Tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code failure;
  while (true) {
    beast_http::request<beast_http::string_body> request;
    beast_http::read(socket, buffer, request, failure);
    if (failure) return;
    const std::string target{request.target()};
    if (target.starts_with("/ari/events")) {
      const ScriptedAnswer handshake = answer("GET", target);
      if (handshake.status != 101) {
        beast_http::response<beast_http::string_body> refusal{
            static_cast<beast_http::status>(handshake.status), 11};
        refusal.prepare_payload();
        beast_http::write(socket, refusal, failure);
        return;
      }
      auto events = std::make_shared<Socket>(std::move(socket));
      {
        const std::lock_guard lock{mutex_};  // what is said once the other side has its answer waits for this
        events->accept(request, failure);
        events_ = events;
      }
      boost::beast::flat_buffer heard;
      while (!failure)
        events->read(heard, failure);
      return;
    }
    const ScriptedAnswer said = answer(std::string{request.method_string()}, target);
    std::this_thread::sleep_for(said.after);
    if (said.drop) return;
    beast_http::response<beast_http::string_body> reply{static_cast<beast_http::status>(said.status), 11,
                                                        said.body};
    if (const auto colon = said.header.find(": "); colon != std::string::npos) {
      reply.set(said.header.substr(0, colon), said.header.substr(colon + 2));
    }
    reply.prepare_payload();
    beast_http::write(socket, reply, failure);
  }
}

ScriptedAnswer ScriptedServer::answer(const std::string& method, const std::string& target) {
  {
    const std::lock_guard lock{mutex_};
    requests_.push_back(method + " " + target);
  }
  if (const auto scripted = script_(method, target)) return *scripted;
  if (target.starts_with("/ari/events")) return {101};
  if (method == "PUT") return {200, "{}"};
  if (target.starts_with("/ari/asterisk/info")) {
    return {200, R"({"status":{"startup_time":"2026-11-21T21:59:54.188+0000"}})"};
  }
  if (method == "GET" && (target == "/ari/channels" || target == "/ari/bridges")) return {200, "[]"};
  return {404, R"({"message":"Channel not found"})"};
}

std::string channel_json(const std::string& channel, const std::string& state, const std::string& app_name,
                         const std::string& ref) {
  return fmt::format(
      R"({{"id":"{}","name":"Local/1;1","state":"{}","dialplan":{{"app_name":"{}"}},"channelvars":{{"DIALCTL_REF":"{}"}}}})",
      channel, state, app_name, ref);
}

std::string ringing_event(const std::string& channel) {
  return R"({"type":"ChannelStateChange","channel":)" + channel_json(channel, "Ringing", "AppDial2") + "}";
}

std::string answered_event(const std::string& channel) {
  return R"({"type":"StasisStart","args":["dialctl"],"channel":)" + channel_json(channel, "Up", "Stasis") +
         "}";
}

std::string destroyed_event(const std::string& channel, int cause, const std::string& state) {
  return fmt::format(R"({{"type":"ChannelDestroyed","cause":{},"cause_txt":"x","channel":{}}})", cause,
                     channel_json(channel, state, "AppDial2"));
}

std::string parameter(const std::string& target, const std::string& name) {
  const auto at = target.find(name + "=");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 1;
  return target.substr(begin, target.find('&', begin) - begin);
}

}  // namespace dialctl::test
