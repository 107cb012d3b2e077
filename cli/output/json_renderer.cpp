// json: an array of objects, or one object for a record; ndjson: an object on each line.
#include "cli/output/renderer.h"
#include "engine/model/text.h"

namespace dialctl::cli {

namespace {

class JsonRenderer : public Renderer {
 public:
  JsonRenderer(const std::vector<std::string>& names, const RowOptions& options)
      : lines_(options.format == Format::ndjson), array_(!lines_ && options.shape == Shape::list) {
    for (const std::string& name : names) {
      std::string key = keys_.empty() ? "{" : ",";
      append_json_string(key, name);
      keys_.push_back(key + ':');
    }
  }

  void begin(std::string& out) override {
    if (array_) out += '[';
  }

  void row(std::string& out, std::span<const Cell> cells) override {
    if (array_) out += first_ ? "\n" : ",\n";
    first_ = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      out += keys_[i];
      append_json(out, cells[i]);
    }
    out += '}';
    if (!array_) out += '\n';
  }

  void end(std::string& out) override {
    if (array_) out += first_ ? "]\n" : "\n]\n";
  }

 private:
  bool lines_;
  bool array_;
  bool first_ = true;
  std::vector<std::string> keys_;  // {"a":  ,"b":
};

}  // namespace

std::unique_ptr<Renderer> make_json_renderer(std::vector<std::string> names, const RowOptions& options) {
  return std::make_unique<JsonRenderer>(names, options);
}

}  // namespace dialctl::cli
