#include "cli/output/rows.h"

#include <algorithm>
#include <array>

#include "cli/output/renderer.h"
#include "cli/values.h"
#include "engine/model/invariant.h"

namespace dialctl::cli {

namespace {

struct FormatName {
  Format format;
  std::string_view name;
};
constexpr std::array<FormatName, 6> kFormats{{{Format::table, "table"},
                                              {Format::json, "json"},
                                              {Format::ndjson, "ndjson"},
                                              {Format::csv, "csv"},
                                              {Format::tsv, "tsv"},
                                              {Format::id, "id"}}};

std::unique_ptr<Renderer> make_renderer(std::vector<std::string> names, const RowOptions& options) {
  switch (options.format) {
    case Format::table:
      return make_table_renderer(std::move(names), options);
    case Format::json:
    case Format::ndjson:
      return make_json_renderer(std::move(names), options);
    case Format::csv:
    case Format::tsv:
    case Format::id:
      return make_delimited_renderer(std::move(names), options);
  }
  return nullptr;
}

std::size_t column_index(const std::vector<Column>& columns, std::string_view name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [name](const Column& column) { return column.name == name; });
  DIALCTL_INVARIANT(found != columns.end());
  return static_cast<std::size_t>(found - columns.begin());
}

std::vector<std::size_t> shown_columns(const std::vector<Column>& columns, const RowOptions& options) {
  std::vector<std::size_t> shown;
  if (options.format == Format::id) return {0};
  for (const std::string& name : options.columns)
    shown.push_back(column_index(columns, name));
  if (!shown.empty()) return shown;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (options.format != Format::table || !columns[i].wide) shown.push_back(i);
  }
  return shown;
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
  for (const FormatName& known : kFormats) {
    if (known.name == text) return known.format;
  }
  return std::nullopt;
}

std::string_view to_text(Format format) {
  for (const FormatName& known : kFormats) {
    if (known.format == format) return known.name;
  }
  return {};
}

Rows::Rows(const std::vector<Column>& columns, RowOptions options, Sink& sink)
    : columns_(columns), options_(std::move(options)), sink_(&sink) {
  const auto shown = shown_columns(columns_, options_);
  for (const std::size_t index : shown) {
    slots_.push_back({index, false});
    names_.emplace_back(columns_[index].name);
    if (!options_.zone || columns_[index].kind != CellKind::instant) continue;
    std::string local = names_.back() + "_local";
    const bool is_there = std::any_of(shown.begin(), shown.end(),
                                      [&](std::size_t other) { return columns_[other].name == local; });
    if (is_there || options_.format == Format::id) continue;
    slots_.push_back({index, true});
    names_.push_back(std::move(local));
  }
  as_given_ = slots_.size() == columns_.size();
  for (std::size_t i = 0; i < slots_.size(); ++i)
    as_given_ = as_given_ && slots_[i].cell == i && !slots_[i].local;
  renderer_ = make_renderer(names_, options_);
}

Rows::Rows(Rows&&) noexcept = default;
Rows::~Rows() = default;

bool Rows::wanted(std::span<const Cell> cells) const {
  if (options_.listing == Listing::by_command) return true;
  return std::all_of(options_.request.where.begin(), options_.request.where.end(),
                     [&](const Condition& condition) {
                       std::string plain;
                       append_plain(plain, cells[column_index(columns_, condition.key)]);
                       return plain == condition.value;
                     });
}

bool Rows::add(std::span<const Cell> cells) {
  DIALCTL_INVARIANT(cells.size() == columns_.size());
  if (!wanted(cells)) return true;
  if (options_.listing == Listing::in_memory && options_.request.sort) {
    std::vector<Cell> kept;
    kept.reserve(cells.size());
    for (const Cell& cell : cells)
      kept.push_back(cell.owned());
    held_.push_back(std::move(kept));
    return true;
  }
  return emit(cells);
}

std::span<const Cell> Rows::chosen(std::span<const Cell> cells) {
  shown_.clear();
  for (const Slot& slot : slots_) {
    const Cell& cell = cells[slot.cell];
    const auto* at = std::get_if<Instant>(&cell.value());
    if (!slot.local) {
      shown_.push_back(cell);
    } else if (at != nullptr) {
      shown_.emplace_back(local_iso(*options_.zone, *at));
    } else {
      shown_.emplace_back();
    }
  }
  return shown_;
}

bool Rows::emit(std::span<const Cell> cells) {
  const auto limit = options_.request.limit;
  if (limit && written_ >= static_cast<std::size_t>(*limit)) return false;
  if (!as_given_) cells = chosen(cells);
  buffer_.clear();
  if (written_ == 0) renderer_->begin(buffer_);
  renderer_->row(buffer_, cells);
  ++written_;
  const bool alive = sink_->write(buffer_);
  return alive && !(limit && written_ >= static_cast<std::size_t>(*limit));
}

void Rows::emit_sorted() {
  if (held_.empty()) return;
  const SortOrder& order = *options_.request.sort;
  const std::size_t key = column_index(columns_, order.key);
  std::stable_sort(
      held_.begin(), held_.end(), [&](const std::vector<Cell>& left, const std::vector<Cell>& right) {
        return order.descending ? sorts_before(right[key], left[key]) : sorts_before(left[key], right[key]);
      });
  for (const auto& cells : held_) {
    if (!emit(cells)) break;
  }
  held_.clear();
}

Result<void> Rows::flush() {
  buffer_.clear();
  renderer_->settle(buffer_);
  sink_->write(buffer_);
  return sink_->flush();
}

Result<ExitCode> Rows::finish(ExitCode code) {
  emit_sorted();
  buffer_.clear();
  if (written_ == 0) renderer_->begin(buffer_);
  renderer_->end(buffer_);
  sink_->write(buffer_);
  return code;
}

}  // namespace dialctl::cli
