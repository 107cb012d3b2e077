#include "adapters/speech/audio_folder.h"

#include <doctest/doctest.h>

#include "adapters/speech/child_command.h"
#include "tests/adapters/speech/sounds.h"

using namespace dialctl;
using namespace dialctl::speech;
using namespace dialctl::speech_test;

namespace {

struct Library {
  TestFolder sources;
  AudioFolder audio{AudioFolderSettings{sources / "library"}};

  std::string code(const std::string& name, const std::filesystem::path& source) {
    const auto added = audio.add(name, source, false);
    if (added) return "added";
    CHECK(!added.error().message.empty());
    CHECK(!added.error().hint.empty());
    return added.error().code;
  }
  std::filesystem::path sox(const std::string& name, std::vector<std::string> words) {
    words.insert(words.begin(), {"sox", "-n"});
    const auto end = run_child({words, sources.path(), {}, {}, Milliseconds{20'000}, 100'000'000, -1});
    REQUIRE_MESSAGE(end.how == ChildEnd::How::exited, "apt install sox");
    REQUIRE_MESSAGE(end.code == 0, end.errors);
    return sources / name;
  }
};

}  // namespace

TEST_CASE("RB-12 a given file is checked, converted, listed, found and removed") {
  Library library;
  CHECK(library.audio.list().value().empty());
  const auto source = library.sources.file("in.wav", wav_of({44100, 2, 16, 500, 1.5, 0.5}));
  const auto added = library.audio.add("thanks", source, false);
  REQUIRE(added);
  CHECK(added.value().name == "thanks.wav");
  CHECK(added.value().length == Milliseconds{1500});
  CHECK(added.value().file == library.sources / "library/thanks.wav");
  CHECK(mode(added.value().file) == 0600);
  CHECK(mode(library.sources / "library") == 0700);
  CHECK(std::filesystem::exists(source));
  REQUIRE(library.audio.add("Alpha-1.b_c", source, false));
  const auto list = library.audio.list().value();
  REQUIRE(list.size() == 2);
  CHECK(list[0].name == "Alpha-1.b_c.wav");
  CHECK(list[1].length == Milliseconds{1500});
  CHECK(library.audio.find("thanks"));
  CHECK(!library.audio.find("other"));
  CHECK(library.audio.remove("thanks").ok());
  CHECK(!library.audio.find("thanks"));
  CHECK(library.audio.remove("thanks").error().code == "audio.not-found");
  CHECK(library.audio.list().value().size() == 1);
}

TEST_CASE("RB-12 a name is taken once, unless it is replaced") {
  Library library;
  const auto first = library.sources.file("a.wav", wav_of({8000, 1, 16, 500, 1.0, 0.5}));
  const auto second = library.sources.file("b.wav", wav_of({8000, 1, 16, 500, 2.0, 0.5}));
  CHECK(library.code("x", first) == "added");
  CHECK(library.code("x", second) == "audio.exists");
  CHECK(library.audio.find("x")->length == Milliseconds{1000});
  REQUIRE(library.audio.add("x", second, true));
  CHECK(library.audio.find("x")->length == Milliseconds{2000});
  CHECK(!library.audio.add("x", library.sources.file("bad", "text"), true));
  CHECK(library.audio.find("x")->length == Milliseconds{2000});  // what failed changed nothing
}

TEST_CASE("RB-12 names cannot leave the folder or hide") {
  Library library;
  const auto source = library.sources.file("in.wav", standard_wav());
  for (const std::string& name :
       {std::string(), std::string("../x"), std::string("a/b"), std::string(".hidden"), std::string("-rf"),
        std::string("a b"), std::string("ж"), std::string(65, 'a'), std::string("a\0b", 3),
        std::string("a\n")}) {
    CAPTURE(name);
    CHECK(library.code(name, source) == "audio.bad-name");
    CHECK(!library.audio.find(name));
    CHECK(library.audio.remove(name).error().code == "audio.not-found");
  }
  CHECK(library.code(std::string(64, 'a'), source) == "added");
}

TEST_CASE("RB-12 the real sox reads other formats") {
  Library library;
  for (const char* name : {"s.flac", "s.ogg", "s.aiff", "s.au"}) {
    CAPTURE(name);
    const auto source = library.sox(name, {"-r", "22050", "-c", "2", name, "synth", "1", "sine", "440"});
    CHECK(library.code(name, source) == "added");
    CHECK(library.audio.find(name)->length == Milliseconds{1000});
  }
  const auto mu_law =
      library.sox("ulaw.wav", {"-r", "8000", "-e", "mu-law", "ulaw.wav", "synth", "1", "sine", "440"});
  CHECK(library.code("ulaw", mu_law) == "added");
  CHECK(library.audio.find("ulaw")->length == Milliseconds{1000});
}

TEST_CASE("RB-12 sox agrees with what our own conversion keeps") {
  Library library;
  const auto source = library.sox(
      "in.wav", {"-r", "44100", "-c", "2", "-b", "24", "in.wav", "synth", "3", "sine", "300-3000"});
  REQUIRE(library.code("own", source) == "added");
  const auto file = library.audio.find("own")->file;
  const auto info = [&](const char* what) {
    const auto out = library.sources / "info";
    run_child({{"sox", "--info", what, file.string()},
               library.sources.path(),
               {},
               out,
               Milliseconds{20'000},
               10'000,
               -1});
    return content(out);
  };
  CHECK(info("-r") == "8000\n");
  CHECK(info("-c") == "1\n");
  CHECK(info("-b") == "16\n");
  CHECK(info("-s") == "24000\n");
  CHECK(info("-e") == "Signed Integer PCM\n");
}

TEST_CASE("RB-12 what is no sound is refused with the reason") {
  Library library;
  CHECK(library.code("x", library.sources / "absent.wav") == "audio.unreadable");
  CHECK(library.code("x", library.sources.path()) == "audio.unreadable");
  CHECK(library.code("x", "/dev/zero") == "audio.unreadable");
  REQUIRE(::mkfifo((library.sources / "fifo").c_str(), 0600) == 0);
  CHECK(library.code("x", library.sources / "fifo") == "audio.unreadable");
  CHECK(library.code("x", library.sources.file("empty.wav", "")) == "audio.empty");
  CHECK(library.code("x", library.sources.file("silent.wav", standard_wav().substr(0, 44))) == "audio.empty");
  CHECK(library.code("x", library.sources.file("text.wav", "hello")) == "audio.bad-format");
  CHECK(library.code("x", library.sources.file("text.mp3", "hello")) == "audio.bad-format");
  CHECK(library.code("x", library.sources.file("half.flac", "fLaC\0\0")) == "audio.bad-format");
  CHECK(library.audio.list().value().empty());
  for (const auto& entry : std::filesystem::directory_iterator(library.sources / "library")) {
    FAIL_CHECK("left behind: " << entry.path());
  }
}

TEST_CASE("RB-12 size and length have caps, also for what sox unpacks") {
  TestFolder folder;
  AudioFolderSettings settings{folder / "library"};
  settings.source_bytes_max = 200'000;
  settings.length_max = Milliseconds{3000};
  AudioFolder audio(settings);
  CHECK(audio.add("x", folder.file("big.wav", wav_of({44100, 2, 16, 500, 2, 0.5})), false).error().code ==
        "audio.too-large");
  CHECK(audio.add("x", folder.file("long.wav", wav_of({8000, 1, 16, 500, 4, 0.5})), false).error().code ==
        "audio.too-long");
  run_child({{"sox", "-n", "-r", "8000", "silence.flac", "trim", "0", "3600"},
             folder.path(),
             {},
             {},
             Milliseconds{20'000},
             100'000'000,
             -1});
  REQUIRE(std::filesystem::file_size(folder / "silence.flac") < 200'000);
  CHECK(audio.add("x", folder / "silence.flac", false).error().code == "audio.too-long");
}

TEST_CASE("RB-12 without sox WAV still works, and other formats say what to install") {
  Library library;
  const auto flac = library.sox("s.flac", {"s.flac", "synth", "1", "sine", "440"});
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  const auto refused = library.audio.add("flac", flac, false);
  const auto taken = library.code("wav", library.sources.file("in.wav", standard_wav()));
  ::setenv("PATH", path.c_str(), 1);
  REQUIRE(!refused);
  CHECK(refused.error().code == "audio.no-converter");
  CHECK(refused.error().hint.find("apt install sox") == 0);
  CHECK(taken == "added");
}
