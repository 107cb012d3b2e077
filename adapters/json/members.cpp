#include "adapters/json/members.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

#include "engine/model/text.h"

namespace dialctl::json {
namespace {

using Document = nlohmann::json;

std::string kind_of(const Document& value) {
  switch (value.type()) {
    case Document::value_t::null:
      return "null";
    case Document::value_t::boolean:
      return "true or false";
    case Document::value_t::string:
      return "a text";
    case Document::value_t::array:
      return "an array";
    case Document::value_t::object:
      return "an object";
    case Document::value_t::number_integer:
    case Document::value_t::number_unsigned:
    case Document::value_t::number_float:
      return "a number";
    case Document::value_t::binary:
    case Document::value_t::discarded:
      break;
  }
  return "nothing";
}

}  // namespace

std::optional<std::int64_t> number_in_parts(const Document& value, std::int64_t parts, const std::string& key,
                                            Problems& problems) {
  if (!value.is_number()) {
    problems.push_back({key, "is " + kind_of(value), "write a number without quotes"});
    return std::nullopt;
  }
  const double number = value.get<double>();
  if (!(std::abs(number) < 1e9)) {
    problems.push_back(
        {key, fmt::format("is {:g}: nothing is so much", number), "write a number of this world"});
    return std::nullopt;
  }
  return std::llround(number * static_cast<double>(parts));
}

Members::Members(const Document& value, std::string key, Problems& problems)
    : key_(std::move(key)), problems_(problems) {
  if (value.is_object()) {
    object_ = &value;
  } else {
    problems_.push_back({key_, "is " + kind_of(value), "write an object: {\"key\": value, ...}"});
  }
}

const Document* Members::get(const char* name) {
  known_.emplace_back(name);
  if (object_ == nullptr) return nullptr;
  const auto found = object_->find(name);
  return found == object_->end() ? nullptr : &*found;
}

std::optional<Milliseconds> Members::seconds(const char* name) {
  const Document* value = get(name);
  if (value == nullptr) return std::nullopt;
  const auto millis = number_in_parts(*value, 1000, key_of(name), problems_);
  return millis ? std::optional{Milliseconds{*millis}} : std::nullopt;
}

std::optional<std::int64_t> Members::millionths(const char* name) {
  const Document* value = get(name);
  return value == nullptr ? std::nullopt : number_in_parts(*value, kMillionths, key_of(name), problems_);
}

std::optional<int> Members::whole(const char* name) {
  const Document* value = get(name);
  if (value == nullptr) return std::nullopt;
  const auto millis = number_in_parts(*value, 1000, key_of(name), problems_);
  if (!millis) return std::nullopt;
  if (*millis % 1000 != 0) {
    problems_.push_back({key_of(name), "is no whole number", "write it without a fraction"});
    return std::nullopt;
  }
  return static_cast<int>(*millis / 1000);
}

std::optional<std::string> Members::text(const char* name) {
  const Document* value = get(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    problems_.push_back({key_of(name), "is " + kind_of(*value), "write a text in quotes"});
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::optional<std::size_t> Members::word(const char* name, const std::vector<std::string_view>& words) {
  const auto said = text(name);
  if (!said) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *said);
  if (found == words.end()) {
    problems_.push_back({key_of(name), fmt::format("is \"{}\"", screen_text(*said)),
                         fmt::format("write one of: {}", fmt::join(words, ", "))});
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - words.begin());
}

bool Members::each(const char* name, const std::function<void(const Document&, const std::string&)>& one) {
  const Document* value = get(name);
  if (value == nullptr) return false;
  if (!value->is_array()) {
    problems_.push_back({key_of(name), "is " + kind_of(*value), "write an array: [ ... ]"});
    return true;
  }
  for (std::size_t i = 0; i < value->size(); ++i)
    one((*value)[i], fmt::format("{}[{}]", key_of(name), i));
  return true;
}

void Members::refuse_others() {
  if (object_ == nullptr) return;
  for (const auto& [name, value] : object_->items()) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    problems_.push_back({key_of(screen_text(name)), "is not known here",
                         fmt::format("leave it out; the keys are {}", fmt::join(known_, ", "))});
  }
}

}  // namespace dialctl::json
