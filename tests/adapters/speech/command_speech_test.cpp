// The speech command as one that works: fake scripts for what must be exact, the real espeak-ng at the end.
#include "adapters/speech/command_speech.h"

#include <doctest/doctest.h>

#include "adapters/speech/child_command.h"
#include "tests/adapters/speech/answers.h"
#include "tests/adapters/speech/sounds.h"

using namespace dialctl;
using namespace dialctl::speech;
using namespace dialctl::speech_test;

namespace {

std::vector<std::string> leftovers(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".wav") names.push_back(entry.path().filename().string());
  }
  return names;
}

}  // namespace

TEST_CASE("RB-01 a text becomes a prompt file, with its length, for nobody else to read") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  CommandSpeech speech({{folder.script("say", "cp $HERE/tone.wav \"$1\""), "{out}"}, folder / "cache/deep"},
                       answers.listener());
  speech.request(7, {"en", "Hello"});
  const auto done = answers.next();
  CHECK(done.token == 7);
  REQUIRE(done.prompt);
  const Prompt& prompt = done.prompt.value();
  CHECK(prompt.length == Milliseconds{500});
  CHECK(prompt.file == folder / "cache/deep" / prompt.name);
  CHECK(std::filesystem::file_size(prompt.file) == 44 + 8000);
  CHECK(mode(prompt.file) == 0600);
  CHECK(mode(folder / "cache/deep") == 0700);
  CHECK(leftovers(folder / "cache/deep").empty());
}

TEST_CASE("RB-01 text by file or by stdin, sound by file or by stdout, never a word of the command") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  const std::string text = "a \"b\" $(touch $HERE/ran) `touch ran` {out} {language}; rm -rf x\n-v ж";
  SUBCASE("files") {
    Answers answers;
    const std::string say =
        folder.script("say", "echo \"$@\" > $HERE/words\ncp \"$2\" $HERE/seen\ncp $HERE/tone.wav \"$3\"");
    CommandSpeech speech({{say, "lang={language}", "{text_file}", "{out}"}, folder / "cache"},
                         answers.listener());
    speech.request(1, {"en-us", text});
    REQUIRE(answers.next().prompt);
    CHECK(content(folder / "words").find("lang=en-us /") == 0);
    CHECK(content(folder / "words").find("rm -rf") == std::string::npos);
  }
  SUBCASE("pipes") {
    Answers answers;
    CommandSpeech speech({{folder.script("say", "cat > $HERE/seen\ncat $HERE/tone.wav")}, folder / "cache"},
                         answers.listener());
    speech.request(1, {"en", text});
    REQUIRE(answers.next().prompt);
  }
  CHECK(content(folder / "seen") == text + "\n");
  CHECK(!std::filesystem::exists(folder / "ran"));
}

TEST_CASE(
    "CB-17 a voice is a word of the command, without one it is the language, and a command may take none") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  const std::string say = folder.script("say", "echo \"$1\" >> $HERE/voices\ncat $HERE/tone.wav");
  CommandSpeech speech({{say, "v={voice},l={language}"}, folder / "cache"}, answers.listener());
  speech.request(1, {"uk", "Hello", "uk+f3"});
  const auto female = answers.next();
  REQUIRE(female.prompt);
  speech.request(2, {"uk", "Hello"});
  const auto usual = answers.next();
  REQUIRE(usual.prompt);
  CHECK(female.prompt.value().name != usual.prompt.value().name);
  CHECK(content(folder / "voices") == "v=uk+f3,l=uk\nv=uk,l=uk\n");
  for (const char* bad : {"-x", "a b", "$(x)", "{out}"}) {
    speech.request(3, {"uk", "Hello", bad});
    const auto refused = answers.next();
    REQUIRE_FALSE(refused.prompt);
    CHECK(refused.prompt.error().code == "speech.bad-voice");
  }
  CommandSpeech plain({{say, "{language}"}, folder / "cache"}, answers.listener());
  plain.request(4, {"uk", "Hello", "uk+f3"});
  const auto refused = answers.next();
  REQUIRE_FALSE(refused.prompt);
  CHECK(refused.prompt.error().code == "speech.no-voice");
}

TEST_CASE("RB-01 equal texts are made once: asked at once, asked again, asked by another process") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  const CommandSpeechSettings settings{
      {folder.script("say", "echo x >> $HERE/runs\nsleep 0.2\ncat $HERE/tone.wav")}, folder / "cache"};
  {
    Answers answers;
    CommandSpeech speech(settings, answers.listener());
    CHECK(!speech.find({"en", "Hello"}));
    for (SpeechToken token = 1; token <= 20; ++token)
      speech.request(token, {"en", "Hello"});
    std::set<SpeechToken> tokens;
    for (int i = 0; i < 20; ++i) {
      const auto done = answers.next();
      CHECK(done.prompt);
      tokens.insert(done.token);
    }
    CHECK(tokens.size() == 20);
    speech.request(21, {"en", "Hello"});
    CHECK(answers.next().token == 21);
    CHECK(content(folder / "runs") == "x\n");
  }
  Answers answers;
  CommandSpeech other(settings, answers.listener());
  CHECK(other.find({"en", "Hello"}));
  other.request(1, {"en", "Hello"});
  CHECK(answers.next().prompt);
  CHECK(content(folder / "runs") == "x\n");

  SUBCASE("another text, language or command is another prompt") {
    other.request(2, {"en", "Hello."});
    other.request(3, {"ru", "Hello"});
    std::set<std::string> names = {other.find({"en", "Hello"})->name};
    for (int i = 0; i < 2; ++i)
      names.insert(answers.next().prompt.value().name);
    CommandSpeechSettings changed = settings;
    changed.command.emplace_back("-x");
    CommandSpeech third(changed, answers.listener());
    CHECK(!third.find({"en", "Hello"}));
    CHECK(names.size() == 3);
    CHECK(content(folder / "runs") == "x\nx\nx\n");
  }
  SUBCASE("a prompt that was damaged is made anew") {
    const auto prompt = other.find({"en", "Hello"});
    std::filesystem::resize_file(prompt->file, 100);
    CHECK(!other.find({"en", "Hello"}));
    other.request(2, {"en", "Hello"});
    CHECK(answers.next().prompt);
    CHECK(other.find({"en", "Hello"})->length == Milliseconds{500});
  }
}

