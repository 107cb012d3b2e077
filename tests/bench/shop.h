// A shop whose loop is measured: the real program, on a database that its own commands have set up.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/bench/child.h"
#include "tests/bench/scratch.h"

namespace dialctl {

class Shop {
 public:
  Shop(std::string program, const std::string& parent) : program_(std::move(program)), scratch_(parent) {
    for (const char* unwanted : {"DIALCTL_CONFIG", "DIALCTL_TZ", "DIALCTL_OUTPUT", "XDG_CONFIG_HOME"})
      ::unsetenv(unwanted);
    ::setenv("HOME", folder().c_str(), 1);
    ::setenv("DIALCTL_DB", database().c_str(), 1);
    ::setenv("BENCH_PASSWORD", "dialer-secret", 1);
    write_sound();
    const std::string speech = "cp " + sound() + " {out}";
    ::setenv("DIALCTL_SPEECH_COMMAND", speech.c_str(), 1);
  }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  const std::string& folder() const { return scratch_.path(); }
  std::string database() const { return folder() + "/shop.db"; }
  std::vector<std::string> words(std::vector<std::string> rest) const {
    rest.insert(rest.begin(), program_);
    return rest;
  }
  ChildRun dialctl(std::vector<std::string> rest, const std::string& output = {}) const {
    rest.emplace_back("-q");
    return run_program(words(std::move(rest)), {}, output);
  }
  // What a command prints, without its line end.
  std::string ask(std::vector<std::string> rest) const {
    const std::string answer = folder() + "/answer";
    dialctl(std::move(rest), answer);
    std::ifstream in(answer);
    std::string text;
    std::getline(in, text, '\0');
    while (!text.empty() && text.back() == '\n')
      text.pop_back();
    return text;
  }
  // The whole of a running shop but its orders; whoever is to be called is called at any hour.
  void open(const std::string& url, int lines, const std::string& text, const std::string& kind) const {
    dialctl({"init"});
    dialctl({"queue", "add", "sales", "--wrap-up", "0s"});
    dialctl({"schedule", "add", "always", "--hours", "daily 00:00-24:00"});
    dialctl({"project", "add", "shop", "--region", "UA", "--zone", "Europe/Kyiv", "--queue", "sales",
             "--schedule", "always"});
    dialctl({"template", "add", "hello", "--kind", kind, "--text", text});
    dialctl({"order-status", "add", "new", "--meaning", "open", "--template", "hello"});
    dialctl({"limit", "hours", "*", "--hours", "daily 00:00-24:00", "--reason", "nobody is called"});
    dialctl({"provider", "add", "paper", "--url", url, "--user", "dialer", "--password-from",
             "env:BENCH_PASSWORD", "--calls-per-second", "0", "--lines", std::to_string(lines)});
  }

 private:
  std::string sound() const { return folder() + "/hello.wav"; }
  // A tenth of a second of silence, 8 kHz.
  void write_sound() const {
    constexpr unsigned char kHead[44] = {'R', 'I', 'F',  'F',  0x64, 0x06, 0,    0,    'W',  'A', 'V',
                                         'E', 'f', 'm',  't',  ' ',  16,   0,    0,    0,    1,   0,
                                         1,   0,   0x40, 0x1f, 0,    0,    0x80, 0x3e, 0,    0,   2,
                                         0,   16,  0,    'd',  'a',  't',  'a',  0x40, 0x06, 0,   0};
    std::ofstream out(sound(), std::ios::binary);
    out.write(reinterpret_cast<const char*>(kHead), sizeof kHead);
    out << std::string(1600, '\0');
  }

  std::string program_;
  ScratchFolder scratch_;
};

}  // namespace dialctl
