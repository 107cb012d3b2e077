#include <algorithm>
#include <numeric>

#include "engine/decide/template.h"

namespace dialctl {
namespace {

using Names = std::set<std::string, std::less<>>;

char lower(char symbol) {
  return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol - 'A' + 'a') : symbol;
}

// How many letters must be added, dropped or changed to make one of the other; capitals are no change.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// "did you mean 'cancelled'? " or nothing; names too far off would only mislead.
std::string suggestion(std::string_view wrong, const Names& known) {
  if (wrong.size() > 100) return {};
  const std::string* best = nullptr;
  std::size_t least = std::max<std::size_t>(1, wrong.size() / 3) + 1;
  for (const std::string& name : known) {
    if (name.size() > 100) continue;
    const std::size_t found = distance(wrong, name);
    if (found >= least) continue;
    least = found;
    best = &name;
  }
  return best ? "did you mean '" + *best + "'? " : std::string();
}

class Checker {
 public:
  Checker(const ParsedTemplate& parsed, const TemplateFacts& facts)
      : parsed_(parsed), facts_(facts), problems_(parsed.syntax) {}

  std::vector<TemplateProblem> run() {
    for (const Segment& segment : parsed_.message)
      check_segment(segment);
    for (const KeyBinding& binding : parsed_.keys)
      check_key(binding);
    check_whole();
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const TemplateProblem& a, const TemplateProblem& b) { return a.at < b.at; });
    return std::move(problems_);
  }

 private:
  void add(TextPlace at, const char* code, std::string message, std::string hint) {
    problems_.push_back({at, std::string("template.") + code, std::move(message), std::move(hint)});
  }

  void check_segment(const Segment& segment) {
    if (const auto* audio = std::get_if<AudioTag>(&segment)) {
      if (facts_.audios.contains(audio->name)) return;
      add(audio->at, "missing-audio", "the audio library has no '" + audio->name + "'",
          suggestion(audio->name, facts_.audios) + "dialctl audio add " + audio->name + " FILE");
      return;
    }
    for (const TextPart& part : std::get<SpokenText>(segment).parts) {
      const auto* tag = std::get_if<FieldTag>(&part);
      if (!tag || facts_.fields.contains(tag->name)) continue;
      add(tag->at, "unknown-tag", "no order has a field '" + tag->name + "'",
          suggestion(tag->name, facts_.fields) +
              "tags are order fields: the columns of the import, or fields set by hand");
    }
  }

  void check_key(const KeyBinding& binding) {
    if (binding.reply) check_segment(*binding.reply);
    const auto* target = std::get_if<ToStatus>(&binding.action);
    if (!target || facts_.statuses.contains(target->status)) return;
    add(binding.at, "unknown-status",
        std::string("key ") + binding.key.symbol() + " leads to the status '" + target->status +
            "', which does not exist",
        suggestion(target->status, facts_.statuses) +
            "dialctl order-status list shows them; \"@\" is an operator");
  }

  void check_whole() {
    const OperatorNeed need = parsed_.operator_need();
    if (parsed_.kind == TemplateKind::predictive && need == OperatorNeed::never) {
      add({}, "no-operator", "a predictive template with no way to an operator",
          "add {{autoPredictive}} or {{key_1 = \"@\"}}, or make its kind message");
    }
    if (parsed_.auto_predictive) {
      for (const KeyBinding& binding : parsed_.keys) {
        if (!std::holds_alternative<ToOperator>(binding.action)) continue;
        add(binding.at, "two-ways",
            std::string("key ") + binding.key.symbol() + " and {{autoPredictive}} both lead to an operator",
            "keep one: autoPredictive connects on answer, the key when it is pressed");
      }
    }
    if (parsed_.syntax.empty() && !parsed_.auto_predictive && !parsed_.has_anything_to_say()) {
      add({}, "nothing-to-say", "the template says nothing", "write a text, or {{audio = \"name\"}}");
    }
  }

  const ParsedTemplate& parsed_;
  const TemplateFacts& facts_;
  std::vector<TemplateProblem> problems_;
};

}  // namespace

std::vector<TemplateProblem> check(const ParsedTemplate& parsed, const TemplateFacts& facts) {
  return Checker(parsed, facts).run();
}

}  // namespace dialctl
