// template: what robot calls say and do (RB-01, RB-02).
#include "engine/decide/template.h"

#include <set>

#include "cli/commands/nouns.h"
#include "cli/commands/voices.h"
#include "cli/declared/field_kinds.h"
#include "cli/declared/noun.h"
#include "engine/decide/call_message.h"
#include "engine/run/order_book.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;

struct Templates {
  using Row = TemplateSettings;
  static constexpr std::string_view kNoun = "template";
  static const std::vector<Row>& rows(const All& settings) { return settings.templates; }
  static const std::vector<Field<Row>>& fields();
  static Result<void> check(const Row& row, const All& settings, Ports& ports);
};

const std::vector<Field<TemplateSettings>>& Templates::fields() {
  using T = TemplateSettings;
  static const std::vector<Field<T>> all{
      choice_field<&T::kind>("kind", "message, or predictive when it connects to operators",
                             {"message", "predictive"}, Shown::always),
      text_field<&T::text>("text", "TEXT", "what is said, with tags such as {{fio}} and {{key_1 = \"@\"}}",
                           Shown::always),
      length_field<&T::key_wait>("key-wait", "how long a key is awaited after the message"),
      count_field<&T::repeats_max>("repeats", "how often the message is said again"),
      length_field<&T::ring_limit>("ring-limit", "how long the customer's phone rings"),
      yes_field<&T::detect_machine>("detect-machine", "ask the provider whether a machine answered"),
      choice_field<&T::machine>("machine", "what to do with an answering machine",
                                {"hang-up", "leave-message", "treat-as-answered"}),
      reference_field<&T::policy, &All::policies>("policy", "its own retry policy, or none", "policy-name"),
  };
  return all;
}

TemplateFacts facts_of(const All& settings, std::set<std::string, std::less<>> fields) {
  TemplateFacts facts;
  facts.fields = std::move(fields);
  facts.fields.insert("order_id");
  for (const auto& status : settings.statuses)
    facts.statuses.insert(status.name);
  for (const auto& audio : settings.audio)
    facts.audios.insert(audio.name);
  return facts;
}

std::string place_of(const TemplateProblem& problem) {
  return "line " + std::to_string(problem.at.line) + ", column " + std::to_string(problem.at.column);
}

// Which fields orders have is not known before they come: that check is `template check`'s.
Result<void> Templates::check(const Row& row, const All& settings, Ports&) {
  const auto parsed = parse_template(row.kind, row.text);
  for (const auto& problem : dialctl::check(parsed, facts_of(settings, {}))) {
    if (problem.code == "template.unknown-tag") continue;
    return Error{ErrorKind::usage, problem.code, place_of(problem) + " of the text: " + problem.message,
                 problem.hint};
  }
  return {};
}

Result<std::set<std::string, std::less<>>> known_fields(Ports& ports, const All& settings) {
  std::set<std::string, std::less<>> fields;
  for (const auto& project : settings.projects) {
    auto names = ports.order_book().field_names(project.id);
    if (!names) return names.error();
    fields.insert(names.value().begin(), names.value().end());
  }
  return fields;
}

Result<bool> add_empty_tags(Rows& out, Ports& ports, const All& settings, const ParsedTemplate& parsed) {
  bool found = false;
  for (const std::string& tag : empty_tags(parsed, {})) {
    if (tag == "order_id") continue;
    auto listed = ports.order_book().lacking(tag, [&](ProjectId project, std::string_view external_id) {
      found = true;
      const auto* row = find(settings.projects, project);
      const std::string order = (row != nullptr ? row->name : "?") + "/" + std::string{external_id};
      return out.add({Cell{"template.empty-tag"}, Cell{"order " + order},
                      Cell{"{{" + tag + "}} would be empty"},
                      Cell{"dialctl order set " + order + " --field " + tag + "=..."}});
    });
    if (!listed) return listed.error();
  }
  return found;
}

