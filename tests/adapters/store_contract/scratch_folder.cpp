#include "tests/adapters/store_contract/scratch_folder.h"

#include <cstdlib>
#include <stdexcept>

namespace dialctl::contract {

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "dialctl-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder: " + name);
  path_ = name;
}

}  // namespace dialctl::contract
