// Files of rows by what they are: CSV, a JSON array, JSON lines.
#pragma once

#include "engine/run/row_files.h"

namespace dialctl::cli {

class FilesOfRows final : public RowFiles {
 public:
  Result<std::unique_ptr<RowSource>> open(const RowFileRequest& request) override;
};

}  // namespace dialctl::cli
