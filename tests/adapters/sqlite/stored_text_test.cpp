#include "adapters/sqlite/stored_text.h"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

using namespace dialctl;
using namespace dialctl::sqlite;

TEST_CASE("IM-01 fields are read as they were written, whatever stands in them") {
  for (const Fields& fields :
       {Fields{}, Fields{{"fio", "Олена"}}, Fields{{"fio", ""}, {"", "x"}}, Fields{{"a", "1"}, {"b", "2"}},
        Fields{{"quote", "a \"b\" \\ c"}, {"plain", "x"}}, Fields{{"back\\slash", "\n\t\x01"}},
        Fields{{"like JSON", "{,}:[]"}}}) {
    CAPTURE(fields_text(fields));
    CHECK(parse_fields(fields_text(fields)) == fields);
  }
  CHECK(parse_fields(R"( {"a" : "b"} )") == Fields{{"a", "b"}});  // as other programs may write it
}

TEST_CASE("fault 17 fields that nothing writes are refused") {
  for (const char* text :
       {"", "{", "}", "[]", R"({"a":1})", R"({"a":"b")", R"({"a":"b",})", R"({"a":"b""c":"d"})", R"({"a"})",
        R"({"a":"b"}})", R"({"a":{}})", "{\"a\":\"b\x01\"}", "{\"a\":\"\xff\"}"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_fields(text), SQLite::Exception);
  }
}
