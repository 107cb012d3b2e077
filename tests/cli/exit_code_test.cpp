#include "cli/exit_code.h"

#include <doctest/doctest.h>

#include "cli/report.h"

using namespace dialctl;
using namespace dialctl::cli;

TEST_CASE("CLI each kind of error has its exit code") {
  CHECK(to_int(ExitCode::done) == 0);
  CHECK(to_int(ExitCode::differs) == 1);
  CHECK(to_int(exit_code(ErrorKind::usage)) == 2);
  CHECK(to_int(exit_code(ErrorKind::partial)) == 3);
  CHECK(to_int(exit_code(ErrorKind::not_found)) == 4);
  CHECK(to_int(exit_code(ErrorKind::busy)) == 5);
  CHECK(to_int(exit_code(ErrorKind::conflict)) == 6);
  CHECK(to_int(exit_code(ErrorKind::refused)) == 7);
  CHECK(to_int(exit_code(ErrorKind::provider_unreachable)) == 8);
  CHECK(to_int(exit_code(ErrorKind::credentials)) == 9);
  CHECK(to_int(exit_code(ErrorKind::store)) == 10);
  CHECK(to_int(exit_code(ErrorKind::wait_ran_out)) == 11);
  CHECK(to_int(exit_code(ErrorKind::unknown_calls)) == 12);
  CHECK(to_int(ExitCode::bug) == 70);
}

TEST_CASE("CLI errors say what, where and what next, safe for a terminal") {
  const Error error{ErrorKind::not_found, "order.unknown", "order '\x1b[2J': not found",
                    "dialctl order list"};
  CHECK(error_text(error, ExitCode::not_found, false) ==
        "dialctl: order '\\u{1b}[2J': not found\nhint: dialctl order list\n");
  CHECK(error_text(error, ExitCode::not_found, true) ==
        "{\"error\":{\"kind\":\"not-found\",\"code\":\"order.unknown\",\"message\":\"order '\\u001b[2J': not "
        "found\","
        "\"hint\":\"dialctl order list\",\"exit\":4}}\n");
}
