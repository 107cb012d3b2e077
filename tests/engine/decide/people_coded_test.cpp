#include <doctest/doctest.h>
#include <string>

#include "engine/decide/coded_people.h"

using namespace dialctl;

namespace {

// "ring 1000, press 1 at 2700, leave at 5950" or "ring 1000, cause 17"
std::string told(const std::optional<Behaviour>& one) {
  if (!one) return "no extension";
  std::string text;
  switch (one->sound) {
    case RingSound::nothing:
      text = "silent ";
      break;
    case RingSound::ringing:
      text = "ring ";
      break;
    case RingSound::announcement:
      text = "announcement ";
      break;
  }
  text += std::to_string(one->ring.count());
  if (one->cause) return text + ", cause " + std::to_string(*one->cause);
  if (one->is_machine) text += ", machine";
  for (const PartyStep& step : one->steps) {
    if (step.delay >= Seconds{250}) continue;  // the end that every party of the bed has
    text += step.deed == Deed::press ? std::string{", press "} + step.key : ", leave";
    text +=
        (step.cue == Cue::message_ended ? " after message " : " at ") + std::to_string(step.delay.count());
  }
  return text;
}

}  // namespace

TEST_CASE("RN-08 each code of the bed is a behaviour with the bed's times") {
  CHECK(told(coded_party("79001100102", 0)) == "ring 1000, leave at 2500");
  CHECK(told(coded_party("79001100000", 0)) == "ring 0");
  CHECK(told(coded_party("+79001110102", 0)) == "ring 1000, press 1 at 2700");
  CHECK(told(coded_party("79001120002", 0)) == "ring 0, press 2 at 2700");
  CHECK(told(coded_party("79001130001", 0)) == "ring 0, press 7 at 1700, press 1 at 4150");
  CHECK(told(coded_party("79001140200", 0)) == "ring 2000, press 1 after message 1200");
  CHECK(told(coded_party("79001150000", 0)) == "ring 0, press 2 after message 1200");
  CHECK(told(coded_party("79001160003", 0)) == "ring 0, press 1 at 2700, leave at 5950");
  CHECK(told(coded_party("79001170000", 0)) == "ring 0, leave at 1700");
  CHECK(told(coded_party("79001200000", 0)) == "ring 0, leave at 500");
  CHECK(told(coded_party("79001300300", 0)) == "ring 3000, cause 17");
  CHECK(told(coded_party("79001400000", 0)) == "ring 300000, cause 19");
  CHECK(told(coded_party("79001410000", 0)) == "silent 300000, cause 18");
  CHECK(told(coded_party("79001420117", 0)) == "announcement 9980, cause 17");
  CHECK(told(coded_party("79001500134", 0)) == "ring 1000, cause 34");
  CHECK(told(coded_party("79001510201", 0)) == "silent 2000, cause 1");
  CHECK(told(coded_party("79001600003", 0)) == "ring 0, machine, leave at 36900");
  CHECK(told(coded_party("79001610007", 0)) == "ring 0, machine, leave at 7500");
}

TEST_CASE("RN-08 70 and 71 change their mind after so many calls") {
  CHECK(told(coded_party("79001700102", 0)) == "ring 1000, cause 17");
  CHECK(told(coded_party("79001700102", 1)) == "ring 1000, cause 17");
  CHECK(told(coded_party("79001700102", 2)) == "ring 1000, press 1 at 2700");
  CHECK(told(coded_party("79001710001", 0)) == "ring 300000, cause 19");
  CHECK(told(coded_party("79001710001", 1)) == "ring 0, press 1 at 2700");
}

TEST_CASE("RN-08 numbers that are no code: unknown, too short, none") {
  CHECK(told(coded_party("79001990000", 0)) == "silent 0, cause 1");
  CHECK(told(coded_party("790", 0)) == "silent 0, cause 28");
  CHECK(told(coded_party("", 0)) == "no extension");
  CHECK(told(coded_party("abc", 0)) == "no extension");
  CHECK(is_coded("79001100102"));
  CHECK(is_coded("+710100"));
  CHECK(is_coded("79001180112"));
  CHECK(!is_coded("79001430000"));
  CHECK(is_coded_for_carrier("79001430000"));
  CHECK(is_coded_for_carrier("79001100102"));
  CHECK(!is_coded_for_carrier("79001990000"));
  CHECK(!is_coded("79001990000"));
  CHECK(!is_coded("10010"));
  CHECK(!is_coded("7900110010x"));
}

TEST_CASE("RN-08 operators' short numbers") {
  CHECK(told(coded_operator("101", 0)) == "ring 1000");
  CHECK(told(coded_operator("299", 0)) == "ring 5000");
  CHECK(told(coded_operator("300", 0)) == "ring 300000, cause 19");
  CHECK(told(coded_operator("412", 0)) == "ring 0, cause 17");
  CHECK(told(coded_operator("501", 0)) == "ring 1000, leave at 10500");
  CHECK(told(coded_operator("601", 0)) == "silent 0, cause 21");
  CHECK(told(coded_operator("701", 0)) == "ring 1000, leave at 500");
  CHECK(told(coded_operator("801", 0)) == "ring 3000, leave at 3500");
  CHECK(told(coded_operator("901", 0)) == "silent 0, cause 28");
  CHECK(told(coded_operator("79001100200", 0)) == "ring 2000");
}

TEST_CASE("RN-08 the SIP carrier answers at once and knows fewer codes") {
  CHECK(told(coded_carrier("79001100102")) == "ring 1000, leave at 2000");
  CHECK(told(coded_carrier("79001110001")) == "ring 0, press 1 at 1000");
  CHECK(told(coded_carrier("79001200000")) == "ring 0, leave at 0");
  CHECK(told(coded_carrier("79001300000")) == "ring 0, cause 17");
  CHECK(told(coded_carrier("79001430000")) == "silent 32000, cause 18");
  CHECK(told(coded_carrier("79001500003")) == "ring 0, cause 22");
  CHECK(told(coded_carrier("79001500018")) == "ring 0, cause 19");
  CHECK(told(coded_carrier("79001500058")) == "ring 0, cause 21");
  CHECK(told(coded_carrier("79001700000")) == "ring 0, cause 1");
  CHECK(told(coded_carrier("12")) == "ring 0, cause 1");
}
