#include "adapters/paper/paper_provider.h"

namespace dialctl {
namespace {

constexpr const char* kOnPaper = "dry run";

}  // namespace

void PaperProvider::start() {
  tell(LegsListed{});
  tell(ProviderUp{});
}

void PaperProvider::perform(const Command& command, Monotonic /*gates_read_at*/) {
  if (const auto* place = std::get_if<Place>(&command)) {
    tell(Placed{place->leg, PlaceAnswer::accepted, RefusalClass::none, kOnPaper, {}});
    if (place->leg.kind == LegKind::open || place->leg.kind == LegKind::agent) {
      tell(Answered{place->leg});
    } else {
      tell(Ended{place->leg, EndCause::rejected, EndedBy::them, kOnPaper});
    }
  } else if (const auto* find = std::get_if<Find>(&command)) {
    tell(Absent{find->leg});
  } else if (const auto* fetch = std::get_if<FetchRecording>(&command)) {
    tell(RecordingNotFetched{fetch->customer, kOnPaper, false});
  } else if (const auto* sought = std::get_if<FindRecording>(&command)) {
    tell(RecordingFailed{sought->customer, kOnPaper});
  } else if (const auto* hang_up = std::get_if<HangUp>(&command); hang_up != nullptr) {
    if (hang_up->leg.kind == LegKind::open || hang_up->leg.kind == LegKind::agent)
      tell(Ended{hang_up->leg, EndCause::normal, EndedBy::us, kOnPaper});
  }
}

}  // namespace dialctl
