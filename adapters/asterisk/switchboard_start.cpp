// What the switchboard does after a (re)connection.
#include <algorithm>

#include "adapters/asterisk/switchboard.h"

namespace dialctl::asterisk {

void Switchboard::server_is_up(const Snapshot& snapshot) {
  restarted_ = snapshot.restarted;
  // A leg whose request is still under way settles by its own answer.
  expected_.clear();
  for (const LegId& id : desk_.legs.all()) {
    const Leg& leg = *desk_.legs.find(id);
    if (!leg.over && leg.known == Leg::Known::yes) expected_.push_back(id);
  }
  LegsListed list{{}, snapshot.restarted};
  listed_.clear();
  for (const ChannelView& channel : snapshot.channels) {
    const auto id = desk_.names.leg(channel.id);
    if (!id) continue;
    listed_.push_back(*id);
    list.legs.push_back({*id, channel.in_use() ? LegState::up : LegState::dialling});
  }
  std::sort(listed_.begin(), listed_.end());
  std::sort(list.legs.begin(), list.legs.end(), [](const Found& a, const Found& b) { return a.leg < b.leg; });
  desk_.reporter.tell(std::move(list));
  desk_.reporter.tell(ProviderUp{});
  bridging_.reconcile(snapshot.bridges);
  inbound_.list(snapshot);
  for (const ChannelView& channel : snapshot.channels) {
    if (const auto id = desk_.names.leg(channel.id)) catch_up(desk_.legs.adopt(*id), channel);
  }
}

// What may have happened to a leg while nobody listened.
void Switchboard::catch_up(Leg& leg, const ChannelView& channel) {
  if (leg.over) return;
  const bool known_before = std::binary_search(expected_.begin(), expected_.end(), leg.id);
  leg.event_seen = true;
  leg.dial_seen = true;  // a call that the server cannot dial is gone at once
  desk_.legs.tell_known(leg);
  if (channel.in_use()) {
    leg.up_seen = true;
    if (known_before) {
      answered(leg);
    } else {
      leg.answered = true;  // told by the list
    }
  }
  if (leg.checking_machine &&
      channel.app_name == "Stasis") {  // it is back, and its verdict may have been missed
    desk_.ari.after(desk_.settings.look_again, [this, id = leg.id] {
      Leg* back = desk_.legs.find(id);
      if (back != nullptr && !back->over) machine_judged(*back, "", "verdict missed");
    });
  }
  sound_.check_after_gap(leg);
  if (leg.hang_up_wanted) hang_up(leg.id);
}

// The events that were held back have been heard: what is neither listed nor ended by them is gone.
void Switchboard::server_has_caught_up() {
  inbound_.caught_up();
  for (const LegId& id : expected_) {
    Leg* leg = desk_.legs.find(id);
    if (leg == nullptr || leg->over || std::binary_search(listed_.begin(), listed_.end(), id)) continue;
    if (restarted_) {
      placing_.tell_gone(*leg, EndCause::network_trouble, "the phone server restarted");
    } else if (leg->answered || leg->up_seen) {
      placing_.tell_gone(*leg, EndCause::normal, "ended while we were not connected");
    } else {
      desk_.reporter.tell(Absent{id});
      leg->over = true;
    }
    bridging_.leg_over(id);
  }
}

}  // namespace dialctl::asterisk
