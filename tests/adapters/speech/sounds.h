// Folders, scripts and sounds made for one test.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <sys/stat.h>

namespace dialctl::speech_test {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "dialctl-speech-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  std::filesystem::path file(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  // A shell script that can be run; $HERE is this folder.
  std::string script(const std::string& name, const std::string& body) const {
    const auto path = file(name, "#!/bin/sh\nHERE=" + path_.string() + "\n" + body + "\n");
    REQUIRE(::chmod(path.c_str(), 0755) == 0);
    return path.string();
  }

 private:
  std::filesystem::path path_;
};

inline std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

inline unsigned mode(const std::filesystem::path& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 0777U;
}

inline void append_little(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

struct Tone {
  int rate = 22050;
  int channels = 1;
  int bits = 16;
  double hertz = 1000;
  double seconds = 0.5;
  double loudness = 0.5;
};

inline double tone_at(const Tone& tone, double second) {
  return tone.loudness * std::sin(2 * std::numbers::pi * tone.hertz * second);
}

// A WAV file as other programs write it, made without the code under test.
inline std::string wav_of(const Tone& tone) {
  std::string data;
  const int frames = static_cast<int>(tone.rate * tone.seconds);
  for (int frame = 0; frame < frames; ++frame) {
    const double value = tone_at(tone, static_cast<double>(frame) / tone.rate);
    for (int channel = 0; channel < tone.channels; ++channel) {
      const auto full = static_cast<std::int64_t>(std::llround(value * (std::pow(2.0, tone.bits - 1) - 1)));
      append_little(data, static_cast<std::uint32_t>(tone.bits == 8 ? full + 128 : full), tone.bits / 8);
    }
  }
  std::string out = "RIFF";
  append_little(out, static_cast<std::uint32_t>(data.size() + 36), 4);
  out += "WAVEfmt ";
  append_little(out, 16, 4);
  append_little(out, 1, 2);
  append_little(out, static_cast<std::uint32_t>(tone.channels), 2);
  append_little(out, static_cast<std::uint32_t>(tone.rate), 4);
  append_little(out, static_cast<std::uint32_t>(tone.rate * tone.channels * tone.bits / 8), 4);
  append_little(out, static_cast<std::uint32_t>(tone.channels * tone.bits / 8), 2);
  append_little(out, static_cast<std::uint32_t>(tone.bits), 2);
  out += "data";
  append_little(out, static_cast<std::uint32_t>(data.size()), 4);
  return out + data;
}

inline const std::string& standard_wav() {
  static const std::string bytes = wav_of({});
  return bytes;
}

}  // namespace dialctl::speech_test
