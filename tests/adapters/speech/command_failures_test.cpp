// The speech command as one that fails, in every way that a foreign program can.
#include <cerrno>
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <thread>

#include "adapters/speech/command_speech.h"
#include "tests/adapters/speech/answers.h"
#include "tests/adapters/speech/sounds.h"

using namespace dialctl;
using namespace dialctl::speech;
using namespace dialctl::speech_test;

namespace {

using Clock = std::chrono::steady_clock;

CommandSpeechSettings settings_for(const TestFolder& folder, std::vector<std::string> command) {
  CommandSpeechSettings settings{std::move(command), folder / "cache"};
  settings.time_out = Milliseconds{10'000};
  settings.output_bytes_max = 1024 * 1024;
  return settings;
}

Error failure_of(const CommandSpeechSettings& settings) {
  Answers answers;
  CommandSpeech speech(settings, answers.listener());
  speech.request(1, {"en", "Hello"});
  auto done = answers.next();
  REQUIRE(!done.prompt);
  CHECK(!done.prompt.error().message.empty());
  CHECK(!done.prompt.error().hint.empty());
  CHECK(!speech.find({"en", "Hello"}));
  const auto also = speech.can_speak("en");
  REQUIRE(!also);
  CHECK(also.error().code == done.prompt.error().code);
  return done.prompt.error();
}

Error failure_of_script(const std::string& body) {
  const TestFolder folder;
  const Error error = failure_of(settings_for(folder, {folder.script("say", body), "{out}"}));
  if (std::filesystem::exists(folder / "cache")) CHECK(std::filesystem::is_empty(folder / "cache"));
  return error;
}

bool is_gone(const std::string& pid) {
  const std::string stat = content("/proc/" + pid + "/stat");
  return stat.empty() || stat.substr(stat.rfind(')') + 2, 1) == "Z";  // nobody may be there to reap an orphan
}

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 300; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(Milliseconds{10});
  }
  return false;
}

bool no_child_left() {
  return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
}

}  // namespace

TEST_CASE("RB-01 a command that refuses is told with its own words") {
  const Error error = failure_of_script("echo 'no such voice' >&2\nexit 3");
  CHECK(error.code == "speech.failed");
  CHECK(error.message.find("exit 3: no such voice") != std::string::npos);
}

TEST_CASE("RB-01 a command that is not there, is no program, or dies") {
  const TestFolder folder;
  CHECK(failure_of(settings_for(folder, {"dialctl-no-such-command"})).code == "speech.no-command");
  CHECK(failure_of(settings_for(folder, {})).code == "speech.no-command");
  CHECK(failure_of(settings_for(folder, {folder.file("text", "hello").string()})).code ==
        "speech.no-command");
  folder.script("no-interpreter", "");
  folder.file("no-interpreter", "#!/nowhere\n");
  CHECK(failure_of(settings_for(folder, {(folder / "no-interpreter").string()})).code == "speech.failed");
  CHECK(failure_of_script("kill -SEGV $$").message.find("signal 11") != std::string::npos);
}

TEST_CASE("RB-01 a command that writes nothing, nonsense, or no sound") {
  CHECK(failure_of_script("exit 0").code == "speech.bad-output");
  CHECK(failure_of_script("echo hello > \"$1\"").code == "speech.bad-output");
  CHECK(failure_of_script(": > \"$1\"").code == "speech.bad-output");
  CHECK(failure_of_script("head -c 100000 /dev/urandom > \"$1\"").code == "speech.bad-output");
  CHECK(failure_of_script("mkdir \"$1\"").code == "speech.bad-output");
  CHECK(failure_of_script("mkfifo \"$1\"").code == "speech.bad-output");
  CHECK(failure_of_script("ln -s /dev/zero \"$1\"").code == "speech.bad-output");
}

TEST_CASE("RB-01 a command that writes a gigabyte is stopped at the cap") {
  const auto before = std::filesystem::space(std::filesystem::temp_directory_path()).available;
  CHECK(failure_of_script("exec head -c 1000000000 /dev/zero > \"$1\"").code == "speech.too-large");
  CHECK(failure_of_script("head -c 1000000000 /dev/zero > \"$1\"").code == "speech.too-large");
  CHECK(failure_of_script("exec head -c 1000000000 /dev/zero >&2").code == "speech.too-large");
  CHECK(failure_of_script("head -c 2000000 /dev/zero > \"$1\"").code == "speech.too-large");
  const auto after = std::filesystem::space(std::filesystem::temp_directory_path()).available;
  CHECK(before < after + 500'000'000);

  const TestFolder folder;
  CHECK(failure_of(settings_for(folder, {"head", "-c", "1000000000", "/dev/zero"})).code ==
        "speech.too-large");
}

TEST_CASE("RB-01 a command that hangs is killed with all its children when the time is up") {
  const TestFolder folder;
  auto settings = settings_for(
      folder, {folder.script("say", "echo $$ >> $HERE/pids\nsleep 1000 &\necho $! >> $HERE/pids\nsleep 1000"),
               "{out}"});
  settings.time_out = Milliseconds{300};
  const auto begin = Clock::now();
  const Error error = failure_of(settings);
  CHECK(Clock::now() - begin < std::chrono::seconds{5});
  CHECK(error.code == "speech.time-out");
  std::istringstream pids(content(folder / "pids"));
  int count = 0;
  for (std::string pid; pids >> pid; ++count)
    CHECK(soon([&] { return is_gone(pid); }));
  CHECK(count == 4);
  CHECK(no_child_left());
}

