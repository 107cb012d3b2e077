#include <pwd.h>
#include <set>
#include <sstream>
#include <unistd.h>

#include "adapters/tz/libc_check.h"
#include "cli/wiring.h"

namespace dialctl::cli {
namespace {

template <class Part, class... Arguments>
Part& once(std::unique_ptr<Part>& part, Arguments&&... arguments) {
  if (!part) part = std::make_unique<Part>(std::forward<Arguments>(arguments)...);
  return *part;
}

}  // namespace

Result<void> StorePorts::open_database(bool read_only) {
  auto opened = sqlite::Connection::open(
      {database_, read_only ? sqlite::Role::reader : sqlite::Role::writer, lock_timeout(), false});
  if (!opened) return opened.error();
  connection_ = std::move(opened).value();
  return {};
}

sqlite::Connection& StorePorts::connection() {
  DIALCTL_INVARIANT(connection_ != nullptr);
  return *connection_;
}

Registry& StorePorts::registry() {
  return once(registry_, connection());
}
ImportBook& StorePorts::import_book() {
  return once(import_book_, connection());
}
BatchBook& StorePorts::batch_book() {
  return once(batch_book_, connection());
}
OrderBook& StorePorts::order_book() {
  return once(order_book_, connection());
}
CallBook& StorePorts::call_book() {
  return once(call_book_, connection());
}
MissedBook& StorePorts::missed_book() {
  return once(missed_book_, connection());
}
RecordingBook& StorePorts::recording_book() {
  return once(recording_book_, connection());
}
RecordingFiles& StorePorts::recordings() {
  return once(recordings_, database_ + ".recordings");
}
LineBook& StorePorts::line_book() {
  return once(line_book_, connection());
}
StoreAdministration& StorePorts::administration() {
  return once(administration_, database_, lock_timeout());
}
const PhoneNumbers& StorePorts::numbers() {
  return once(numbers_);
}

Store& StorePorts::store() {
  if (!store_) {
    auto opened = sqlite::Connection::open({database_, sqlite::Role::reader, lock_timeout(), false});
    if (!opened) throw StoreGone{opened.error()};
    store_ = std::make_unique<sqlite::SqliteStore>(std::move(opened).value());
  }
  return *store_;
}

AudioFiles& StorePorts::audio() {
  speech::AudioFolderSettings settings;
  settings.folder = audio_folder();
  return once(audio_, std::move(settings));
}

speech::CommandSpeechSettings StorePorts::speech_settings() const {
  speech::CommandSpeechSettings settings;
  settings.cache_folder = prompts_folder();
  if (const auto command = settings_.text("speech-command")) {
    settings.command.clear();
    std::istringstream words{*command};
    for (std::string word; words >> word;)
      settings.command.push_back(word);
  }
  return settings;
}

Result<Speech*> StorePorts::speech() {
  return static_cast<Speech*>(&once(speech_, speech_settings(), SpeechListener{[](SpeechDone) {}}));
}

// Calls are decided on tables that a library makes of the system's files. Where they are not what the C
// library reads there, nobody is called: a file of a kind that the library does not know loses daylight
// saving in silence.
Result<void> StorePorts::check_zones(const dialctl::Settings& settings, Instant from) {
  std::set<ZoneName> names;
  for (const auto& project : settings.projects)
    names.insert(project.zone);
  for (const auto& schedule : settings.schedules)
    names.insert(schedule.clock);
  std::vector<std::shared_ptr<const ZoneTable>> kept;
  std::vector<const ZoneTable*> tables;
  for (const ZoneName& name : names) {
    auto table = zones_.find(name);
    if (!table) continue;  // "customer", "project", or none: judged where it is used
    tables.push_back(kept.emplace_back(std::move(table).value()).get());
  }
  const auto differences = differences_from_libc(tables, from);
  if (differences.empty()) return {};
  return Error{
      ErrorKind::store, "zone.differs", "a zone is read in two ways: " + describe(differences.front()),
      "install Debian's package tzdata anew: slim files, made by other programs, are not understood"};
}

std::string StorePorts::who() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::getuid());
}

}  // namespace dialctl::cli
