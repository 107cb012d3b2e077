#include "adapters/asterisk/settings.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "adapters/http/web_socket.h"

namespace dialctl::asterisk {

namespace {

constexpr int kConnectionsMax = 64;

Error bad_option(const std::string& option, const std::string& why) {
  return {ErrorKind::usage, "asterisk.option", fmt::format("the provider's option \"{}\" {}", option, why),
          "set it with: dialctl provider set NAME --option " + option + "=..."};
}

std::string filled(std::string pattern, std::string_view placeholder, std::string_view value) {
  for (auto at = pattern.find(placeholder); at != std::string::npos;
       at = pattern.find(placeholder, at + value.size())) {
    pattern.replace(at, placeholder.size(), value);
  }
  return pattern;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

bool is_pattern(const std::string& pattern) {
  return pattern.find('/') != std::string::npos &&
         (pattern.find("{number}") != std::string::npos || pattern.find("{digits}") != std::string::npos);
}

bool is_name(const std::string& text) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !text.empty() && text.size() <= 40 && text.find_first_not_of(kAllowed) == std::string::npos;
}

Result<void> check(const AsteriskSettings& settings) {
  if (!http::WebSocketAddress::parse(settings.url))
    return bad_option("url", "is not like http://host:8088/ari");
  if (!is_name(settings.installation)) {
    return Error{ErrorKind::usage, "asterisk.installation",
                 "the installation's name must be 1 to 40 letters, digits, '-' or '_'", ""};
  }
  if (settings.user.empty()) return bad_option("user", "is missing");
  if (!is_name(settings.app)) return bad_option("app", "must be 1 to 40 letters, digits, '-' or '_'");
  if (!is_pattern(settings.customer_endpoint)) {
    return bad_option("customer_endpoint", "is not like PJSIP/{number}@carrier");
  }
  if (!is_pattern(settings.operator_endpoint))
    return bad_option("operator_endpoint", "is not like PJSIP/{number}");
  if (settings.connections < 1 || settings.connections > kConnectionsMax) {
    return bad_option("connections", fmt::format("must be 1 to {}", kConnectionsMax));
  }
  return {};
}

// An endpoint is a technology and a name; whether there is one, the server says.
bool read_watch(std::string_view text, std::vector<std::string>& watch) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view one = text.substr(at, comma - at);
    const std::size_t slash = one.find('/');
    if (slash == 0 || slash == std::string_view::npos || slash + 1 == one.size() ||
        one.find_first_of(" \t:&?") != std::string_view::npos)
      return false;
    watch.emplace_back(one);
    at = comma + 1;
  }
  return true;
}

}  // namespace

std::string watching_app(const std::string& app) {
  return app + "-watch";
}

Result<AsteriskSettings> read_settings(const std::map<std::string, std::string>& options,
                                       std::string password, std::string installation) {
  AsteriskSettings settings;
  settings.password = std::move(password);
  settings.installation = std::move(installation);
  const std::map<std::string_view, std::string*> texts = {
      {"url", &settings.url},
      {"user", &settings.user},
      {"app", &settings.app},
      {"customer_endpoint", &settings.customer_endpoint},
      {"operator_endpoint", &settings.operator_endpoint},
      {"formats", &settings.formats},
      {"caller_id", &settings.caller_id},
      {"prompt_url", &settings.prompt_url},
      {"amd_context", &settings.amd_context},
      {"beep", &settings.beep},
  };
  for (const auto& [name, value] : options) {
    if (const auto text = texts.find(name); text != texts.end()) {
      *text->second = value;
    } else if (name == "watch") {
      if (!read_watch(value, settings.watch))
        return bad_option(name, "is not like PJSIP/carrier,PJSIP/other");
    } else if (name == "connections") {
      const auto end = value.data() + value.size();
      const auto parsed = std::from_chars(value.data(), end, settings.connections);
      if (parsed.ec != std::errc{} || parsed.ptr != end) return bad_option(name, "is no number");
    } else {
      return bad_option(name, "is not known to an Asterisk");
    }
  }
  while (settings.url.ends_with('/'))
    settings.url.pop_back();
  if (!settings.prompt_url.empty() && !settings.prompt_url.ends_with('/')) settings.prompt_url += '/';
  if (const auto checked = check(settings); !checked) return checked.error();
  return settings;
}

Result<std::string> endpoint_of(const AsteriskSettings& settings, const LegId& leg,
                                std::string_view address) {
  const bool customer = leg.kind == LegKind::customer;
  const bool number =
      address.find_first_not_of("+0123456789") == std::string_view::npos && !digits_of(address).empty();
  if (customer ? !number : address.empty()) {
    return Error{ErrorKind::usage, "asterisk.address", fmt::format("\"{}\" cannot be dialled", address), ""};
  }
  if (!customer && address.find('/') != std::string_view::npos) return std::string{address};
  const bool outside = customer || address.starts_with('+');
  const std::string& pattern = outside ? settings.customer_endpoint : settings.operator_endpoint;
  return filled(filled(pattern, "{number}", address), "{digits}", digits_of(address));
}

}  // namespace dialctl::asterisk
