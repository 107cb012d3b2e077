// Secrets are named, never given: the command line, the settings and the store hold only where a secret is.
#pragma once

#include <string>
#include <string_view>

#include "cli/settings.h"
#include "engine/model/result.h"

namespace dialctl::cli {

// Not printable by accident: it has no stream operator, no comparison and no conversion to text.
class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

// Where it is: "file:/path" (0600 or stricter, ours or root's), "command:pass show asterisk" (by sh, its
// first line), "credential:NAME" (of systemd, in $CREDENTIALS_DIRECTORY), "env:NAME". A line end behind it is
// taken off. Errors: usage "secret.form" for anything else; credentials "secret.missing", "secret.empty",
// "secret.loose" (others may read the file), "secret.command-failed", "secret.too-long" (over 64 KiB).
// Messages never hold the secret.
Result<void> check_secret_form(std::string_view from);
Result<Secret> read_secret(std::string_view from, const Environment& environment);

}  // namespace dialctl::cli
