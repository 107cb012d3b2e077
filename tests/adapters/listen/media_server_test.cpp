#include "adapters/listen/media_server.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/adapters/listen/client.h"

using namespace dialctl;
using namespace dialctl::listen;
using dialctl::testing::Client;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "dialctl-media-XXXXXX";
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  std::filesystem::path file(const std::string& name) const { return path_ / name; }
  std::string text() const { return path_.string(); }
  void write(const std::string& name, const std::string& bytes) const { std::ofstream{file(name)} << bytes; }

 private:
  std::filesystem::path path_;
};

std::unique_ptr<MediaServer> serve(const Folder& folder) {
  auto server = MediaServer::open(folder.text(), {});
  REQUIRE(server.ok());
  return std::move(server).value();
}

}  // namespace

TEST_CASE("RB-12 a prompt is served whole, with its type and a tag that changes with the file") {
  const Folder folder;
  const std::string sound(300'000, 's');
  folder.write("ab12.wav", sound);
  const auto server = serve(folder);
  Client client{server->port()};
  const auto first = client.ask("GET", "/media/ab12.wav");
  CHECK(first.status == 200);
  CHECK(first.body == sound);
  CHECK(first.field("Content-Type") == "audio/wav");
  const auto head = client.ask("HEAD", "/media/ab12.wav");
  CHECK(head.status == 200);
  CHECK(head.field("Content-Length") == "300000");
  CHECK(head.field("ETag") == first.field("ETag"));
  const auto same =
      client.ask("GET", "/media/ab12.wav", "", {{"If-None-Match", "\"x\", W/" + first.field("ETag")}});
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  folder.write("new", "changed");
  std::filesystem::rename(folder.file("new"), folder.file("ab12.wav"));
  const auto changed = client.ask("GET", "/media/ab12.wav", "", {{"If-None-Match", first.field("ETag")}});
  CHECK(changed.status == 200);
  CHECK(changed.body == "changed");
  CHECK(client.ask("POST", "/media/ab12.wav", "x").status == 405);
  CHECK(server->url("ab12.wav") == "http://127.0.0.1:" + std::to_string(server->port()) + "/media/ab12.wav");
}

TEST_CASE("RB-12 nothing but plain files of the folder itself is served") {
  const Folder folder;
  folder.write("good.wav", "good");
  folder.write(".hidden", "hidden");
  std::filesystem::create_directory(folder.file("sub"));
  std::ofstream{folder.file("sub") / "deep.wav"} << "deep";
  std::filesystem::create_symlink("/etc/passwd", folder.file("link.wav"));
  std::filesystem::create_symlink("good.wav", folder.file("inner.wav"));
  REQUIRE(::mkfifo(folder.file("pipe.wav").c_str(), 0600) == 0);
  const auto server = serve(folder);
  for (const char* target :
       {"/media/missing.wav", "/media/.hidden", "/media/sub", "/media/sub/deep.wav", "/media/sub%2fdeep.wav",
        "/media/link.wav", "/media/inner.wav", "/media/pipe.wav", "/media/", "/media", "/",
        "/media/../good.wav", "/media/..%2f..%2fetc%2fpasswd", "/media/%2e%2e", "/media//etc/passwd",
        "/media/good.wav%00.txt", "/good.wav"}) {
    CAPTURE(target);
    const auto answer = Client{server->port()}.ask("GET", target);
    CHECK((answer.status == 404 || answer.status == 400));
    CHECK(answer.body.find("root:") == std::string::npos);
  }
  CHECK(Client{server->port()}.ask("GET", "/media/good.wav").body == "good");
}

TEST_CASE("RB-12 a folder that is not there is told by name") {
  const auto server = MediaServer::open("/nonexistent/prompts", {});
  REQUIRE(!server.ok());
  CHECK(server.error().code == "media.folder");
  CHECK(server.error().message.find("/nonexistent/prompts") != std::string::npos);
}
