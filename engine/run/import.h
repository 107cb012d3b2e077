// An import of orders (IM-01 to IM-05): rows in, orders, conflicts and refusals out.
//
// The calling thread writes to the book. Rows are read by a thread of their own and numbers parsed by others,
// a few slices of rows ahead, so that memory stays the same for any file. Rows take effect in the file's
// order.
//
// A row is refused with all its mistakes, one RowRefusal for each; counted once. Besides the codes of the row
// source, of draft_order() and of PhoneNumbers:
//   order.exists        the project has this order with other content, and on_conflict is error   (conflict)
//   order.twice         the id stands in this file twice with different content; names the first line
//   order.unknown-zone  the zone column names no IANA zone
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/order_mapping.h"
#include "engine/decide/rulebook.h"
#include "engine/run/import_book.h"
#include "engine/run/phone_numbers.h"
#include "engine/run/row_source.h"
#include "engine/run/zone_source.h"

namespace dialctl {

enum class OnConflict : std::uint8_t { error, skip, update };

// Takes the refused rows, in the form that their source reads again. StoreGone-like trouble is an Error.
class RejectSink {
 public:
  virtual ~RejectSink() = default;
  virtual Result<void> write(std::string_view text) = 0;
};

struct ImportRequest {
  ProjectId project;
  std::string source_name;
  std::string who;
  Instant now;
  OnConflict on_conflict = OnConflict::error;
  std::vector<MapOverride> overrides;
  std::optional<StatusId> status;  // of new orders whose row names none; unset: the first with meaning open
  bool partial = false;            // take the good rows; else one refused row undoes the file
  bool dry_run = false;
  bool update_status = false;  // a changed row may move the order to another status
  NumberRules numbers;
  int threads = 0;  // that parse numbers; 0 = by the machine
  std::size_t refusals_kept = 20;
};

struct ImportPorts {
  RowSource& rows;
  const PhoneNumbers& numbers;
  const ZoneSource& zones;
  ImportBook& book;
  RejectSink* rejects = nullptr;
  std::function<void(std::int64_t)> progress = nullptr;  // rows done so far, once for each slice
};

struct RowRefusal {
  std::uint64_t line = 0;
  std::string column;  // its header; empty: the row as a whole
  Error error;         // the message begins with the place
};

struct ImportReport {
  ImportCounts counts;
  std::vector<RowRefusal> refusals;  // the first ones
  std::int64_t conflicts = 0;        // of the refused rows: those that are order.exists
  std::string mapping;               // OrderMapping::summary()
  BatchId batch;                     // 0: nothing was created or changed
  std::int64_t blocked = 0;          // robot calls that wait because a link of the chain is missing (ST-02)
  std::string blocked_by;            // the first of them: by what
  bool kept = false;                 // false: dry run, or refused rows without `partial`
  std::optional<Error> stopped;      // partial: the file could not be read on; what came before it counts
};

// Errors: those of the row source's file (unless partial), of the mapping and of begin(); import.no-status
// (not_found); import.wrote-nothing when the reject sink fails. Nothing is kept then.
Result<ImportReport> import_orders(const ImportRequest& request, const Rulebook& rules,
                                   const ImportPorts& ports);

}  // namespace dialctl
