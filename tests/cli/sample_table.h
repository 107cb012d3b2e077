// A small command table and a wiring without a system, for the tests of this folder.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "cli/dispatch.h"

namespace dialctl::cli {

inline Instant sample_now() {
  return *parse_iso("2026-11-21T20:25:41Z");
}

struct ScenarioOutcome;
struct ScenarioRequest;
struct SimulatorRequest;

class FakeWiring : public Wiring {
 public:
  std::map<std::string, std::vector<FileSetting>> files;

  Instant now() override { return sample_now(); }
  Result<std::vector<FileSetting>> read_settings(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end()) return Error{ErrorKind::not_found, "toml.missing", path + ": no such file", ""};
    return found->second;
  }
  Result<std::shared_ptr<const ZoneTable>> zone(const ZoneName& name) override {
    if (name != "Test/Plus2") return Error{ErrorKind::not_found, "zone.unknown", "unknown zone " + name, ""};
    return std::make_shared<const ZoneTable>(ZoneTable{name, {{kFirstInstant, Seconds{7200}}}});
  }
  std::vector<LinkedVersion> versions() override { return {{"tzdata", "2026x"}}; }
  Result<std::unique_ptr<Ports>> make_ports(const PortsRequest&) override {
    return Error{ErrorKind::store, "store.none", "tests of the frame have no store", ""};
  }
  std::unique_ptr<PacingLines> make_pacing() override { return nullptr; }
  Result<void> serve_simulator(const SimulatorRequest&, const std::function<void(const std::string&)>&) {
    return Error{ErrorKind::store, "simulator.none", "tests of the frame have no simulator", ""};
  }
  Result<void> live_through(const ScenarioRequest&, const std::function<void(const ScenarioOutcome&)>&) {
    return Error{ErrorKind::store, "scenario.none", "tests of the frame have no scenarios", ""};
  }
};

inline Result<ExitCode> list_orders(Invocation& in) {
  Rows out = in.rows();
  const Instant at = sample_now();
  const bool ok = out.add({3, "Олена", true, at, Milliseconds{2500}, Money{180, 2}, nullptr}) &&
                  out.add({1, "=1+1", false, at + Seconds{60}, Seconds{90}, Money{-5, 2}, "x"}) &&
                  out.add({2, "a,\"b\"\n\x1b[2J", true, at, Seconds{0}, Money{0, 2}, "y"});
  (void)ok;
  return out.finish();
}
inline Result<ExitCode> show_order(Invocation& in) {
  if (in.text("id") == "0")
    return Error{ErrorKind::not_found, "order.unknown", "order 0: not found", "dialctl order list"};
  Rows out = in.rows();
  NestedRows gates{{{.name = "gate"}, {.name = "pass", .kind = CellKind::boolean}},
                   {{"hours", true}, {"cap", false}}};
  out.add({in.text("id"), std::move(gates)});
  return out.finish();
}
inline Result<ExitCode> echo(Invocation& in) {
  for (const std::string& word : in.all("word"))
    in.print("[" + word + "]");
  for (const std::string& tag : in.all("tag"))
    in.print("{" + tag + "}");
  if (in.given("since")) in.print(to_iso(*in.instant("since")));
  return ExitCode::done;
}
inline Result<ExitCode> hold(Invocation& in) {
  if (auto sure = in.confirm("hold 3 orders", 3); !sure) return sure.error();
  in.note("3 held");
  return ExitCode::partly;
}
inline Result<ExitCode> fall(Invocation& in) {
  Rows out = in.rows();
  out.add({1, "", true, nullptr, nullptr, nullptr, nullptr});
  if (in.flag("store")) throw std::system_error{28, std::generic_category(), "write"};
  if (in.flag("memory")) throw std::bad_alloc{};
  if (in.flag("bug")) throw std::runtime_error{"oops"};
  return Error{ErrorKind::busy, "store.locked", "locked", "retry"};
}

