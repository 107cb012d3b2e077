// A shop in a fresh database, and texts imported into it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite/call_book.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/import_book.h"
#include "adapters/sqlite/order_book.h"
#include "engine/run/import.h"
#include "tests/adapters/store_contract/scratch_folder.h"

namespace dialctl::shop {

inline constexpr ProjectId kShop{1};
inline constexpr StatusId kNew{1};      // carries the template "ready"
inline constexpr StatusId kWaiting{2};  // 90 minutes, then new
inline constexpr StatusId kCancelled{3};
inline constexpr StatusId kPressed{4};  // carries "press", which needs operators
inline constexpr TemplateId kReady{1};
inline constexpr TemplateId kPress{2};
inline const Instant kNow = *parse_iso("2026-11-21T10:00:00Z");

class ShopBed : RejectSink {
 public:
  ShopBed();

  // `text` is CSV, or JSON lines when it begins with {.
  Result<ImportReport> import(const std::string& text);
  Result<ImportReport> import(RowSource& source);
  Rulebook rules();
  void sql(const std::string& text);
  std::string value(const std::string& query);  // of its first row, columns joined by |
  std::string rows(const std::string& query);   // joined by ;
  sqlite::Connection& connection() { return *connection_; }

  ImportRequest request;                                 // of the next import
  std::function<void(std::int64_t)> progress = nullptr;  // of the next one, too
  std::string rejects;                                   // of the last one
  bool with_rejects = false;

 private:
  Result<void> write(std::string_view text) override {
    rejects += text;
    return {};
  }

  contract::ScratchFolder folder_;
  std::unique_ptr<sqlite::Connection> connection_;
};

// "created/updated/unchanged/skipped/refused".
std::string counts(const Result<ImportReport>& report);
// "line column code" of each refusal, separated by "; ".
std::string refusals(const Result<ImportReport>& report);

}  // namespace dialctl::shop
