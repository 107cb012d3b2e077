#include "engine/run/inbound_desk.h"

#include <algorithm>
#include <utility>

#include "engine/run/missed_desk.h"
#include "engine/run/number_reading.h"

namespace dialctl {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char byte) { return byte >= '0' && byte <= '9'; });
  return digits;
}

template <class Row, class Id>
bool read_name(const std::vector<Row>& rows, std::string_view name, std::optional<Id>& id) {
  const Row* row = find_named(rows, name);
  if (row != nullptr) id = row->id;
  return row != nullptr;
}

// "PJSIP/101" is the phone of who has it as his endpoint, or "101"; so is "Local/101@operators".
bool is_phone_of(std::string_view endpoint, std::string_view channel) {
  if (endpoint == channel) return true;
  const std::size_t slash = channel.find('/');
  if (slash == std::string_view::npos) return false;
  return channel.substr(slash + 1, channel.find('@') - slash - 1) == endpoint;
}

}  // namespace

// As it is written, digit by digit: switches leave out the plus, and the country code stays.
const OwnNumber* InboundDesk::dialled_number(const InboundCall& call) const {
  const std::string digits = digits_of(call.dialled);
  const auto found = std::find_if(settings_.own_numbers.begin(), settings_.own_numbers.end(),
                                  [&](const OwnNumber& one) { return one.number.digits() == digits; });
  return found == settings_.own_numbers.end() ? nullptr : &*found;
}

Result<E164> InboundDesk::caller(const InboundCall& call) const {
  if (digits_of(call.caller).empty())
    return Error{ErrorKind::usage, "number.withheld", "the caller's number is withheld", ""};
  const OwnNumber* own = dialled_number(call);
  return read_number(numbers_, settings_, own != nullptr ? own->project : std::nullopt, call.caller);
}

Result<MissedHeard> InboundDesk::lost(const InboundCall& call, Instant lost_at, Milliseconds waited) const {
  auto number = caller(call);
  if (!number) return number.error();
  OrderNumber order_number = caller_number(numbers_, number.value());
  MissedHeard heard{MissedCall{number.value()}, std::move(order_number), {}, {}, {}};
  heard.call.provider_call = call.id;
  heard.call.lost_at = lost_at;
  heard.call.waited = std::chrono::floor<Seconds>(waited);
  if (const OwnNumber* own = dialled_number(call)) {
    heard.call.dialled = own->number.text();
    heard.call.project = own->project;
  } else if (auto dialled = read_number(numbers_, settings_, std::nullopt, call.dialled)) {
    heard.call.dialled = dialled.value().text();
  }
  for (const std::string& word : call.words) {
    if (!read_word(word, heard.call)) heard.passed_over.push_back(word);
  }
  return heard;
}

bool InboundDesk::read_word(std::string_view word, MissedCall& call) const {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals + 1 == word.size()) return false;
  const std::string_view name = word.substr(0, equals);
  const std::string_view value = word.substr(equals + 1);
  if (name == "project") return read_name(settings_.projects, value, call.project);
  if (name == "queue") return read_name(settings_.queues, value, call.queue);
  if (name == "operator") return read_name(settings_.operators, value, call.operator_id);
  if (name == "group") return read_name(settings_.groups, value, call.group);
  if (name == "tried") return read_tried(value, call);
  if (name == "rang") {
    read_rang(value, call);
    return true;
  }
  if (name == "lost-in") {
    const auto where = parse_lost_in(value);
    if (where) call.lost_in = *where;
    return where.has_value();
  }
  if (name == "site") {
    call.site = value;
  } else if (name == "scenario") {
    call.scenario = value;
  } else if (name == "tag") {
    call.tags.emplace_back(value);
  } else {
    return false;
  }
  return true;
}

// All or nothing: a phase that is half known would ring the wrong people.
bool InboundDesk::read_tried(std::string_view text, MissedCall& call) const {
  std::vector<std::vector<OperatorId>> phases{{}};
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("+/", at), text.size());
    const auto* one = find_named(settings_.operators, text.substr(at, end - at));
    if (one == nullptr) return false;
    phases.back().push_back(one->id);
    if (end < text.size() && text[end] == '/') phases.emplace_back();
    at = end + 1;
  }
  call.phases = std::move(phases);
  return true;
}

void InboundDesk::read_rang(std::string_view text, MissedCall& call) const {
  call.phases.clear();
  std::vector<OperatorId> phase;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;", at), text.size());
    const auto one = std::find_if(
        settings_.operators.begin(), settings_.operators.end(),
        [&](const OperatorSettings& each) { return is_phone_of(each.endpoint, text.substr(at, end - at)); });
    if (one != settings_.operators.end()) phase.push_back(one->id);
    const bool over = end == text.size() || text[end] == ';';
    if (over && !phase.empty()) call.phases.push_back(std::exchange(phase, {}));
    at = end + 1;
  }
}

}  // namespace dialctl
