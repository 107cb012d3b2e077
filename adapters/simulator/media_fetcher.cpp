#include "adapters/simulator/media_fetcher.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <string_view>

#include "adapters/simulator/sounds.h"

namespace dialctl::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

constexpr std::uint64_t kFileBytesMax = std::uint64_t{64} * 1024 * 1024;
constexpr Milliseconds kFetchMax{5'000};

struct Address {
  std::string host;
  std::string port = "80";
  std::string target = "/";
};

std::optional<Address> parse(std::string_view text) {
  constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme)) return std::nullopt;
  text.remove_prefix(kScheme.size());
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view authority = text.substr(0, slash);
  Address address;
  if (slash < text.size()) address.target = text.substr(slash);
  const std::size_t colon = authority.rfind(':');
  address.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) address.port = authority.substr(colon + 1);
  if (address.host.empty()) return std::nullopt;
  return address;
}

// One GET. Keeps itself alive until it has an answer.
class Fetching : public std::enable_shared_from_this<Fetching> {
 public:
  using Done = std::function<void(std::optional<Milliseconds>)>;
  using Failure = boost::system::error_code;

  Fetching(asio::io_context& context, Address address, Done done)
      : address_(std::move(address)), done_(std::move(done)), resolver_(context), stream_(context) {}

  void start() {
    stream_.expires_after(kFetchMax);
    resolver_.async_resolve(address_.host, address_.port,
                            [self = shared_from_this()](Failure failure, auto found) {
                              if (failure) return self->done_(std::nullopt);
                              self->stream_.async_connect(found, [self](Failure refused, const auto&) {
                                if (refused) return self->done_(std::nullopt);
                                self->ask();
                              });
                            });
  }

 private:
  void ask() {
    request_ = {http::verb::get, address_.target, 11};
    request_.set(http::field::host, address_.host + ":" + address_.port);
    request_.set(http::field::user_agent, "dialctl-simulator");
    request_.set(http::field::connection, "close");
    parser_.body_limit(kFileBytesMax);
    http::async_write(stream_, request_, [self = shared_from_this()](Failure failure, std::size_t) {
      if (failure) return self->done_(std::nullopt);
      http::async_read(self->stream_, self->buffer_, self->parser_,
                       [self](Failure cut, std::size_t) { self->judge(cut); });
    });
  }

  void judge(Failure failure) {
    const auto& answer = parser_.get();
    if (failure || answer.result_int() != 200) return done_(std::nullopt);
    const auto length = wav_length(answer.body(), answer.body().size());
    const auto type = answer[http::field::content_type];
    const bool other_audio = type.starts_with("audio/") && !type.ends_with("wav");
    done_(length || !other_audio ? length : std::optional{kNominalLength});
  }

  Address address_;
  Done done_;
  asio::ip::tcp::resolver resolver_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::empty_body> request_;
  http::response_parser<http::string_body> parser_;
};

}  // namespace

struct MediaFetcher::State {
  listen::EventLoop& loop;
  Done done;
  std::set<std::string> under_way;
};

MediaFetcher::MediaFetcher(listen::EventLoop& loop, Done done)
    : state_(std::make_shared<State>(State{loop, std::move(done), {}})) {}

MediaFetcher::~MediaFetcher() {
  state_->done = nullptr;
}

void MediaFetcher::fetch(const std::string& text) {
  if (!state_->under_way.insert(text).second) return;
  const auto finish = [state = state_, text](std::optional<Milliseconds> length) {
    state->under_way.erase(text);
    if (state->done) state->done(text, length);
  };
  auto address = parse(text);
  if (!address) return state_->loop.post([finish] { finish(std::nullopt); });
  std::make_shared<Fetching>(state_->loop.context(), std::move(*address), finish)->start();
}

}  // namespace dialctl::simulator
