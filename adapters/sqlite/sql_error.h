// What SQLite says, as errors that people can act on.
#pragma once

#include <SQLiteCpp/Exception.h>
#include <string>
#include <utility>

#include "engine/model/result.h"
#include "engine/run/store.h"

namespace dialctl::sqlite {

// store.locked (busy), store.full, store.read-only, store.corrupt, store.no-database, store.cannot-open,
// store.io, store.broken-rule, store.failed (all: store).
Error error_of(const SQLite::Exception& exception, const std::string& path);

bool breaks_unique(const SQLite::Exception& exception);

// Runs `work` and turns SQLite's exceptions into StoreGone: for the loop, which cannot go on.
template <class Work>
auto or_gone(const std::string& path, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& exception) {
    throw StoreGone(error_of(exception, path));
  }
}

// The same for commands, whose answer is a Result.
template <class Work>
auto or_error(const std::string& path, Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& exception) {
    return error_of(exception, path);
  } catch (const StoreGone& gone) {
    return gone.error();
  }
}

}  // namespace dialctl::sqlite
