#include "engine/decide/order_mapping.h"

#include <doctest/doctest.h>

#include "engine/decide/column_names.h"

using namespace dialctl;

namespace {

// "order_id,name:fio,phone2,field:comment,-" of a header, to compare at one glance.
std::string uses(const std::vector<std::string>& header, const std::vector<MapOverride>& overrides = {}) {
  const auto mapping = OrderMapping::of(header, overrides);
  if (!mapping) return mapping.error().code;
  std::string text;
  for (const MappedColumn& column : mapping.value().columns()) {
    if (!text.empty()) text += ',';
    text += to_text(column.use);
    if (column.phone_rank > 1) text += std::to_string(column.phone_rank);
    if (!column.field.empty()) text += ':' + column.field;
  }
  return text;
}

}  // namespace

TEST_CASE("IM-02 LP-CRM's export is recognised, its other columns become fields") {
  CHECK(
      uses({"order_id", "country", "office", "products", "bayer_name", "phone", "email", "comment",
            "delivery", "delivery_adress", "payment", "sender", "utm_source", "additional_1"}) ==
      "order_id,field:country,field:office,field:products,name:fio,phone,field:email,field:comment,"
      "field:delivery,field:delivery_adress,field:payment,field:sender,field:utm_source,field:additional_1");
}

TEST_CASE("IM-02 usual headers are recognised in any case and writing, in English, Russian and Ukrainian") {
  CHECK(uses({"Order ID", "Buyer-Name", "PHONE", "Time Zone", "Status", "Priority", "Owner", "Tags",
              "Created At"}) == "order_id,name:fio,phone,zone,status,priority,owner,tags,created");
  CHECK(uses({"Номер заказа", "ФИО", "Телефон", "Телефон 2", "Статус"}) ==
        "order_id,name:fio,phone,phone2,status");
  CHECK(uses({"Номер замовлення", "Ім’я", "Номер телефону", "Пріоритет"}) ==
        "order_id,name:fio,phone,priority");
  CHECK(folded_header("  Номер  Заказа: ") == "номер_заказа");
}

TEST_CASE("IM-02 numbers are dialled by the number in their column's name, then from left to right") {
  const auto mapping = OrderMapping::of({"phone3", "tel", "id", "phone2", "mobile", "phone_10"}, {});
  REQUIRE(mapping.ok());
  CHECK(mapping.value().phones() == std::vector<std::size_t>{1, 4, 3, 0, 5});
}

TEST_CASE("IM-02 the more telling of two names wins and the other stays a field") {
  CHECK(uses({"id", "order_id", "name", "fio", "tel"}) == "field:id,order_id,field:name,name:fio,phone");
}

TEST_CASE("IM-02 --map comes before recognition") {
  CHECK(uses({"code", "phone", "Tel 1", "note"}, {{"order_id", "code"}, {"phone", "Tel 1"}, {"-", "note"}}) ==
        "order_id,field:phone,phone,-");
  CHECK(uses({"id", "tel", "Bemerkung"}, {{"comment", "bemerkung"}}) == "order_id,phone,field:comment");
  CHECK(uses({"id", "tel", "x"}, {{"fio", "x"}}) == "order_id,phone,name:fio");
  CHECK(uses({"id", "a", "b"}, {{"phone", "a"}, {"phone", "b"}}) == "order_id,phone,phone");
}

TEST_CASE("IM-02 a header without an id or a number is refused with the columns that there are") {
  CHECK(uses({"name", "phone"}) == "import.no-order-id-column");
  CHECK(uses({"id", "name"}) == "import.no-phone-column");
  const auto refused = OrderMapping::of({"id", "name"}, {});
  CHECK(refused.error().hint == "name it with --map phone=COLUMN; the columns are: id, name");
}

TEST_CASE("IM-02 mistakes in --map are refused") {
  CHECK(uses({"id", "tel"}, {{"phone", "Telefon"}}) == "import.no-such-column");
  CHECK(uses({"id", "tel", "a"}, {{"fio", "a"}, {"comment", "a"}}) == "import.mapped-twice");
  CHECK(uses({"id", "tel", "a", "b"}, {{"comment", "a"}, {"comment", "b"}}) == "import.mapped-twice");
  CHECK(uses({"id", "tel", "comment", "b"}, {{"comment", "b"}}) == "import.mapped-twice");
  for (const char* text : {"", "phone", "=x", "phone="})
    CHECK(parse_map_override(text).error().code == "import.bad-map");
  CHECK(parse_map_override("phone=a=b").value() == MapOverride{"phone", "a=b"});
}

TEST_CASE("IM-02 columns of JSON come one by one and keep their use") {
  auto growing = OrderMapping::growing({{"phone", "Tel"}});
  REQUIRE(growing.ok());
  OrderMapping mapping = std::move(growing).value();
  REQUIRE(mapping.extend({"id", "x"}).ok());
  CHECK(mapping.only(ColumnUse::order_id) == 0);
  CHECK(mapping.phones().empty());
  REQUIRE(mapping.extend({"id", "x", "order_id", "Tel", "phone2"}).ok());
  CHECK(mapping.only(ColumnUse::order_id) == 0);
  CHECK(mapping.columns()[2].field == "order_id");
  CHECK(mapping.phones() == std::vector<std::size_t>{3, 4});
  CHECK(mapping.summary() == "order_id=id phone=Tel phone2=phone2");
}