// What is said by text needs a voice in each language that it may be said in.
bool add_missing_voices(Rows& out, Ports& ports, const All& settings, const ParsedTemplate& parsed) {
  bool found = false;
  for (const auto& [language, error] : missing_voices(ports, settings, parsed)) {
    found = true;
    out.add({Cell{error.code}, Cell{"language " + language}, Cell{error.message}, Cell{error.hint}});
  }
  return found;
}

Result<ExitCode> check_one(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const auto* row = find_named(settings.value().templates, in.text("name"));
  if (row == nullptr) return no_such("template", in.text("name"));
  auto fields = known_fields(*ports.value(), settings.value());
  if (!fields) return fields.error();
  const auto parsed = parse_template(row->kind, row->text);
  Rows out = in.rows();
  bool sound = true;
  for (const auto& problem : dialctl::check(parsed, facts_of(settings.value(), fields.value()))) {
    sound = false;
    out.add({Cell{problem.code}, Cell{place_of(problem)}, Cell{problem.message}, Cell{problem.hint}});
  }
  auto empty = add_empty_tags(out, *ports.value(), settings.value(), parsed);
  if (!empty) return empty.error();
  const bool mute = add_missing_voices(out, *ports.value(), settings.value(), parsed);
  return out.finish(sound && !empty.value() && !mute ? ExitCode::done : ExitCode::differs);
}

Result<ExitCode> say(Invocation& in) {
  auto ports = in.ports();
  if (!ports) return ports.error();
  auto settings = ports.value()->registry().load();
  if (!settings) return settings.error();
  const auto* row = find_named(settings.value().templates, in.text("name"));
  if (row == nullptr) return no_such("template", in.text("name"));
  OrderFields fields;
  if (in.given("order")) {
    auto id = ports.value()->order_book().resolve(in.text("order"));
    if (!id) return id.error();
    auto story = ports.value()->order_book().story(id.value());
    if (!story) return story.error();
    fields = fields_of(story.value().order);
  }
  std::string text;
  for (const Say& one : render_message(parse_template(row->kind, row->text), fields)) {
    if (const auto* spoken = std::get_if<SayText>(&one)) text += spoken->text + "\n";
    if (const auto* audio = std::get_if<SayAudio>(&one)) text += "[audio " + audio->name + "]\n";
  }
  in.print(text);
  return ExitCode::done;
}

Positional which() {
  return {.name = "name", .help = "its name", .value = {.complete = "template-name"}};
}

}  // namespace

Noun template_noun() {
  Noun noun{
      .name = "template",
      .summary = "What robot calls say and do",
      .commands = declared_commands<Templates>(
          "Add a template",
          {{"dialctl template add confirm --kind predictive --text 'Hello {{fio}}. Press 1 for an operator. "
            "{{key_1 = \"@\"}}'",
            "key 1 connects to an operator of the project's queue"}},
          "template-name"),
      .completers = {{"template-name", names_of<Templates>}}};
  noun.commands.push_back(
      {.verb = "check",
       .summary = "Its mistakes, and the orders for which a tag would be empty; exit 1 if any",
       .examples = {{"dialctl template check confirm", "before the first call"}},
       .positionals = {which()},
       .columns = {{.name = "code", .help = "kind of problem"},
                   {.name = "where", .help = "place in the text, or the order"},
                   {.name = "message", .help = "what is wrong"},
                   {.name = "hint", .help = "what to do"}},
       .shape = Shape::list,
       .access = Access::read,
       .run = check_one});
  noun.commands.push_back(
      {.verb = "say",
       .summary = "Print what it says, for an order",
       .examples = {{"dialctl template say confirm --order shop/1042", "with that order's name in it"}},
       .positionals = {which()},
       .flags = {{.name = "order", .help = "fills in the tags", .value_name = "ORDER"}},
       .shape = Shape::text,
       .access = Access::read,
       .run = say});
  return noun;
}

}  // namespace dialctl::cli
