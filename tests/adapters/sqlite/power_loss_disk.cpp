#include "tests/adapters/sqlite/power_loss_disk.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <sqlite3.h>
#include <stdexcept>

namespace dialctl::contract {
namespace {

constexpr std::size_t kSector = 512;

PowerLossDisk* watching = nullptr;
sqlite3_vfs* machine = nullptr;  // the VFS underneath

// SQLite gives us szOsFile bytes: this, and then the file of the VFS underneath.
struct WatchedFile {
  sqlite3_file base;
  std::string* path;
  sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
WatchedFile& watched(sqlite3_file* file) {
  return *reinterpret_cast<WatchedFile*>(file);
}
sqlite3_file* under(sqlite3_file* file) {
  return watched(file).under();
}
const sqlite3_io_methods& methods(sqlite3_file* file) {
  return *under(file)->pMethods;
}

void note(sqlite3_file* file, PowerLossDisk::Step::Kind kind, sqlite3_int64 at = 0,
          const void* bytes = nullptr, int count = 0) {
  if (watching != nullptr && watched(file).path != nullptr) {
    watching->add(kind, *watched(file).path, static_cast<std::size_t>(at), bytes,
                  static_cast<std::size_t>(count));
  }
}

int close_file(sqlite3_file* file) {
  delete watched(file).path;
  return methods(file).xClose(under(file));
}
int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  note(file, PowerLossDisk::Step::Kind::write, at, bytes, count);
  return methods(file).xWrite(under(file), bytes, count, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  note(file, PowerLossDisk::Step::Kind::truncate, size);
  return methods(file).xTruncate(under(file), size);
}
int sync_file(sqlite3_file* file, int /*flags*/) {
  note(file, PowerLossDisk::Step::Kind::sync);
  return SQLITE_OK;
}

sqlite3_io_methods make_methods() {
  sqlite3_io_methods made{};
  made.iVersion = 2;  // without memory maps of the file, which write unseen
  made.xClose = close_file;
  made.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
    return methods(f).xRead(under(f), to, n, at);
  };
  made.xWrite = write_file;
  made.xTruncate = truncate_file;
  made.xSync = sync_file;
  made.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return methods(f).xFileSize(under(f), size); };
  made.xLock = [](sqlite3_file* f, int level) { return methods(f).xLock(under(f), level); };
  made.xUnlock = [](sqlite3_file* f, int level) { return methods(f).xUnlock(under(f), level); };
  made.xCheckReservedLock = [](sqlite3_file* f, int* out) {
    return methods(f).xCheckReservedLock(under(f), out);
  };
  made.xFileControl = [](sqlite3_file* f, int op, void* arg) {
    return methods(f).xFileControl(under(f), op, arg);
  };
  made.xSectorSize = [](sqlite3_file*) { return static_cast<int>(kSector); };
  made.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };  // promises nothing
  made.xShmMap = [](sqlite3_file* f, int page, int size, int extend, volatile void** map) {
    return methods(f).xShmMap(under(f), page, size, extend, map);
  };
  made.xShmLock = [](sqlite3_file* f, int first, int n, int flags) {
    return methods(f).xShmLock(under(f), first, n, flags);
  };
  made.xShmBarrier = [](sqlite3_file* f) { methods(f).xShmBarrier(under(f)); };
  made.xShmUnmap = [](sqlite3_file* f, int remove) { return methods(f).xShmUnmap(under(f), remove); };
  return made;
}
const sqlite3_io_methods kMethods = make_methods();

int open_file(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  WatchedFile& made = *::new (file) WatchedFile{};
  const int code = machine->xOpen(machine, name, made.under(), flags, flags_out);
  if (made.under()->pMethods == nullptr) return code;
  made.base.pMethods = &kMethods;
  if (watching != nullptr && watching->watches(name)) made.path = new std::string(name);
  return code;
}
int delete_file(sqlite3_vfs* /*vfs*/, const char* name, int sync_folder) {
  if (watching != nullptr && watching->watches(name))
    watching->add(PowerLossDisk::Step::Kind::remove, name, 0, nullptr, 0);
  return machine->xDelete(machine, name, sync_folder);
}

