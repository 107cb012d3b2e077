// Which adapter carries a provider's calls.
#include "cli/wiring_providers.h"

#include <condition_variable>
#include <mutex>

#include "adapters/asterisk/provider.h"
#include "adapters/os/system_clock.h"
#include "cli/secrets.h"
#include "cli/wiring.h"

namespace dialctl::cli {
namespace {

Result<asterisk::AsteriskSettings> asterisk_settings(const ProviderSettings& settings,
                                                     const std::string& installation,
                                                     const std::string& prompt_url) {
  std::string password;
  if (!settings.secret_from.empty()) {
    auto secret = read_secret(settings.secret_from, process_environment());
    if (!secret) return secret.error();
    password = secret.value().reveal();
  }
  auto options = settings.options;
  options.try_emplace("prompt_url", prompt_url);
  return asterisk::read_settings(options, std::move(password), installation);
}

Result<void> check_kind(const ProviderSettings& settings) {
  if (settings.kind == "asterisk") return {};
  return Error{ErrorKind::usage, "provider.unknown-kind",
               "there is no provider of kind '" + settings.kind + "'",
               "kinds are: asterisk (also for dialctl simulator)"};
}

// Waits for the first word of a provider.
class FirstWord final : public ProviderEventSink {
 public:
  void post(ProviderEvent event) override {
    const std::lock_guard lock{mutex_};
    if (std::holds_alternative<ProviderUp>(event.fact)) up_ = true;
    if (const auto* refused = std::get_if<CredentialsRefused>(&event.fact)) refused_ = refused->reason;
    if (const auto* down = std::get_if<ProviderDown>(&event.fact)) down_ = down->reason;
    came_.notify_all();
  }
  Result<void> wait(Milliseconds patience) {
    std::unique_lock lock{mutex_};
    came_.wait_for(lock, patience, [this] { return up_ || !refused_.empty(); });
    if (up_) return {};
    if (!refused_.empty()) {
      return Error{ErrorKind::credentials, "provider.credentials", "the provider refused: " + refused_,
                   "check --user and --password-from"};
    }
    return Error{ErrorKind::provider_unreachable, "provider.unreachable",
                 "the provider does not answer" + (down_.empty() ? std::string{} : ": " + down_),
                 "check --url, and that the phone server runs"};
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  bool up_ = false;
  std::string refused_;
  std::string down_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_provider(const ProviderSettings& settings,
                                                const std::string& installation,
                                                const std::string& prompt_url, Clock& clock,
                                                ProviderEventSink& sink, RecordingFiles* recordings) {
  if (auto known = check_kind(settings); !known) return known.error();
  auto read = asterisk_settings(settings, installation, prompt_url);
  if (!read) return read.error();
  return std::unique_ptr<Provider>{std::make_unique<asterisk::AsteriskProvider>(
      settings.id, std::move(read).value(), clock, sink, recordings)};
}

Result<void> StorePorts::check_provider(const ProviderSettings& settings) {
  if (auto known = check_kind(settings); !known) return known.error();
  if (!settings.secret_from.empty()) {
    if (auto form = check_secret_form(settings.secret_from); !form) return form.error();
  }
  auto read = asterisk::read_settings(settings.options, "", "check");
  if (!read) return read.error();
  return {};
}

Result<void> StorePorts::try_provider(const ProviderSettings& settings, Milliseconds patience) {
  SystemClock clock;
  FirstWord word;
  // An application of its own: the loop that may be running keeps its events.
  ProviderSettings own = settings;
  own.options["app"] = (settings.options.contains("app") ? settings.options.at("app") : "dialctl") + "-test";
  auto made = make_provider(own, "test", "", clock, word, nullptr);
  if (!made) return made.error();
  made.value()->start();
  auto answered = word.wait(patience);
  made.value()->stop();
  return answered;
}

}  // namespace dialctl::cli
