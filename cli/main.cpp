#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands/nouns.h"
#include "cli/dispatch.h"

namespace {

using namespace dialctl::cli;

// A standard stream that was closed would be given to the next file that is opened, and data would end up in
// the database. The stand-in refuses what is asked of it, so that writing to a closed stdout still fails.
void occupy_closed_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    const int refusing = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    (void)::open("/dev/null", refusing);  // takes the lowest free number, which is this one
  }
}

bool wants_colour(const Environment& environment) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  return environment("TERM").value_or("dumb") != "dumb";
}

}  // namespace

int main(int argc, char** argv) {
  occupy_closed_streams();
  (void)std::signal(SIGPIPE, SIG_IGN);  // a reader that left is an error of write(), told like any other
  (void)std::signal(SIGXFSZ, SIG_IGN);  // so is a file at its limit
  ::umask(077);

  DescriptorSink out{STDOUT_FILENO, "stdout"};
  DescriptorSink err{STDERR_FILENO, "stderr"};
  Process process;
  process.words.assign(argv + (argc > 0 ? 1 : 0), argv + argc);
  process.environment = process_environment();
  process.streams.in = STDIN_FILENO;
  process.streams.out = &out;
  process.streams.err = &err;
  process.streams.in_terminal = ::isatty(STDIN_FILENO) == 1;
  process.streams.out_terminal = ::isatty(STDOUT_FILENO) == 1;
  process.streams.err_terminal = ::isatty(STDERR_FILENO) == 1;
  process.streams.colour = process.streams.out_terminal && wants_colour(process.environment);
  const CommandTable table = all_commands();
  const auto wiring = make_wiring();
  return to_int(run(table, *wiring, process));
}