sqlite3_vfs& vfs() {
  static sqlite3_vfs made{};
  return made;
}

using Bytes = std::vector<char>;

void write(Bytes& file, std::size_t at, const char* bytes, std::size_t count) {
  if (file.size() < at + count) file.resize(at + count);
  std::copy_n(bytes, count, file.begin() + static_cast<std::ptrdiff_t>(at));
}

void keep(Bytes& file, const PowerLossDisk::Step& step) {
  if (step.kind == PowerLossDisk::Step::Kind::truncate) {
    file.resize(step.at);
  } else {
    write(file, step.at, step.bytes.data(), step.bytes.size());
  }
}

// A write that was under way: some of its sectors.
void keep_some(Bytes& file, const PowerLossDisk::Step& step, std::mt19937& dice) {
  for (std::size_t from = 0; from < step.bytes.size();) {
    const std::size_t to = std::min(step.bytes.size(), ((step.at + from) / kSector + 1) * kSector - step.at);
    if (dice() % 2 == 0) write(file, step.at + from, step.bytes.data() + from, to - from);
    from = to;
  }
}

}  // namespace

PowerLossDisk::PowerLossDisk(const std::string& database) : database_(database) {
  if (watching != nullptr) throw std::logic_error("one disk at a time");
  for (const char* end : {"", "-wal"}) {
    std::ifstream file{database + end, std::ios::binary};
    if (file) safe_[end] = Bytes{std::istreambuf_iterator<char>{file}, {}};
  }
  machine = sqlite3_vfs_find(nullptr);
  vfs() = *machine;
  vfs().zName = "power-loss";
  vfs().szOsFile = static_cast<int>(sizeof(WatchedFile)) + machine->szOsFile;
  vfs().xOpen = open_file;
  vfs().xDelete = delete_file;
  sqlite3_vfs_register(&vfs(), 1);
  watching = this;
}

PowerLossDisk::~PowerLossDisk() {
  watching = nullptr;
  sqlite3_vfs_unregister(&vfs());
  sqlite3_vfs_register(machine, 1);
}

bool PowerLossDisk::watches(const char* path) const {
  return path != nullptr && (path == database_ || path == database_ + "-wal");
}

void PowerLossDisk::add(Step::Kind kind, const std::string& path, std::size_t at, const void* bytes,
                        std::size_t count) {
  const char* first = static_cast<const char*>(bytes);
  trace_.push_back(
      {kind, path.substr(database_.size()), at, first != nullptr ? Bytes(first, first + count) : Bytes{}});
}

void PowerLossDisk::mark() {
  trace_.push_back({Step::Kind::mark});
}

PowerLossDisk::Remains PowerLossDisk::after_power_loss(std::size_t step, std::mt19937& dice) const {
  Remains remains{safe_, 0};
  std::map<std::string, std::vector<const Step*>> unsafe;
  for (std::size_t each = 0; each < std::min(step, trace_.size()); ++each) {
    const Step& done = trace_[each];
    switch (done.kind) {
      case Step::Kind::mark:
        ++remains.marks;
        break;
      case Step::Kind::remove:
        unsafe.erase(done.file);
        remains.files.erase(done.file);
        break;
      case Step::Kind::sync:
        for (const Step* held : unsafe[done.file])
          keep(remains.files[done.file], *held);
        unsafe[done.file].clear();
        break;
      case Step::Kind::write:
      case Step::Kind::truncate:
        unsafe[done.file].push_back(&done);
        break;
    }
  }
  const auto mood = dice() % 4;  // nothing of it, all of it, or by chance
  for (const auto& [file, steps] : unsafe) {
    for (const Step* held : steps) {
      const auto fate = mood < 2 ? mood : dice() % 3;
      if (fate == 1) keep(remains.files[file], *held);
      if (fate == 2) held->kind == Step::Kind::write ? keep_some(remains.files[file], *held, dice) : void();
    }
  }
  return remains;
}

}  // namespace dialctl::contract
