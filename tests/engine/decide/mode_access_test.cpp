// The matrix of operators and modes, and the ways in which a mode hands out.
#include "engine/decide/mode_access.h"

#include <doctest/doctest.h>

using namespace dialctl;

namespace {

constexpr ModeCell kShopNew{ProjectId{1}, CallMode::new_order};

OperatorSettings anna_with(std::vector<ModeCell> access) {
  OperatorSettings anna;
  anna.name = "anna";
  anna.access = std::move(access);
  return anna;
}

Bucket bucket_of(std::string owner) {
  return {BucketId{1}, ProjectId{1},
          {},          {},
          0,           ModeLine{CallMode::new_order, ModePart::unprocessed, std::move(owner)}};
}

}  // namespace

TEST_CASE("CM-05 a tick is for one mode of one project") {
  const auto anna =
      anna_with({kShopNew, {ProjectId{1}, CallMode::random_2}, {ProjectId{3}, CallMode::reconfirm}});
  for (const int project : {1, 2, 3}) {
    for (const CallMode mode : kCallModes) {
      const bool ticked = (project == 1 && (mode == CallMode::new_order || mode == CallMode::random_2)) ||
                          (project == 3 && mode == CallMode::reconfirm);
      CHECK(has_access(anna, {ProjectId{project}, mode}) == ticked);
    }
  }
  CHECK_FALSE(has_access(anna_with({}), kShopNew));
}

TEST_CASE("AD-01 manual by hand, auto in sessions, optional both") {
  CHECK(hands_out(DialWay::manual, HandOutBy::hand));
  CHECK_FALSE(hands_out(DialWay::manual, HandOutBy::dialer));
  CHECK_FALSE(hands_out(DialWay::automatic, HandOutBy::hand));
  CHECK(hands_out(DialWay::automatic, HandOutBy::dialer));
  CHECK(hands_out(DialWay::optional, HandOutBy::hand));
  CHECK(hands_out(DialWay::optional, HandOutBy::dialer));
}

TEST_CASE("AD-01 whose order, and for how long it must have waited for its owner") {
  const auto anna = anna_with({kShopNew});
  const auto never = std::optional<Minutes>{};
  const std::optional<Minutes> at_once = Minutes{0};
  struct Case {
    HandOut way;
    int owner_only;
    std::optional<Minutes> own, boris, nobody;
  };
  for (const Case& one :
       {Case{HandOut::pool, 0, at_once, at_once, at_once}, Case{HandOut::pool, 20, at_once, at_once, at_once},
        Case{HandOut::owner_first, 0, at_once, never, at_once},
        Case{HandOut::owner_first, 20, at_once, Minutes{20}, at_once},
        Case{HandOut::assigned_only, 0, at_once, never, never},
        Case{HandOut::assigned_only, 20, at_once, never, never}}) {
    ModeSettings mode;
    mode.hand_out = one.way;
    mode.owner_only = Minutes{one.owner_only};
    const Taker taker{&anna};
    CHECK(wait_for(mode, bucket_of("anna"), taker) == one.own);
    CHECK(wait_for(mode, bucket_of("boris"), taker) == one.boris);
    CHECK(wait_for(mode, bucket_of(""), taker) == one.nobody);
    const auto without =
        anna_with({{ProjectId{1}, CallMode::reconfirm}, {ProjectId{2}, CallMode::new_order}});
    mode.dial_way = DialWay::manual;
    for (const char* owner : {"anna", "boris", ""}) {
      CHECK_FALSE(wait_for(mode, bucket_of(owner), Taker{&without}).has_value());
      CHECK_FALSE(wait_for(mode, bucket_of(owner), {&anna, HandOutBy::dialer}).has_value());
    }
  }
}