TEST_CASE("RB-01 children that a command leaves behind are killed when it has ended") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  CommandSpeech speech(
      settings_for(
          folder,
          {folder.script("say", "sleep 1000 &\necho $! > $HERE/pid\ncp $HERE/tone.wav \"$1\""), "{out}"}),
      answers.listener());
  speech.request(1, {"en", "Hello"});
  CHECK(answers.next().prompt);
  std::string pid = content(folder / "pid");
  pid.pop_back();
  CHECK(soon([&] { return is_gone(pid); }));
}

TEST_CASE("RB-01 a failure is not remembered") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  CommandSpeech speech(
      settings_for(folder, {folder.script("say", "test -e $HERE/mended && cat $HERE/tone.wav")}),
      answers.listener());
  speech.request(1, {"en", "Hello"});
  CHECK(!answers.next().prompt);
  folder.file("mended", "");
  speech.request(2, {"en", "Hello"});
  CHECK(answers.next().prompt);
  CHECK(speech.can_speak("en").ok());
}

TEST_CASE("RB-01 the end of the port kills what runs and answers nobody") {
  const TestFolder folder;
  Answers answers;
  const auto begin = Clock::now();
  {
    CommandSpeech speech(settings_for(folder, {folder.script("say", "echo $$ >> $HERE/pids\nsleep 1000")}),
                         answers.listener());
    for (SpeechToken token = 0; token < 10; ++token)
      speech.request(token, {"en", std::to_string(token)});
    CHECK(soon([&] { return content(folder / "pids").size() > 2; }));
  }
  CHECK(Clock::now() - begin < std::chrono::seconds{5});
  CHECK(answers.count() == 0);
  std::istringstream pids(content(folder / "pids"));
  for (std::string pid; pids >> pid;)
    CHECK(is_gone(pid));
  CHECK(std::filesystem::is_empty(folder / "cache"));
  CHECK(no_child_left());
}

TEST_CASE("RB-01 asking never waits for a command, and the queue has an end") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  auto settings = settings_for(
      folder, {folder.script("say", "test \"$(cat)\" = quick || sleep 1000\ncat $HERE/tone.wav")});
  settings.queue_max = 5;
  CommandSpeech speech(settings, answers.listener());
  speech.request(100, {"en", "quick"});
  CHECK(answers.next().prompt);
  const auto begin = Clock::now();
  for (SpeechToken token = 0; token < 20; ++token)
    speech.request(token, {"en", std::to_string(token)});
  speech.request(101, {"en", "quick"});  // in the cache: answered though all workers hang
  CHECK(Clock::now() - begin < std::chrono::seconds{1});
  bool quick = false;
  int refused = 0;
  while (answers.count() > 0) {
    const auto done = answers.next();
    quick = quick || done.token == 101;
    if (done.token == 101) continue;
    REQUIRE(!done.prompt);
    CHECK(done.prompt.error().code == "speech.queue-full");
    CHECK(done.prompt.error().kind == ErrorKind::busy);
    ++refused;
  }
  CHECK(quick);
  CHECK(refused >= 20 - 5 - 2);  // five wait, two workers may have taken one each
  CHECK(refused <= 20 - 5);
}

TEST_CASE("RB-01 what makes no sense is refused before any command runs") {
  const TestFolder folder;
  Answers answers;
  auto settings = settings_for(folder, {folder.script("say", "echo x >> $HERE/runs")});
  settings.text_bytes_max = 100;
  CommandSpeech speech(settings, answers.listener());
  const auto code = [&](const SpeechText& text) {
    speech.request(1, text);
    const auto done = answers.next();
    REQUIRE(!done.prompt);
    return done.prompt.error().code;
  };
  for (const char* language : {"", "-x", "--help", "en us", "en;ls", "../ru", "{out}", "яз", "en\n"}) {
    CAPTURE(language);
    CHECK(code({language, "Hello"}) == "speech.bad-language");
    CHECK(speech.can_speak(language).error().code == "speech.bad-language");
  }
  CHECK(code({"en", ""}) == "speech.empty-text");
  CHECK(code({"en", " \n"}) == "speech.empty-text");
  CHECK(code({"en", "\xFF"}) == "speech.bad-text");
  CHECK(code({"en", std::string("a\0b", 3)}) == "speech.bad-text");
  CHECK(code({"en", std::string(101, 'a')}) == "speech.text-too-long");
  CHECK(!std::filesystem::exists(folder / "runs"));
}

TEST_CASE("RB-01 a cache that cannot be written is said to be so") {
  const TestFolder folder;
  auto settings = settings_for(folder, {"true"});
  settings.cache_folder = folder.file("file", "") / "cache";
  const Error error = failure_of(settings);
  CHECK(error.code == "speech.store");
  CHECK(error.kind == ErrorKind::store);
}

TEST_CASE("RB-01 the command gets no secret of ours: neither environment nor open files") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  ::setenv("DIALCTL_SECRET", "canary", 1);
  ::setenv("SPEECH_KEY", "of the command", 1);
  std::ifstream open_here(folder / "tone.wav");
  const int not_closed_on_exec = ::dup(0);
  Answers answers;
  CommandSpeech speech(
      settings_for(folder, {folder.script(
                               "say", "env > $HERE/env\nls /proc/self/fd > $HERE/fds\ncat $HERE/tone.wav")}),
      answers.listener());
  speech.request(1, {"en", "Hello"});
  CHECK(answers.next().prompt);
  CHECK(content(folder / "env").find("canary") == std::string::npos);
  CHECK(content(folder / "env").find("SPEECH_KEY=of the command") != std::string::npos);
  CHECK(content(folder / "fds") == "0\n1\n2\n3\n");  // 3 is the folder that ls reads
  ::close(not_closed_on_exec);
  ::unsetenv("DIALCTL_SECRET");
  ::unsetenv("SPEECH_KEY");
}
