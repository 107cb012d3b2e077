// Where bytes leave the program. Nothing is written until `bytes_max` are gathered or flush() is called, so
// that a command which fails early leaves stdout empty.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/model/result.h"

namespace dialctl::cli {

class Sink {
 public:
  virtual ~Sink() = default;
  // Appends; false once the destination has failed: stop producing.
  virtual bool write(std::string_view bytes) = 0;
  // Everything written has reached the destination, or why not.
  virtual Result<void> flush() = 0;
  // Forgets everything, if nothing has left yet; otherwise has no effect, so that no row is cut in two.
  virtual void discard() = 0;
};

// A file descriptor that somebody else owns. Errors: "output.reader-gone" (EPIPE), "output.not-written".
class DescriptorSink : public Sink {
 public:
  static constexpr std::size_t bytes_max = 256 * 1024;

  DescriptorSink(int descriptor, std::string_view name) : descriptor_(descriptor), name_(name) {}
  bool write(std::string_view bytes) override;
  Result<void> flush() override;
  void discard() override;

 private:
  void drain();

  int descriptor_;
  std::string name_;  // "stdout"
  std::string buffer_;
  bool started_ = false;  // some bytes have left
  int failure_ = 0;       // errno of the first failure; nothing is tried after it
};

// Keeps everything: for tests and for text that is compared.
class TextSink : public Sink {
 public:
  bool write(std::string_view bytes) override {
    text_ += bytes;
    return true;
  }
  Result<void> flush() override { return {}; }
  void discard() override { text_.clear(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace dialctl::cli
