// HTTP requests and answers as values, without the library that reads and writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/instant.h"

namespace dialctl::listen {

using Headers = std::vector<std::pair<std::string, std::string>>;
using Parameters = std::vector<std::pair<std::string, std::string>>;

// The value of a header, names compared without regard to case. nullopt = absent.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

struct Request {
  std::string method;  // as sent: "GET"
  std::string target;  // as sent: "/ari/channels?app=x"
  std::string path;    // decoded, without the query: "/ari/channels"
  Parameters query;    // decoded, in the order sent
  Headers headers;
  std::string body;
  std::string peer;              // "127.0.0.1:51234"
  std::uint64_t connection = 0;  // the same number for all requests of one connection

  std::optional<std::string_view> header(std::string_view name) const { return find_header(headers, name); }
  std::optional<std::string_view> parameter(std::string_view name) const;  // the first of that name
};

// A file that is open for reading; closes it. The body of an answer that should not pass through memory.
class OpenFile {
 public:
  OpenFile(int descriptor, std::uint64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;

  std::uint64_t bytes() const { return bytes_; }
  int release();

 private:
  int descriptor_;
  std::uint64_t bytes_;
};

struct Response {
  int status = 200;
  std::string reason;        // empty = the usual words for the status
  std::string content_type;  // empty = no such header
  Headers headers;
  std::string body;
  std::optional<OpenFile> file;  // instead of body
  bool close = false;            // the connection ends after this answer
};

Response text_response(int status, std::string body);
Response json_response(int status, std::string body);

// "a%20b+c" -> "a b c" (plus as blank only where `plus_is_blank`). nullopt: a broken escape or a NUL.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);
// "a=1&b=%20" -> pairs. nullopt: a broken escape.
std::optional<Parameters> parse_parameters(std::string_view text);
// Text of "Basic ..." decoded: "user:password". nullopt when it is not that.
std::optional<std::string> basic_credentials(std::string_view authorization);
// Compares without telling by its time where the first difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace dialctl::listen