TEST_CASE("RB-01 no more commands run at once than there are workers") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  CommandSpeechSettings settings{
      {folder.script("say", "echo + >> $HERE/log\nsleep 0.1\necho - >> $HERE/log\ncat $HERE/tone.wav")},
      folder / "cache"};
  settings.workers = 3;
  CommandSpeech speech(settings, answers.listener());
  for (SpeechToken token = 0; token < 12; ++token)
    speech.request(token, {"en", std::to_string(token)});
  for (int i = 0; i < 12; ++i)
    CHECK(answers.next().prompt);
  int running = 0;
  int most = 0;
  for (const char sign : content(folder / "log")) {
    running += sign == '+' ? 1 : sign == '-' ? -1 : 0;
    most = std::max(most, running);
  }
  CHECK(most == 3);
}

TEST_CASE("RB-01 prompts that nobody uses any more are forgotten") {
  const TestFolder folder;
  folder.file("tone.wav", standard_wav());
  Answers answers;
  CommandSpeech speech({{folder.script("say", "cat $HERE/tone.wav")}, folder / "cache"}, answers.listener());
  CHECK(speech.forget_unused(from_millis(0)).value() == 0);  // not even a folder yet
  speech.request(1, {"en", "old"});
  speech.request(2, {"en", "used"});
  for (int i = 0; i < 2; ++i)
    REQUIRE(answers.next().prompt);
  const auto two_days_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours{48};
  for (const char* text : {"old", "used"})
    std::filesystem::last_write_time(speech.find({"en", text})->file, two_days_ago);
  std::filesystem::create_directory(folder / "cache/.making-crash");
  std::filesystem::last_write_time(folder / "cache/.making-crash", two_days_ago);
  std::filesystem::create_directory(folder / "cache/.making-now");
  const auto name_of_old = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(folder / "cache")) {
      if (entry.path().extension() == ".wav" && entry.path() != speech.find({"en", "used"})->file)
        return entry.path();
    }
    return std::filesystem::path();
  }();
  REQUIRE(!name_of_old.empty());
  const auto yesterday =
      std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()) - std::chrono::hours{24};
  CHECK(speech.forget_unused(yesterday).value() == 2);
  CHECK(!std::filesystem::exists(name_of_old));
  CHECK(speech.find({"en", "used"}));
  CHECK(leftovers(folder / "cache") == std::vector<std::string>{".making-now"});
}

TEST_CASE("RB-01 the real espeak-ng speaks, in the project's language") {
  REQUIRE_MESSAGE(find_program("espeak-ng"), "apt install espeak-ng");
  const TestFolder folder;
  Answers answers;
  CommandSpeechSettings settings;
  settings.cache_folder = folder / "cache";
  CommandSpeech speech(settings, answers.listener());
  CHECK(speech.can_speak("en").ok());
  CHECK(speech.can_speak("ru").ok());
  const auto unknown = speech.can_speak("qq");
  REQUIRE(!unknown);
  CHECK(unknown.error().code == "speech.failed");

  speech.request(1, {"ru", "Здравствуйте, Анна. Ваш заказ номер 12 готов."});
  const auto russian = answers.next();
  REQUIRE(russian.prompt);
  CHECK(russian.prompt.value().length > Milliseconds{1500});
  CHECK(russian.prompt.value().length < Milliseconds{10'000});
  speech.request(2, {"en", "Hello."});
  const auto english = answers.next();
  REQUIRE(english.prompt);
  CHECK(english.prompt.value().length > Milliseconds{300});
  CHECK(english.prompt.value().length < russian.prompt.value().length);

  // To stdout it writes a header without a length.
  settings.command = {"espeak-ng", "-v", "{language}", "--stdout"};
  CommandSpeech piped(settings, answers.listener());
  piped.request(3, {"en", "Hello."});
  const auto streamed = answers.next();
  REQUIRE(streamed.prompt);
  CHECK(streamed.prompt.value().length == english.prompt.value().length);
}

TEST_CASE("RB-01 a command may write another format, which sox reads") {
  REQUIRE_MESSAGE(find_program("sox"), "apt install sox");
  const TestFolder folder;
  Answers answers;
  CommandSpeech speech(
      {{"sox", "-n", "-r", "16000", "-t", "flac", "{out}", "synth", "0.5", "sine", "440"}, folder / "cache"},
      answers.listener());
  speech.request(1, {"en", "Hello"});
  const auto done = answers.next();
  REQUIRE(done.prompt);
  CHECK(done.prompt.value().length == Milliseconds{500});
}
