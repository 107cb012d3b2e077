#include "cli/report.h"

#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

void append_member(std::string& out, std::string_view key, std::string_view value) {
  append_json_string(out, key);
  out += ':';
  append_json_string(out, value);
  out += ',';
}

}  // namespace

std::string_view to_text(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return "usage";
    case ErrorKind::partial:
      return "partial";
    case ErrorKind::not_found:
      return "not-found";
    case ErrorKind::busy:
      return "busy";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::provider_unreachable:
      return "provider-unreachable";
    case ErrorKind::credentials:
      return "credentials";
    case ErrorKind::store:
      return "store";
    case ErrorKind::wait_ran_out:
      return "wait-ran-out";
    case ErrorKind::unknown_calls:
      return "unknown-calls";
  }
  return "bug";
}

ExitCode exit_code_of(const Error& error) {
  return error.code == "output.reader-gone" ? ExitCode::reader_gone : exit_code(error.kind);
}

std::string error_text(const Error& error, ExitCode code, bool json) {
  std::string out;
  if (json) {
    out += "{\"error\":{";
    append_member(out, "kind", to_text(error.kind));
    append_member(out, "code", error.code);
    append_member(out, "message", error.message);
    append_member(out, "hint", error.hint);
    out += "\"exit\":" + std::to_string(to_int(code)) + "}}\n";
    return out;
  }
  out += "dialctl: " + screen_text(error.message) + '\n';
  if (!error.hint.empty()) out += "hint: " + screen_text(error.hint) + '\n';
  return out;
}

}  // namespace dialctl::cli
