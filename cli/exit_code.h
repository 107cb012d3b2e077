// What a script learns from the number that dialctl ends with: whether to go on, to retry or to give up.
#pragma once

#include "engine/model/result.h"

namespace dialctl::cli {

enum class ExitCode : int {
  done = 0,     // or nothing to do
  differs = 1,  // unhealthy, a breach: diff, doctor, audit, verify
  usage = 2,
  partly = 3,
  not_found = 4,
  busy = 5,  // retry
  conflict = 6,
  refused = 7,
  provider_unreachable = 8,  // retry
  credentials = 9,
  store = 10,  // corrupt, full, of another version; also an output that cannot be written
  wait_ran_out = 11,
  unknown_calls = 12,
  bug = 70,
  reader_gone = 141,  // 128 + SIGPIPE: whoever read stdout has left
};

constexpr ExitCode exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return ExitCode::usage;
    case ErrorKind::partial:
      return ExitCode::partly;
    case ErrorKind::not_found:
      return ExitCode::not_found;
    case ErrorKind::busy:
      return ExitCode::busy;
    case ErrorKind::conflict:
      return ExitCode::conflict;
    case ErrorKind::refused:
      return ExitCode::refused;
    case ErrorKind::provider_unreachable:
      return ExitCode::provider_unreachable;
    case ErrorKind::credentials:
      return ExitCode::credentials;
    case ErrorKind::store:
      return ExitCode::store;
    case ErrorKind::wait_ran_out:
      return ExitCode::wait_ran_out;
    case ErrorKind::unknown_calls:
      return ExitCode::unknown_calls;
  }
  return ExitCode::bug;
}

constexpr int to_int(ExitCode code) {
  return static_cast<int>(code);
}

}  // namespace dialctl::cli
