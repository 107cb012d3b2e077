#include "engine/decide/column_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/model/text.h"

namespace dialctl {
namespace {

struct Alias {
  std::string_view name;  // folded
  ColumnUse use;
};

// Of one use, the more telling names come first.
constexpr auto kAliases = std::to_array<Alias>({
    {"order_id", ColumnUse::order_id},
    {"orderid", ColumnUse::order_id},
    {"external_id", ColumnUse::order_id},
    {"order_number", ColumnUse::order_id},
    {"order_no", ColumnUse::order_id},
    {"номер_заказа", ColumnUse::order_id},
    {"номер_замовлення", ColumnUse::order_id},
    {"id_заказа", ColumnUse::order_id},
    {"id_замовлення", ColumnUse::order_id},
    {"lead_id", ColumnUse::order_id},
    {"order", ColumnUse::order_id},
    {"id", ColumnUse::order_id},
    {"fio", ColumnUse::name},
    {"фио", ColumnUse::name},
    {"піб", ColumnUse::name},
    {"bayer_name", ColumnUse::name},
    {"buyer_name", ColumnUse::name},
    {"full_name", ColumnUse::name},
    {"fullname", ColumnUse::name},
    {"customer_name", ColumnUse::name},
    {"client_name", ColumnUse::name},
    {"contact_name", ColumnUse::name},
    {"имя_покупателя", ColumnUse::name},
    {"имя_клиента", ColumnUse::name},
    {"name", ColumnUse::name},
    {"имя", ColumnUse::name},
    {"ім'я", ColumnUse::name},
    {"customer", ColumnUse::name},
    {"client", ColumnUse::name},
    {"покупатель", ColumnUse::name},
    {"покупець", ColumnUse::name},
    {"клиент", ColumnUse::name},
    {"клієнт", ColumnUse::name},
    {"zone", ColumnUse::zone},
    {"timezone", ColumnUse::zone},
    {"time_zone", ColumnUse::zone},
    {"tz", ColumnUse::zone},
    {"часовой_пояс", ColumnUse::zone},
    {"часовий_пояс", ColumnUse::zone},
    {"status", ColumnUse::status},
    {"order_status", ColumnUse::status},
    {"статус", ColumnUse::status},
    {"статус_заказа", ColumnUse::status},
    {"priority", ColumnUse::priority},
    {"приоритет", ColumnUse::priority},
    {"пріоритет", ColumnUse::priority},
    {"owner", ColumnUse::owner},
    {"assigned_to", ColumnUse::owner},
    {"tags", ColumnUse::tags},
    {"labels", ColumnUse::tags},
    {"теги", ColumnUse::tags},
    {"created", ColumnUse::created},
    {"created_at", ColumnUse::created},
    {"date_created", ColumnUse::created},
    {"creation_date", ColumnUse::created},
    {"order_date", ColumnUse::created},
    {"дата_создания", ColumnUse::created},
    {"дата_заказа", ColumnUse::created},
    {"дата_створення", ColumnUse::created},
});

// Stand alone or with a number behind: "phone2", "tel_3", "Телефон 2".
constexpr auto kPhoneNames = std::to_array<std::string_view>({
    "phone",
    "phone_number",
    "telephone",
    "tel",
    "mobile",
    "mobile_phone",
    "cell",
    "msisdn",
    "телефон",
    "номер_телефона",
    "номер_телефону",
    "тел",
    "мобильный",
    "мобільний",
});

constexpr int kPhoneRankMax = 99;

// Capitals of Latin and Cyrillic; what has no other case stays.
char32_t lower(char32_t letter) {
  if (letter >= U'A' && letter <= U'Z') return letter + 32;
  if (letter >= U'\u0410' && letter <= U'\u042F') return letter + 32;
  if (letter >= U'\u0400' && letter <= U'\u040F') return letter + 80;
  if (letter == U'\u0490') return U'\u0491';
  return letter;
}

bool is_blank(char32_t letter) {
  return letter == U' ' || letter == U'\t' || letter == U'-' || letter == U'_' || letter == U'.' ||
         letter == U':' || letter == U'\u00A0';
}

std::optional<int> phone_rank_of(std::string_view folded) {
  const auto last_letter = folded.find_last_not_of("0123456789");
  if (last_letter == std::string_view::npos) return std::nullopt;
  const auto digits = folded.substr(last_letter + 1);
  auto base = folded.substr(0, last_letter + 1);
  if (base.ends_with('_')) base.remove_suffix(1);
  if (std::find(kPhoneNames.begin(), kPhoneNames.end(), base) == kPhoneNames.end()) return std::nullopt;
  if (digits.empty()) return 1;
  int rank = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rank);
  if (error != std::errc{} || rank < 1 || rank > kPhoneRankMax) return std::nullopt;
  return rank;
}

}  // namespace

std::string folded_header(std::string_view header) {
  std::string folded;
  bool gap = false;
  for (std::size_t at = 0; at < header.size();) {
    const CodePoint point = code_point_at(header, at);
    at += point.bytes;
    if (is_blank(point.value)) {
      gap = !folded.empty();
      continue;
    }
    if (gap) folded += '_';
    gap = false;
    // U+2019 is how many keyboards write the apostrophe of "ім’я".
    append_utf8(folded, point.value == U'\u2019' ? U'\'' : lower(point.value));
  }
  return folded;
}

std::optional<RecognisedName> recognise_header(std::string_view header) {
  const std::string folded = folded_header(header);
  if (const auto rank = phone_rank_of(folded)) return RecognisedName{ColumnUse::phone, 0, *rank};
  const auto found = std::find_if(kAliases.begin(), kAliases.end(),
                                  [&](const Alias& alias) { return alias.name == folded; });
  if (found == kAliases.end()) return std::nullopt;
  return RecognisedName{found->use, static_cast<std::size_t>(found - kAliases.begin()), 0};
}

MappedColumn use_of_map_field(std::string_view field) {
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, ColumnUse>>({
      {"order_id", ColumnUse::order_id},
      {"name", ColumnUse::name},
      {kNameField, ColumnUse::name},
      {"zone", ColumnUse::zone},
      {"status", ColumnUse::status},
      {"priority", ColumnUse::priority},
      {"owner", ColumnUse::owner},
      {"tags", ColumnUse::tags},
      {"created", ColumnUse::created},
      {"-", ColumnUse::left_out},
  });
  MappedColumn column;
  for (const auto& [text, use] : kNames) {
    if (text == field) column.use = use;
  }
  const auto rank = field.starts_with("phone") ? phone_rank_of(field) : std::nullopt;
  if (rank) {
    column.use = ColumnUse::phone;
    column.phone_rank = *rank;
  }
  if (column.use == ColumnUse::field) column.field = field;
  if (column.use == ColumnUse::name) column.field = kNameField;
  return column;
}

}  // namespace dialctl
