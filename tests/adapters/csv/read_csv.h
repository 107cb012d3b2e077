#pragma once

#include <string>

#include "adapters/csv/csv_rows.h"
#include "tests/adapters/json/byte_sources.h"
#include "tests/adapters/json/transcript.h"

namespace dialctl::test {

inline std::string read_csv(std::string text, csv::ReadOptions options = {}) {
  return transcript(csv::open_rows(text::bytes_of(std::move(text)), options));
}

inline std::string read_csv_in_pieces(std::string text, std::size_t piece, csv::ReadOptions options = {}) {
  return transcript(csv::open_rows(std::make_unique<PieceBytes>(std::move(text), piece), options));
}

}  // namespace dialctl::test
