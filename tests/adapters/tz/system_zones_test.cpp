#include "adapters/tz/system_zones.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

#include "adapters/tz/libc_check.h"
#include "adapters/tz/nearest_zones.h"

namespace dialctl {
namespace {

Instant at(std::string_view iso) {
  return *parse_iso(iso);
}

Seconds offset_at(const ZoneTable& table, Instant when) {
  const auto after = std::find_if(table.spans.begin(), table.spans.end(),
                                  [when](const ZoneTable::Span& span) { return span.from > when; });
  return std::prev(after)->offset;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "dialctl-tz-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string zoneinfo() const { return path_ / "zoneinfo"; }

 private:
  std::filesystem::path path_;
};

void write(const std::string& path, const std::string& text) {
  std::ofstream{path} << text;
}

}  // namespace

TEST_CASE("SC-01 tables hold the offsets of known zones, also of half hours and of the southern half") {
  const SystemZones zones;
  const auto kyiv = zones.find("Europe/Kyiv");
  REQUIRE(kyiv.ok());
  CHECK(kyiv.value()->name == "Europe/Kyiv");
  CHECK(kyiv.value()->spans.front().from == kFirstInstant);
  CHECK(offset_at(*kyiv.value(), at("2026-03-29T00:59:59Z")) == std::chrono::hours{2});
  CHECK(offset_at(*kyiv.value(), at("2026-03-29T01:00:00Z")) == std::chrono::hours{3});
  CHECK(offset_at(*kyiv.value(), at("2037-07-01T00:00:00Z")) == std::chrono::hours{3});
  const auto lord_howe = zones.find("Australia/Lord_Howe").value();
  CHECK(offset_at(*lord_howe, at("2026-01-01T00:00:00Z")) == std::chrono::hours{11});
  CHECK(offset_at(*lord_howe, at("2026-07-01T00:00:00Z")) == Minutes{630});
}

TEST_CASE("SC-01 the same name gives the same table, from any thread") {
  const SystemZones zones;
  std::vector<std::shared_ptr<const ZoneTable>> tables(8);
  std::vector<std::thread> threads;
  for (auto& table : tables)
    threads.emplace_back([&] { table = zones.find("America/New_York").value(); });
  for (auto& thread : threads)
    thread.join();
  for (const auto& table : tables)
    CHECK(table == tables[0]);
}

TEST_CASE("SC-06 fault 28 every zone has a table whose spans ascend, differ and end before 2037-10-01") {
  const SystemZones zones;
  const auto names = SystemZones::names();
  CHECK(names.size() > 400);
  for (const ZoneName& name : names) {
    CAPTURE(name);
    const auto table = zones.find(name);
    REQUIRE(table.ok());
    const auto& spans = table.value()->spans;
    REQUIRE(!spans.empty());
    for (std::size_t i = 1; i < spans.size(); ++i) {
      REQUIRE(spans[i].from > spans[i - 1].from);
      REQUIRE(spans[i].offset != spans[i - 1].offset);
    }
    REQUIRE(spans.back().from < kFirstRefusedInstant);
  }
}

TEST_CASE("SC-01 an unknown zone is an error that names the nearest ones") {
  const SystemZones zones;
  const auto wrong = zones.find("Europe/Kiyv");
  REQUIRE(!wrong.ok());
  CHECK(wrong.error().kind == ErrorKind::not_found);
  CHECK(wrong.error().code == "zone.unknown");
  CHECK(wrong.error().message == "there is no time zone \"Europe/Kiyv\"");
  CHECK(wrong.error().hint.find("Europe/Kyiv") != std::string::npos);
  for (const char* name :
       {"", "/", "../../etc/passwd", "EET-2EEST", ":Europe/Kyiv", "Europe/", "posix/Europe/Kyiv"}) {
    CAPTURE(name);
    CHECK(zones.find(name).error().code == "zone.unknown");
  }
  CHECK(!zones.find(std::string(1'000'000, 'x')).ok());
}

TEST_CASE("SC-01 nearest zones are found by city, by letter case and by a wrong continent") {
  const auto names = SystemZones::names();
  CHECK(nearest_zones("europe/kyiv", names).front() == "Europe/Kyiv");
  CHECK(nearest_zones("Kyiv", names).front() == "Europe/Kyiv");
  CHECK(nearest_zones("America/New York", names).front() == "America/New_York");
  CHECK(nearest_zones("Asia/Moscow", names).front() == "Europe/Moscow");
  CHECK(nearest_zones("Sakhlain", names).front() == "Asia/Sakhalin");
  CHECK(nearest_zones("Qqqqqqqqqqqqqq", names).empty());
}

TEST_CASE("SC-01 the version of tzdata is that of the system's tzdata.zi") {
  std::ifstream file{"/usr/share/zoneinfo/tzdata.zi"};
  std::string first_line;
  std::getline(file, first_line);
  CHECK(first_line == "# version " + SystemZones{}.version());
  CHECK(SystemZones{"/nonexistent"}.version() == "unknown");
}

TEST_CASE("SC-06 fault 27 a changed, replaced or vanished tzdata is noticed, an untouched one is not") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.zoneinfo());
  write(folder.zoneinfo() + "/tzdata.zi", "# version 2026a\n");
  const SystemZones zones{folder.zoneinfo()};
  CHECK(zones.version() == "2026a");
  CHECK(!zones.changed());

  SUBCASE("another tzdata.zi moved over it") {
    write(folder.zoneinfo() + "/new", "# version 2026b\n");
    std::filesystem::rename(folder.zoneinfo() + "/new", folder.zoneinfo() + "/tzdata.zi");
    CHECK(zones.changed());
    CHECK(zones.version() == "2026a");  // what the tables of this process are made from
    CHECK(SystemZones{folder.zoneinfo()}.version() == "2026b");
  }
  SUBCASE("written in place") {
    write(folder.zoneinfo() + "/tzdata.zi", "# version 2026bb\n");
    CHECK(zones.changed());
  }
  SUBCASE("another directory in its place, as a mount would be") {
    std::filesystem::rename(folder.zoneinfo(), folder.zoneinfo() + ".old");
    std::filesystem::create_directory(folder.zoneinfo());
    write(folder.zoneinfo() + "/tzdata.zi", "# version 2026a\n");
    CHECK(zones.changed());
  }
  SUBCASE("gone") {
    std::filesystem::remove(folder.zoneinfo() + "/tzdata.zi");
    CHECK(zones.changed());
  }
}

TEST_CASE("SC-06 fault 28 doctor's comparison with libc passes for all zones and finds a planted fault") {
  const SystemZones zones;
  std::vector<std::shared_ptr<const ZoneTable>> tables;
  std::vector<const ZoneTable*> all;
  for (const ZoneName& name : SystemZones::names()) {
    tables.push_back(zones.find(name).value());
    all.push_back(tables.back().get());
  }
  CHECK(differences_from_libc(all, at("2024-01-01T00:00:00Z")).empty());

  ZoneTable late = *zones.find("Europe/Kyiv").value();
  auto change = std::find_if(late.spans.begin(), late.spans.end(), [](const ZoneTable::Span& span) {
    return span.from == at("2027-03-28T01:00:00Z");
  });
  REQUIRE(change != late.spans.end());
  change->from += Seconds{1};
  const auto differences = differences_from_libc({&late}, at("2024-01-01T00:00:00Z"));
  REQUIRE(differences.size() == 1);
  CHECK(differences[0].zone == "Europe/Kyiv");
  CHECK(differences[0].at == at("2027-03-28T01:00:00Z"));
  CHECK(differences[0].libc_offset == std::chrono::hours{3});
}

}  // namespace dialctl
