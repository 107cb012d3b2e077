// The file of refused rows. It appears whole or not at all, readable by its owner alone, and replaces the one
// of the last import: after each import it tells of that one.
#pragma once

#include <memory>
#include <string>

#include "engine/run/import.h"

namespace dialctl::cli {

class RejectFile : public RejectSink {
 public:
  // Writes beside `path` under another name until keep(). Error (store): rejects.not-written.
  static Result<std::unique_ptr<RejectFile>> create(const std::string& path);
  ~RejectFile() override;
  RejectFile(const RejectFile&) = delete;
  RejectFile& operator=(const RejectFile&) = delete;

  Result<void> write(std::string_view text) override;
  Result<void> keep();

 private:
  RejectFile(std::string path, std::string hidden, int descriptor)
      : path_(std::move(path)), hidden_(std::move(hidden)), descriptor_(descriptor) {}
  Result<void> drain();
  Error failed() const;

  std::string path_;
  std::string hidden_;
  int descriptor_;
  std::string buffer_;
};

}  // namespace dialctl::cli
