#include "cli/commands/rule_fields.h"

#include "cli/commands/rule_words.h"
#include "cli/declared/field_kinds.h"

namespace dialctl::cli {
namespace {

using All = dialctl::Settings;
using R = CallbackRule;

Result<void> set_zone(R& row, std::string_view text, const All&) {
  row.zone = text == "none" ? "" : std::string{text};
  return {};
}
Result<void> set_caller_id(R& row, std::string_view text, const All&) {
  row.caller_id = text == "none" ? "" : std::string{text};
  return {};
}
Result<void> set_lines(R& row, std::string_view text, const All&) {
  row.target.lines_max = static_cast<int>(as_integer(text));
  return {};
}

Field<R> shown_only(std::string_view name, std::string_view help, CellKind kind, Shown shown,
                    Cell (*show)(const R&, const All&)) {
  return {name, "", help, {}, kind, shown == Shown::when_asked, nullptr, show};
}

std::vector<Field<R>> place_fields() {
  return {
      shown_only("position", "1 is asked first", CellKind::integer, Shown::always,
                 [](const R& row, const All&) { return Cell{row.position}; }),
      shown_only("enabled", "whether it takes missed calls", CellKind::boolean, Shown::always,
                 [](const R& row, const All&) { return Cell{row.enabled}; }),
      choice_field<&R::profile>("profile", "whose published behaviour it keeps to",
                                {"none", "uis", "voximplant"}),
      shown_only("places", "where the calls that it takes were lost", CellKind::text, Shown::always,
                 [](const R& row, const All& all) { return Cell{places_text(row, all)}; }),
      {"target",
       "WHO",
       "who is rung: project, queue:NAME, lost-by, operator:NAME, group:NAME, number:NUMBER, tried, "
       "last-phase or template:NAME",
       {},
       CellKind::text,
       false,
       set_target,
       [](const R& row, const All& all) { return Cell{target_text(row, all)}; }},
      {"target-lines",
       "COUNT",
       "tried: most phones rung at once",
       {.kind = ValueKind::integer, .least = 1, .most = 1'000'000},
       CellKind::integer,
       true,
       set_lines,
       [](const R& row, const All&) { return Cell{row.target.lines_max}; }},
      {"prompt",
       "WHAT",
       "what the operator hears first: standard, none, facts, text:WORDS or audio:NAME",
       {},
       CellKind::text,
       true,
       set_prompt,
       [](const R& row, const All&) { return Cell{prompt_text(row)}; }},
  };
}

std::vector<Field<R>> call_fields() {
  return {
      reference_field<&R::applies, &All::schedules>(
          "applies", "when a call must be lost for it, on the customer's clock; none: at any time",
          "schedule-name"),
      reference_field<&R::calls, &All::schedules>(
          "calls", "when callbacks are made; none: as the project and the law say", "schedule-name"),
      {"intervals",
       "LENGTH,...",
       "one for each try: the first from the missed call, the next from the end of the try before",
       {},
       CellKind::text,
       false,
       set_intervals,
       [](const R& row, const All&) { return Cell{intervals_text(row)}; }},
      length_field<&R::shortest_wait>("shortest-wait", "who waited less is not called back; 60s at most"),
      count_field<&R::at_once_max>("at-once", "most of its callbacks at once", 1),
      length_field<&R::ring_limit>("ring-limit", "how long the customer's phone rings"),
      {"caller-id",
       "NUMBER",
       "shown where the number that was dialled is not ours; none: the project's",
       {},
       CellKind::text,
       true,
       set_caller_id,
       [](const R& row, const All&) { return Cell{row.caller_id}; }},
      reference_field<&R::provider, &All::providers>("provider", "none: the project's", "provider-name"),
      reference_field<&R::only_when_empty, &All::queues>(
          "only-when-empty", "not while customers wait in this queue; none: always", "queue-name"),
      choice_field<&R::apply>("apply", "what an edit does to tasks that are under way",
                              {"next-attempt", "loaded-keep"}),
      choice_field<&R::cancel_on>("cancel-on", "which contact outside of the callbacks ends a task",
                                  {"success", "any-dial"}),
      {"zone",
       "ZONE",
       "the customer's, where his number does not tell it; none: no callback then",
       {.complete = "zone"},
       CellKind::text,
       true,
       set_zone,
       [](const R& row, const All&) { return Cell{row.zone}; }},
      shown_only("when-disabled", "what becomes of its tasks while it is disabled", CellKind::text,
                 Shown::when_asked,
                 [](const R& row, const All&) { return Cell{to_text(row.when_disabled)}; }),
      shown_only("version", "of its fields; attempts name it", CellKind::integer, Shown::when_asked,
                 [](const R& row, const All&) { return Cell{row.version}; }),
  };
}

}  // namespace

const std::vector<Field<CallbackRule>>& Rules::fields() {
  static const std::vector<Field<R>> all = [] {
    std::vector<Field<R>> fields = place_fields();
    for (auto* more : {call_fields, recording_fields}) {
      for (Field<R>& field : more())
        fields.push_back(std::move(field));
    }
    return fields;
  }();
  return all;
}

}  // namespace dialctl::cli
