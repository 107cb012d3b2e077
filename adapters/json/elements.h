// Cuts a text into the JSON values that are to be rows, without
// looking inside them more than that takes. Internal to this folder.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "adapters/json/place.h"
#include "adapters/json/window.h"
#include "engine/model/result.h"

namespace dialctl::json {

struct Element {
  std::string_view text;  // valid until the next call; empty when too_long
  text::Place place;
  bool too_long = false;  // was read past without being held
};

class Elements {
 public:
  Elements() = default;
  Elements(const Elements&) = delete;
  Elements& operator=(const Elements&) = delete;
  virtual ~Elements() = default;

  // false: the text has ended. Errors: of the file.
  virtual Result<bool> next(Element& element) = 0;
};

std::unique_ptr<Elements> elements_of_lines(text::Window window, std::size_t bytes_max);
std::unique_ptr<Elements> elements_of_array(text::Window window, std::size_t bytes_max);

}  // namespace dialctl::json
