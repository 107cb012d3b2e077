// A disk that remembers what was written and when it was made safe, so that a test can cut its power at any
// moment.
//
// An SQLite VFS over the machine's own: files are really written, but never synced, and each write,
// truncation and sync is kept in a trace. after_power_loss() gives the files as a disk may hold them then:
// all that was synced, and of the rest what the dice leave, whole, in part (512-byte sectors), or not at all.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace dialctl::contract {

class PowerLossDisk {
 public:
  // Of this database and its log, from now on; what they hold already is safe. One disk at a time in a
  // process.
  explicit PowerLossDisk(const std::string& database);
  ~PowerLossDisk();
  PowerLossDisk(const PowerLossDisk&) = delete;
  PowerLossDisk& operator=(const PowerLossDisk&) = delete;

  // The program was told that something is durable: after a cut behind this mark it must be there.
  void mark();
  std::size_t steps() const { return trace_.size(); }

  struct Remains {
    std::map<std::string, std::vector<char>> files;  // by the end of the name: "" and "-wal"
    std::size_t marks = 0;                           // passed before the cut
  };
  Remains after_power_loss(std::size_t step, std::mt19937& dice) const;

  struct Step {
    enum class Kind : std::uint8_t { write, truncate, sync, remove, mark };
    Kind kind = Kind::write;
    std::string file = {};
    std::size_t at = 0;  // write: offset; truncate: size
    std::vector<char> bytes = {};
  };
  // For the VFS.
  bool watches(const char* path) const;
  void add(Step::Kind kind, const std::string& path, std::size_t at, const void* bytes, std::size_t count);

 private:
  std::string database_;
  std::map<std::string, std::vector<char>> safe_;
  std::vector<Step> trace_;
};

}  // namespace dialctl::contract
