#include <utility>

#include "adapters/json/elements.h"

namespace dialctl::json {
namespace {

class LineElements final : public Elements {
 public:
  LineElements(text::Window window, std::size_t bytes_max)
      : window_(std::move(window)), bytes_max_(bytes_max) {}

  Result<bool> next(Element& element) override;

 private:
  Result<bool> read_line(Element& element);

  text::Window window_;
  std::size_t bytes_max_;
  std::size_t used_ = 0;  // bytes of the window that the last line took
  std::uint64_t line_ = 0;
};

// Fills the element with the next line, blank or not.
Result<bool> LineElements::read_line(Element& element) {
  window_.drop(std::exchange(used_, 0));
  element = {{}, {++line_, 1}, false};
  for (std::size_t looked = 0;;) {
    const std::string_view held = window_.held();
    const std::size_t end = held.find('\n', looked);
    if (end != held.npos) {
      used_ = end + 1;
      element.too_long = element.too_long || end > bytes_max_;
      if (!element.too_long) element.text = held.substr(0, end);
      return true;
    }
    looked = held.size();
    if (looked > bytes_max_) {
      element.too_long = true;
      window_.drop(std::exchange(looked, 0));
    }
    auto more = window_.grow();
    if (!more) return more.error();
    if (more.value()) continue;
    used_ = looked;
    if (!element.too_long) element.text = window_.held();
    return looked > 0 || element.too_long;
  }
}

Result<bool> LineElements::next(Element& element) {
  for (;;) {
    auto found = read_line(element);
    if (!found || !found.value() || element.too_long) return found;
    if (element.text.ends_with('\r')) element.text.remove_suffix(1);
    if (element.text.find_first_not_of(" \t\r") != element.text.npos) return true;
  }
}

}  // namespace

std::unique_ptr<Elements> elements_of_lines(text::Window window, std::size_t bytes_max) {
  return std::make_unique<LineElements>(std::move(window), bytes_max);
}

}  // namespace dialctl::json