inline std::vector<Column> order_columns() {
  return {{.name = "id", .kind = CellKind::integer},
          {.name = "name"},
          {.name = "ready", .kind = CellKind::boolean},
          {.name = "created", .kind = CellKind::instant},
          {.name = "ring_seconds", .kind = CellKind::seconds},
          {.name = "cost", .kind = CellKind::money},
          {.name = "tag", .wide = true}};
}

inline Noun order_noun() {
  return {
      .name = "order",
      .summary = "Orders",
      .commands =
          {{.verb = "list",
            .summary = "List orders",
            .examples = {{"dialctl order list --where ready=true", "what is ready"}},
            .columns = order_columns(),
            .shape = Shape::list,
            .access = Access::read,
            .where = {{.name = "ready", .value = {ValueKind::choice, {"true", "false"}}}, {.name = "name"}},
            .run = list_orders},
           {.verb = "show",
            .summary = "Show an order",
            .examples = {{"dialctl order show 1", "one"}},
            .positionals = {{.name = "id", .value = {.kind = ValueKind::integer}}},
            .columns = {{.name = "id"}, {.name = "gates", .kind = CellKind::rows}},
            .shape = Shape::record,
            .access = Access::read,
            .run = show_order},
           {.verb = "echo",
            .summary = "Print words",
            .examples = {{"dialctl order echo a b", "two"}},
            .positionals = {{.name = "word", .required = false, .repeats = true}},
            .flags = {{.name = "tag", .letter = 't', .help = "tags", .value_name = "TAG", .repeats = true},
                      {.name = "project",
                       .help = "project",
                       .value_name = "NAME",
                       .value = {.complete = "project-name"}},
                      {.name = "since",
                       .help = "start",
                       .value_name = "INSTANT",
                       .value = {.kind = ValueKind::instant}},
                      {.name = "null", .letter = '0', .help = "NUL"}},
            .shape = Shape::text,
            .run = echo},
           {.verb = "hold",
            .summary = "Hold orders",
            .examples = {{"dialctl order hold --yes", "all"}},
            .flags = {{.name = "reason", .help = "why", .value_name = "TEXT", .required = true}},
            .access = Access::write,
            .confirm = Confirm::mass,
            .run = hold},
           {.verb = "fall",
            .summary = "Fail",
            .examples = {{"dialctl order fall", "fails"}},
            .flags = {{.name = "store", .help = "x"},
                      {.name = "memory", .help = "x"},
                      {.name = "bug", .help = "x"}},
            .columns = order_columns(),
            .shape = Shape::list,
            .run = fall}},
  };
}

inline Noun export_noun() {
  return {.name = "export",
          .summary = "Export",
          .commands = {{.summary = "Export it all",
                        .examples = {{"dialctl export", "all"}},
                        .shape = Shape::text,
                        .run = [](Invocation& in) -> Result<ExitCode> {
                          in.print("all");
                          return ExitCode::done;
                        }},
                       {.verb = "orders",
                        .summary = "Export orders",
                        .examples = {{"dialctl export orders", "them"}},
                        .shape = Shape::text,
                        .run = [](Invocation& in) -> Result<ExitCode> {
                          in.print("orders");
                          return ExitCode::done;
                        }}}};
}

inline CommandTable sample_table() {
  return CommandTable{{{"order", order_noun, {}}, {"export", export_noun, {}}}};
}

struct CallOutcome {
  int code = 0;
  std::string out;
  std::string err;
};

inline CallOutcome call(const Words& words, bool terminal = false,
                        std::map<std::string, std::string> variables = {}, FakeWiring wiring = {}) {
  TextSink out;
  TextSink err;
  Process process;
  process.words = words;
  process.environment = [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
  };
  process.streams = {.in = 0, .out = &out, .err = &err, .out_terminal = terminal, .colour = terminal};
  process.system_settings = "/etc/test.toml";
  const CommandTable table = sample_table();
  const ExitCode code = run(table, wiring, process);
  return {to_int(code), out.text(), err.text()};
}

}  // namespace dialctl::cli
