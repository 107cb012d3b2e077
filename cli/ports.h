// The seam between the command line and the adapters: cli/wiring.cpp alone implements it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/command_table.h"
#include "engine/model/instant.h"
#include "engine/model/result.h"
#include "engine/model/zone.h"
#include "engine/run/call_book.h"
#include "engine/run/import_book.h"
#include "engine/run/line_book.h"
#include "engine/run/missed_book.h"
#include "engine/run/order_book.h"
#include "engine/run/phone_numbers.h"
#include "engine/run/recording_book.h"
#include "engine/run/recording_files.h"
#include "engine/run/registry.h"
#include "engine/run/row_files.h"
#include "engine/run/speech.h"
#include "engine/run/store.h"
#include "engine/run/zone_source.h"

namespace dialctl {
class AudioFiles;
class CallBook;
class OrderBook;
class OwnerLocks;
class StoreAdministration;
struct Finding;
struct LoopOptions;
struct RunReport;
}  // namespace dialctl

namespace dialctl::cli {
struct ScenarioOutcome;
struct SimulationReport;

struct SimulationRequest {
  std::uint64_t seed = 1;
  Instant start;
  Milliseconds length{0};
  std::int64_t missed = 0;  // calls that are missed meanwhile
};
}  // namespace dialctl::cli

namespace dialctl::cli {

class Settings;

// What commands work on. Opened at the first Invocation::ports();
// each part is made when it is first asked for.
struct Ports {
  virtual ~Ports() = default;

  virtual Registry& registry() = 0;
  virtual Store& store() = 0;
  virtual ImportBook& import_book() = 0;
  virtual BatchBook& batch_book() = 0;
  virtual AudioFiles& audio() = 0;
  virtual OwnerLocks& locks() = 0;
  virtual OrderBook& order_book() = 0;
  virtual CallBook& call_book() = 0;
  virtual LineBook& line_book() = 0;
  virtual MissedBook& missed_book() = 0;
  virtual RecordingBook& recording_book() = 0;
  virtual RecordingFiles& recordings() = 0;
  virtual RowFiles& row_files() = 0;
  virtual StoreAdministration& administration() = 0;
  // What is wrong with dialctl's own copies of recordings. Opens the database by itself.
  virtual Result<std::vector<Finding>> verify_recordings() = 0;
  virtual const PhoneNumbers& numbers() = 0;
  virtual const ZoneSource& zones() = 0;
  // Whether the tables of the zones that are named and the C library agree, from that instant on. Without
  // them the loop does not start. For a process with one thread. Error: store zone.differs.
  virtual Result<void> check_zones(const dialctl::Settings& settings, Instant from) = 0;
  virtual Result<Speech*> speech() = 0;
  // Whether a provider of these settings can be made: its kind, its options, its secret's form.
  virtual Result<void> check_provider(const ProviderSettings& settings) = 0;
  // Connects and comes back. Errors: provider_unreachable, credentials.
  virtual Result<void> try_provider(const ProviderSettings& settings, Milliseconds patience) = 0;
  // The loop, until it ends. Errors: busy, when another loop owns the database.
  // `on_start` gets the settings once, before the first call.
  virtual Result<RunReport> run_loop(const LoopOptions& options,
                                     const std::function<void(const dialctl::Settings&)>& on_start) = 0;
  // The same loop on a copy of the database, with nobody at the other end: what it would call, in the order
  // of the calls. Nothing is changed, nobody is called, a loop that runs is not disturbed.
  virtual Result<RunReport> run_on_paper(const LoopOptions& options, const VisitAttempt& visit) = 0;

  // The same loop on virtual time, over the orders that wait. Changes nothing.
  virtual Result<SimulationReport> simulate(const SimulationRequest& request) = 0;

  // The user that commands act for, in journals: his login name.
  virtual std::string who() = 0;
  virtual std::string database_file() = 0;
};

struct PortsRequest {
  const Settings* settings;  // outlives the ports
  Access access = Access::read;
  bool dry_run = false;
  bool opens_database = true;  // false: for what makes or replaces it
};

// `dialctl simulator`: the built-in phone server.
struct SimulatorRequest {
  std::uint16_t port = 0;
  std::uint64_t seed = 1;
  unsigned speed = 1;
  bool coded_numbers = false;  // the last six digits spell what happens
  std::string journal_file;
  std::vector<std::string> faults;  // "NAME=NUMBER", see cli/wiring_simulator.h
};

// `dialctl simulate --scenario`.
struct ScenarioRequest {
  std::string file;  // "-" is standard input
  std::uint64_t seed = 1;
};

// `dialctl pace --stdio`: one conversation with a dialer of somebody else's.
class PacingLines {
 public:
  virtual ~PacingLines() = default;
  // The answer to one line, with its end; nullopt: it was the last one. Errors (kind usage):
  // pace.bad-message, pace.out-of-turn, json.*.
  virtual Result<std::optional<std::string>> answer(std::string_view line) = 0;
};

struct LinkedVersion {
  std::string name;  // "sqlite", "tzdata"
  std::string version;
};

// One assignment of a settings file, flattened: [listen] address = "x" is {"listen.address", "x", line}.
struct FileSetting {
  std::string key;
  std::string value;  // numbers and booleans as written in TOML; arrays of text joined by newlines
  std::size_t line = 0;
};

// Cheap things, at hand without opening a store.
class Wiring {
 public:
  virtual ~Wiring() = default;
  virtual Instant now() = 0;
  // Whole file or an error naming line and column ("toml.syntax"); a missing file is not_found.
  virtual Result<std::vector<FileSetting>> read_settings(const std::string& path) = 0;
  virtual Result<std::shared_ptr<const ZoneTable>> zone(const ZoneName& name) = 0;
  virtual std::vector<LinkedVersion> versions() = 0;
  virtual Result<std::unique_ptr<Ports>> make_ports(const PortsRequest& request) = 0;
  // Serves until SIGTERM or SIGINT. `listening` gets the address once.
  virtual Result<void> serve_simulator(const SimulatorRequest& request,
                                       const std::function<void(const std::string& url)>& listening) = 0;
  virtual std::unique_ptr<PacingLines> make_pacing() = 0;
  // The whole engine through each scenario of the file, on a virtual clock; `done` gets them in their order.
  // Errors: of the file, before the first one.
  virtual Result<void> live_through(const ScenarioRequest& request,
                                    const std::function<void(const ScenarioOutcome&)>& done) = 0;
};

std::unique_ptr<Wiring> make_wiring();  // in cli/wiring.cpp

}  // namespace dialctl::cli
