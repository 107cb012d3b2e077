#include "engine/run/import.h"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

#include "engine/decide/enter_status.h"
#include "engine/model/invariant.h"
#include "engine/run/first_lines.h"
#include "engine/run/slice_reader.h"
#include "engine/run/slice_workers.h"
#include "engine/run/store.h"

namespace dialctl {
namespace {

Error usage(std::string code, std::string message, std::string hint) {
  return Error{ErrorKind::usage, std::move(code), std::move(message), std::move(hint)};
}

Result<StatusId> first_status(const ImportRequest& request, const Settings& settings) {
  if (request.status) return *request.status;
  for (const OrderStatusSettings& status : settings.statuses) {
    if (status.meaning == StatusMeaning::open) return status.id;
  }
  return Error{ErrorKind::not_found, "import.no-status", "there is no order status with meaning open",
               "make one: dialctl order-status add new --meaning open"};
}

// "line 7, column phone: number.too-short: ..." keeps the error's own code.
Error placed(const Error& error, std::uint64_t line, const std::string& column) {
  Error made = error;
  made.message =
      "line " + std::to_string(line) + (column.empty() ? "" : ", column " + column) + ": " + error.message;
  return made;
}

class Importer {
 public:
  Importer(const ImportRequest& request, const Rulebook& rules, const ImportPorts& ports)
      : request_(request), rules_(rules), ports_(ports), project_(*rules.project(request.project)) {}

  Result<ImportReport> run();

 private:
  Result<void> prepare();
  Result<void> read_all(SliceWorkers& workers);
  // False when there is none left.
  Result<bool> give_next(SliceReader& reader, SliceWorkers& workers);
  void look_up(RowSlice& slice);
  Result<void> apply(RowSlice& slice);
  // In one go, because that is what the book is fast at; whatever is not an
  // order of its own then goes its way in the file's order.
  void insert_new(RowSlice& slice);
  Result<void> apply(RowSlice& slice, ImportRow& row);
  void count_created(const ImportRow& row, OrderId made);
  Result<void> apply_known(RowSlice& slice, ImportRow& row, KnownOrder known);
  KnownOrder find_again(const ImportRow& row);
  Result<void> refuse(RowSlice& slice, const ImportRow& row, std::vector<CellError> errors);
  void update(ImportRow& row, const OrderMapping& mapping, const KnownOrder& known);
  void count_start(const StatusEntered& entry);
  bool seen_before(OrderId order);
  Error twice(const ImportRow& row, OrderId first) const;
  Order order_of(ImportRow& row) const;
  // How an order enters its first status: for all orders of a status the same.
  const StatusEntered& first_entry_of(const ImportRow& row);
  Result<ImportReport> finish();

