// Errors as people and scripts see them, on stderr.
#pragma once

#include <string>

#include "cli/exit_code.h"
#include "engine/model/result.h"

namespace dialctl::cli {

// "dialctl: what, where\nhint: next\n", safe for terminals; as JSON one object on one line:
// {"error":{"kind":"not-found","code":"order.unknown","message":"...","hint":"...","exit":4}}
std::string error_text(const Error& error, ExitCode code, bool json);

// The exit code of an error; an output whose reader has left ends as by SIGPIPE.
ExitCode exit_code_of(const Error& error);

std::string_view to_text(ErrorKind kind);  // "not-found"

}  // namespace dialctl::cli
