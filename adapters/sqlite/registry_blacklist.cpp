// RT-04. Customers' numbers do not go into the journal in full.
#include <fmt/format.h>

#include "adapters/sqlite/change_scope.h"
#include "adapters/sqlite/settings_rows.h"
#include "adapters/sqlite/sqlite_registry.h"

namespace dialctl::sqlite {
namespace {

constexpr const char* kColumns =
    "SELECT e164, project_ref, source, reason, added_at, expires_at FROM blacklist";

Listing read_listing(Rows& rows) {
  return {.number = rows.e164(),
          .project = rows.maybe_id<ProjectId>(),
          .source = rows.text(),
          .reason = rows.text(),
          .added_at = rows.instant(),
          .expires_at = rows.maybe_instant()};
}

ProjectId scope_of(std::optional<ProjectId> project) {
  return project.value_or(ProjectId{});
}

std::string subject_of(std::span<const Listing> listings) {
  return listings.size() == 1 ? "number:" + masked(listings.front().number) : "blacklist";
}

Error no_such_project(ProjectId id) {
  return {ErrorKind::not_found, "settings.no-such-row",
          fmt::format("there is no project with the id {}", id.value), "see `dialctl project list`"};
}

}  // namespace

Result<ListingCounts> SqliteRegistry::blacklist_add(std::span<const Listing> listings, const Change& change) {
  return as_one_change(connection_, [&]() -> Result<ListingCounts> {
    ListingCounts counts;
    Statement insert(connection_,
                     "INSERT INTO blacklist (e164, project_id, source, reason, added_at, expires_at)"
                     " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    Statement renew(connection_,
                    "UPDATE blacklist SET source = ?3, reason = ?4, expires_at = ?5"
                    " WHERE e164 = ?1 AND project_id = ?2"
                    " AND (source, reason, expires_at) IS NOT (?3, ?4, ?5)");
    std::optional<ProjectId> known;
    for (const Listing& listing : listings) {
      if (listing.project && listing.project != known) {
        if (!has_row<Project>(connection_, *listing.project)) return no_such_project(*listing.project);
        known = listing.project;
      }
      const ProjectId scope = scope_of(listing.project);
      if (insert.run(listing.number, scope, listing.source, listing.reason, listing.added_at,
                     listing.expires_at) > 0) {
        ++counts.added;
      } else if (renew.run(listing.number, scope, listing.source, listing.reason, listing.expires_at) > 0) {
        ++counts.renewed;
      }
    }
    if (counts.added + counts.renewed > 0) {
      write_journal(connection_, change, "blacklist.added", subject_of(listings),
                    fmt::format("{} added, {} renewed", counts.added, counts.renewed));
    }
    return counts;
  });
}

Result<void> SqliteRegistry::blacklist_remove(const E164& number, std::optional<ProjectId> project,
                                              const Change& change) {
  return as_one_change(connection_, [&]() -> Result<void> {
    Statement remove(connection_, "DELETE FROM blacklist WHERE e164 = ? AND project_id = ?");
    if (remove.run(number, scope_of(project)) == 0) {
      return Error{ErrorKind::not_found, "blacklist.not-listed",
                   fmt::format("{} is not on the blacklist {}", number.text(),
                               project ? "of this project" : "for all projects"),
                   fmt::format("see `dialctl blacklist check {}`", number.text())};
    }
    // What the number has blocked is judged anew; another entry may still refuse it.
    Statement release(
        connection_,
        "UPDATE task SET phase = 'ready', reason = '' WHERE phase = 'blocked'"
        " AND reason = 'blacklist' AND order_id IN (SELECT order_id FROM order_number WHERE e164 = ?)");
    release.run(number);
    write_journal(connection_, change, "blacklist.removed", "number:" + masked(number),
                  project ? fmt::format("of project {}", project->value) : "for all projects");
    return {};
  });
}

Result<std::vector<Listing>> SqliteRegistry::blacklist_check(const E164& number,
                                                             std::optional<ProjectId> project, Instant now) {
  return or_error(connection_.path(), [&]() -> Result<std::vector<Listing>> {
    std::vector<Listing> found;
    Statement select(connection_, (std::string(kColumns) +
                                   " WHERE e164 = ?1 AND (?2 IS NULL OR project_id IN (0, ?2))"
                                   " AND (expires_at IS NULL OR expires_at > ?3) ORDER BY project_id DESC")
                                      .c_str());
    Rows rows = select.query(number, project, now);
    while (rows.next())
      found.push_back(read_listing(rows));
    return found;
  });
}

Result<void> SqliteRegistry::blacklist_list(const std::function<bool(const Listing&)>& visit) {
  return or_error(connection_.path(), [&]() -> Result<void> {
    Statement select(connection_, (std::string(kColumns) + " ORDER BY e164, project_id").c_str());
    Rows rows = select.query();
    while (rows.next() && visit(read_listing(rows))) {
    }
    return {};
  });
}

}  // namespace dialctl::sqlite
