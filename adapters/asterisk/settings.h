// How an Asterisk is reached and what it is told. Comes from the provider's options.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/instant.h"
#include "engine/model/result.h"
#include "engine/model/telephony.h"

namespace dialctl::asterisk {

struct AsteriskSettings {
  std::string url;  // "http://127.0.0.1:8088/ari"
  std::string user;
  std::string password;
  std::string app = "dialctl";  // Stasis application; two dialers on one server need two

  // Begins every id that we make on the server, so that other users' calls are never touched: letters, digits
  // and '-', unique for the database.
  std::string installation;

  // "{number}" becomes the number as given ("+380441234567"), "{digits}" its digits alone. An operator's
  // endpoint with a '/' in it ("PJSIP/101") is taken as it is.
  std::string customer_endpoint = "PJSIP/{number}@carrier";
  std::string operator_endpoint = "PJSIP/{number}";

  std::string
      formats;  // "ulaw": without it Local channels cost ten times the CPU; empty = the server's choice
  std::string caller_id;  // when a call names none
  std::string
      prompt_url;  // where the server fetches prompts: "http://127.0.0.1:8090/prompts/"; empty = no prompts
  std::string
      amd_context;  // dialplan context with AMD() that returns to Stasis; empty = machines are not told
  std::string beep = "beep";
  // Trunks at which calls to us come in, "PJSIP/carrier": they are watched, whatever the dialplan does with
  // them.
  std::vector<std::string> watch;

  int connections = 8;              // HTTP connections at once
  Milliseconds answer_max{10'000};  // for one request's answer
  Milliseconds look_again{1'000};   // between two looks at a call whose fate is not clear
  Milliseconds reconnect_max{10'000};
};

// The application that is asked for the events of the watched trunks: ours would hear of our own calls twice.
std::string watching_app(const std::string& app);

// From the options of a provider of kind "asterisk": url, user, app,
// customer_endpoint, operator_endpoint, formats, caller_id, prompt_url, amd_context,
// beep, connections, watch (endpoints, a comma between them). Errors: usage "asterisk.option",
// "asterisk.installation".
Result<AsteriskSettings> read_settings(const std::map<std::string, std::string>& options,
                                       std::string password, std::string installation);

// The endpoint to originate. An operator whose phone is a number with its country code is reached as
// customers are. Error: usage "asterisk.address" for a customer's address that is no number, or an operator's
// that is empty.
Result<std::string> endpoint_of(const AsteriskSettings& settings, const LegId& leg, std::string_view address);

}  // namespace dialctl::asterisk
