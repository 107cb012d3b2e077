// db, backup, restore, init: the database as a whole.
#include "cli/commands/nouns.h"
#include "cli/invocation.h"
#include "engine/run/store_administration.h"

namespace dialctl::cli {
namespace {

Result<ExitCode> migrate(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto done = [&] {
    const Working working = in.working("migrating");
    return ports.value()->administration().migrate(in.dry_run());
  }();
  if (!done) return done.error();
  const Migrated& migrated = done.value();
  if (migrated.from == migrated.to) {
    in.note("the database is of version " + std::to_string(migrated.to) + " already");
  } else {
    in.note("version " + std::to_string(migrated.from) + " -> " + std::to_string(migrated.to) +
            (migrated.copy.empty() ? "" : ", the old one is kept as " + migrated.copy) +
            std::string{in.dry_remark()});
  }
  return ExitCode::done;
}

Result<ExitCode> verify(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto findings = [&]() -> Result<std::vector<Finding>> {
    const Working working = in.working("verifying");
    auto found = ports.value()->administration().verify();
    if (!found || !found.value().empty()) return found;
    return ports.value()->verify_recordings();
  }();
  if (!findings) return findings.error();
  Rows out = in.rows();
  for (const Finding& finding : findings.value())
    out.add({Cell{finding.check}, Cell{finding.what}});
  return out.finish(findings.value().empty() ? ExitCode::done : ExitCode::differs);
}

Result<ExitCode> info(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto found = [&] {
    const Working working = in.working("counting");
    return ports.value()->administration().info();
  }();
  if (!found) return found.error();
  const DatabaseInfo& info = found.value();
  Rows out = in.rows();
  const auto say = [&](std::string_view name, auto value) {
    out.add({Cell{name}, Cell{std::string{value}}});
  };
  say("path", info.path);
  say("version", std::to_string(info.version) + " of " + std::to_string(info.newest_version));
  say("installation", info.installation);
  say("file-bytes", std::to_string(info.file_bytes));
  say("log-bytes", std::to_string(info.log_bytes));
  say("free-bytes", std::to_string(info.free_bytes));
  say("settings-version", std::to_string(info.settings_version));
  say("blacklist-version", std::to_string(info.blacklist_version));
  for (const auto& [table, rows] : info.rows)
    say("rows." + table, std::to_string(rows));
  for (const auto& [name, value] : info.pragmas)
    say("pragma." + name, value);
  return out.finish();
}

Result<ExitCode> checkpoint(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  if (in.dry_run()) {
    auto found = ports.value()->administration().info();
    if (!found) return found.error();
    in.note("a log of " + std::to_string(found.value().log_bytes) + " bytes" + std::string{in.dry_remark()});
    return ExitCode::done;
  }
  auto done = [&] {
    const Working working = in.working("moving the log into the file");
    return ports.value()->administration().checkpoint();
  }();
  if (!done) return done.error();
  in.note(std::to_string(done.value().moved_pages) + " of " + std::to_string(done.value().log_pages) +
          " pages moved into the file");
  return ExitCode::done;
}

Result<ExitCode> backup(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto done = [&] {
    const Working working = in.working("backing up");
    return ports.value()->administration().backup(std::string{in.text("file")}, in.flag("force"));
  }();
  if (!done) return done.error();
  in.note(done.value().path + ", " + std::to_string(done.value().bytes) + " bytes, checked");
  return ExitCode::done;
}

Result<ExitCode> restore(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  if (auto agreed = in.confirm("replace the database", 1); !agreed) return agreed.error();
  auto done = [&] {
    const Working working = in.working("restoring");
    return ports.value()->administration().restore(std::string{in.text("file")}, ports.value()->locks(),
                                                   in.now(), in.dry_run());
  }();
  if (!done) return done.error();
  in.note((in.dry_run() ? "the backup is sound" : "restored") +
          (done.value().kept.empty() ? std::string{} : "; what was there is kept as " + done.value().kept) +
          std::string{in.dry_remark()});
  return ExitCode::done;
}

}  // namespace

Noun db_noun() {
  return {.name = "db",
          .summary = "The database",
          .commands = {
              {.verb = "migrate",
               .summary = "Make it, or bring it to this program's version",
               .examples = {{"dialctl db migrate", "after an update; a copy of the old one is kept"}},
               .access = Access::write,
               .opens_store = false,
               .run = migrate},
              {.verb = "verify",
               .summary = "Check pages, references, the ledger of calls and the files of recordings; exit 1 "
                          "when something is wrong",
               .examples = {{"dialctl db verify", "after a power failure"}},
               .columns = {{.name = "check", .help = "which"}, {.name = "finding", .help = "what is wrong"}},
               .shape = Shape::list,
               .access = Access::read,
               .opens_store = false,
               .run = verify},
              {.verb = "info",
               .summary = "Versions, sizes, rows",
               .examples = {{"dialctl db info --json", "for a monitor"}},
               .columns = {{.name = "name", .help = "what"}, {.name = "value", .help = "how much"}},
               .shape = Shape::list,
               .access = Access::read,
               .opens_store = false,
               .run = info},
              {.verb = "checkpoint",
               .summary = "Move the log into the file",
               .examples = {{"dialctl db checkpoint", "before the file is copied by other means"}},
               .access = Access::write,
               .opens_store = false,
               .run = checkpoint}}};
}

Noun init_noun() {
  return {.name = "init",
          .summary = "Make the database",
          .commands = {{.summary = "Make an empty database; one that is there stays as it is",
                        .examples = {{"dialctl init --db shop.db", "in this folder"}},
                        .access = Access::write,
                        .opens_store = false,
                        .run = migrate}}};
}

Noun backup_noun() {
  return {
      .name = "backup",
      .summary = "Copy the database while others go on",
      .commands = {{.summary = "Write a checked copy of one point in time",
                    .examples = {{"dialctl backup /srv/backup/$(date +%F).db", "from cron, every night"}},
                    .positionals = {{.name = "file", .help = "the copy", .value = {.kind = ValueKind::path}}},
                    .flags = {{.name = "force", .help = "replace a file that is there"}},
                    .access = Access::read,
                    .opens_store = false,
                    .run = backup}}};
}

Noun restore_noun() {
  return {.name = "restore",
          .summary = "Put a backup in place",
          .commands = {
              {.summary = "Put a backup in place of the database, which is kept beside it",
               .examples = {{"dialctl restore /srv/backup/2026-11-20.db --yes",
                             "checked before anything is touched"}},
               .positionals = {{.name = "file", .help = "the backup", .value = {.kind = ValueKind::path}}},
               .access = Access::write,
               .confirm = Confirm::final,
               .opens_store = false,
               .run = restore}}};
}

}  // namespace dialctl::cli
