#include "engine/decide/operator_card.h"

#include "engine/decide/call_message.h"
#include "engine/model/text.h"

namespace dialctl {
std::string card_url(std::string_view pattern, const OrderFields& fields) {
  if (pattern.empty()) return {};
  OrderFields encoded;
  for (const auto& [name, value] : fields)
    encoded[name] = percent_encode(value);
  std::string url;
  for (const Say& say : render_message(parse_template(TemplateKind::message, pattern), encoded)) {
    if (const auto* text = std::get_if<SayText>(&say)) url += text->text;
  }
  return url;
}

void hand_order_to(Step& step, const LiveCall& call, const std::string& operator_name) {
  const Project* project = call.rules->project(call.intent.project);
  if (project == nullptr) return;
  OperatorConnected told{call.intent.id,
                         step.now,
                         operator_name,
                         project->name,
                         call.task.order,
                         call.intent.number,
                         card_url(project->card_url, order_fields(call)),
                         project->connect_hook};
  std::string detail = operator_name + ", attempt " + to_text(told.attempt);
  if (!told.card_url.empty()) detail += ", " + told.card_url;
  step.journal("operator.connected", "order:" + std::to_string(told.order.id.value), std::move(detail));
  if (!told.hook.empty()) step.out.effects.push_back(std::move(told));
}

}  // namespace dialctl
