// The text forms of moments, choices and what was learnt: "name=value", values with commas between them.
#include <charconv>
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

// The writer and the reader have the same verbs, so that what is written is what is read.
class Writer {
 public:
  template <class Number>
  Writer& one(std::string_view name, Number number) {
    begin(name);
    append(out_, number);
    return *this;
  }
  Writer& span(std::string_view name, Milliseconds span) { return one(name, span.count()); }
  template <class Number>
  Writer& numbers(std::string_view name, const std::vector<Number>& values) {
    return list(name, values, [](std::string& out, Number value) { append(out, value); });
  }
  Writer& spans(std::string_view name, const std::vector<Milliseconds>& values) {
    return list(name, values, [](std::string& out, Milliseconds span) { append(out, span.count()); });
  }
  Writer& calls(std::string_view name, const std::vector<Ringing>& values) {
    return list(name, values, [](std::string& out, const Ringing& call) {
      append(out, call.id);
      out += ':';
      append(out, call.age.count());
    });
  }
  std::string take() { return std::move(out_); }

 private:
  void begin(std::string_view name) {
    if (!out_.empty()) out_ += ' ';
    out_ += name;
    out_ += '=';
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

  std::string out_;
};

// By name, in any order.
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
    std::int64_t count = span.count();
    one(name, count);
    span = Milliseconds{count};
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
  Reader& calls(std::string_view name, std::vector<Ringing>& into) {
    return list(name, [&](std::string_view text) {
      const auto colon = std::min(text.find(':'), text.size());
      const auto id = number_of<std::int64_t>(text.substr(0, colon));
      const auto age = number_of<std::int64_t>(text.substr(std::min(text.size(), colon + 1)));
      if (id && age) into.push_back({*id, Milliseconds{*age}});
      return id && age;
    });
  }
  bool good() const { return good_; }

 private:
  std::string_view value(std::string_view name) {
    const auto found = values_.find(name);
    good_ = good_ && found != values_.end();
    return good_ ? found->second : std::string_view{};
  }
  // `read`: of one value's text; false: it is none.
  template <class Read>
  Reader& list(std::string_view name, Read read) {
    std::string_view rest = value(name);
    while (good_ && !rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      good_ = read(one);
    }
    return *this;
  }

  std::map<std::string, std::string_view, std::less<>> values_;
  bool good_ = true;
};

template <class Text, class Kept>
void law_text(Text& text, const std::string& name, Kept& law) {
  text.numbers(name + ".entries", law.entries)
      .numbers(name + ".answers", law.answers)
      .numbers(name + ".others", law.others)
      .numbers(name + ".lately", law.lately)
      .numbers(name + ".open", law.open)
      .numbers(name + ".entered", law.entered)
      .one(name + ".answered-lately", law.answered_lately);
}

template <class Text, class Kept>
void learnt_text(Text& text, Kept& kept) {
  law_text(text, "ring", kept.ring);
  law_text(text, "listen", kept.listen);
  text.numbers("talk.ends", kept.talk.ends)
      .numbers("talk.seconds", kept.talk.seconds)
      .numbers("wrap.ends", kept.wrap.ends)
      .numbers("wrap.seconds", kept.wrap.seconds)
      .one("offers", kept.misses.offers)
      .one("missed", kept.misses.missed)
      .one("gain", kept.budget.gain)
      .one("recent", kept.budget.recent_answers)
      .one("recent-lost", kept.budget.recent_abandoned);
}

template <class Text, class Moment>
void moment_text(Text& text, Moment& moment) {
  text.span("clock", moment.clock)
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
      .calls("ringing", moment.ringing);
}

template <class Text, class Choice>
void choice_text(Text& text, Choice& choice) {
  text.one("launch", choice.launch)
      .numbers("let-go", choice.let_go)
      .one("threshold", choice.threshold_millionths)
      .one("risk", choice.risk_millionths)
      .one("answered", choice.answered_millionths);
}

}  // namespace

std::string QueuePacer::learnt() const {
  const PaceController::Kept kept = controller_.kept();
  Writer out;
  learnt_text(out, kept);
  return out.take();
}

bool QueuePacer::take_up(std::string_view learnt) {
  Reader in(learnt);
  PaceController::Kept kept;
  learnt_text(in, kept);
  if (!in.good()) return false;
  controller_.restore(std::move(kept));
  return true;
}

std::string to_text(const QueueMoment& moment) {
  Writer out;
  moment_text(out, moment);
  return out.take();
}

std::optional<QueueMoment> parse_moment(std::string_view text) {
  QueueMoment moment;
  Reader in(text);
  moment_text(in, moment);
  return in.good() ? std::optional{std::move(moment)} : std::nullopt;
}

std::string to_text(const QueueChoice& choice) {
  Writer out;
  choice_text(out, choice);
  return out.take();
}

std::optional<QueueChoice> parse_choice(std::string_view text) {
  QueueChoice choice;
  Reader in(text);
  choice_text(in, choice);
  return in.good() ? std::optional{std::move(choice)} : std::nullopt;
}

}  // namespace dialctl::pace
