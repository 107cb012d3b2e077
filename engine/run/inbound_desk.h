// Reads calls to us as a provider tells them live: numbers, and what its dialplan says of the place (IM-08).
#pragma once

#include <optional>

#include "engine/decide/missed_intake.h"
#include "engine/model/settings.h"
#include "engine/model/telephony.h"
#include "engine/run/phone_numbers.h"

namespace dialctl {

class InboundDesk {
 public:
  InboundDesk(const PhoneNumbers& numbers, const Settings& settings)
      : numbers_(numbers), settings_(settings) {}

  // Read as in the project of the number dialled. Errors: those of read_number(); number.withheld.
  Result<E164> caller(const InboundCall& call) const;
  // Not yet known: `known` is for the store to say. Words that are not read are named in `passed_over`:
  //   project= queue= operator= group=   by name
  //   site= scenario= tag=               in the provider's words; tag may be there several times
  //   lost-in=ringing|menu|hold|transfer
  //   tried=anna+boris/clara             who was rung, phase after phase
  //   rang=PJSIP/101,PJSIP/102;PJSIP/103 the same by their phones; those of nobody are left out
  // Errors: as caller().
  Result<MissedHeard> lost(const InboundCall& call, Instant lost_at, Milliseconds waited) const;

 private:
  const OwnNumber* dialled_number(const InboundCall& call) const;
  bool read_word(std::string_view word, MissedCall& call) const;
  bool read_tried(std::string_view text, MissedCall& call) const;
  void read_rang(std::string_view text, MissedCall& call) const;

  const PhoneNumbers& numbers_;
  const Settings& settings_;
};

}  // namespace dialctl
