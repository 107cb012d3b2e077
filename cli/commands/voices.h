// Whether what templates say by text can be spoken at all, found out by speaking.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/ports.h"
#include "engine/decide/template.h"

namespace dialctl::cli {

// True when any part of it is text, not a file of the audio library.
bool speaks(const ParsedTemplate& parsed);

// The languages of projects in which nothing can be said, each once, with the reason; empty when the template
// says nothing by text. The first asking takes as long as a prompt.
std::vector<std::pair<std::string, Error>> missing_voices(Ports& ports, const dialctl::Settings& settings,
                                                          const ParsedTemplate& parsed);

}  // namespace dialctl::cli
