#include "adapters/http/transfer.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "engine/model/invariant.h"

namespace dialctl::http {

namespace {

// A server drops a connection that was idle for long; one that was used a moment ago is seldom dead.
constexpr long kIdleReuseSecondsMax = 5;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && blank(text.back()))
    text.remove_suffix(1);
  return text;
}

}  // namespace

Transfer::Transfer(EasyHandle handle, Request request, Done done)
    : request_(std::move(request)), done_(std::move(done)), handle_(std::move(handle)) {
  DIALCTL_INVARIANT(handle_ != nullptr);
  set_up();
}

EasyHandle Transfer::take_handle() {
  curl_easy_setopt(handle_.get(), CURLOPT_ERRORBUFFER, nullptr);
  return std::move(handle_);
}

void Transfer::set_up() {
  CURL* const h = handle_.get();
  curl_easy_setopt(h, CURLOPT_PRIVATE, this);
  curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  set_address();
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_UNRESTRICTED_AUTH, 0L);
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(h, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_max.count()));
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_max.count()));
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request_.low_speed_max.count()));
  curl_easy_setopt(h, CURLOPT_MAXAGE_CONN, kIdleReuseSecondsMax);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, &Transfer::on_about_to_send);
  curl_easy_setopt(h, CURLOPT_PREREQDATA, this);

  set_content();
  set_credentials();
}

// libcurl takes a URL to pieces, joins and copies them several times; what the server is asked for it passes
// on as it is. Never by way of a proxy of the environment: that would need the whole URL.
void Transfer::set_address() {
  CURL* const h = handle_.get();
  const std::string& url = request_.url;
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  curl_easy_setopt(h, CURLOPT_PROXY, "");
  curl_easy_setopt(h, CURLOPT_URL, url.substr(0, path).c_str());
  curl_easy_setopt(h, CURLOPT_REQUEST_TARGET, path == std::string::npos ? nullptr : url.c_str() + path);
}

void Transfer::set_content() {
  CURL* const h = handle_.get();
  const auto add = [this](const std::string& line) {
    header_list_.reset(curl_slist_append(header_list_.release(), line.c_str()));
  };
  add("Expect:");  // no pause for a 100-continue
  if (request_.method == Method::get) {
    curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, nullptr);
  } else {
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(request_.body.size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, request_.body.c_str());
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, name_of(request_.method).data());
    add(request_.content_type.empty() ? "Content-Type:" : "Content-Type: " + request_.content_type);
  }
  for (const auto& [name, value] : request_.headers)
    add(name + ": " + value);
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, header_list_.get());
}

void Transfer::set_credentials() {
  CURL* const h = handle_.get();
  curl_easy_setopt(h, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  curl_easy_setopt(h, CURLOPT_USERNAME, request_.auth ? request_.auth->user.c_str() : nullptr);
  curl_easy_setopt(h, CURLOPT_PASSWORD, request_.auth ? request_.auth->password.c_str() : nullptr);
}

// libcurl asks here once a connection stands, before any byte of the request: also when it is about to repeat
// the request on a fresh connection because the kept-alive one was dead.
bool Transfer::may_send() {
  if (sends_ > 0 && !request_.repeatable) {
    veto_ = "the connection died after the request had left; it is not sent again";
    return false;
  }
  if (request_.still_wanted && !request_.still_wanted()) {
    veto_ = "not wanted any more when its turn came";
    return false;
  }
  ++sends_;
  return true;
}

int Transfer::on_about_to_send(void* self, char*, char*, int, int) {
  return static_cast<Transfer*>(self)->may_send() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t bytes = size * count;
  if (transfer.reply_.body.size() + bytes > transfer.request_.body_bytes_max) {
    transfer.veto_ = fmt::format("the answer is longer than {} bytes", transfer.request_.body_bytes_max);
    return 0;
  }
  transfer.reply_.body.append(data, bytes);
  return bytes;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t bytes = size * count;
  transfer.header_bytes_ += bytes;
  if (transfer.header_bytes_ > kHeaderBytesMax) {
    transfer.veto_ = fmt::format("the answer's headers are longer than {} bytes", kHeaderBytesMax);
    return 0;
  }
  transfer.take_header(std::string_view{data, bytes});
  return bytes;
}

void Transfer::take_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // also after a 100: what came before belongs to another answer
    reply_.headers.clear();
    head_is_whole_ = false;
    return;
  }
  if (trimmed(line).empty()) {
    head_is_whole_ = true;
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string name{trimmed(line.substr(0, colon))};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  reply_.headers.emplace_back(std::move(name), std::string{trimmed(line.substr(colon + 1))});
}

std::string Transfer::why(CURLcode code) const {
  if (!veto_.empty()) return veto_;
  return error_[0] != '\0' ? error_ : curl_easy_strerror(code);
}

void Transfer::finish(CURLcode code) {
  if (code != CURLE_OK) {
    // Without a leave to send nothing has left: whether resolving, connecting, TLS or waiting failed.
    if (sends_ == 0) return done_(NotSent{why(code)});
    return done_(Unknown{why(code)});
  }
  // libcurl takes a head that ends in the middle of a line for a short one.
  if (!head_is_whole_) return done_(Unknown{"the answer ends within its headers"});
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  reply_.status = static_cast<int>(status);
  done_(std::move(reply_));
}

}  // namespace dialctl::http
