#include "engine/decide/legal_hours.h"

#include <array>

#include "engine/model/invariant.h"

namespace dialctl {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

constexpr std::string_view kNineToNine = "daily 09:00-21:00";

// The hours are the same everywhere on purpose: 09:00-21:00 lies within every
// rule for ordinary calls below. Where a stricter rule binds some kind of
// call, the source says so and an admin narrows it with a schedule of his own.
constexpr std::array<LegalHours, 5> kEntries{{
    {"*", sys_days{year{1970} / 1 / 1}, kNineToNine,
     "our choice, from no law: the part of the day that the rules of the regions listed here leave for "
     "ordinary "
     "calls. Ask a lawyer for regions that are not listed."},
    {"GB", sys_days{year{2017} / 3 / 1}, kNineToNine,
     "our choice: no statute names hours for calls to customers. The Direct Marketing Association's code of "
     "practice "
     "asks for no calls from 21:00 to 08:00, at weekends to 09:00; Ofcom's statement on persistent misuse "
     "(in force "
     "from 2017-03-01) counts harm, and names no hours."},
    {"RU", sys_days{year{2017} / 1 / 1}, kNineToNine,
     "our choice, within 08:00-22:00 of working days in Federal Law 230-FZ, article 7, which binds debt "
     "collection "
     "alone. At weekends and on holidays that law allows 09:00-20:00: whoever collects debts must narrow "
     "this."},
    {"UA", sys_days{year{2021} / 7 / 14}, kNineToNine,
     "our choice: the Law on Consumer Lending, article 25 (as amended by 1349-IX, in force from 2021-07-14), "
     "binds "
     "debt collection alone and forbids 20:00-09:00, weekends and holidays: whoever collects debts must "
     "narrow this."},
    {"US", sys_days{year{2003} / 10 / 1}, kNineToNine,
     "16 CFR 310.4(c) (Telemarketing Sales Rule) and 47 CFR 64.1200(c)(1): no sales calls before 08:00 and "
     "after 21:00 "
     "at the called person's location; 12 CFR 1006.6(b)(1)(i) presumes the same for debt collection. "
     "Starting at "
     "09:00 is our choice. Some states end earlier (Florida, 20:00): narrow it for them."},
}};

}  // namespace

std::span<const LegalHours> legal_hours() {
  return kEntries;
}

const LegalHours& legal_hours_of(std::string_view region, std::chrono::sys_days day) {
  const LegalHours* found = nullptr;
  const LegalHours* fallback = nullptr;
  for (const LegalHours& entry : kEntries) {
    if (entry.region == region && entry.since <= day) found = &entry;
    if (entry.region == "*") fallback = &entry;
  }
  DIALCTL_INVARIANT(fallback != nullptr);
  return found != nullptr ? *found : *fallback;
}

}  // namespace dialctl
