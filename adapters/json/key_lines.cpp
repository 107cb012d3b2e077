#include "adapters/json/key_lines.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "adapters/json/cursor.h"
#include "adapters/json/place.h"

namespace dialctl::json {
namespace {

using Document = nlohmann::json;

class LineFinder {
 public:
  explicit LineFinder(std::string_view text) : text_(text) {}

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(std::int64_t) { return value(); }
  bool number_unsigned(std::uint64_t) { return value(); }
  bool number_float(double, const std::string&) { return value(); }
  bool string(const std::string&) { return value(); }
  bool binary(const Document::binary_t&) { return false; }  // no text has it
  bool start_object(std::size_t) { return open(false); }
  bool start_array(std::size_t) { return open(true); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const std::string& name) {
    Level& level = levels_.back();
    path_.resize(level.path_bytes);
    path_ += path_.empty() ? name : "." + name;
    lines_.emplace(path_, line());
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

  std::map<std::string, std::uint64_t> find() {
    const char* const end = text_.data() + text_.size();
    Document::sax_parse(Cursor(text_.data(), &read_to_), Cursor(end, &read_to_), this);
    return std::move(lines_);
  }

 private:
  struct Level {
    bool array = false;
    std::size_t path_bytes = 0;  // of path_, that lead here
    std::size_t items = 0;
  };

  bool value() {
    if (!levels_.empty() && levels_.back().array) {
      Level& level = levels_.back();
      path_.resize(level.path_bytes);
      path_ += "[" + std::to_string(level.items++) + "]";
    }
    lines_.emplace(path_, line());  // of a key: its own line is there already
    return true;
  }
  bool open(bool array) {
    value();
    levels_.push_back({array, path_.size(), 0});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }
  std::uint64_t line() {
    const auto read = static_cast<std::size_t>(read_to_ - text_.data());
    counter_.pass(text_.substr(counted_, read - counted_));
    counted_ = read;
    return counter_.place().line;
  }

  std::string_view text_;
  const char* read_to_ = text_.data();
  std::size_t counted_ = 0;
  text::PlaceCounter counter_;
  std::vector<Level> levels_;
  std::string path_;
  std::map<std::string, std::uint64_t> lines_;
};

}  // namespace

std::map<std::string, std::uint64_t> lines_of_keys(std::string_view text) {
  return LineFinder{text}.find();
}

}  // namespace dialctl::json
