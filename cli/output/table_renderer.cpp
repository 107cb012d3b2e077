// table: aligned columns, or name and value below each other for a record.
#include <algorithm>

#include "cli/output/renderer.h"
#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell.value()) ||
         std::holds_alternative<Milliseconds>(cell.value()) || std::holds_alternative<Money>(cell.value());
}

std::string heading(std::string_view name) {
  std::string out{name};
  for (char& byte : out) {
    if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    if (byte == '_') byte = ' ';
  }
  return out;
}

struct TableCell {
  std::string text;
  bool right = false;
};

void append_padded(std::string& out, const TableCell& cell, std::size_t width, bool last) {
  const std::size_t own = screen_width(cell.text);
  const std::size_t blanks = own < width ? width - own : 0;
  if (cell.right) out.append(blanks, ' ');
  out += cell.text;
  if (!cell.right && !last) out.append(blanks, ' ');
}

class TableRenderer : public Renderer {
 public:
  TableRenderer(std::vector<std::string> names, const RowOptions& options)
      : names_(std::move(names)), options_(options), widths_(names_.size()) {}

  void begin(std::string&) override {
    if (!options_.header) return;
    for (std::size_t i = 0; i < names_.size(); ++i)
      widths_[i] = screen_width(heading(names_[i]));
  }

  void row(std::string& out, std::span<const Cell> cells) override {
    std::vector<TableCell> row;
    row.reserve(cells.size());
    for (const Cell& cell : cells)
      row.push_back({table_text(cell), is_number(cell)});
    if (settled_) {
      append_row(out, row);
      return;
    }
    for (std::size_t i = 0; i < row.size(); ++i)
      widths_[i] = std::max(widths_[i], screen_width(row[i].text));
    held_.push_back(std::move(row));
    if (held_.size() >= kHeldMax) settle(out);
  }

  void settle(std::string& out) override {
    if (settled_) return;
    settled_ = true;
    if (options_.header) append_header(out);
    for (const auto& row : held_)
      append_row(out, row);
    held_.clear();
  }

  void end(std::string& out) override { settle(out); }

 private:
  static constexpr std::size_t kHeldMax = 1'000;

  void append_header(std::string& out) const {
    std::vector<TableCell> row;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const bool right = !held_.empty() && held_.front()[i].right;
      row.push_back({heading(names_[i]), right});
    }
    if (options_.colour) out += kBold;
    append_row(out, row, options_.colour ? kPlain : std::string_view{});
  }

  void append_row(std::string& out, const std::vector<TableCell>& row, std::string_view after = {}) const {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += "  ";
      append_padded(out, row[i], widths_[i], i + 1 == row.size());
    }
    out += after;
    out += '\n';
  }

  std::vector<std::string> names_;
  RowOptions options_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<TableCell>> held_;
  bool settled_ = false;
};

class RecordRenderer : public Renderer {
 public:
  RecordRenderer(std::vector<std::string> names, const RowOptions& options)
      : names_(std::move(names)), options_(options) {}

  void begin(std::string&) override {}

  void row(std::string& out, std::span<const Cell> cells) override {
    std::size_t width = 0;
    for (const std::string& name : names_)
      width = std::max(width, screen_width(name));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (options_.header) append_name(out, names_[i], width);
      out += table_text(cells[i]);
      out += '\n';
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
      append_nested(out, names_[i], cells[i]);
  }

  void end(std::string&) override {}

 private:
  void append_name(std::string& out, const std::string& name, std::size_t width) const {
    if (options_.colour) out += kBold;
    out += name;
    if (options_.colour) out += kPlain;
    out.append(width - screen_width(name) + 2, ' ');
  }

  void append_nested(std::string& out, const std::string& name, const Cell& cell) const {
    const auto* nested = std::get_if<std::shared_ptr<const NestedRows>>(&cell.value());
    if (nested == nullptr || (*nested)->rows.empty()) return;
    out += '\n' + heading(name) + '\n';
    std::vector<std::string> names;
    for (const Column& column : (*nested)->columns)
      names.emplace_back(column.name);
    TableRenderer table{std::move(names), options_};
    table.begin(out);
    for (const auto& row : (*nested)->rows)
      table.row(out, row);
    table.end(out);
  }

  std::vector<std::string> names_;
  RowOptions options_;
};

}  // namespace

std::string table_text(const Cell& cell) {
  if (cell.is_null()) return "-";
  if (const auto* yes = std::get_if<bool>(&cell.value())) return *yes ? "yes" : "no";
  if (const auto* nested = std::get_if<std::shared_ptr<const NestedRows>>(&cell.value())) {
    return std::to_string((*nested)->rows.size());
  }
  std::string plain;
  append_plain(plain, cell);
  return screen_text(plain);
}

std::unique_ptr<Renderer> make_table_renderer(std::vector<std::string> names, const RowOptions& options) {
  if (options.shape == Shape::record) return std::make_unique<RecordRenderer>(std::move(names), options);
  return std::make_unique<TableRenderer>(std::move(names), options);
}

}  // namespace dialctl::cli
