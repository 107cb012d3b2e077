#include "adapters/virtual_time/virtual_provider.h"

#include <memory>

#include "engine/decide/coded_people.h"

namespace dialctl {
namespace {

EndCause cause_of(int q850) {
  switch (q850) {
    case 17:
      return EndCause::busy;
    case 0:
    case 18:
    case 19:
      return EndCause::no_answer;
    case 21:
      return EndCause::rejected;
    case 1:
    case 22:
    case 28:
      return EndCause::bad_number;
    case 27:
    case 34:
    case 38:
    case 41:
    case 42:
    case 44:
      return EndCause::network_trouble;
    default:
      return EndCause::failed;
  }
}

}  // namespace

void VirtualProvider::tell(ProviderFact fact) {
  if (connected_) sink_.post({id_, time_.now(), std::move(fact)});
}

void VirtualProvider::start() {
  connected_ = listening_ = true;
  time_.schedule(time_.now() + options_.answer_delay, [this] { list_legs(); });
}

void VirtualProvider::list_legs() {
  LegsListed listed;
  for (const auto& [id, leg] : legs_)
    listed.legs.push_back({id, leg.up ? LegState::up : LegState::dialling});
  tell(std::move(listed));
  tell(ProviderUp{});
}

void VirtualProvider::lose_connection(Milliseconds down_for) {
  tell(ProviderDown{"connection lost", false});
  connected_ = false;
  time_.schedule(time_.now() + down_for, [this] {
    if (listening_) start();
  });
}

void VirtualProvider::perform(const Command& command, Monotonic gates_read_at) {
  if (const auto* wanted = std::get_if<Place>(&command)) {
    if (!connected_ || time_.read().monotonic - gates_read_at > kIntentLife) {
      sink_.post(
          {id_, time_.now(), Placed{wanted->leg, PlaceAnswer::not_sent, RefusalClass::none, "stale", {}}});
      return;
    }
  }
  // Everything takes the time of a request; the order of commands is kept.
  const auto* placing = std::get_if<Place>(&command);
  const bool late = placing != nullptr && placing->leg.kind == LegKind::customer;
  const Milliseconds more = late ? options_.placed_after : Milliseconds{0};
  time_.schedule(time_.now() + options_.answer_delay + more, [this, command] {
    if (const auto* wanted = std::get_if<Place>(&command)) place(*wanted);
    if (const auto* wanted = std::get_if<Play>(&command)) play(*wanted);
    if (const auto* wanted = std::get_if<StopPlay>(&command)) stop_play(wanted->leg, wanted->playback, true);
    if (const auto* wanted = std::get_if<Connect>(&command)) connect(*wanted);
    if (const auto* wanted = std::get_if<Disconnect>(&command)) part(wanted->operator_leg);
    if (const auto* wanted = std::get_if<HangUp>(&command)) {
      const auto found = legs_.find(wanted->leg);
      if (found == legs_.end()) return;
      end(wanted->leg, found->second.up ? EndCause::normal : EndCause::cancelled, EndedBy::us, "hung up");
    }
    if (const auto* wanted = std::get_if<Find>(&command)) find(wanted->leg);
    if (const auto* wanted = std::get_if<StartRecording>(&command)) start_recording(wanted->customer);
    if (const auto* wanted = std::get_if<FindRecording>(&command)) find_recording(wanted->customer);
    if (const auto* wanted = std::get_if<FetchRecording>(&command)) fetch_recording(wanted->customer);
    if (const auto* wanted = std::get_if<DeleteRecording>(&command)) delete_recording(wanted->customer);
  });
}

Behaviour VirtualProvider::behaviour_of(const Place& call, bool operator_side, unsigned earlier) const {
  if (options_.people != nullptr) return options_.people->behaviour(call);
  const std::string& address = call.address;
  if (options_.coded_numbers) {
    const auto coded = operator_side ? coded_operator(address, earlier) : coded_party(address, earlier);
    if (coded) return *coded;
  }
  return operator_side ? seeded_operator(options_.operators, options_.seed, address, earlier)
                       : seeded_person(options_.customers, options_.seed, address, earlier);
}

void VirtualProvider::place(const Place& wanted) {
  const bool operator_side = wanted.leg.kind != LegKind::customer;
  const unsigned earlier = calls_to_[wanted.address]++;
  const Behaviour behaviour = behaviour_of(wanted, operator_side, earlier);
  history_.push_back({wanted.leg, wanted.address, time_.now(), {}, {}, {}});
  Leg leg{Party{behaviour}, history_.size() - 1};
  leg.operator_side = operator_side;
  leg.detect_machine = wanted.detect_machine;
  leg.generation = ++generations_;
  const auto generation = leg.generation;
  legs_.emplace(wanted.leg, std::move(leg));
  // The answer to a request comes on the request's own connection.
  if (listening_) {
    sink_.post({id_, time_.now(), Placed{wanted.leg, PlaceAnswer::accepted, RefusalClass::none, "200", {}}});
  }
  if (behaviour.sound == RingSound::ringing) {
    legs_.at(wanted.leg).ringing = true;
    tell(Ringing{wanted.leg});
  }
  ring_out(wanted.leg, generation, wanted.ring_limit);
}

void VirtualProvider::ring_out(const LegId& id, std::uint64_t generation, Seconds ring_limit) {
  const Behaviour& behaviour = legs_.at(id).party.behaviour();
  const bool too_long = behaviour.ring == kForEver || behaviour.ring > ring_limit;
  const Milliseconds after = too_long ? Milliseconds{ring_limit} : behaviour.ring;
  time_.schedule(time_.now() + after, [this, id, generation, too_long] {
    const auto found = legs_.find(id);
    if (found == legs_.end() || found->second.generation != generation || found->second.up) return;
    const Behaviour& at_end = found->second.party.behaviour();
    if (too_long) {
      end(id, EndCause::no_answer, EndedBy::us, "0 timeout");
    } else if (at_end.cause) {
      end(id, cause_of(*at_end.cause), EndedBy::them, std::to_string(*at_end.cause));
    } else {
      answer(id, generation);
    }
  });
}

void VirtualProvider::answer(const LegId& id, std::uint64_t generation) {
  Leg& leg = legs_.at(id);
  if (!connected_) {  // nobody listens: the answered call is dropped at once
    leg.up = true;
    history_[leg.seen].answered = time_.now();
    end(id, EndCause::normal, EndedBy::us, "no application");
    return;
  }
  leg.up = true;
  history_[leg.seen].answered = time_.now();
  tell(Answered{id});
  if (options_.people != nullptr) options_.people->answered(id);
  if (leg.detect_machine && options_.judged_after == Milliseconds{0}) {
    judge_answer(id, generation);
  } else if (leg.detect_machine) {
    time_.schedule(time_.now() + options_.judged_after,
                   [this, id, generation] { judge_answer(id, generation); });
  }
  hear(id, Cue::answered);
}

void VirtualProvider::judge_answer(const LegId& id, std::uint64_t generation) {
  const auto found = legs_.find(id);
  if (found == legs_.end() || found->second.generation != generation) return;
  const bool machine = found->second.party.behaviour().is_machine;
  tell(AnswerJudged{id, machine ? AnsweredBy::machine : AnsweredBy::person, "simulated"});
}

void VirtualProvider::end(const LegId& id, EndCause cause, EndedBy by, std::string raw_code) {
  const auto found = legs_.find(id);
  if (found == legs_.end()) return;
  part(id);
  history_[found->second.seen].ended = time_.now();
  legs_.erase(id);
  if (options_.people != nullptr) options_.people->ended(id, cause, by);
  tell(Ended{id, cause, by, std::move(raw_code)});
}

VirtualProvider::Leg* VirtualProvider::up(const LegId& id) {
  const auto found = legs_.find(id);
  return found != legs_.end() && found->second.up ? &found->second : nullptr;
}

void VirtualProvider::play(const Play& wanted) {
  Leg* leg = up(wanted.leg);
  if (leg == nullptr) return;
  leg->playing = wanted.playback;
  leg->play_began = time_.now();
  const auto generation = leg->generation;
  hear(wanted.leg, Cue::message_started);
  const auto length = options_.words_per_play * static_cast<int>(wanted.media.size());
  time_.schedule(time_.now() + length, [this, id = wanted.leg, playback = wanted.playback, generation] {
    const Leg* still = up(id);
    if (still == nullptr || still->generation != generation || still->playing != playback) return;
    stop_play(id, playback, true);
  });
}

void VirtualProvider::stop_play(const LegId& id, PlaybackNumber playback, bool say) {
  Leg* leg = up(id);
  if (leg == nullptr || leg->playing != playback) return;
  leg->playing.reset();
  history_[leg->seen].heard.emplace_back(leg->play_began, time_.now());
  if (say) tell(PlayEnded{id, playback, true});
  hear(id, Cue::message_ended);
}

void VirtualProvider::connect(const Connect& wanted) {
  Leg* customer = up(wanted.customer);
  Leg* other = up(wanted.operator_leg);
  if (customer == nullptr || other == nullptr) {
    tell(BridgeFailed{wanted.customer, wanted.operator_leg, "a leg is gone"});
    return;
  }
  if (const auto after = options_.people != nullptr ? options_.people->misses(wanted) : std::nullopt) {
    lose(wanted.operator_leg, *after);
    return;
  }
  customer->bridged_to = wanted.operator_leg;
  other->bridged_to = wanted.customer;
  history_[customer->seen].bridged_with.push_back(wanted.operator_leg);
  history_[other->seen].bridged_with.push_back(wanted.customer);
  tell(Bridged{wanted.customer, wanted.operator_leg});
  if (options_.people != nullptr) options_.people->bridged(wanted.customer, wanted.operator_leg);
  hear(wanted.customer, Cue::bridged);
  hear(wanted.operator_leg, Cue::bridged);
}

void VirtualProvider::lose(const LegId& id, Milliseconds after) {
  time_.schedule(time_.now() + after, [this, id, generation = legs_.at(id).generation] {
    const Leg* leg = up(id);
    if (leg == nullptr || leg->generation != generation) return;
    end(id, EndCause::no_answer, EndedBy::them, "0 nobody there");
  });
}

void VirtualProvider::press(const LegId& leg, char key) {
  if (up(leg) != nullptr) tell(KeyPressed{leg, key});
}

void VirtualProvider::part(const LegId& id) {
  const auto found = legs_.find(id);
  if (found == legs_.end() || !found->second.bridged_to) return;
  const LegId other = *found->second.bridged_to;
  const bool operators = found->second.operator_side;
  const LegId customer = operators ? other : id;
  end_recording(customer);
  found->second.bridged_to.reset();
  if (options_.people != nullptr) options_.people->parted(customer, operators ? id : other);
  if (Leg* leg = up(other)) {
    leg->bridged_to.reset();
    hear(other, Cue::unbridged);
  }
}

void VirtualProvider::find(const LegId& id) {
  const auto found = legs_.find(id);
  if (found == legs_.end()) {
    tell(Absent{id});
  } else {
    tell(Found{id, found->second.up ? LegState::up : LegState::dialling});
  }
}

void VirtualProvider::hear(const LegId& id, Cue cue) {
  const auto found = legs_.find(id);
  if (found == legs_.end()) return;
  found->second.party.hear(cue, time_.now());
  follow(id);
}

void VirtualProvider::follow(const LegId& id) {
  const Leg& leg = legs_.at(id);
  const Instant due = leg.party.next_at();
  if (due == kNever) return;
  time_.schedule(due, [this, id, generation = leg.generation] {
    Leg* still = up(id);
    if (still == nullptr || still->generation != generation) return;
    while (const auto deed = still->party.act(time_.now())) {
      if (deed->deed == Deed::hang_up) {
        end(id, EndCause::normal, EndedBy::them, "16 Normal Clearing");
        return;
      }
      tell(KeyPressed{id, deed->key});
    }
    if (still->party.next_at() != kNever) follow(id);
  });
}

}  // namespace dialctl
