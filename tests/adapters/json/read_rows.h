#pragma once

#include <string>

#include "adapters/json/json_rows.h"
#include "tests/adapters/json/byte_sources.h"
#include "tests/adapters/json/transcript.h"

namespace dialctl::test {

inline std::string read_json(std::string text, json::ReadOptions options = {}) {
  return transcript(json::open_rows(text::bytes_of(std::move(text)), options));
}

inline std::string read_json_in_pieces(std::string text, std::size_t piece, json::ReadOptions options = {}) {
  return transcript(json::open_rows(std::make_unique<PieceBytes>(std::move(text), piece), options));
}

}  // namespace dialctl::test
