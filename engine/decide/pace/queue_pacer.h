// Predictive pacing as the decisions about calls ask for it: whole milliseconds in, whole numbers out, and
// all of it as text too, so that a decision can be kept, shown and repeated (PA-04). A controller of its own
// for each queue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/pace/pace_controller.h"
#include "engine/model/instant.h"

namespace dialctl::pace {

struct Ringing {
  std::int64_t id = 0;
  Milliseconds age{0};  // since the launch
  friend bool operator==(const Ringing&, const Ringing&) = default;
};

// One queue at one moment. Ages are those of what goes on.
struct QueueMoment {
  Milliseconds clock{0};     // since any fixed instant
  Milliseconds left{0};      // of the hours
  Milliseconds patience{0};  // of a customer who wants an operator, before he is lost
  int limit_basis_points = 300;
  Milliseconds let_go_after{15'000};  // no ringing call is let go before it has rung so long
  int idle = 0;
  int offered = 0;  // operators whose phones ring
  int waiting = 0;
  int room = 0;             // lines
  std::int64_t wanted = 0;  // of the window that is nearest to the limit (PA-02)
  std::int64_t lost = 0;
  std::vector<Milliseconds> talking;
  std::vector<Milliseconds> wrapping;
  std::vector<Milliseconds> listening;
  std::vector<Ringing> ringing;
  friend bool operator==(const QueueMoment&, const QueueMoment&) = default;
};

struct QueueChoice {
  int launch = 0;
  std::vector<std::int64_t> let_go;
  std::int64_t threshold_millionths = 0;  // the risk at which no further call is launched
  std::int64_t risk_millionths = 0;       // of the next one
  std::int64_t answered_millionths = 0;   // share of calls that come to want an operator
  friend bool operator==(const QueueChoice&, const QueueChoice&) = default;
};

class QueuePacer {
 public:
  QueuePacer();

  // What has become of a call; ages since its launch, and since its answer where it listened to something
  // before it wanted an operator, or did not.
  void wanted_operator(Milliseconds age, std::optional<Milliseconds> listened);
  void ended_without(Milliseconds age, std::optional<Milliseconds> listened);
  void was_let_go(Milliseconds age);
  void served() { controller_.served(); }
  void lost() { controller_.abandoned(); }
  // What has become of an operator.
  void missed() { controller_.missed(); }  // a customer who was offered to him
  void talked(Milliseconds age);
  void wrapped(Milliseconds age);

  QueueChoice decide(const QueueMoment& moment);
  // Nothing would be launched at this moment: there is no need to ask. For a quarter of a second at the most.
  bool holds(Milliseconds clock) const;

  // What was learnt, exactly. Taking it up in another process makes the same decisions as beginning from it
  // here: what was looked at lately is not in it.
  std::string learnt() const;
  bool take_up(std::string_view learnt);  // false: it is none; nothing is changed
  void begin_from_learnt() { controller_.restore(controller_.kept()); }

 private:
  PaceController controller_;
};

// "clock=... left=... talking=12000,4000 ringing=71:3000,72:1000 ...", and back; nullopt: it is none.
std::string to_text(const QueueMoment& moment);
std::optional<QueueMoment> parse_moment(std::string_view text);
std::string to_text(const QueueChoice& choice);
std::optional<QueueChoice> parse_choice(std::string_view text);

}  // namespace dialctl::pace
