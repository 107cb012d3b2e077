// Makes the adapter behind a provider's settings.
#pragma once

#include <memory>
#include <string>

#include "engine/model/result.h"
#include "engine/model/settings.h"
#include "engine/run/clock.h"
#include "engine/run/provider.h"
#include "engine/run/recording_files.h"

namespace dialctl::cli {

// `prompt_url`: where the phone server fetches our prompts, unless the provider's options name a place.
// `recordings`: where dialctl's own copies go.
Result<std::unique_ptr<Provider>> make_provider(const ProviderSettings& settings,
                                                const std::string& installation,
                                                const std::string& prompt_url, Clock& clock,
                                                ProviderEventSink& sink, RecordingFiles* recordings);

}  // namespace dialctl::cli
