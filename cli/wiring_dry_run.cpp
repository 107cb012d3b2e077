// The loop on paper: the real clock and a real store, but a copy of it, and nobody at the other end.
#include <filesystem>

#include "adapters/os/signal_watch.h"
#include "adapters/os/system_clock.h"
#include "adapters/os/thread_inbox.h"
#include "adapters/paper/paper_provider.h"
#include "adapters/speech/prompt_store.h"
#include "adapters/sqlite/online_copy.h"
#include "adapters/virtual_time/silent_speech.h"
#include "cli/wiring.h"
#include "engine/run/loop.h"

namespace dialctl::cli {
namespace {

Result<void> copy_to(const std::string& database, const std::string& target, Milliseconds lock_timeout) {
  auto source = sqlite::Connection::open({database, sqlite::Role::reader, lock_timeout, false});
  if (!source) return source.error();
  return sqlite::copy_online(source.value()->database(), target);
}

}  // namespace

Result<RunReport> StorePorts::run_on_paper(const LoopOptions& wanted, const VisitAttempt& visit) {
  // Beside the database, so that what it holds is protected as that is; gone with the run.
  const auto folder = speech::WorkFolder::make(std::filesystem::absolute(database_).parent_path());
  if (!folder)
    return Error{ErrorKind::store, "run.no-copy", database_ + ": no room for a copy beside it",
                 "a dry run works on a copy: make the folder writable"};
  const std::string file = folder.value().path() / "copy.db";
  if (auto copied = copy_to(database_, file, lock_timeout()); !copied) return copied.error();
  auto opened = sqlite::Connection::open({file, sqlite::Role::loop, lock_timeout(), false});
  if (!opened) return opened.error();
  sqlite::Connection& copy = *opened.value();
  sqlite::SqliteStore store{std::move(opened).value()};

  SystemClock clock;
  ThreadInbox inbox;
  SignalWatch signals{inbox};
  SilentSpeech speech;
  PromptDesk prompts{speech, inbox};
  Providers providers{
      [&](const ProviderSettings& row, ProviderEventSink& sink) -> Result<std::unique_ptr<Provider>> {
        return std::unique_ptr<Provider>{std::make_unique<PaperProvider>(row.id, clock, sink)};
      },
      inbox};
  LoopOptions options = wanted;
  options.owner = "a dry run";
  AttemptFilter mine;
  mine.since = clock.read().wall;
  Loop loop{{clock, inbox, store, providers, prompts, zones_, numbers(), {}, {}, {}, {}}, options};
  auto report = loop.run();
  if (!report) return report;
  if (auto listed = sqlite::SqliteCallBook{copy}.attempts(mine, visit); !listed) return listed.error();
  return report;
}

}  // namespace dialctl::cli
