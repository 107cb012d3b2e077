// What the commands about orders share: which orders are meant, and how a change of them is told.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/invocation.h"
#include "engine/run/order_book.h"

namespace dialctl::cli {

// Names as they are printed; "" for what has been removed.
std::string_view project_name(const dialctl::Settings& settings, ProjectId id);
std::string_view status_name(const dialctl::Settings& settings, StatusId id);
std::string_view template_name(const dialctl::Settings& settings, TemplateId id);
std::string_view operator_name(const dialctl::Settings& settings, OperatorId id);
std::string_view provider_name(const dialctl::Settings& settings, ProviderId id);

// Of --project; without it the only project there is. Errors: no such project; usage order.which-project.
Result<const Project*> project_of(const Invocation& in, const dialctl::Settings& settings);

// The conditions that --where takes about orders.
std::vector<WhereKey> order_where();
Flag due_before_flag();
// --where and --due-before as a filter. Errors: an unknown project or status, a bad number.
Result<OrderFilter> order_filter(Invocation& in, Ports& ports, const dialctl::Settings& settings);

// ORDER..., --ids-from, --by and --where: exactly one of them. For verbs that change orders.
std::vector<Positional> order_positionals();
std::vector<Flag> selection_flags();
Result<OrderSelection> order_selection(Invocation& in, Ports& ports, const dialctl::Settings& settings);

// What a verb wants done, made when the settings are at hand.
using MakeEdit = std::function<Result<OrderEdit>(Invocation&, Ports&, const dialctl::Settings&)>;
// Selects, asks (`what`: "hold"), changes, and lists what was refused. Ends with partly when some were.
Result<ExitCode> change_orders(Invocation& in, std::string_view what, const MakeEdit& make_edit);
// A verb's description without name, summary, examples and handler.
Command change_command();

// Numbers of --phone, each cell read in the project's region, placed in --zone or by themselves.
Result<std::vector<OrderNumber>> numbers_of(const std::vector<std::string>& cells,
                                            const std::optional<std::string>& zone, const Project& project,
                                            Ports& ports);
// "name=value" of --field. Error: usage order.bad-field.
Result<Fields> fields_of(const std::vector<std::string>& words);

}  // namespace dialctl::cli
