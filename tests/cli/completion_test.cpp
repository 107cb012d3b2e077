#include "cli/completion.h"

#include <doctest/doctest.h>

#include "cli/help.h"
#include "cli/man.h"
#include "tests/cli/sample_table.h"

using namespace dialctl;
using namespace dialctl::cli;

TEST_CASE("CLI completion of every shell knows commands, flags and the kinds of values") {
  const CommandTable table = sample_table();
  for (const Shell shell : {Shell::bash, Shell::zsh, Shell::fish}) {
    const std::string script = completion_script(shell, table);
    for (const char* word : {"order", "list", "export", "where", "project-name", "table", "ndjson"}) {
      CAPTURE(word);
      CHECK(script.find(word) != std::string::npos);
    }
  }
}

TEST_CASE("CLI manual pages have every command, flag, column and exit code") {
  const auto pages = man_pages(sample_table());
  REQUIRE(pages.size() == 3);
  CHECK(pages[0].file == "dialctl.1");
  CHECK(pages[1].file == "dialctl-order.1");
  CHECK(pages[0].text.find(".It 141\n") != std::string::npos);
  CHECK(pages[0].text.find("DIALCTL_LOCK_TIMEOUT") != std::string::npos);
  for (const char* word : {".Ss order list", "ring_seconds", "Fl -reason", "order echo a b"}) {
    CHECK(pages[1].text.find(word) != std::string::npos);
  }
}

TEST_CASE("CLI long help is broken between words") {
  CHECK(wrapped("aa bb cc", 0, 5) == "aa bb\ncc");
  CHECK(wrapped("aa bb", 2, 5) == "aa\n  bb");
  CHECK(wrapped("toolongword x", 0, 4) == "toolongword\nx");
}
