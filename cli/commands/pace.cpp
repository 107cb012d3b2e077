// pace: predictive pacing, looked at, repeated, and lent to dialers of others (PA-04).
#include "cli/commands/nouns.h"
#include "cli/commands/pace_decisions.h"
#include "cli/invocation.h"
#include "cli/line_input.h"

namespace dialctl::cli {
namespace {

constexpr std::size_t kLongestLine = 16 * 1024 * 1024;
constexpr Milliseconds kSilence{600'000};

Error at_line(Error error, std::size_t line) {
  error.message = "stdin: line " + std::to_string(line) + ": " + error.message;
  return error;
}

Error ended_early(std::size_t line) {
  return {ErrorKind::usage, "pace.ended-early",
          "stdin: ended after line " + std::to_string(line) + " without a line of type end",
          "the program that drives this one has stopped; look at what it says"};
}

Error silent(Milliseconds for_so_long) {
  return {ErrorKind::wait_ran_out, "pace.silent",
          "stdin: nothing came for " + std::to_string(for_so_long.count() / 1000) + " s",
          "the program that drives this one hangs, or needs longer: see --silence"};
}

// The other side's shift has failed, whatever was wrong with what it said.
ExitCode failed(Invocation& in, const Error& error) {
  in.complain(error);
  return ExitCode::differs;
}

// One answer for each line, at once: the other side waits for it.
Result<ExitCode> drive(Invocation& in) {
  if (!in.flag("stdio"))
    return Error{
        ErrorKind::usage, "pace.what", "pace: what of it?",
        "dialctl pace why QUEUE, dialctl pace replay QUEUE, or dialctl pace --stdio for another program"};
  const Milliseconds silence = in.duration("silence").value_or(kSilence);
  const auto pacing = in.wiring().make_pacing();
  LineInput lines(in.streams().in, '\n', kLongestLine);
  std::string line;
  while (true) {
    if (!lines.at_hand() && !lines.wait(silence)) return silent(silence);
    const auto next = lines.next(line);
    if (next == LineInput::Next::too_long)
      return failed(
          in, at_line({ErrorKind::usage, "pace.too-long", "is longer than 16 MiB", "one message is one line"},
                      lines.line() + 1));
    if (next == LineInput::Next::end) return failed(in, ended_early(lines.line()));
    auto answer = pacing->answer(line);
    if (!answer) return failed(in, at_line(answer.error(), lines.line()));
    if (!answer.value()) return ExitCode::done;
    in.print(*answer.value());
    if (auto flushed = in.streams().out->flush(); !flushed) return flushed.error();
  }
}

}  // namespace

Noun pace_noun() {
  Command drive_command{
      .summary = "Lend predictive pacing to another program, line by line",
      .description =
          "Each line that comes in is a JSON object: first {\"type\":\"hello\",\"v\":1,\"duration_s\":28800, "
          "...}, then "
          "one {\"type\":\"step\",\"t\":63.2,\"ev\":[...],\"ops\":{...},\"lines\":{...},\"tot\":{...}} for "
          "each event or "
          "tick, at last {\"type\":\"end\"}. Each but the last is answered by one line: how many calls to "
          "launch "
          "now, and which ringing calls to let go. No clock is read: time is what the lines say. It is the "
          "same controller that run uses. Ends with 1 when a line makes no sense, or the end is missing.",
      .examples = {{"dialctl pace --stdio < shift.ndjson", "what it would have done"}},
      .flags = {{.name = "stdio", .help = "read lines from stdin, answer on stdout"},
                {.name = "silence",
                 .help = "give up when nothing comes for so long; 10m",
                 .value_name = "LENGTH",
                 .value = {.kind = ValueKind::duration}}},
      .shape = Shape::text,
      .access = Access::none,
      .run = drive};
  return {.name = "pace",
          .summary = "Predictive pacing: why so many calls, and the same again",
          .commands = {std::move(drive_command), pace_why_command(), pace_replay_command()}};
}

}  // namespace dialctl::cli
