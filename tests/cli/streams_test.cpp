#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "cli/id_input.h"
#include "cli/progress.h"
#include "tests/cli/sample_table.h"

using namespace dialctl;
using namespace dialctl::cli;

namespace {

Progress::Time test_time;
Progress::Time now_of_test() {
  return test_time;
}

std::vector<std::string> ids_of(std::string_view bytes, const Words& words) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  static std::vector<std::string> ids;
  ids.clear();
  const auto noun = []() -> Noun {
    return {.name = "x",
            .commands = {{.flags = id_input_flags(), .run = [](Invocation& in) -> Result<ExitCode> {
                            auto input = IdInput::open(in);
                            if (!input) return input.error();
                            std::string id;
                            while (true) {
                              auto more = input.value().next(id);
                              if (!more) return more.error();
                              if (!more.value()) return ExitCode::done;
                              ids.push_back(id);
                            }
                          }}}};
  };
  const CommandTable table{{{"x", noun, {}}}};
  FakeWiring wiring;
  TextSink out;
  TextSink err;
  Process process{
      words, [](const std::string&) { return std::nullopt; }, {.in = ends[0], .out = &out, .err = &err}, ""};
  const ExitCode code = run(table, wiring, process);
  ::close(ends[0]);
  if (code != ExitCode::done) ids.push_back("exit " + std::to_string(to_int(code)));
  return ids;
}

}  // namespace

TEST_CASE("CLI a progress bar is drawn only after a second and only for a person") {
  TextSink err;
  {
    Progress progress{err, true, "importing", 200, now_of_test};
    progress.at(10);
    test_time += std::chrono::milliseconds{999};
    progress.at(20);
    CHECK(err.text() == "");
    test_time += std::chrono::milliseconds{1};
    progress.at(100);
    CHECK(err.text() == "\r\x1b[Kimporting [###############...............] 50% 100/200");
    progress.at(150);
    CHECK(err.text().find("150") == std::string::npos);
  }
  CHECK(err.text().ends_with("\r\x1b[K"));
  TextSink silent;
  {
    Progress progress{silent, false, "importing", 200, now_of_test};
    test_time += std::chrono::seconds{5};
    progress.at(10);
  }
  CHECK(silent.text() == "");
}

TEST_CASE("CLI ids come one a line or separated by NUL") {
  CHECK(ids_of("1\n 2 \r\n\n3", {"x", "--ids-from", "-"}) == std::vector<std::string>{"1", "2", "3"});
  CHECK(ids_of(std::string_view{"1\0a b\0", 6}, {"x", "--ids-from", "-", "-0"}) ==
        std::vector<std::string>{"1", "a b"});
  CHECK(ids_of("", {"x", "--ids-from", "-"}).empty());
  CHECK(ids_of("7\n" + std::string(5000, '9') + "\n", {"x", "--ids-from", "-"}) ==
        std::vector<std::string>{"7", "exit 2"});
  CHECK(ids_of("", {"x", "--ids-from", "/nowhere"}) == std::vector<std::string>{"exit 4"});
}

TEST_CASE("FAULT-58 an output that fails says so once and stops the writing") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  DescriptorSink sink{full, "stdout"};
  CHECK(sink.write("a line\n"));
  const auto flushed = sink.flush();
  REQUIRE_FALSE(flushed);
  CHECK(flushed.error().code == "output.not-written");
  CHECK_FALSE(sink.write("more"));

  // A command that writes rows without end is told to stop.
  DescriptorSink endless{full, "stdout"};
  const std::vector<Column> columns{{.name = "id"}};
  RowOptions options;
  options.format = Format::id;
  Rows rows{columns, options, endless};
  std::int64_t added = 0;
  while (added < 1'000'000 && rows.add({added}))
    ++added;
  CHECK(added < 100'000);
  ::close(full);

  (void)std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[0]);
  DescriptorSink broken{ends[1], "stdout"};
  broken.write("x");
  CHECK(broken.flush().error().code == "output.reader-gone");
  ::close(ends[1]);
}
