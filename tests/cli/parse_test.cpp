#include "cli/parse.h"

#include <doctest/doctest.h>

#include "tests/cli/sample_table.h"

using namespace dialctl;
using namespace dialctl::cli;

namespace {

std::string error_of(const Words& words) {
  const CallOutcome outcome = call(words);
  CHECK(outcome.code == 2);
  CHECK(outcome.out == "");
  return outcome.err;
}

}  // namespace

TEST_CASE("CLI words reach the command whatever they look like") {
  CHECK(call({"order", "echo", "a", "-", "-5", "-7d", "", "[x,y]", "a b", "=", "\x01z"}).out ==
        "[a][-][-5][-7d][][[x,y]][a b][=][\x01z]");
  CHECK(call({"order", "echo", "--", "-t", "--tag", "--", "--help"}).out == "[-t][--tag][--][--help]");
  CHECK(
      call({"order", "echo", "-t", "x", "-ty", "--tag=z", "--tag=", "--tag", "-1", "--tag=[a,b]", "w"}).out ==
      "[w]{x}{y}{z}{}{-1}{[a,b]}");
  CHECK(call({"order", "echo", "-0", "w"}).out == "[w]");
  CHECK(call({"order", "echo", "--since", "-7d"}).out == "2026-11-14T20:25:41Z");
}

TEST_CASE("CLI shared flags may stand before noun and verb and the last one wins") {
  CHECK(call({"--quiet", "-o", "json", "order", "-o", "id", "list"}).out == "3\n1\n2\n");
  CHECK(call({"order", "list", "-o", "id", "--output=json", "--limit", "0"}).out == "[]\n");
}

TEST_CASE("CLI an own flag that does not repeat is refused the second time") {
  CHECK(error_of({"order", "echo", "--project", "a", "--project", "b"}) ==
        "dialctl: order echo: --project is given 2 times\nhint: give it once\n");
}

TEST_CASE("CLI the nearest known word is suggested") {
  CHECK(error_of({"ordr", "list"}) ==
        "dialctl: unknown command 'ordr'\nhint: did you mean 'dialctl order'?\n");
  CHECK(error_of({"order", "lsit"}) ==
        "dialctl: unknown command 'dialctl order lsit'\nhint: did you mean 'dialctl order list'?\n");
  CHECK(error_of({"order", "list", "--limt", "3"}) ==
        "dialctl: order list: unknown flag '--limt'\nhint: did you mean --limit?\n");
  CHECK(error_of({"order", "frobnicate"}).find("hint: dialctl order has: list, show") != std::string::npos);
  CHECK(error_of({"order", "--jsn", "list"}).find("did you mean --json?") != std::string::npos);
  CHECK(error_of({"order", "list", "--columns", "nam"}).find("did you mean 'name'?") != std::string::npos);
  CHECK(error_of({"order", "list", "--sort", "-nam"}).find("did you mean 'name'?") != std::string::npos);
  CHECK(error_of({"order", "list", "--where", "redy=true"}).find("did you mean 'ready'?") !=
        std::string::npos);
  CHECK(error_of({"order", "list", "-o", "jsn"}).find("did you mean 'json'?") != std::string::npos);
}

TEST_CASE("CLI wrong and missing values are exit 2 with a sentence") {
  CHECK(error_of({}).find("no command given") != std::string::npos);
  CHECK(error_of({"order"}).find("which command?") != std::string::npos);
  CHECK(error_of({"order", "show"}).find("ID is missing") != std::string::npos);
  CHECK(error_of({"order", "show", "x"}).find("ID: 'x' is not a whole number") != std::string::npos);
  CHECK(error_of({"order", "show", "1", "2"}).find("unexpected argument '2'") != std::string::npos);
  CHECK(error_of({"order", "hold"}).find("--reason TEXT is needed") != std::string::npos);
  CHECK(error_of({"order", "list", "--limit"}).find("--limit needs a value") != std::string::npos);
  CHECK(error_of({"order", "list", "--limit", "-1"}).find("allowed: at least 0") != std::string::npos);
  CHECK(error_of({"order", "list", "--json=yes"}).find("--json takes no value") != std::string::npos);
  CHECK(error_of({"order", "list", "--where", "ready"}).find("has no '='") != std::string::npos);
  CHECK(error_of({"order", "list", "--where", "ready=maybe"}).find("--where ready: 'maybe'") !=
        std::string::npos);
  CHECK(error_of({"order", "list", "--now", "soon"}).find("--now: 'soon' is not an instant") !=
        std::string::npos);
  CHECK(error_of({"order", "echo", "--since", "+9000d"}).find("out of range") != std::string::npos);
  CHECK(error_of({"order", "list", "--now", "2040-01-01"}).find("out of range") != std::string::npos);
  CHECK(error_of({"order", "list", "--columns", "id,id"}).find("named twice") != std::string::npos);
}

TEST_CASE("CLI a noun may be a command and have verbs") {
  CHECK(call({"export"}).out == "all");
  CHECK(call({"export", "orders"}).out == "orders");
  CHECK(error_of({"export", "ordrs"}).find("did you mean 'dialctl export orders'?") != std::string::npos);
}

TEST_CASE("CLI help begins with examples at every level and needs no settings") {
  for (const Words& words :
       {Words{"--help"}, {"order", "--help"}, {"order", "list", "-h"}, {"order", "show", "--help"}}) {
    const CallOutcome outcome = call(words, false, {{"DIALCTL_OUTPUT", "nonsense"}});
    CHECK(outcome.code == 0);
    CHECK(outcome.out.starts_with("Examples:\n"));
    CHECK(outcome.err == "");
  }
  CHECK(call({"--version"}).out.find("\n  cli11 2") != std::string::npos);
  CHECK(call({"--version"}).out.find("\n  tzdata 2026x\n") != std::string::npos);
}

TEST_CASE("CLI JSON is recognised before the line is understood") {
  CHECK(asks_for_json({"x", "--json"}) == true);
  CHECK(asks_for_json({"x", "-o", "ndjson"}) == true);
  CHECK(asks_for_json({"x", "-ojson"}) == true);
  CHECK(asks_for_json({"x", "--output=json"}) == true);
  CHECK(asks_for_json({"x", "-o", "csv"}) == false);
  CHECK(asks_for_json({"x", "--", "--json"}) == std::nullopt);
  const CallOutcome outcome = call({"ordr", "--json"});
  CHECK(outcome.err.starts_with("{\"error\":{\"kind\":\"usage\""));
}
