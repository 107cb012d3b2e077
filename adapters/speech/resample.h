// Any sample rate to that of a telephone line.
#pragma once

#include <cstdint>
#include <vector>

#include "adapters/speech/wav.h"

namespace dialctl::speech {

// One channel at kPromptRate. What lies above 4 kHz is filtered out first (it would come back as a whistle).
// Memory: the result and one second of input.
std::vector<std::int16_t> telephone_samples(const WavView& sound);

}  // namespace dialctl::speech
