#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

#include "adapters/json/elements.h"

namespace dialctl::json {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class ArrayElements final : public Elements {
 public:
  ArrayElements(text::Window window, std::size_t bytes_max)
      : window_(std::move(window)), bytes_max_(bytes_max) {}

  Result<bool> next(Element& element) override;

 private:
  enum class Phase { before, first, later, done };

  bool more();
  bool at_end() { return at_ == text_.size() && !more(); }
  char peek();
  void forget();
  Result<bool> find_element();
  Result<bool> finish();
  void pass_element();
  void pass_string();
  Error wrong(const char* code, const char* what, const char* hint) const;
  Error unclosed() const;

  text::Window window_;
  std::size_t bytes_max_;
  Phase phase_ = Phase::before;
  std::string_view text_;  // held from the element's first byte on
  std::size_t at_ = 0;
  text::PlaceCounter front_;  // the place of text_[0]
  bool in_element_ = false;
  bool too_long_ = false;
  std::optional<Error> failure_;
};

void ArrayElements::forget() {
  front_.pass(text_.substr(0, at_));
  window_.drop(at_);
  text_ = window_.held();
  at_ = 0;
}

bool ArrayElements::more() {
  if (at_ > bytes_max_ || !in_element_) {
    too_long_ = too_long_ || in_element_;
    forget();
  }
  auto grown = window_.grow();
  text_ = window_.held();
  if (!grown) failure_ = grown.error();
  return grown.ok() && grown.value();
}

// The next character that is not blank; NUL at the end of the text (the text itself has none).
char ArrayElements::peek() {
  for (;; ++at_) {
    if (at_end()) return '\0';
    if (!is_blank(text_[at_])) return text_[at_];
  }
}

Error ArrayElements::wrong(const char* code, const char* what, const char* hint) const {
  text::PlaceCounter here = front_;
  here.pass(text_.substr(0, at_));
  return {ErrorKind::usage, code, fmt::format("{}: {}", text::to_text(here.place()), what), hint};
}

Error ArrayElements::unclosed() const {
  return wrong("json.array-unclosed", "the text ends inside the array",
               "is the file complete? Check also for a text whose closing quote is missing");
}

Result<bool> ArrayElements::finish() {
  phase_ = Phase::done;
  ++at_;
  if (peek() != '\0') {
    failure_ =
        wrong("json.array", "there is text behind the array", "one file holds one array, or JSON lines");
  }
  return failure_ ? Result<bool>(*failure_) : Result<bool>(false);
}

// Goes to the first character of the next element.
Result<bool> ArrayElements::find_element() {
  if (phase_ == Phase::done) return false;
  char c = peek();
  if (phase_ == Phase::before) {
    if (failure_) return *failure_;
    if (c == '\0') {
      return *(failure_ = wrong("json.empty", "there is no JSON", "an array of no rows is []"));
    }
    if (c != '[') {
      return *(failure_ = wrong("json.array", "an array of objects begins with [",
                                "give one array, or one object a line as JSON lines"));
    }
    ++at_;
    phase_ = Phase::first;
    c = peek();
  }
  if (c == ']') return finish();
  if (std::exchange(phase_, Phase::later) == Phase::later && c != '\0') {
    if (c != ',') {
      return *(failure_ = wrong("json.array", "a comma is missing between two elements", "put a comma here"));
    }
    ++at_;
    c = peek();
  }
  if (failure_) return *failure_;
  if (c == '\0') return *(failure_ = unclosed());
  if (c == ',' || c == ']') {
    return *(failure_ = wrong("json.array", "a comma without an element behind it", "take the comma away"));
  }
  return true;
}

void ArrayElements::pass_string() {
  ++at_;
  while (!at_end()) {
    const char c = text_[at_++];
    if (c == '"') return;
    if (c == '\\' && !at_end()) ++at_;
  }
}

// To the end of the element: its brackets are counted, whether they match is for the parser to say.
void ArrayElements::pass_element() {
  std::size_t depth = 0;
  while (!at_end()) {
    const char c = text_[at_];
    if (c == '"') {
      pass_string();
    } else if (depth == 0 && (c == ',' || c == ']' || is_blank(c))) {
      return;
    } else {
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && depth > 0) --depth;
      ++at_;
    }
    if (depth == 0 && (c == '}' || c == ']')) return;
  }
  if (!failure_) failure_ = unclosed();
}

Result<bool> ArrayElements::next(Element& element) {
  if (failure_) return *failure_;
  in_element_ = false;
  forget();
  auto found = find_element();
  if (!found || !found.value()) return found;
  forget();
  in_element_ = true;
  too_long_ = false;
  element = {{}, front_.place(), false};
  pass_element();
  if (failure_) return *failure_;
  element.too_long = too_long_ || at_ > bytes_max_;
  if (!element.too_long) element.text = text_.substr(0, at_);
  return true;
}

}  // namespace

std::unique_ptr<Elements> elements_of_array(text::Window window, std::size_t bytes_max) {
  return std::make_unique<ArrayElements>(std::move(window), bytes_max);
}

}  // namespace dialctl::json
