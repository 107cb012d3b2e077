#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/cli/sample_table.h"

using namespace dialctl;
using namespace dialctl::cli;

namespace {

std::string list(std::initializer_list<const char*> more, bool terminal = false) {
  Words words{"order", "list"};
  words.insert(words.end(), more.begin(), more.end());
  const CallOutcome outcome = call(words, terminal);
  CHECK(outcome.err == "");
  CHECK(outcome.code == 0);
  return outcome.out;
}

}  // namespace

TEST_CASE("IM-07 JSON is always JSON, with exact types") {
  const auto rows = nlohmann::json::parse(list({"--json"}));
  REQUIRE(rows.size() == 3);
  CHECK(rows[0]["id"] == 3);
  CHECK(rows[0]["ready"] == true);
  CHECK(rows[0]["created"] == "2026-11-21T20:25:41Z");
  CHECK(rows[0]["ring_seconds"] == 2.5);
  CHECK(rows[0]["tag"].is_null());
  CHECK(rows[1]["name"] == "=1+1");
  CHECK(rows[2]["name"] == "a,\"b\"\n\x1b[2J");
  CHECK(list({"--json"}).find("\"cost\":-0.05") != std::string::npos);
  CHECK(nlohmann::json::parse(list({"--json", "--where", "name=nobody"})) == nlohmann::json::array());
  std::string lines = list({"-o", "ndjson", "--columns", "id"});
  CHECK(lines == "{\"id\":3}\n{\"id\":1}\n{\"id\":2}\n");
}

TEST_CASE("IM-07 CSV is quoted and defused, unless raw") {
  CHECK(list({"-o", "csv", "--columns", "id,name,cost"}) ==
        "id,name,cost\n3,Олена,1.80\n1,'=1+1,-0.05\n2,\"a,\"\"b\"\"\n\x1b[2J\",0.00\n");
  CHECK(list({"-o", "csv", "--columns", "name", "--raw", "--limit", "2"}) == "name\nОлена\n=1+1\n");
  CHECK(list({"-o", "tsv", "--columns", "name,tag", "--no-header"}) ==
        "Олена\t\n=1+1\tx\na,\"b\"\\n\x1b[2J\ty\n");
  CHECK(list({"-o", "id"}) == "3\n1\n2\n");
}

TEST_CASE("CLI an empty list is [], no line, or the header alone") {
  CHECK(list({"--json", "--limit", "0"}) == "[]\n");
  CHECK(list({"-o", "ndjson", "--limit", "0"}) == "");
  CHECK(list({"-o", "id", "--limit", "0"}) == "");
  CHECK(list({"-o", "csv", "--limit", "0", "--columns", "id,name"}) == "id,name\n");
  CHECK(list({"-o", "tsv", "--limit", "0", "--columns", "id,name"}) == "id\tname\n");
  CHECK(list({"--limit", "0", "--columns", "id,name"}) == "ID  NAME\n");
}

TEST_CASE("CLI rows are filtered, sorted and cut in this order") {
  CHECK(list({"-o", "id", "--where", "ready=true"}) == "3\n2\n");
  CHECK(list({"-o", "id", "--where", "ready=true", "--where", "name=Олена"}) == "3\n");
  CHECK(list({"-o", "id", "--sort", "id"}) == "1\n2\n3\n");
  CHECK(list({"-o", "id", "--sort", "-id", "--limit", "2"}) == "3\n2\n");
  CHECK(list({"-o", "id", "--sort", "cost"}) == "1\n2\n3\n");
  CHECK(list({"-o", "id", "--sort", "ready"}) == "1\n3\n2\n");
  CHECK(list({"-o", "id", "--sort", "tag"}) == "3\n1\n2\n");
}

TEST_CASE("CLI a table aligns, escapes and hides wide columns") {
  CHECK(list({"--columns", "id,name,ready,tag"}) ==
        "ID  NAME              READY  TAG\n"
        " 3  Олена             yes    -\n"
        " 1  =1+1              no     x\n"
        " 2  a,\"b\"\\n\\u{1b}[2J  yes    y\n");
  CHECK(list({}).find("TAG") == std::string::npos);
}

