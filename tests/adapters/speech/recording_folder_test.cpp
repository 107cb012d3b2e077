// dialctl's own copies of recordings.
#include "adapters/speech/recording_folder.h"

#include <doctest/doctest.h>

#include "tests/adapters/speech/sounds.h"

using namespace dialctl;
using namespace dialctl::speech;
using namespace dialctl::speech_test;

namespace {

constexpr AttemptId kAttempt{3'000'000'000'000'001};

std::string told(double seconds) {
  return wav_of({.rate = 8000, .seconds = seconds});
}

}  // namespace

TEST_CASE("CB-17 a recording is kept whole, for nobody else to read, with its hash and length") {
  const TestFolder folder;
  RecordingFolder files{folder / "shop.db.recordings"};
  const auto kept = files.keep(kAttempt, told(1.5));
  REQUIRE(kept);
  CHECK(kept.value().name == to_text(kAttempt) + ".wav");
  CHECK(kept.value().bytes == 44 + 24000);
  CHECK(kept.value().length == Milliseconds{1500});
  const auto file = files.place(kAttempt);
  CHECK(content(file) == told(1.5));
  CHECK(mode(file) == 0600);
  CHECK(mode(file.parent_path()) == 0700);
  std::ostringstream command;
  command << "sha256sum " << file << " > " << (folder / "sum");
  REQUIRE(std::system(command.str().c_str()) == 0);
  CHECK(content(folder / "sum").substr(0, 64) == kept.value().sha256);
  const auto seen = files.look(kAttempt);
  REQUIRE(seen);
  CHECK(seen.value() == kept.value());
}

TEST_CASE(
    "CB-17 a recording that comes again takes the place of the first, and what was left half-written is no "
    "matter") {
  const TestFolder folder;
  RecordingFolder files{folder.path()};
  folder.file("." + to_text(kAttempt) + ".wav.part", "of a process that died");
  REQUIRE(files.keep(kAttempt, told(0.5)));
  const auto again = files.keep(kAttempt, told(1.0));
  REQUIRE(again);
  CHECK(again.value().length == Milliseconds{1000});
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  CHECK(files.look(kAttempt).value().sha256 == again.value().sha256);
}

TEST_CASE("CB-17 what is no whole sound is not kept") {
  const TestFolder folder;
  RecordingFolder files{folder / "recordings"};
  for (const std::string& bad : {std::string{}, std::string{"no sound"}, told(1.0).substr(0, 9000),
                                 told(1.0) + "x", std::string{"<html>"} + told(1.0)}) {
    const auto kept = files.keep(kAttempt, bad);
    REQUIRE_FALSE(kept);
    CHECK(kept.error().code == "recording.bad-sound");
  }
  CHECK_FALSE(std::filesystem::exists(files.place(kAttempt)));
}

TEST_CASE("CB-17 a changed file has another hash, a deleted one is gone, also when it was half-written") {
  const TestFolder folder;
  RecordingFolder files{folder.path()};
  const auto kept = files.keep(kAttempt, told(0.5));
  REQUIRE(kept);
  std::string bytes = content(files.place(kAttempt));
  bytes[100] = static_cast<char>(bytes[100] + 1);
  folder.file(kept.value().name, bytes);
  CHECK(files.look(kAttempt).value().sha256 != kept.value().sha256);
  folder.file("." + kept.value().name + ".part", "half");
  REQUIRE(files.remove(kAttempt));
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(files.look(kAttempt).error().code == "recording.no-file");
  CHECK(files.remove(kAttempt));
}

TEST_CASE("CB-17 a folder that cannot be written is told") {
  const TestFolder folder;
  folder.file("file", "in the way");
  RecordingFolder files{folder / "file"};
  const auto kept = files.keep(kAttempt, told(0.5));
  REQUIRE_FALSE(kept);
  CHECK(kept.error().kind == ErrorKind::store);
  CHECK(kept.error().code == "recording.store");
}
