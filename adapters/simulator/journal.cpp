#include "adapters/simulator/journal.h"

#include <fmt/format.h>
#include <utility>

namespace dialctl::simulator {

namespace {

std::string_view name_of(JournalEvent event) {
  switch (event) {
    case JournalEvent::chan_start:
      return "CHAN_START";
    case JournalEvent::answer:
      return "ANSWER";
    case JournalEvent::bridge_enter:
      return "BRIDGE_ENTER";
    case JournalEvent::bridge_exit:
      return "BRIDGE_EXIT";
    case JournalEvent::hangup:
      return "HANGUP";
    case JournalEvent::chan_end:
      return "CHAN_END";
  }
  return {};
}

void append_cell(std::string& line, std::string_view cell) {
  if (!line.empty()) line += ',';
  line += '"';
  for (const char c : cell) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string extra_of(const JournalRow& row) {
  if (row.event == JournalEvent::hangup)
    return fmt::format(R"({{"hangupcause":{},"hangupsource":"","dialstatus":""}})", row.cause);
  if (row.bridge == nullptr) return {};
  return fmt::format(R"({{"bridge_id":"{}","bridge_technology":"{}"}})", row.bridge->id,
                     row.bridge->type == BridgeType::mixing ? "simple_bridge" : "holding_bridge");
}

}  // namespace

std::string journal_line(const JournalRow& row, const VirtualClock& clock, bool with_millis) {
  const Channel& channel = *row.channel;
  const std::int64_t millis = to_millis(clock.wall(row.at));
  std::string line;
  append_cell(line, with_millis ? fmt::format("{}.{:03}", millis / 1'000, millis % 1'000)
                                : fmt::format("{}", millis / 1'000));
  append_cell(line, name_of(row.event));
  append_cell(line, row.second_half ? channel.other_id : channel.id);
  append_cell(line, channel.has_second_half()
                        ? channel.name + (row.second_half != channel.inbound ? ";2" : ";1")
                        : channel.name);
  append_cell(line, channel.caller.number);
  append_cell(line, channel.endpoint.number);
  append_cell(line, channel.endpoint.place);
  append_cell(line, extra_of(row));
  return line += '\n';
}

Result<std::unique_ptr<Journal>> Journal::open(const std::string& file, bool with_millis) {
  std::ofstream stream{file, std::ios::app};
  if (!stream)
    return Error{ErrorKind::store, "simulator.journal", fmt::format("cannot write the journal {}", file),
                 "check that the folder exists and may be written to"};
  return std::unique_ptr<Journal>{new Journal{std::move(stream), with_millis}};
}

void Journal::write(const JournalRow& row, const VirtualClock& clock) {
  file_ << journal_line(row, clock, with_millis_);
}

void Journal::flush() {
  file_.flush();
}

}  // namespace dialctl::simulator
