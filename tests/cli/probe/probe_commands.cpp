// The command table of the probe: what pipes.sh runs under the real main().
#include "cli/commands/nouns.h"
#include "tests/cli/sample_table.h"

namespace dialctl::cli {

namespace {

Result<ExitCode> count(Invocation& in) {
  Rows out = in.rows();
  const std::int64_t most = *in.integer("n");
  for (std::int64_t i = 1; i <= most; ++i) {
    if (!out.add({i, "row"})) break;
  }
  if (in.flag("fail")) return Error{ErrorKind::conflict, "probe.asked", "failed as asked", "ask for less"};
  return out.finish();
}

Noun count_noun() {
  return {.name = "count",
          .summary = "Rows",
          .commands = {{.summary = "Write rows",
                        .examples = {{"dialctl count 3", "three"}},
                        .positionals = {{.name = "n", .value = {.kind = ValueKind::integer}}},
                        .flags = {{.name = "fail", .help = "fail after the rows"}},
                        .columns = {{.name = "id", .kind = CellKind::integer}, {.name = "text"}},
                        .shape = Shape::list,
                        .run = count}}};
}

}  // namespace

CommandTable all_commands() {
  return CommandTable{{{"count", count_noun, {}}, {"order", order_noun, {}}}};
}
std::unique_ptr<Wiring> make_wiring() {
  return std::make_unique<FakeWiring>();
}

}  // namespace dialctl::cli
