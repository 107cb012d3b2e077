#include <doctest/doctest.h>

#include "engine/decide/order_draft.h"

using namespace dialctl;

namespace {

std::int64_t hash(const std::vector<std::string>& header, const std::vector<std::string_view>& cells,
                  const std::vector<MapOverride>& overrides = {}) {
  return RowHasher(OrderMapping::of(header, overrides).value())(cells);
}

}  // namespace

TEST_CASE(
    "IM-04 rows that say the same are the same, whatever the order of columns, blanks and empty cells") {
  const auto plain = hash({"id", "phone", "city"}, {"1", "044", "Kyiv"});
  CHECK(plain == hash({"city", "id", "phone"}, {"Kyiv", "1", "044"}));
  CHECK(plain == hash({"id", "phone", "city"}, {" 1", "044 ", "\tKyiv"}));
  CHECK(plain == hash({"id", "phone", "city", "note"}, {"1", "044", "Kyiv", " "}));
  CHECK(plain == hash({"order_id", "tel", "city"}, {"1", "044", "Kyiv"}));
  CHECK(plain == hash({"id", "phone", "city", "x"}, {"1", "044", "Kyiv", "left out"}, {{"-", "x"}}));
}

TEST_CASE("IM-04 a row that says anything else is another row") {
  const auto plain = hash({"id", "phone", "city"}, {"1", "044", "Kyiv"});
  CHECK(plain != hash({"id", "phone", "city"}, {"1", "044", "Kyi"}));
  CHECK(plain != hash({"id", "phone", "town"}, {"1", "044", "Kyiv"}));
  CHECK(plain != hash({"id", "phone", "city"}, {"044", "1", "Kyiv"}));
  CHECK(hash({"id", "phone", "phone2"}, {"1", "a", "b"}) != hash({"id", "phone", "phone2"}, {"1", "b", "a"}));
  CHECK(hash({"id", "phone", "a", "b"}, {"1", "0", "x", "y"}) !=
        hash({"id", "phone", "a", "b"}, {"1", "0", "y", "x"}));
}

// Stored with every order: a change of the function would make every row of the next import a conflict.
TEST_CASE("IM-04 the number of a row is the same in every version") {
  CHECK(hash({"id", "phone", "city"}, {"1", "0441234567", "Kyiv, Main street 12"}) == -1821734173419631177);
}
