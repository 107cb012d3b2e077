#include "adapters/tz/libc_check.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace dialctl {
namespace {

class TemporaryTz {
 public:
  TemporaryTz() {
    if (const char* value = std::getenv("TZ")) before_ = value;
  }
  ~TemporaryTz() {
    before_ ? ::setenv("TZ", before_->c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }
  TemporaryTz(const TemporaryTz&) = delete;
  TemporaryTz& operator=(const TemporaryTz&) = delete;

  // The colon says: a file's name, never a rule spelt out.
  void set(const ZoneName& zone) {
    ::setenv("TZ", (":" + zone).c_str(), 1);
    ::tzset();
  }

 private:
  std::optional<std::string> before_;
};

Seconds libc_offset(Instant at) {
  const std::time_t seconds = std::chrono::floor<Seconds>(at).time_since_epoch().count();
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return Seconds{local.tm_gmtoff};
}

std::optional<ZoneDifference> first_difference(const ZoneTable& table, Instant from) {
  for (std::size_t i = 0; i < table.spans.size(); ++i) {
    const ZoneTable::Span& span = table.spans[i];
    const Instant end = i + 1 < table.spans.size() ? table.spans[i + 1].from : kFirstRefusedInstant;
    for (Instant at = std::max(span.from, from); at < end;) {
      const Seconds libc = libc_offset(at);
      if (libc != span.offset) return ZoneDifference{table.name, at, span.offset, libc};
      const Instant last = end - Seconds{1};
      at = at == last ? end : std::min<Instant>(at + std::chrono::days{1}, last);
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<ZoneDifference> differences_from_libc(const std::vector<const ZoneTable*>& tables, Instant from) {
  std::vector<ZoneDifference> differences;
  TemporaryTz tz;
  for (const ZoneTable* table : tables) {
    tz.set(table->name);
    if (auto difference = first_difference(*table, from)) differences.push_back(*difference);
  }
  return differences;
}

std::string describe(const ZoneDifference& difference) {
  return difference.zone + " is " + std::to_string(difference.table_offset.count()) + " s ahead of UTC at " +
         to_iso(difference.at) + ", for the C library " + std::to_string(difference.libc_offset.count()) +
         " s";
}

}  // namespace dialctl
