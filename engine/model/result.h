// Expected refusals as values: a stable code, a sentence, what to do next. Broken invariants are asserts.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "engine/model/invariant.h"

namespace dialctl {

// What a script can do about it; maps one to one to an exit code (cli/exit_code.h).
enum class ErrorKind {
  usage,    // the words of the command or the content of the input are wrong
  partial,  // some were done, some refused
  not_found,
  busy,                  // locked by somebody else: retry
  conflict,              // exists already, or changed meanwhile
  refused,               // a gate said no
  provider_unreachable,  // retry
  credentials,
  store,  // corrupt, full, read-only, of a newer version
  wait_ran_out,
  unknown_calls,  // calls whose fate needs a person
};

struct Error {
  ErrorKind kind = ErrorKind::usage;
  std::string code;     // stable, dotted: "csv.unclosed-quote"
  std::string message;  // one sentence: what and where
  std::string hint;     // the next command or change; may be empty

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : value_(std::move(error)) {}

  bool ok() const { return value_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    DIALCTL_INVARIANT(ok());
    return *std::get_if<0>(&value_);
  }
  const T& value() const& {
    DIALCTL_INVARIANT(ok());
    return *std::get_if<0>(&value_);
  }
  T&& value() && {
    DIALCTL_INVARIANT(ok());
    return std::move(*std::get_if<0>(&value_));
  }
  const Error& error() const {
    DIALCTL_INVARIANT(!ok());
    return *std::get_if<1>(&value_);
  }

 private:
  std::variant<T, Error> value_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    DIALCTL_INVARIANT(error_.has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace dialctl
