#include <doctest/doctest.h>
#include <functional>

#include "tests/adapters/csv/read_csv.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

// The rejects file of a text: its problem rows, and those rows that `refuse` gives a reason for.
std::string rejects_of(const std::string& text, const std::function<bool(const Row&)>& refuse = {}) {
  auto opened = csv::open_rows(text::bytes_of(text), {});
  REQUIRE(opened.ok());
  std::string out;
  opened.value()->append_rejects_header(out);
  for (Row row; opened.value()->next(row).value();) {
    if (row.problem) {
      opened.value()->append_reject(out, row, *row.problem);
    } else if (refuse && refuse(row)) {
      opened.value()->append_reject(out, row, {ErrorKind::usage, "order.phone", "no \"number\"; at all", ""});
    }
  }
  return out;
}

}  // namespace

TEST_CASE("IM-05 a rejects file holds the original rows with the reason ahead of them") {
  CHECK(rejects_of("id;name\n1;\"a\"\"b\n\"\n2;x;y\n3;ok\n", [](const Row& row) { return row.line == 2; }) ==
        "reject_line;reject_code;reject_reason;id;name\n"
        "2;order.phone;\"no \"\"number\"\"; at all\";1;\"a\"\"b\n\"\n"
        "4;csv.ragged;\"line 4, column 5: the row has 3 cells, the header has 2\";2;x;y\n");
}

TEST_CASE("IM-05 a mended rejects file is imported like the first file") {
  const auto all = [](const Row&) { return true; };
  const std::string rejects = rejects_of("id,name\n1,\"a\"\"b\nc\"\n2,Bob\n", all);
  CHECK(read_csv(rejects) == "columns id|name\n2 1|a\"b\\nc\n4 2|Bob\nend\n");
  CHECK(read_csv("reject_line,reject_code,reject_reason,id,name\n7,c,\"x, y\",1\n8,c,r,1,2\n") ==
        "columns id|name\n"
        "2! csv.ragged line 2, column 13: the row has 1 cell, the header has 2\n"
        "3 1|2\nend\n");
}

TEST_CASE("IM-05 rows that are refused again do not gather reasons") {
  const auto all = [](const Row&) { return true; };
  const std::string once = rejects_of("id,name\n1,Ann\nbad \"row\n", all);
  const std::string twice = rejects_of(once, all);
  CHECK(twice.starts_with("reject_line,reject_code,reject_reason,id,name\n2,order.phone,"));
  CHECK(twice.find(",1,Ann\n") != std::string::npos);
  CHECK(twice.ends_with(",bad \"row\n"));
  // Only the column of the message may move, by what stands ahead of the row.
  CHECK(rejects_of(twice, all).size() == twice.size());
}

TEST_CASE("IM-05 a row that was too long to hold is rejected without its text and refused again") {
  const std::string huge(2 * 1024 * 1024, 'x');
  const std::string rejects = rejects_of("id,name\n1," + huge + "\n");
  CHECK(rejects.size() < 300);
  CHECK(read_csv(rejects).find("2! csv.ragged") != std::string::npos);
}
