// dialctl_docs ROOT: writes ROOT/man/*.1 and ROOT/completions/* anew from the command table.
#include <cstdio>
#include <fmt/format.h>
#include <fstream>

#include "cli/commands/nouns.h"
#include "cli/completion.h"
#include "cli/man.h"

namespace {

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  file.close();
  if (!file) std::fputs(fmt::format("dialctl_docs: {} cannot be written\n", path).c_str(), stderr);
  return static_cast<bool>(file);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace dialctl::cli;
  if (argc != 2) {
    std::fputs("usage: dialctl_docs ROOT\n", stderr);
    return 2;
  }
  const std::string root = argv[1];
  const CommandTable table = all_commands();
  bool ok = true;
  for (const ManPage& page : man_pages(table))
    ok = write_file(root + "/man/" + page.file, page.text) && ok;
  ok = write_file(root + "/completions/dialctl.bash", completion_script(Shell::bash, table)) && ok;
  ok = write_file(root + "/completions/_dialctl", completion_script(Shell::zsh, table)) && ok;
  ok = write_file(root + "/completions/dialctl.fish", completion_script(Shell::fish, table)) && ok;
  return ok ? 0 : 10;
}
