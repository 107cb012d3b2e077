// One run of the program, from words to an exit code; everything outside comes in as a parameter.
#pragma once

#include "cli/exit_code.h"
#include "cli/invocation.h"
#include "cli/parse.h"

namespace dialctl::cli {

struct Process {
  Words words;
  Environment environment;
  Streams streams;
  std::string system_settings = "/etc/dialctl/config.toml";
};

// Never throws: a failing environment (no memory, no store) becomes a sentence and exit 70 or 10. Stdout
// stays empty on an error unless rows had left already, and has reached its reader when this returns done.
ExitCode run(const CommandTable& table, Wiring& wiring, const Process& process);

// "dialctl 0.1.0" and a line for each library.
std::string version_text(Wiring& wiring);

}  // namespace dialctl::cli
