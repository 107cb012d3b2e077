// The loop with everything real around it.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "adapters/listen/event_loop.h"
#include "adapters/listen/http_server.h"
#include "adapters/listen/media_server.h"
#include "adapters/os/kept_memory.h"
#include "adapters/os/signal_watch.h"
#include "adapters/os/system_clock.h"
#include "adapters/os/thread_inbox.h"
#include "cli/wiring.h"
#include "cli/wiring_hooks.h"
#include "cli/wiring_providers.h"
#include "engine/run/loop.h"

namespace dialctl::cli {
namespace {

// Prompts and the audio library, for the phone server to fetch.
class SoundServer {
 public:
  static Result<std::unique_ptr<SoundServer>> open(const std::string& prompts, const std::string& audio,
                                                   const Settings& settings) {
    for (const auto& folder : {prompts, audio}) {
      if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return Error{ErrorKind::store, "speech.store",
                     "cannot make the folder " + folder + ": " + std::strerror(errno),
                     "make it, or choose another place for the database"};
      }
    }
    auto spoken = listen::MediaFolder::open(prompts);
    if (!spoken) return spoken.error();
    auto library = listen::MediaFolder::open(audio);
    if (!library) return library.error();
    std::unique_ptr<SoundServer> server{
        new SoundServer{std::move(spoken).value(), std::move(library).value()}};
    listen::ServerSettings where;
    where.address = settings.text("listen-address").value_or("127.0.0.1");
    where.port = static_cast<std::uint16_t>(settings.integer("listen-port").value_or(0));
    Result<std::unique_ptr<listen::HttpServer>> opened = Error{};
    server->thread_.call(
        [&] { opened = listen::HttpServer::open(server->thread_.loop(), where, server->handlers()); });
    if (!opened) return opened.error();
    server->http_ = std::move(opened).value();
    server->url_ = "http://" + where.address + ":" + std::to_string(server->http_->port()) +
                   std::string{listen::kMediaPath};
    return server;
  }
  ~SoundServer() {
    thread_.call([this] { http_.reset(); });
  }
  SoundServer(const SoundServer&) = delete;
  SoundServer& operator=(const SoundServer&) = delete;

  const std::string& url() const { return url_; }

 private:
  SoundServer(listen::MediaFolder prompts, listen::MediaFolder library)
      : prompts_(std::move(prompts)), library_(std::move(library)) {}

  listen::ServerHandlers handlers() {
    listen::ServerHandlers handlers;
    handlers.on_request = [this](listen::Request request, listen::Reply reply) {
      reply.send(answer(request));
    };
    return handlers;
  }
  listen::Response answer(const listen::Request& request) const {
    if (!request.path.starts_with(listen::kMediaPath)) {
      listen::Response nothing;
      nothing.status = 404;
      return nothing;
    }
    const auto name = std::string_view{request.path}.substr(listen::kMediaPath.size());
    auto spoken = prompts_.answer(request, name);
    return spoken.status == 404 ? library_.answer(request, name) : std::move(spoken);
  }

  listen::MediaFolder prompts_;
  listen::MediaFolder library_;
  listen::LoopThread thread_;
  std::unique_ptr<listen::HttpServer> http_;
  std::string url_;
};

// The words that this program was started with, but its --for.
std::vector<std::string> own_words() {
  std::ifstream file{"/proc/self/cmdline", std::ios::binary};
  std::vector<std::string> words;
  bool is_length = false;
  for (std::string word; std::getline(file, word, '\0');) {
    if (!std::exchange(is_length, word == "--for") && !is_length && !word.starts_with("--for="))
      words.push_back(word);
  }
  return words;
}

// The same process becomes the program anew, as somebody would have started it now. What signals it meanwhile
// waits for the new one.
Error execute_anew(const std::optional<Milliseconds>& run_for) {
  std::vector<std::string> words = own_words();
  if (run_for) words.insert(words.end(), {"--for", std::to_string(run_for->count()) + "ms"});
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv("/proc/self/exe", arguments.data());
  return {ErrorKind::store, "run.cannot-restart",
          std::string{"the time zone data has changed and the program cannot be executed anew: "} +
              std::strerror(errno),
          "start dialctl run again"};
}

std::string owner_text() {
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  return "pid " + std::to_string(::getpid()) + " on " + host;
}

// The inbox outlives everything that posts into it; a speech that is done goes to the desk.
struct DeskOfSpeech {
  PromptDesk* desk = nullptr;
};

}  // namespace

Result<RunReport> StorePorts::run_loop(const LoopOptions& wanted,
                                       const std::function<void(const dialctl::Settings&)>& on_start) {
  auto report = run_loop_once(wanted, on_start);
  if (report && report.value().end == LoopEnd::zones_changed)
    return execute_anew(report.value().run_for_left);
  return report;
}

Result<RunReport> StorePorts::run_loop_once(const LoopOptions& wanted,
                                            const std::function<void(const dialctl::Settings&)>& on_start) {
  keep_freed_memory();
  SystemClock clock;
  auto lock = locks_.take(database_, "run", clock.read().wall);
  if (!lock) return lock.error();
  auto opened = sqlite::Connection::open({database_, sqlite::Role::loop, lock_timeout(), false});
  if (!opened) return opened.error();
  sqlite::SqliteStore store{std::move(opened).value()};
  // Before any thread is there: the check changes TZ for a moment.
  const auto declared = store.load_settings();
  if (auto right = check_zones(declared, clock.read().wall); !right) return right.error();
  on_start(declared);

  ThreadInbox inbox;
  SignalWatch signals{inbox};
  audio();
  DeskOfSpeech answers;
  speech::CommandSpeech voice{speech_settings(), [&answers](SpeechDone done) {
                                if (answers.desk != nullptr) answers.desk->done(std::move(done));
                              }};
  PromptDesk prompts{voice, inbox};
  answers.desk = &prompts;
  auto sounds = SoundServer::open(prompts_folder(), audio_folder(), settings_);
  if (!sounds) return sounds.error();

  ConnectHooks hooks{inbox};
  LoopOptions options = wanted;
  options.owner = owner_text();
  std::string installation;
  Providers providers{[&](const ProviderSettings& settings, ProviderEventSink& sink) {
                        return make_provider(settings, installation, sounds.value()->url(), clock, sink,
                                             &recordings());
                      },
                      inbox};
  Loop loop{{clock,
             inbox,
             store,
             providers,
             prompts,
             zones_,
             numbers(),
             [&](const OperatorConnected& connected) { hooks.tell(connected); },
             {},
             {},
             [&](const Ownership& owned) { installation = owned.installation; },
             &recordings()},
            options};
  return loop.run();
}

}  // namespace dialctl::cli
