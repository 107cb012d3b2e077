#include "engine/decide/limit_presets.h"

#include <array>

#include "engine/model/invariant.h"

namespace dialctl {
namespace {

using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::year;

constexpr std::array<LimitPreset, 5> kEntries{{
    {"*", sys_days{year{1970} / 1 / 1}, 5,
     "our choice, from no law: the default retry policy's five attempts fit into one day", 15,
     "our choice, from no law: three days of five attempts", Minutes{15},
     "our choice, from no law: below the default retry interval of 20 minutes"},
    {"GB", sys_days{year{2017} / 3 / 1}, 3,
     "our choice: no rule names a number of calls. Ofcom's statement on persistent misuse (in force from "
     "2017-03-01) treats repeated calls as harm",
     10, "our choice: no rule names a number of calls", hours{2},
     "our choice. After an abandoned call Ofcom's statement asks for 72 hours without a call that has no "
     "operator; that is kept apart from this limit"},
    {"RU", sys_days{year{2017} / 1 / 1}, 1,
     "Federal Law 230-FZ, article 7: one telephone conversation in a day. It binds debt collection alone and "
     "counts "
     "conversations; counting attempts, and taking it for all calls, is our conservative choice",
     2,
     "Federal Law 230-FZ, article 7: two telephone conversations in a week (and eight in a month, which is "
     "not "
     "counted here); conservative in the same two ways",
     hours{24}, "follows from one in a day, taken as any 24 hours"},
    {"UA", sys_days{year{2021} / 7 / 14}, 2,
     "Law on Consumer Lending, article 25 (as amended by 1349-IX): no more than two contacts in a day "
     "without the "
     "person's consent. It binds debt collection alone; counting attempts, and taking it for all calls, is "
     "our "
     "conservative choice",
     10, "our choice: two on each of five working days, since that law closes weekends and holidays",
     hours{2}, "our choice: no rule names a gap"},
    {"US", sys_days{year{2021} / 11 / 30}, 3,
     "Florida Statutes 501.616(6)(b): three sales calls in 24 hours on the same subject, the strictest state "
     "rule "
     "we know; taking it for the whole country and for all calls is our conservative choice",
     7,
     "12 CFR 1006.14(b)(2)(i)(A) (Regulation F, in force from 2021-11-30): seven calls in seven consecutive "
     "days "
     "about one debt. It binds debt collectors alone; taking it for all calls is our conservative choice. "
     "Its second "
     "rule, no call for seven days after a conversation, is not covered by this limit",
     hours{1}, "our choice: no federal rule names a gap"},
}};

}  // namespace

std::span<const LimitPreset> limit_presets() {
  return kEntries;
}

const LimitPreset& limit_preset_of(std::string_view region, std::chrono::sys_days day) {
  const LimitPreset* found = nullptr;
  const LimitPreset* fallback = nullptr;
  for (const LimitPreset& entry : kEntries) {
    if (entry.region == region && entry.since <= day) found = &entry;
    if (entry.region == "*") fallback = &entry;
  }
  DIALCTL_INVARIANT(fallback != nullptr);
  return found != nullptr ? *found : *fallback;
}

}  // namespace dialctl
