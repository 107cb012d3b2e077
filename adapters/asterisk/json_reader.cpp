#include "adapters/asterisk/json_reader.h"

#include <set>

#include "engine/model/text.h"

namespace dialctl::asterisk {

namespace {

constexpr std::size_t kDepthMax = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The keys of one object. Those of most are few and compared one by one; who sends very many is not to cost
// their square.
class Keys {
 public:
  explicit Keys(const std::vector<JsonNode>& nodes, std::size_t first) : nodes_(nodes), first_(first) {}

  bool is_new(std::string_view key) {
    if (++count_ <= kComparedMost) {
      for (std::size_t at = first_; at < nodes_.size(); at = nodes_[at].end) {
        if (nodes_[at].key == key) return false;
      }
      return true;
    }
    if (sorted_.empty()) {
      for (std::size_t at = first_; at < nodes_.size(); at = nodes_[at].end)
        sorted_.insert(nodes_[at].key);
    }
    return sorted_.insert(key).second;
  }

 private:
  static constexpr std::size_t kComparedMost = 32;

  const std::vector<JsonNode>& nodes_;
  const std::size_t first_;
  std::size_t count_ = 0;
  std::set<std::string_view> sorted_;
};

}  // namespace

bool JsonReader::read() {
  constexpr std::size_t kValuesOfAnEvent = 40;  // about; lists grow
  document_.nodes_.reserve(kValuesOfAnEvent);
  if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  pass_blanks();
  if (!value({}, 0)) return false;
  pass_blanks();
  return at_ == text_.size();
}

bool JsonReader::value(std::string_view key, std::size_t depth) {
  if (at_ == text_.size()) return false;
  const std::size_t place = document_.nodes_.size();
  document_.nodes_.push_back({JsonKind::null, 0, key, {}});
  JsonKind kind = JsonKind::null;
  std::string_view said;
  bool good = false;
  switch (text_[at_]) {
    case '{':
      kind = JsonKind::object;
      good = object(depth + 1);
      break;
    case '[':
      kind = JsonKind::array;
      good = array(depth + 1);
      break;
    case '"':
      kind = JsonKind::text;
      good = text(said);
      break;
    case 't':
      kind = JsonKind::yes;
      good = word("true");
      break;
    case 'f':
      kind = JsonKind::no;
      good = word("false");
      break;
    case 'n':
      good = word("null");
      break;
    default:
      kind = JsonKind::number;
      good = number(said);
  }
  JsonNode& node = document_.nodes_[place];
  node.kind = kind;
  node.text = said;
  node.end = static_cast<std::uint32_t>(document_.nodes_.size());
  return good;
}

bool JsonReader::array(std::size_t depth) {
  if (depth > kDepthMax || !take('[')) return false;
  pass_blanks();
  if (take(']')) return true;
  do {
    pass_blanks();
    if (!value({}, depth)) return false;
    pass_blanks();
  } while (take(','));
  return take(']');
}

bool JsonReader::object(std::size_t depth) {
  if (depth > kDepthMax || !take('{')) return false;
  pass_blanks();
  if (take('}')) return true;
  Keys keys{document_.nodes_, document_.nodes_.size()};
  do {
    pass_blanks();
    std::string_view key;
    if (!text(key) || !keys.is_new(key)) return false;
    pass_blanks();
    if (!take(':')) return false;
    pass_blanks();
    if (!value(key, depth)) return false;
    pass_blanks();
  } while (take(','));
  return take('}');
}

bool JsonReader::word(std::string_view word) {
  if (!text_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool JsonReader::number(std::string_view& number) {
  const std::size_t begin = at_;
  take('-');
  if (!take('0') && !pass_digits()) return false;
  if (take('.') && !pass_digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    if (!pass_digits()) return false;
  }
  number = text_.substr(begin, at_ - begin);
  return true;
}

bool JsonReader::text(std::string_view& text) {
  if (!take('"')) return false;
  const std::size_t begin = at_;
  if (!pass_plain()) return false;
  if (text_[at_] == '\\') return unescape(begin, text);
  text = text_.substr(begin, at_ - begin);
  ++at_;
  return true;
}

bool JsonReader::unescape(std::size_t begin, std::string_view& text) {
  std::string& made = document_.unescaped_.emplace_front(text_.substr(begin, at_ - begin));
  while (!take('"')) {
    if (!take('\\') || !escape(made)) return false;
    const std::size_t plain = at_;
    if (!pass_plain()) return false;
    made += text_.substr(plain, at_ - plain);
  }
  text = made;
  return true;
}

bool JsonReader::escape(std::string& out) {
  if (at_ == text_.size()) return false;
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  const char letter = text_[at_++];
  if (const auto found = kLetters.find(letter); found != std::string_view::npos) {
    out += kMeant[found];
    return true;
  }
  char32_t unit = 0;
  if (letter != 'u' || !code_unit(unit)) return false;
  if (unit >= 0xDC00 && unit < 0xE000) return false;  // the second half of a pair, without its first
  if (unit >= 0xD800 && unit < 0xDC00) {
    char32_t second = 0;
    if (!take('\\') || !take('u') || !code_unit(second) || second < 0xDC00 || second >= 0xE000) return false;
    unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
  }
  append_utf8(out, unit);
  return true;
}

bool JsonReader::code_unit(char32_t& unit) {
  for (int digit = 0; digit < 4; ++digit) {
    if (at_ == text_.size()) return false;
    const char c = text_[at_++];
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      unit = unit * 16 + static_cast<char32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      unit = unit * 16 + static_cast<char32_t>(lower - 'a' + 10);
    } else {
      return false;
    }
  }
  return true;
}

void JsonReader::pass_blanks() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
    ++at_;
}

bool JsonReader::pass_digits() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_digit(text_[at_]))
    ++at_;
  return at_ != begin;
}

// False where the text ends, and at what must not stand in it as it is.
bool JsonReader::pass_plain() {
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"' || c == '\\') return true;
    if (c < 0x20) return false;
    if (c < 0x80) {
      ++at_;
      continue;
    }
    const CodePoint next = code_point_at(text_, at_);
    if (!next.valid) return false;
    at_ += next.bytes;
  }
  return false;
}

}  // namespace dialctl::asterisk
