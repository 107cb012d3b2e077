#include "adapters/sqlite/stored_settings.h"

namespace dialctl::sqlite {

ProviderSettings Stored<ProviderSettings>::read(Rows& rows) {
  ProviderSettings row;
  row.id = rows.id<ProviderId>();
  row.name = rows.text();
  row.kind = rows.text();
  row.options = parse_map(rows.text());
  row.secret_from = rows.text();
  row.lines_max = rows.number();
  row.calls_per_second_milli = rows.number();
  row.settle_window = rows.duration<Seconds>();
  row.redial_after_absent = rows.maybe_duration<Seconds>();
  row.enabled = rows.flag();
  return row;
}

Project Stored<Project>::read(Rows& rows) {
  Project row;
  row.id = rows.id<ProjectId>();
  row.name = rows.text();
  row.region = rows.text();
  row.zone = rows.text();
  row.queue = rows.maybe_id<QueueId>();
  row.provider = rows.maybe_id<ProviderId>();
  row.schedule = rows.maybe_id<ScheduleId>();
  row.policy = rows.maybe_id<PolicyId>();
  row.ambiguous_zone = rows.parsed(parse_text<AmbiguousZone>);
  row.caller_id = rows.text();
  row.language = rows.text();
  row.spoken_name = rows.text();
  row.callback_number = rows.text();
  row.card_url = rows.text();
  row.connect_hook = rows.text();
  row.price.micros_per_minute = rows.integer();
  row.price.currency = rows.text();
  row.price.increment = rows.duration<Seconds>();
  row.price_by_provider = parse_prices(rows.text());
  row.lines_max = rows.number();
  row.calls_per_second_milli = rows.number();
  row.paused = rows.flag();
  return row;
}

OrderStatusSettings Stored<OrderStatusSettings>::read(Rows& rows) {
  OrderStatusSettings row;
  row.id = rows.id<StatusId>();
  row.name = rows.text();
  row.meaning = rows.parsed(parse_status_meaning);
  row.robot_template = rows.maybe_id<TemplateId>();
  row.timeout = rows.maybe_duration<Minutes>();
  row.timeout_to = rows.maybe_id<StatusId>();
  row.mode = rows.maybe_parsed(parse_text<CallMode>);
  return row;
}

QueueSettings Stored<QueueSettings>::read(Rows& rows) {
  QueueSettings row;
  row.id = rows.id<QueueId>();
  row.name = rows.text();
  row.strategy = rows.parsed(parse_text<Strategy>);
  row.sticky_last_tried = rows.flag();
  row.counters_since = rows.parsed(parse_text<CountersSince>);
  row.hold_music = rows.text();
  row.operator_ring_timeout = rows.duration<Seconds>();
  row.wrap_up = rows.duration<Seconds>();
  row.longest_wait = rows.duration<Seconds>();
  row.position_announcement = rows.text();
  row.pacing = rows.parsed(parse_text<PacingMode>);
  row.ratio_milli = rows.number();
  row.abandon_limit_basis_points = rows.number();
  row.lines_max = rows.number();
  row.calls_per_second_milli = rows.number();
  row.misses_until_break = rows.number();
  row.busy_delay = rows.duration<Seconds>();
  row.reject_delay = rows.duration<Seconds>();
  row.unreachable_delay = rows.duration<Seconds>();
  row.no_answer_delay = rows.duration<Seconds>();
  row.paused = rows.flag();
  return row;
}

OperatorSettings Stored<OperatorSettings>::read(Rows& rows) {
  OperatorSettings row;
  row.id = rows.id<OperatorId>();
  row.name = rows.text();
  row.endpoint = rows.text();
  row.queue = rows.maybe_id<QueueId>();
  row.position = rows.number();
  row.leg = rows.parsed(parse_text<LegMode>);
  row.status = rows.parsed(parse_text<OperatorStatus>);
  row.status_reason = rows.text();
  row.status_since = rows.instant();
  row.in_session = rows.flag();
  return row;
}

Group Stored<Group>::read(Rows& rows) {
  Group row;
  row.id = rows.id<GroupId>();
  row.name = rows.text();
  return row;
}

TemplateSettings Stored<TemplateSettings>::read(Rows& rows) {
  TemplateSettings row;
  row.id = rows.id<TemplateId>();
  row.name = rows.text();
  row.kind = rows.parsed(parse_text<TemplateKind>);
  row.text = rows.text();
  row.key_wait = rows.duration<Seconds>();
  row.repeats_max = rows.number();
  row.machine = rows.parsed(parse_text<MachinePolicy>);
  row.detect_machine = rows.flag();
  row.ring_limit = rows.duration<Seconds>();
  row.policy = rows.maybe_id<PolicyId>();
  return row;
}

ScheduleSettings Stored<ScheduleSettings>::read(Rows& rows) {
  ScheduleSettings row;
  row.id = rows.id<ScheduleId>();
  row.name = rows.text();
  row.text = rows.text();
  row.clock = rows.text();
  return row;
}

RetryPolicy Stored<RetryPolicy>::read(Rows& rows) {
  RetryPolicy row;
  row.id = rows.id<PolicyId>();
  row.name = rows.text();
  row.intervals = parse_seconds(rows.text());
  row.attempts_max = rows.number();
  row.interval_by_outcome = parse_outcome_seconds(rows.text());
  row.anchor = rows.parsed(parse_text<RetryAnchor>);
  row.delay_clock = rows.parsed(parse_text<DelayClock>);
  row.when_used_up = rows.maybe_id<StatusId>();
  return row;
}

AudioFile Stored<AudioFile>::read(Rows& rows) {
  AudioFile row;
  row.id = rows.id<AudioId>();
  row.name = rows.text();
  row.file = rows.text();
  row.length = rows.duration<Milliseconds>();
  return row;
}

}  // namespace dialctl::sqlite
