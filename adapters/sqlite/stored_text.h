// Lists and maps that are stored as one TEXT column. Reading throws SQLite::Exception (SQLITE_CORRUPT) for
// what writing never makes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/order.h"
#include "engine/model/settings.h"
#include "engine/model/zone.h"

namespace dialctl::sqlite {

std::string zones_text(const ZoneSet& zones);  // "Asia/Omsk,Asia/Tomsk"
ZoneSet parse_zones(const std::string& text);

std::string fields_text(const Fields& fields);  // {"name": "text"}, in their order
Fields parse_fields(const std::string& text);

std::string list_text(const std::vector<std::string>& list);  // ["a", "b"]
std::vector<std::string> parse_list(const std::string& text);

std::string map_text(const std::map<std::string, std::string>& map);
std::map<std::string, std::string> parse_map(const std::string& text);

std::string seconds_text(const std::vector<Seconds>& seconds);  // [1200, 3600]
std::vector<Seconds> parse_seconds(const std::string& text);

std::string prices_text(const std::map<ProviderId, std::int64_t>& micros);  // {"3": 2100000}
std::map<ProviderId, std::int64_t> parse_prices(const std::string& text);

std::string seconds_text(const std::map<Outcome, Seconds>& seconds);  // {"busy": 300}
std::map<Outcome, Seconds> parse_outcome_seconds(const std::string& text);

}  // namespace dialctl::sqlite
