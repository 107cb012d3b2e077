#include "adapters/sqlite/caller_reader.h"

namespace dialctl::sqlite {

CallerReader::CallerReader(Connection& connection)
    : told_(connection, "SELECT 1 FROM missed_call WHERE provider_call = ? AND provider_call <> ''"),
      blacklisted_(connection,
                   "SELECT 1 FROM blacklist WHERE e164 = ?1 AND (project_id = 0 OR project_id = ?2)"
                   " AND (expires_at IS NULL OR expires_at > ?3)"),
      open_(connection,
            "SELECT 1 FROM customer_order AS o JOIN task ON task.order_id = o.id WHERE o.project_id = ?1"
            " AND o.external_id = 'callback:' || ?2 AND task.rule_id IS NOT NULL"
            " AND task.phase NOT IN ('done', 'cancelled')"),
      contact_(connection, "SELECT talked_at, dialled_at FROM caller_contact WHERE e164 = ?") {}

CallerKnown CallerReader::known(const MissedCall& call, Instant now) {
  CallerKnown known;
  known.call_told = told_.query(call.provider_call).next();
  known.blacklisted = blacklisted_.query(call.caller, call.project, now).next();
  known.has_open_task = call.project && open_.query(*call.project, call.caller).next();
  Rows contact = contact_.query(call.caller);
  if (!contact.next()) return known;
  known.talked_at = contact.maybe_instant();
  known.dialled_at = contact.instant();
  return known;
}

}  // namespace dialctl::sqlite
