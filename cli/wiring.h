// The parts of the wiring: which adapter stands behind which port. Only cli/wiring*.cpp include this.
#pragma once

#include <memory>

#include "adapters/os/file_lock.h"
#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/speech/audio_folder.h"
#include "adapters/speech/command_speech.h"
#include "adapters/speech/recording_folder.h"
#include "adapters/sqlite/administration.h"
#include "adapters/sqlite/call_book.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/import_book.h"
#include "adapters/sqlite/line_book.h"
#include "adapters/sqlite/missed_book.h"
#include "adapters/sqlite/order_book.h"
#include "adapters/sqlite/recording_book.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "adapters/sqlite/sqlite_store.h"
#include "adapters/tz/system_zones.h"
#include "cli/ports.h"
#include "cli/settings.h"
#include "cli/wiring_row_files.h"

namespace dialctl::cli {

// Files beside the database: FILE.prompts holds what was spoken, FILE.audio the library,
// FILE.recordings the conversations that are kept.
class StorePorts final : public Ports {
 public:
  StorePorts(const Settings& settings, std::string database)
      : settings_(settings), database_(std::move(database)) {}

  Registry& registry() override;
  Store& store() override;
  ImportBook& import_book() override;
  BatchBook& batch_book() override;
  OrderBook& order_book() override;
  CallBook& call_book() override;
  LineBook& line_book() override;
  MissedBook& missed_book() override;
  RowFiles& row_files() override { return row_files_; }
  RecordingBook& recording_book() override;
  RecordingFiles& recordings() override;
  AudioFiles& audio() override;
  OwnerLocks& locks() override { return locks_; }
  StoreAdministration& administration() override;
  Result<std::vector<Finding>> verify_recordings() override;
  const PhoneNumbers& numbers() override;
  const ZoneSource& zones() override { return zones_; }
  Result<Speech*> speech() override;
  Result<void> check_provider(const ProviderSettings& settings) override;
  Result<void> try_provider(const ProviderSettings& settings, Milliseconds patience) override;
  Result<void> check_zones(const dialctl::Settings& settings, Instant from) override;
  Result<RunReport> run_loop(const LoopOptions& options,
                             const std::function<void(const dialctl::Settings&)>& on_start) override;
  Result<RunReport> run_on_paper(const LoopOptions& options, const VisitAttempt& visit) override;
  Result<SimulationReport> simulate(const SimulationRequest& request) override;
  std::string who() override;
  std::string database_file() override { return database_; }

  // Opens the database for commands. Not for `init`, `db` and `restore`, which make or replace it.
  Result<void> open_database(bool read_only);

 private:
  sqlite::Connection& connection();
  Milliseconds lock_timeout() const {
    return settings_.duration("lock-timeout").value_or(Milliseconds{5000});
  }
  Result<RunReport> run_loop_once(const LoopOptions& options,
                                  const std::function<void(const dialctl::Settings&)>& on_start);
  speech::CommandSpeechSettings speech_settings() const;
  std::string prompts_folder() const { return database_ + ".prompts"; }
  std::string audio_folder() const { return database_ + ".audio"; }

  const Settings& settings_;
  std::string database_;
  std::unique_ptr<sqlite::Connection> connection_;
  std::unique_ptr<sqlite::SqliteRegistry> registry_;
  std::unique_ptr<sqlite::SqliteStore> store_;
  std::unique_ptr<sqlite::SqliteImportBook> import_book_;
  std::unique_ptr<sqlite::SqliteBatchBook> batch_book_;
  std::unique_ptr<sqlite::SqliteOrderBook> order_book_;
  std::unique_ptr<sqlite::SqliteCallBook> call_book_;
  std::unique_ptr<sqlite::SqliteLineBook> line_book_;
  std::unique_ptr<sqlite::SqliteMissedBook> missed_book_;
  std::unique_ptr<sqlite::SqliteAdministration> administration_;
  std::unique_ptr<sqlite::SqliteRecordingBook> recording_book_;
  std::unique_ptr<speech::RecordingFolder> recordings_;
  std::unique_ptr<speech::AudioFolder> audio_;
  std::unique_ptr<speech::CommandSpeech> speech_;
  std::unique_ptr<LibphonenumberNumbers> numbers_;
  os::FileLocks locks_;
  FilesOfRows row_files_;
  SystemZones zones_;
};

}  // namespace dialctl::cli