  const ImportRequest& request_;
  const Rulebook& rules_;
  const ImportPorts& ports_;
  const Project& project_;
  std::shared_ptr<const ZoneTable> project_zone_;
  StatusId status_;
  BatchId batch_;
  bool look_up_ = true;
  std::shared_ptr<const OrderMapping> mapping_;
  std::vector<std::string_view> ids_;
  std::vector<std::optional<KnownOrder>> found_;
  std::vector<NewOrder> new_orders_;
  std::vector<std::optional<OrderId>> made_;
  std::size_t next_made_ = 0;  // of the slice's new orders: the next one in the file's order
  std::map<StatusId, StatusEntered> first_entries_;
  std::vector<bool> seen_;  // by order id: known orders that a row of this file has named
  FirstLines lines_;
  std::string reject_text_;
  ImportReport report_;
};

Result<ImportReport> Importer::run() {
  if (auto prepared = prepare(); !prepared) return prepared.error();
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  const int threads = request_.threads > 0 ? request_.threads : std::clamp(cores, 1, 8);
  const DraftContext context{&rules_.settings(), project_zone_.get()};
  auto begun = ports_.book.begin({request_.project, request_.source_name, request_.who, request_.now,
                                  request_.partial && !request_.dry_run});
  if (!begun) return begun.error();
  batch_ = begun.value();
  look_up_ = ports_.book.any_order();
  try {
    SliceWorkers workers(threads, [&] {
      return RowReaderContext(context, project_.zone, request_.numbers, ports_.numbers, ports_.zones);
    });
    if (auto read = read_all(workers); !read) {
      ports_.book.abandon();
      return read.error();
    }
    return finish();
  } catch (...) {
    ports_.book.abandon();
    throw;
  }
}

Result<void> Importer::prepare() {
  auto zone = ports_.zones.find(project_.zone);
  if (!zone) return zone.error();
  project_zone_ = zone.value();
  auto status = first_status(request_, rules_.settings());
  if (!status) return status.error();
  status_ = status.value();
  const auto& columns = ports_.rows.columns();
  auto mapping = columns.empty() ? OrderMapping::growing(request_.overrides)
                                 : OrderMapping::of(columns, request_.overrides);
  if (!mapping) return mapping.error();
  mapping_ = std::make_shared<const OrderMapping>(std::move(mapping).value());
  if (ports_.rejects == nullptr) return {};
  ports_.rows.append_rejects_header(reject_text_);
  return ports_.rejects->write(reject_text_);
}

Result<void> Importer::read_all(SliceWorkers& workers) {
  SliceReader reader(ports_.rows, mapping_, ports_.rejects != nullptr, workers.room() + 1);
  for (bool more = true; more || workers.under_way() != 0;) {
    while (more && workers.under_way() < workers.room() && (workers.under_way() == 0 || reader.ready())) {
      auto given = give_next(reader, workers);
      if (!given) return given.error();
      more = given.value();
    }
    if (workers.under_way() == 0) continue;
    auto parsed = workers.take();
    if (auto applied = apply(*parsed); !applied) return applied;
    reader.give_back(std::move(parsed));
    if (ports_.progress) ports_.progress(report_.counts.rows());
  }
  return {};
}

Result<bool> Importer::give_next(SliceReader& reader, SliceWorkers& workers) {
  auto slice = reader.take();
  if (!slice) {
    if (!request_.partial) return slice.error();
    report_.stopped = slice.error();
    return false;
  }
  if (slice.value() == nullptr) return false;
  mapping_ = slice.value()->mapping();
  look_up(*slice.value());
  workers.give(std::move(slice).value());
  return true;
}

void Importer::look_up(RowSlice& slice) {
  if (!look_up_) return;
  ids_.clear();
  for (const ImportRow& row : slice.rows())
    ids_.push_back(row.external_id);
  ports_.book.find(ids_, found_);
  for (std::size_t i = 0; i < found_.size(); ++i)
    slice.rows()[i].known = found_[i];
}

Result<void> Importer::apply(RowSlice& slice) {
  insert_new(slice);
  for (ImportRow& row : slice.rows()) {
    if (auto applied = apply(slice, row); !applied) return applied;
  }
  return {};
}

void Importer::insert_new(RowSlice& slice) {
  new_orders_.clear();
  for (const ImportRow& row : slice.rows()) {
    if (!row.is_new()) continue;
    NewOrder& made = new_orders_.emplace_back();
    made.project = request_.project;
    made.external_id = row.draft.external_id;
    made.priority = row.draft.priority.value_or(0);
    if (row.draft.owner) made.owner = *row.draft.owner;
    made.tags = row.draft.tags;
    made.fields_json = row.fields_json.c_str();
    made.numbers = row.numbers;
    made.created = row.draft.created.value_or(request_.now);
    made.row_hash = row.row_hash;
    made.entry = &first_entry_of(row);
  }
  ports_.book.insert(new_orders_, made_);
  next_made_ = 0;
}

Result<void> Importer::apply(RowSlice& slice, ImportRow& row) {
  if (row.is_new()) {
    if (const auto made = made_[next_made_++]) {
      count_created(row, *made);
      return {};
    }
    // Not known when the slice was read, known now: made by an earlier row, or between two committed slices.
    return apply_known(slice, row, find_again(row));
  }
  if (row.problem) return refuse(slice, row, {{"", *row.problem}});
  if (row.known) return apply_known(slice, row, *row.known);
  return refuse(slice, row, std::move(row.errors));
}

void Importer::count_created(const ImportRow& row, OrderId made) {
  lines_.add(made, row.line);
  ++report_.counts.created;
  count_start(first_entry_of(row));
}

const StatusEntered& Importer::first_entry_of(const ImportRow& row) {
  const StatusId status = row.draft.status.value_or(status_);
  const auto found = first_entries_.find(status);
  if (found != first_entries_.end()) return found->second;
  Order order;
  order.project = request_.project;
  order.numbers.push_back(row.numbers.front());
  return first_entries_
      .emplace(status, first_entry(rules_, order, {status, request_.now, "import", request_.source_name}))
      .first->second;
}

KnownOrder Importer::find_again(const ImportRow& row) {
  ids_.assign(1, row.external_id);
  ports_.book.find(ids_, found_);
  DIALCTL_INVARIANT(found_.front().has_value());
  return *found_.front();
}

Result<void> Importer::apply_known(RowSlice& slice, ImportRow& row, KnownOrder known) {
  const bool again = seen_before(known.id) || known.batch == batch_;
  if (again) known = find_again(row);  // an earlier row may have changed it since the slice was read
  if (known.row_hash == row.row_hash) {
    ++report_.counts.unchanged;
    return {};
  }
  if (again) return refuse(slice, row, {{"", twice(row, known.id)}});
  if (!row.errors.empty()) return refuse(slice, row, std::move(row.errors));
  switch (request_.on_conflict) {
    case OnConflict::skip:
      ++report_.counts.skipped;
      return {};
    case OnConflict::error:
      ++report_.conflicts;
      return refuse(slice, row,
                    {{"", Error{ErrorKind::conflict, "order.exists",
                                "order '" + std::string{row.external_id} + "' exists with other content",
                                "take the change with --on-conflict update, or pass over it with skip"}}});
    case OnConflict::update:
      update(row, *slice.mapping(), known);
      return {};
  }
  return {};
}

void Importer::update(ImportRow& row, const OrderMapping& mapping, const KnownOrder& known) {
  ChangedOrder changed;
  changed.id = known.id;
  changed.row_hash = row.row_hash;
  // A cell that has become empty clears its field; columns that the file lacks stay as they are.
  for (const MappedColumn& column : mapping.columns()) {
    if (column.field.empty()) continue;
    const auto said = std::find_if(row.draft.fields.begin(), row.draft.fields.end(),
                                   [&](const auto& field) { return field.first == column.field; });
    changed.fields.emplace_back(column.field,
                                said == row.draft.fields.end() ? std::string_view{} : said->second);
  }
  changed.priority = row.draft.priority;
  changed.owner = row.draft.owner;
  changed.created = row.draft.created;
  if (mapping.only(ColumnUse::tags) != OrderMapping::kNone) changed.tags = row.draft.tags;
  if (request_.update_status && row.draft.status) {
    Order order = order_of(row);
    order.id = known.id;
    order.status = known.status;
    changed.entry =
        enter_status(rules_, order, {*row.draft.status, request_.now, "import", request_.source_name});
    changed.numbers = std::move(order.numbers);
  } else {
    changed.numbers = std::move(row.numbers);
  }
  ports_.book.update(changed);
  ++report_.counts.updated;
  if (changed.entry) count_start(*changed.entry);
}

void Importer::count_start(const StatusEntered& entry) {
  if (!entry.start || entry.start->phase != TaskPhase::blocked) return;
  if (report_.blocked++ == 0) report_.blocked_by = entry.start->blocked_by;
}

Order Importer::order_of(ImportRow& row) const {
  Order order;
  order.project = request_.project;
  order.external_id = row.external_id;
  order.priority = row.draft.priority.value_or(0);
  order.owner = row.draft.owner.value_or("");
  order.tags = row.draft.tags;
  order.fields.assign(row.draft.fields.begin(), row.draft.fields.end());
  order.numbers = std::move(row.numbers);
  order.created = row.draft.created.value_or(request_.now);
  order.batch = batch_;
  return order;
}

Result<void> Importer::refuse(RowSlice& slice, const ImportRow& row, std::vector<CellError> errors) {
  ++report_.counts.refused;
  for (const CellError& error : errors) {
    if (report_.refusals.size() == request_.refusals_kept) break;
    // What the source says begins with its place already.
    report_.refusals.push_back(
        {row.line, error.column, row.problem ? error.error : placed(error.error, row.line, error.column)});
  }
  if (ports_.rejects == nullptr) return {};
  Error why = errors.front().error;
  if (!errors.front().column.empty()) why.message = "column " + errors.front().column + ": " + why.message;
  for (std::size_t i = 1; i < errors.size(); ++i)
    why.message += "; " + (errors[i].column.empty() ? "" : "column " + errors[i].column + ": ") +
                   errors[i].error.message;
  Row original;
  original.line = row.line;
  original.raw = row.raw;
  original.raw_complete = row.raw_complete;
  original.problem = row.problem;
  const auto cells = slice.cells(row);
  original.cells.assign(cells.begin(), cells.end());
  reject_text_.clear();
  ports_.rows.append_reject(reject_text_, original, why);
  return ports_.rejects->write(reject_text_);
}

bool Importer::seen_before(OrderId order) {
  const auto index = static_cast<std::size_t>(order.value);
  if (index >= seen_.size()) seen_.resize(std::max(index + 1, seen_.size() * 2));
  const bool before = seen_[index];
  seen_[index] = true;
  return before;
}

Error Importer::twice(const ImportRow& row, OrderId first) const {
  const auto line = lines_.line_of(first);
  return usage("order.twice",
               "order '" + std::string{row.external_id} + "' stands in this file already" +
                   (line ? ", in line " + std::to_string(*line) : "") + ", with other content",
               "leave one of the two rows");
}

Result<ImportReport> Importer::finish() {
  report_.mapping = mapping_->summary();
  const bool refused = report_.counts.refused != 0;
  if (request_.dry_run || (refused && !request_.partial)) {
    ports_.book.abandon();
    return std::move(report_);
  }
  auto batch = ports_.book.finish(report_.counts);
  if (!batch) return batch.error();
  report_.batch = batch.value();
  report_.kept = true;
  return std::move(report_);
}

}  // namespace

Result<ImportReport> import_orders(const ImportRequest& request, const Rulebook& rules,
                                   const ImportPorts& ports) {
  DIALCTL_INVARIANT(rules.project(request.project) != nullptr);
  return Importer(request, rules, ports).run();
}

}  // namespace dialctl
