// A copy of a database that others go on writing to: one point in time, checked before it gets its name.
#pragma once

#include <string>

#include "engine/model/result.h"

namespace SQLite {
class Database;
}

namespace dialctl::sqlite {

// Copies to "<target>.part" (0600), checks the copy with integrity_check, makes it durable, then renames it
// to `target`, which is replaced. The copy needs no log beside it. Errors (store): store.copy-failed,
// store.copy-damaged (the source is damaged too). Throws SQLite::Exception for the source.
Result<void> copy_online(SQLite::Database& source, const std::string& target);

// Moves a finished file to its place durably: fsync of the file, rename, fsync of the folder.
Result<void> move_durably(const std::string& from, const std::string& to);

// What integrity_check says, one line each; empty: sound.
std::string integrity_complaints(SQLite::Database& database);

}  // namespace dialctl::sqlite
