// csv, tsv and id: a line for each row. On a terminal control characters are shown escaped.
#include "cli/output/renderer.h"
#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

class DelimitedRenderer : public Renderer {
 public:
  DelimitedRenderer(std::vector<std::string> names, const RowOptions& options)
      : names_(std::move(names)), options_(options) {}

  void begin(std::string& out) override {
    if (!options_.header || options_.format == Format::id) return;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (i > 0) out += separator();
      append_cell(out, names_[i], false);
    }
    append_line_end(out);
  }

  void row(std::string& out, std::span<const Cell> cells) override {
    if (options_.format == Format::id) cells = cells.first(1);
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += separator();
      const auto* view = std::get_if<std::string_view>(&cells[i].value());
      const auto* text = std::get_if<std::string>(&cells[i].value());
      if (view != nullptr || text != nullptr) {
        append_cell(out, view != nullptr ? *view : *text, true);
      } else if (options_.terminal ||
                 std::holds_alternative<std::shared_ptr<const NestedRows>>(cells[i].value())) {
        std::string plain;
        append_plain(plain, cells[i]);
        append_cell(out, plain, false);
      } else {
        append_plain(out, cells[i]);  // digits and instants need no care
      }
    }
    // A reader of CSV passes over an empty line: the only cell is shown to be there.
    if (out.size() == start && options_.format == Format::csv) out += "\"\"";
    append_line_end(out);
  }

  void end(std::string&) override {}

 private:
  char separator() const { return options_.format == Format::csv ? ',' : '\t'; }

  // RFC 4180 ends lines with CR LF; LF alone is what every tool in a pipe expects.
  static void append_line_end(std::string& out) { out += '\n'; }

  void append_cell(std::string& out, std::string_view cell, bool is_text) {
    std::string shown;
    if (options_.terminal) {
      shown = screen_text(cell);
      cell = shown;
    }
    if (options_.format != Format::csv) {
      append_tsv_cell(out, cell);
    } else if (is_text && !options_.raw) {
      append_defused_csv_cell(out, cell);
    } else {
      append_csv_cell(out, cell);
    }
  }

  std::vector<std::string> names_;
  RowOptions options_;
};

}  // namespace

std::unique_ptr<Renderer> make_delimited_renderer(std::vector<std::string> names, const RowOptions& options) {
  return std::make_unique<DelimitedRenderer>(std::move(names), options);
}

}  // namespace dialctl::cli
