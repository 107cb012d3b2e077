// Port: opens what people hand in as rows: a file or standard input, CSV, a JSON array or JSON lines.
// Implementation: cli/wiring.cpp, with adapters/csv and adapters/json.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/model/result.h"
#include "engine/run/row_source.h"

namespace dialctl {

enum class RowFormat : std::uint8_t { csv, json, ndjson };

struct RowFileRequest {
  std::string path;                 // "-" is standard input
  std::optional<RowFormat> format;  // unset: by the name's end (.json, .ndjson, .jsonl), else CSV
  std::string encoding;             // words of --encoding; empty: by the byte order mark, else UTF-8
  std::optional<char> delimiter;    // CSV; unset: the one of , ; tab that the header has most of
};

class RowFiles {
 public:
  virtual ~RowFiles() = default;
  // Errors: those of the sources' open functions, with the path in the message; input.encoding (usage).
  virtual Result<std::unique_ptr<RowSource>> open(const RowFileRequest& request) = 0;
};

}  // namespace dialctl
