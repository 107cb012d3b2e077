#include "engine/decide/coded_people.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace dialctl {

namespace {

constexpr Milliseconds kAnswerTakes{500};
constexpr Milliseconds kToneTakes{200};        // until the other side has heard the key
constexpr Milliseconds kToneBlocks{250};       // until the party itself goes on, from there
constexpr Milliseconds kGreetingPiece{5'660};  // the sound that a machine repeats for its greeting
constexpr Milliseconds kMachineRecords{30'440};
constexpr Milliseconds kAnnouncement{8'980};
constexpr Milliseconds kLeavesAnyway{300'000};

struct Code {
  int outcome = 0;
  Milliseconds ring{0};
  int number = 0;  // TT

  Milliseconds talk() const { return Seconds{number}; }
};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int two_digits(std::string_view text) {
  return (text[0] - '0') * 10 + (text[1] - '0');
}

std::string_view without_plus(std::string_view number) {
  if (number.size() > 2 && number.front() == '+') number.remove_prefix(1);
  return number;
}

std::optional<Code> code_of(std::string_view number) {
  number = without_plus(number);
  if (number.size() < 6 || !all_digits(number)) return std::nullopt;
  number = number.substr(number.size() - 6);
  return Code{two_digits(number), Seconds{two_digits(number.substr(2))}, two_digits(number.substr(4))};
}

Behaviour ends(RingSound sound, Milliseconds after, int cause) {
  Behaviour behaviour;
  behaviour.sound = sound;
  behaviour.ring = after;
  behaviour.cause = cause;
  return behaviour;
}

PartyStep press(char key, Milliseconds after_answer) {
  PartyStep step;
  step.deed = Deed::press;
  step.key = key;
  step.delay = after_answer;
  return step;
}

PartyStep hang_up(Milliseconds after_answer) {
  PartyStep step;
  step.delay = after_answer;
  return step;
}

Behaviour answers(Milliseconds ring, std::initializer_list<PartyStep> steps) {
  Behaviour behaviour;
  behaviour.ring = ring;
  behaviour.speaks_first = false;
  behaviour.steps = steps;
  behaviour.steps.push_back(hang_up(std::max(kAnswerTakes, kLeavesAnyway - ring)));
  return behaviour;
}

Behaviour presses(const Code& code, char key) {
  return answers(code.ring, {press(key, kAnswerTakes + code.talk() + kToneTakes)});
}

// Waits for a second of silence after a message, then presses.
Behaviour presses_after_prompt(const Code& code, char key) {
  PartyStep step = press(key, Milliseconds{1'000} + kToneTakes);
  step.cue = Cue::message_ended;
  step.dropped_by = cues(Cue::message_started);
  return answers(code.ring, {step});
}

Milliseconds greeting(const Code& code) {
  const auto pieces = (code.talk() + kGreetingPiece - Milliseconds{1}) / kGreetingPiece;
  return Milliseconds{300} + kGreetingPiece * std::max<std::int64_t>(1, pieces);
}

Behaviour machine(const Code& code, bool speaks) {
  const Milliseconds silent = code.number == 0 ? Milliseconds{30'000} : code.talk();
  Behaviour behaviour =
      answers(code.ring, {hang_up(kAnswerTakes + (speaks ? greeting(code) + kMachineRecords : silent))});
  behaviour.is_machine = true;
  behaviour.speaks_first = speaks;
  return behaviour;
}

Behaviour rings_for_ever(RingSound sound, int cause) {
  return ends(sound, kLeavesAnyway, cause);
}

Behaviour answered_by_code(const Code& code) {
  switch (code.outcome) {
    case 10:
      return code.number == 0 ? answers(code.ring, {})
                              : answers(code.ring, {hang_up(kAnswerTakes + code.talk())});
    case 11:
      return presses(code, '1');
    case 12:
    case 18:
      return presses(code, '2');
    case 13: {
      const Milliseconds first = kAnswerTakes + code.talk() + kToneTakes;
      return answers(code.ring,
                     {press('7', first), press('1', first + kToneBlocks + Milliseconds{2'000} + kToneTakes)});
    }
    case 14:
      return presses_after_prompt(code, '1');
    case 15:
      return presses_after_prompt(code, '2');
    case 16: {
      const Milliseconds key = kAnswerTakes + Milliseconds{2'000} + kToneTakes;
      return answers(code.ring, {press('1', key), hang_up(key + kToneBlocks + code.talk())});
    }
    case 17: {
      Behaviour behaviour = answers(code.ring, {hang_up(Milliseconds{1'700} + code.talk())});
      behaviour.speaks_first = true;
      return behaviour;
    }
    default:
      return answers(code.ring, {hang_up(kAnswerTakes)});  // 20
  }
}

Behaviour behaviour_of(const Code& code, unsigned earlier_calls) {
  const bool fails_still = earlier_calls < static_cast<unsigned>(code.number);
  const Code presses_one_at_two{11, code.ring, 2};
  switch (code.outcome) {
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
    case 15:
    case 16:
    case 17:
    case 18:
    case 20:
      return answered_by_code(code);
    case 30:
      return ends(RingSound::ringing, code.ring, 17);
    case 40:
      return rings_for_ever(RingSound::ringing, 19);
    case 41:
      return rings_for_ever(RingSound::nothing, 18);
    case 42:
      return ends(RingSound::announcement, code.ring + kAnnouncement, code.number);
    case 50:
      return ends(RingSound::ringing, code.ring, code.number);
    case 51:
      return ends(RingSound::nothing, code.ring, code.number);
    case 60:
      return machine(code, true);
    case 61:
      return machine(code, false);
    case 70:
      return fails_still ? ends(RingSound::ringing, code.ring, 17) : presses(presses_one_at_two, '1');
    case 71:
      return fails_still ? rings_for_ever(RingSound::ringing, 19) : presses(presses_one_at_two, '1');
    default:
      return ends(RingSound::nothing, Milliseconds{0}, 1);
  }
}

constexpr std::array<int, 20> kOutcomes{10, 11, 12, 13, 14, 15, 16, 17, 18, 20,
                                        30, 40, 41, 42, 50, 51, 60, 61, 70, 71};
constexpr int kNoReply = 43;  // of the carrier alone

}  // namespace

bool is_coded(std::string_view number) {
  const auto code = code_of(number);
  return code && (std::find(kOutcomes.begin(), kOutcomes.end(), code->outcome) != kOutcomes.end());
}

bool is_coded_for_carrier(std::string_view number) {
  const auto code = code_of(number);
  return is_coded(number) || (code && code->outcome == kNoReply);
}

std::optional<Behaviour> coded_party(std::string_view number, unsigned earlier_calls) {
  number = without_plus(number);
  if (number.empty() || !all_digits(number)) return std::nullopt;
  const auto code = code_of(number);
  if (!code) return ends(RingSound::nothing, Milliseconds{0}, 28);
  return behaviour_of(*code, earlier_calls);
}

std::optional<Behaviour> coded_operator(std::string_view number, unsigned earlier_calls) {
  if (number.size() != 3 || !all_digits(number)) return coded_party(number, earlier_calls);
  switch (number.front()) {
    case '1':
      return coded_party("100100", 0);
    case '2':
      return coded_party("100500", 0);
    case '3':
      return coded_party("400000", 0);
    case '4':
      return coded_party("300000", 0);
    case '5':
      return coded_party("100110", 0);
    case '6':
      return coded_party("510021", 0);
    case '7':
      return coded_party("200100", 0);
    case '8':
      return coded_party("100303", 0);
    default:
      return coded_party(number, 0);
  }
}

Behaviour coded_carrier(std::string_view number) {
  struct SipAnswer {
    int code;
    int cause;
  };
  // 404, 410, 480, 603, 503, 500, 403 and 408, as Asterisk translates them.
  constexpr std::array<SipAnswer, 8> kAnswers{
      {{1, 1}, {3, 22}, {18, 19}, {21, 21}, {34, 34}, {38, 38}, {58, 21}, {2, 18}}};
  constexpr Milliseconds kInviteGivenUp{32'000};
  const auto code = code_of(number);
  if (!code) return ends(RingSound::ringing, Milliseconds{0}, 1);
  Behaviour phone;
  phone.ring = code->ring;
  phone.speaks_first = false;
  switch (code->outcome) {
    case 10:
      phone.steps.push_back(hang_up(code->number == 0 ? kLeavesAnyway : code->talk()));
      return phone;
    case 11:
    case 12:
      phone.steps.push_back(press(code->outcome == 11 ? '1' : '2', code->talk()));
      phone.steps.push_back(hang_up(kLeavesAnyway));
      return phone;
    case 20:
      phone.steps.push_back(hang_up(Milliseconds{0}));
      return phone;
    case 30:
      return ends(RingSound::ringing, code->ring, 17);
    case 40:
      return rings_for_ever(RingSound::ringing, 19);
    case kNoReply:
      return ends(RingSound::nothing, kInviteGivenUp, 18);
    case 50:
      for (const SipAnswer& answer : kAnswers)
        if (answer.code == code->number) return ends(RingSound::ringing, code->ring, answer.cause);
      return ends(RingSound::ringing, code->ring, 1);
    default:
      return ends(RingSound::ringing, code->ring, 1);
  }
}

}  // namespace dialctl
