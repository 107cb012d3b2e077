#include "adapters/toml/assignments.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <sstream>
#include <system_error>

#include <toml++/toml.h>

namespace dialctl::toml_file {

namespace {

std::size_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

std::string scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* yes = node.as_boolean()) return yes->get() ? "true" : "false";
  if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
  std::ostringstream out;
  out.imbue(std::locale::classic());
  node.visit([&out](const auto& value) {
    if constexpr (!toml::is_table<decltype(value)> && !toml::is_array<decltype(value)>) out << value;
  });
  return out.str();
}

Error shape_error(const std::string& place, const std::string& key, std::size_t line) {
  return {ErrorKind::usage, "toml.shape",
          fmt::format("{}:{}: '{}' is a list of something other than text", place, line, key),
          "write a list of quoted words"};
}

// Depth is bounded by the parser's own limit on nested values.
class Flattening {
 public:
  explicit Flattening(const std::string& place) : place_(place) {}

  Result<void> take_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [name, node] : table) {
      const std::string key = prefix + std::string{name.str()};
      if (const auto* inner = node.as_table()) {
        if (auto taken = take_table(*inner, key + '.'); !taken) return taken;
      } else if (const auto* list = node.as_array()) {
        if (auto taken = take_list(*list, key); !taken) return taken;
      } else {
        found_.push_back({key, scalar_text(node), line_of(node)});
      }
    }
    return {};
  }

  std::vector<Assignment> take_all() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Assignment& left, const Assignment& right) { return left.line < right.line; });
    return std::move(found_);
  }

 private:
  Result<void> take_list(const toml::array& list, const std::string& key) {
    Assignment assignment{key, {}, line_of(list)};
    for (const toml::node& item : list) {
      const auto* text = item.as_string();
      if (text == nullptr) return shape_error(place_, key, line_of(item));
      if (!assignment.value.empty()) assignment.value += '\n';
      assignment.value += text->get();
    }
    found_.push_back(std::move(assignment));
    return {};
  }

  const std::string& place_;
  std::vector<Assignment> found_;
};

struct CloseFile {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};

Error too_large(const std::string& place) {
  return {ErrorKind::usage, "toml.too-large", fmt::format("{}: larger than {} bytes", place, bytes_max),
          "settings are a few lines; is this the right file?"};
}

Error unreadable(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return {ErrorKind::not_found, "toml.missing", fmt::format("{}: no such file", path), "check the path"};
  }
  return {ErrorKind::store, "toml.unreadable",
          fmt::format("{}: {}", path, std::generic_category().message(error)), "let this user read it"};
}

}  // namespace

Result<std::vector<Assignment>> parse_assignments(std::string_view text, const std::string& place) {
  if (text.size() > bytes_max) return too_large(place);
  try {
    const toml::table table = toml::parse(text);
    Flattening flattening{place};
    if (auto taken = flattening.take_table(table, ""); !taken) return taken.error();
    return flattening.take_all();
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    return Error{ErrorKind::usage, "toml.syntax",
                 fmt::format("{}:{}:{}: {}", place, at.line, at.column, error.description()),
                 "mend this line; `dialctl config validate` checks again"};
  }
}

Result<std::vector<Assignment>> read_assignments(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file{std::fopen(path.c_str(), "rbe")};
  if (!file) return unreadable(path, errno);
  std::string text(bytes_max + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return unreadable(path, errno);
  return parse_assignments(text, path);
}

}  // namespace dialctl::toml_file
