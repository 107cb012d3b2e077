// The text forms of moments, choices and what was learnt: "name=value", values with commas between them.
#include <charconv>
#include <concepts>
#include <functional>
#include <map>
#include <system_error>
#include <utility>

#include "engine/decide/pace/queue_pacer.h"

namespace dialctl::pace {
namespace {

constexpr std::size_t kLongestNumber = 40;

template <class Number>
void append(std::string& out, Number number) {
  char text[kLongestNumber];
  const auto done = std::to_chars(text, text + kLongestNumber, number);
  out.append(text, done.ptr);
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto done = std::from_chars(text.data(), text.data() + text.size(), number);
  if (done.ec != std::errc{} || done.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

// Values are written in the order of their names' first use, and read by name.
class Writer {
 public:
  template <class Number>
  Writer& one(std::string_view name, Number number) {
    begin(name);
    append(out_, number);
    return *this;
  }
  template <class List, class Write>
  Writer& list(std::string_view name, const List& values, Write write) {
    begin(name);
    bool first = true;
    for (const auto& value : values) {
      if (!std::exchange(first, false)) out_ += ',';
      write(out_, value);
    }
    return *this;
  }
  Writer& spans(std::string_view name, const std::vector<Milliseconds>& values) {
    return list(name, values, [](std::string& out, Milliseconds span) { append(out, span.count()); });
  }
  Writer& shares(std::string_view name, const std::vector<double>& values) {
    return list(name, values, [](std::string& out, double value) { append(out, value); });
  }
  std::string take() { return std::move(out_); }

 private:
  void begin(std::string_view name) {
    if (!out_.empty()) out_ += ' ';
    out_ += name;
    out_ += '=';
  }

  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) {
    while (!text.empty()) {
      const std::string_view word = text.substr(0, text.find(' '));
      text.remove_prefix(std::min(text.size(), word.size() + 1));
      const auto equals = word.find('=');
      good_ = good_ && equals != std::string_view::npos;
      if (good_) values_[std::string{word.substr(0, equals)}] = word.substr(equals + 1);
    }
  }

  template <class Number>
  Reader& one(std::string_view name, Number& number) {
    const auto read = number_of<Number>(value(name));
    good_ = good_ && read;
    if (read) number = *read;
    return *this;
  }
  Reader& span(std::string_view name, Milliseconds& span) {
    std::int64_t count = 0;
    one(name, count);
    span = Milliseconds{count};
    return *this;
  }
  // `read`: of one value's text; false: it is none.
  Reader& list(std::string_view name, const std::function<bool(std::string_view)>& read) {
    std::string_view rest = value(name);
    while (good_ && !rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      good_ = read(one);
    }
    return *this;
  }
  template <class Number>
  Reader& numbers(std::string_view name, std::vector<Number>& into) {
    return list(name, [&](std::string_view text) {
      const auto number = number_of<Number>(text);
      if (number) into.push_back(*number);
      return number.has_value();
    });
  }
  Reader& spans(std::string_view name, std::vector<Milliseconds>& into) {
    return list(name, [&](std::string_view text) {
      const auto count = number_of<std::int64_t>(text);
      if (count) into.push_back(Milliseconds{*count});
      return count.has_value();
    });
  }
  bool good() const { return good_; }

 private:
  std::string_view value(std::string_view name) {
    const auto found = values_.find(name);
    good_ = good_ && found != values_.end();
    return good_ ? found->second : std::string_view{};
  }

  std::map<std::string, std::string_view, std::less<>> values_;
  bool good_ = true;
};

void write_law(Writer& out, std::string name, const RingLaw::Kept& law) {
  out.shares(name + ".entries", law.entries)
      .shares(name + ".answers", law.answers)
      .shares(name + ".others", law.others)
      .shares(name + ".lately", law.lately)
      .shares(name + ".open", law.open)
      .shares(name + ".entered", law.entered)
      .one(name + ".answered-lately", law.answered_lately);
}

void read_law(Reader& in, std::string name, RingLaw::Kept& law) {
  in.numbers(name + ".entries", law.entries)
      .numbers(name + ".answers", law.answers)
      .numbers(name + ".others", law.others)
      .numbers(name + ".lately", law.lately)
      .numbers(name + ".open", law.open)
      .numbers(name + ".entered", law.entered)
      .one(name + ".answered-lately", law.answered_lately);
}

}  // namespace

std::string QueuePacer::learnt() const {
  const PaceController::Kept kept = controller_.kept();
  Writer out;
  write_law(out, "ring", kept.ring);
  write_law(out, "listen", kept.listen);
  out.shares("talk.ends", kept.talk.ends)
      .shares("talk.seconds", kept.talk.seconds)
      .shares("wrap.ends", kept.wrap.ends)
      .shares("wrap.seconds", kept.wrap.seconds)
      .one("offers", kept.misses.offers)
      .one("missed", kept.misses.missed)
      .one("gain", kept.budget.gain)
      .one("recent", kept.budget.recent_answers)
      .one("recent-lost", kept.budget.recent_abandoned);
  return out.take();
}

bool QueuePacer::take_up(std::string_view learnt) {
  Reader in(learnt);
  PaceController::Kept kept;
  read_law(in, "ring", kept.ring);
  read_law(in, "listen", kept.listen);
  in.numbers("talk.ends", kept.talk.ends)
      .numbers("talk.seconds", kept.talk.seconds)
      .numbers("wrap.ends", kept.wrap.ends)
      .numbers("wrap.seconds", kept.wrap.seconds)
      .one("offers", kept.misses.offers)
      .one("missed", kept.misses.missed)
      .one("gain", kept.budget.gain)
      .one("recent", kept.budget.recent_answers)
      .one("recent-lost", kept.budget.recent_abandoned);
  if (!in.good()) return false;
  controller_.restore(std::move(kept));
  return true;
}

std::string to_text(const QueueMoment& moment) {
  return Writer{}
      .one("clock", moment.clock.count())
      .one("left", moment.left.count())
      .one("patience", moment.patience.count())
      .one("limit", moment.limit_basis_points)
      .one("let-go-after", moment.let_go_after.count())
      .one("idle", moment.idle)
      .one("offered", moment.offered)
      .one("waiting", moment.waiting)
      .one("room", moment.room)
      .one("wanted", moment.wanted)
      .one("lost", moment.lost)
      .spans("talking", moment.talking)
      .spans("wrapping", moment.wrapping)
      .spans("listening", moment.listening)
      .list("ringing", moment.ringing,
            [](std::string& out, const Ringing& call) {
              append(out, call.id);
              out += ':';
              append(out, call.age.count());
            })
      .take();
}

std::optional<QueueMoment> parse_moment(std::string_view text) {
  QueueMoment moment;
  Reader in(text);
  in.span("clock", moment.clock)
      .span("left", moment.left)
      .span("patience", moment.patience)
      .one("limit", moment.limit_basis_points)
      .span("let-go-after", moment.let_go_after)
      .one("idle", moment.idle)
      .one("offered", moment.offered)
      .one("waiting", moment.waiting)
      .one("room", moment.room)
      .one("wanted", moment.wanted)
      .one("lost", moment.lost)
      .spans("talking", moment.talking)
      .spans("wrapping", moment.wrapping)
      .spans("listening", moment.listening)
      .list("ringing", [&](std::string_view one) {
        const auto colon = std::min(one.find(':'), one.size());
        const auto id = number_of<std::int64_t>(one.substr(0, colon));
        const auto age = number_of<std::int64_t>(one.substr(std::min(one.size(), colon + 1)));
        if (id && age) moment.ringing.push_back({*id, Milliseconds{*age}});
        return id && age;
      });
  return in.good() ? std::optional{std::move(moment)} : std::nullopt;
}

std::string to_text(const QueueChoice& choice) {
  return Writer{}
      .one("launch", choice.launch)
      .list("let-go", choice.let_go, [](std::string& out, std::int64_t id) { append(out, id); })
      .one("threshold", choice.threshold_millionths)
      .one("risk", choice.risk_millionths)
      .one("answered", choice.answered_millionths)
      .take();
}

std::optional<QueueChoice> parse_choice(std::string_view text) {
  QueueChoice choice;
  Reader in(text);
  in.one("launch", choice.launch)
      .numbers("let-go", choice.let_go)
      .one("threshold", choice.threshold_millionths)
      .one("risk", choice.risk_millionths)
      .one("answered", choice.answered_millionths);
  return in.good() ? std::optional{std::move(choice)} : std::nullopt;
}

}  // namespace dialctl::pace
