// The part of Asterisk's REST interface that a dialer uses, as a function from request to answer.
// Paths, status codes and the words of refusals are Asterisk 16's.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/listen/message.h"
#include "adapters/simulator/applications.h"
#include "adapters/simulator/ari_arguments.h"
#include "adapters/simulator/ari_text.h"
#include "adapters/simulator/exchange.h"

namespace dialctl::simulator {

class AriRoutes {
 public:
  AriRoutes(Exchange& exchange, Applications& applications, const AriText& text)
      : exchange_(exchange), applications_(applications), text_(text), started_(exchange.now()) {}

  // `dials_after`: how much later than the answer a call is placed that this request originates.
  listen::Response answer(const listen::Request& request, Milliseconds dials_after);

  static bool is_originate(const listen::Request& request);

 private:
  using Path = std::vector<std::string>;
  struct Call {
    const listen::Request& request;
    std::string_view method;
    const Path& path;
    const AriArguments& arguments;
    Milliseconds dials_after;
  };

  listen::Response asterisk(const Call& call);
  listen::Response applications(const Call& call);
  listen::Response playbacks(const Call& call);

  listen::Response channels(const Call& call);
  listen::Response one_channel(const Call& call);
  listen::Response channel_verb(const Call& call);
  listen::Response originate(const Call& call, std::string id);
  listen::Response list_channels() const;
  listen::Response get_variable(const Call& call) const;
  listen::Response play(const Call& call);

  listen::Response bridges(const Call& call);
  listen::Response one_bridge(const Call& call);
  listen::Response bridge_members(const Call& call);

  listen::Response record(const Call& call);
  listen::Response recordings(const Call& call);
  listen::Response live_recordings(const Call& call);
  listen::Response stored_recording(const Call& call);

  Exchange& exchange_;
  Applications& applications_;
  const AriText& text_;
  Instant started_;
  std::set<std::uint64_t> connections_with_duplicate_;
};

listen::Response no_content();
listen::Response invalid_method();
listen::Response resource_not_found();
listen::Response refused(Refusal refusal);

}  // namespace dialctl::simulator
