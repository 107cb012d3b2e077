#include "cli/wiring_row_files.h"

#include "adapters/csv/csv_rows.h"
#include "adapters/json/json_rows.h"

namespace dialctl::cli {
namespace {

RowFormat format_of(const RowFileRequest& request) {
  if (request.format) return *request.format;
  if (request.path.ends_with(".ndjson") || request.path.ends_with(".jsonl")) return RowFormat::ndjson;
  if (request.path.ends_with(".json")) return RowFormat::json;
  return RowFormat::csv;
}

Result<std::unique_ptr<RowSource>> open_as(const RowFileRequest& request,
                                           std::optional<text::Encoding> encoding,
                                           std::unique_ptr<text::ByteSource> bytes) {
  switch (format_of(request)) {
    case RowFormat::csv: {
      csv::ReadOptions options;
      options.delimiter = request.delimiter;
      options.encoding = encoding;
      return csv::open_rows(std::move(bytes), options);
    }
    case RowFormat::json:
      return json::open_rows(std::move(bytes), {.encoding = encoding});
    case RowFormat::ndjson:
      return json::open_lines(std::move(bytes), {.encoding = encoding});
  }
  return Error{};
}

}  // namespace

Result<std::unique_ptr<RowSource>> FilesOfRows::open(const RowFileRequest& request) {
  std::optional<text::Encoding> encoding;
  if (!request.encoding.empty()) {
    auto named = text::encoding_named(request.encoding);
    if (!named) return named.error();
    encoding = named.value();
  }
  auto bytes = text::open_bytes(request.path);
  if (!bytes) return bytes.error();
  return open_as(request, encoding, std::move(bytes).value());
}

}  // namespace dialctl::cli