TEST_CASE("FAULT-51 a terminal changes layout and colour only") {
  std::string coloured = list({}, true);
  for (const std::string_view paint : {"\x1b[1m", "\x1b[0m"}) {
    const std::size_t at = coloured.find(paint);
    REQUIRE(at != std::string::npos);
    coloured.erase(at, paint.size());
  }
  CHECK(coloured == list({}));
  CHECK(list({"--json"}, true) == list({"--json"}));
  for (const char* format : {"csv", "tsv", "id", "ndjson"}) {
    const std::string shown = list({"-o", format}, true);
    CHECK(shown.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("IM-07 local time stands beside UTC where a zone is asked for") {
  CHECK(list({"-o", "csv", "--columns", "created", "--tz", "Test/Plus2", "--limit", "1"}) ==
        "created,created_local\n2026-11-21T20:25:41Z,2026-11-21T22:25:41+02:00\n");
  const CallOutcome unknown = call({"order", "list", "--tz", "Nowhere"});
  CHECK(unknown.code == 4);
  CHECK(unknown.out == "");
}

TEST_CASE("RN-07 a record is an object with its nested rows") {
  const CallOutcome json = call({"order", "show", "7", "--json"});
  CHECK(json.out ==
        "{\"id\":\"7\",\"gates\":[{\"gate\":\"hours\",\"pass\":true},{\"gate\":\"cap\",\"pass\":false}]}\n");
  CHECK(call({"order", "show", "7"}).out ==
        "id     7\ngates  2\n\nGATES\nGATE   PASS\nhours  yes\ncap    no\n");
}

TEST_CASE("CLI stdout stays empty on an error") {
  const CallOutcome missing = call({"order", "show", "0", "--json"});
  CHECK(missing.code == 4);
  CHECK(missing.out == "");
  CHECK(nlohmann::json::parse(missing.err)["error"]["exit"] == 4);
  const CallOutcome busy = call({"order", "fall", "-o", "csv"});
  CHECK(busy.code == 5);
  CHECK(busy.out == "");
  CHECK(busy.err == "dialctl: locked\nhint: retry\n");
}

TEST_CASE("CLI exceptions of a gone environment are a sentence and an exit code") {
  CHECK(call({"order", "fall", "--store"}).code == 10);
  CHECK(call({"order", "fall", "--memory"}).code == 70);
  const CallOutcome bug = call({"order", "fall", "--bug", "--json"});
  CHECK(bug.code == 70);
  CHECK(bug.out == "");
  CHECK(nlohmann::json::parse(bug.err)["error"]["exit"] == 70);
}

TEST_CASE("ST-06 mass changes need --yes without a terminal, and --expect is held to") {
  const CallOutcome unasked = call({"order", "hold", "--reason", "x"});
  CHECK(unasked.code == 2);
  CHECK(unasked.err == "dialctl: this will hold 3 orders; it was not confirmed\nhint: add --yes\n");
  CHECK(call({"order", "hold", "--reason", "x", "--yes", "--expect", "4"}).code == 6);
  const CallOutcome done = call({"order", "hold", "--reason", "x", "--yes", "--expect", "3"});
  CHECK(done.code == 3);
  CHECK(done.err == "3 held\n");
  CHECK(call({"order", "hold", "--reason", "x", "--yes", "-q"}).err == "");
  CHECK(call({"order", "hold", "--reason", "x", "--dry-run"}).code == 3);
}

TEST_CASE("CLI a table of more rows than it looks at keeps them all") {
  TextSink sink;
  std::vector<Column> columns{{.name = "id"}};
  Rows rows{columns, {}, sink};
  for (int i = 0; i < 2500; ++i)
    REQUIRE(rows.add({i}));
  REQUIRE(rows.finish());
  CHECK(std::count(sink.text().begin(), sink.text().end(), '\n') == 2501);
}
