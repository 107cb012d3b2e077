#include "engine/decide/order_draft.h"

#include <doctest/doctest.h>

using namespace dialctl;

namespace {

struct Bench {
  Settings settings;
  ZoneTable kyiv{"Europe/Kyiv", {{kFirstInstant, Seconds{7200}}}};

  Bench() {
    settings.statuses.push_back({StatusId{4}, "new", StatusMeaning::open, {}, {}, {}});
    OperatorSettings anna;
    anna.name = "anna";
    settings.operators.push_back(anna);
  }

  std::vector<CellError> errors;
  OrderMapping mapping = OrderMapping::of({"id", "phone"}, {}).value();
  OrderDraft read(const std::vector<std::string>& header, const std::vector<std::string_view>& cells) {
    errors.clear();
    mapping = OrderMapping::of(header, {}).value();
    OrderDraft draft;
    draft.fields = {{"left", "from another row"}};
    draft.tags = {"left"};
    draft_order(mapping, cells, DraftContext{&settings, &kyiv}, draft, errors);
    return draft;
  }
  // "column code" of the errors.
  std::string codes() const {
    std::string text;
    for (const CellError& error : errors)
      text += (text.empty() ? "" : "|") + error.column + " " + error.error.code;
    return text;
  }
};

const std::vector<std::string> kHeader = {"id",    "fio",  "phone", "phone2",  "status", "priority",
                                          "owner", "tags", "zone",  "created", "comment"};

}  // namespace

TEST_CASE("IM-02 a full row becomes a draft, blanks around values taken off") {
  Bench bench;
  const OrderDraft draft =
      bench.read(kHeader, {" 17 ", "Олена", "044 1, 044 2", " +1 ", "new", "-5", "anna", "vip; new vip",
                           "Asia/Omsk", "2026-11-21 20:25", "call late"});
  CHECK(bench.codes() == "");
  CHECK(draft.external_id == "17");
  CHECK(draft.fields == FieldViews{{"fio", "Олена"}, {"comment", "call late"}});
  REQUIRE(draft.phones.size() == 2);
  CHECK(draft.phones[0].text == "044 1, 044 2");
  CHECK(draft.phones[1].text == "+1");
  CHECK(draft.phones[1].column == 3);
  CHECK(draft.status == StatusId{4});
  CHECK(draft.priority == -5);
  CHECK(draft.owner == "anna");
  CHECK(draft.tags == std::vector<std::string>{"new", "vip"});
  CHECK(draft.zone == "Asia/Omsk");
  CHECK(draft.created == parse_iso("2026-11-21T18:25:00Z"));
}

TEST_CASE("IM-02 empty cells are as if they were not there") {
  Bench bench;
  const OrderDraft draft = bench.read(kHeader, {"17", "", "044 1", " ", "", "", "", "", "", "", ""});
  CHECK(bench.codes() == "");
  CHECK(draft.fields.empty());
  CHECK_FALSE(draft.status.has_value());
  CHECK_FALSE(draft.priority.has_value());
  CHECK_FALSE(draft.owner.has_value());
  CHECK_FALSE(draft.zone.has_value());
  CHECK_FALSE(draft.created.has_value());
}

TEST_CASE("IM-05 every bad cell of a row is told, with its column and code") {
  Bench bench;
  bench.read(kHeader, {"", "x", "", "", "gone", "high", "bob", "", "", "2037-10-01T00:00:00Z", ""});
  CHECK(bench.codes() ==
        "status order.unknown-status|priority order.bad-priority|owner order.unknown-owner|"
        "created order.bad-created| order.no-number");
  bench.read(kHeader, {"", "x", "", "", "", "", "", "", "", "", ""});
  CHECK(bench.codes() == " order.no-id| order.no-number");
  const std::string long_id(kExternalIdBytesMax + 1, '1');
  const std::string long_field(kFieldBytesMax + 1, 'x');
  bench.read(kHeader, {long_id, "x", "1", "", "", "", "", "", "", "", long_field});
  CHECK(bench.codes() == "id order.bad-id|comment order.field-too-long");
  bench.read(kHeader, {"1\t2", "x", "1", "", "", "101", "", "", "", "", ""});
  CHECK(bench.codes() == "id order.bad-id|priority order.bad-priority");
}

TEST_CASE("IM-02 the instant of creation is read in the usual writings, on the project's clock") {
  const ZoneTable kyiv{"Europe/Kyiv", {{kFirstInstant, Seconds{7200}}}};
  const auto iso = [&](std::string_view text) {
    const auto at = parse_created(text, kyiv);
    return at ? to_iso(at.value()) : at.error().code;
  };
  CHECK(iso("2026-11-21T20:25:41Z") == "2026-11-21T20:25:41Z");
  CHECK(iso("2026-11-21T20:25:41+03:00") == "2026-11-21T17:25:41Z");
  CHECK(iso("2026-11-21") == "2026-11-20T22:00:00Z");
  CHECK(iso("2026-11-21 20:25:41") == "2026-11-21T18:25:41Z");
  CHECK(iso("21.11.2026 20:25") == "2026-11-21T18:25:00Z");
  CHECK(iso("1.2.2026") == "2026-01-31T22:00:00Z");
  for (const char* bad : {"11/21/2026", "2026-02-30", "2026-11-21 24:00", "2026-11-21 20:25 pm", "soon",
                          "2026", "21.11.26", "2037-10-02", "1969-12-31", "2026-11-21T20:25:41"})
    if (std::string_view{bad} != "2026-11-21T20:25:41") CHECK_MESSAGE(iso(bad) == "order.bad-created", bad);
  CHECK(iso("2026-11-21T20:25:41") == "2026-11-21T18:25:41Z");
}
