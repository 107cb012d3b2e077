// The server that the suite runs against, from the environment: any that speaks the ARI and has the test
// bed's numbers (tests/asterisk). Started by the caller: tests/asterisk/up prints these variables, and so
// does `dialctl simulator`.
//
//   ARI_URL            http://127.0.0.1:8088/ari; unset = every test of the suite is left out, and says so
//   ARI_USER, ARI_PASSWORD
//   ARI_FORMATS        ulaw
//   CUSTOMER_ENDPOINT  Local/{number}@customers/n
//   OPERATOR_ENDPOINT  Local/{number}@operators/n
//   AMD_CONTEXT        amd; unset = the test of machine detection is left out
//   RESTART_COMMAND    ends the server and starts it anew; unset = the test of that is left out
//   SIP_ENDPOINT       PJSIP/{number}@carrier; unset = tests of SIP causes are left out
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/asterisk/settings.h"

namespace dialctl::test {

struct Server {
  std::string url;
  std::string user;
  std::string password;
  std::string formats;
  std::string customer_endpoint;
  std::string operator_endpoint;
  std::string sip_endpoint;
  std::string amd_context;
  std::function<void()> restart;  // may be empty

  int port() const;

  // Each test program has its own (under_test/). nullopt: there is none, and the suite is left out.
  static std::optional<Server> under_test();

  // For an application and an installation of these names.
  asterisk::AsteriskSettings settings(const std::string& app, const std::string& installation) const;
};

// A word that no earlier run has used.
std::string fresh_name(const std::string& beginning);

}  // namespace dialctl::test
