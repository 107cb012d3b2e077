#include "cli/wiring_hooks.h"

#include <filesystem>
#include <sstream>
#include <utility>

#include "adapters/json/write.h"
#include "adapters/speech/child_command.h"
#include "adapters/speech/prompt_store.h"

namespace dialctl::cli {
namespace {

constexpr Milliseconds kHookLife{10'000};
constexpr std::size_t kWorkersMost = 4;
constexpr std::size_t kWaitingMost = 200;
constexpr std::uint64_t kOutputMost = 1 << 20;

bool is_url(const std::string& hook) {
  return hook.starts_with("http://") || hook.starts_with("https://");
}

std::vector<std::string> words_of(const std::string& hook) {
  std::vector<std::string> words;
  std::istringstream text{hook};
  for (std::string word; text >> word;)
    words.push_back(word);
  return words;
}

std::string why_failed(const speech::ChildEnd& end) {
  using How = speech::ChildEnd::How;
  const std::string words = end.errors.empty() ? "" : ": " + end.errors;
  switch (end.how) {
    case How::exited:
      return end.code == 0 ? "" : "exit " + std::to_string(end.code) + words;
    case How::killed_by_signal:
      return "killed by signal " + std::to_string(end.code) + words;
    case How::timed_out:
      return "did not end within 10 s";
    case How::too_large:
      return "wrote too much";
    case How::stopped:
      return "was stopped";
    case How::not_found:
    case How::not_started:
      return "could not be started" + words;
  }
  return "";
}

std::string why_failed(const http::Answer& answer) {
  if (const auto* reply = std::get_if<http::Reply>(&answer)) {
    const bool good = reply->status >= 200 && reply->status < 300;
    return good ? "" : "http " + std::to_string(reply->status);
  }
  if (const auto* not_sent = std::get_if<http::NotSent>(&answer)) return not_sent->why;
  return std::get<http::Unknown>(answer).why;
}

}  // namespace

std::string hook_json(const OperatorConnected& connected) {
  std::string fields;
  json::ObjectWriter free_fields{fields};
  for (const auto& [name, value] : connected.order.fields)
    free_fields.text(name, value);
  free_fields.end();
  std::string out;
  json::ObjectWriter object{out};
  object.text("event", "operator.connected")
      .text("at", to_iso(connected.at))
      .text("attempt", to_text(connected.attempt))
      .text("operator", connected.operator_name)
      .text("project", connected.project_name)
      .integer("order", connected.order.id.value)
      .text("external_id", connected.order.external_id)
      .text("number", connected.number.text())
      .text("card_url", connected.card_url)
      .json("fields", fields)
      .end();
  return out;
}

ConnectHooks::~ConnectHooks() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
    waiting_.clear();
  }
  came_.notify_all();
  for (auto& worker : workers_)
    worker.join();
}

void ConnectHooks::tell(const OperatorConnected& connected) {
  Job job{connected.attempt, connected.order.id, connected.hook, hook_json(connected)};
  if (is_url(job.hook)) {
    post(std::move(job));
  } else {
    run_later(std::move(job));
  }
}

void ConnectHooks::post(Job job) {
  if (!http_) http_ = std::make_unique<http::HttpClient>(http::ClientSettings{});
  http::Request request;
  request.method = http::Method::post;
  request.url = job.hook;
  request.body = job.json;
  request.content_type = "application/json";
  request.repeatable = false;
  request.total_max = kHookLife;
  http_->send(std::move(request), [this, job = std::move(job)](http::Answer answer) {
    if (auto why = why_failed(answer); !why.empty()) failed(job, std::move(why));
  });
}

void ConnectHooks::run_later(Job job) {
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= kWaitingMost) {
      failed(job, "too many hooks wait already");
      return;
    }
    waiting_.push_back(std::move(job));
  }
  if (workers_.size() < kWorkersMost) workers_.emplace_back([this] { work(); });
  came_.notify_one();
}

void ConnectHooks::work() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      came_.wait(lock, [this] { return over_ || !waiting_.empty(); });
      if (over_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    run(job);
  }
}

void ConnectHooks::run(const Job& job) {
  // For nobody else to read: the order's data lies in it.
  const auto folder = speech::WorkFolder::make(std::filesystem::temp_directory_path());
  if (!folder) return failed(job, folder.error().message);
  const auto input = folder.value().path() / "order.json";
  if (auto written = speech::write_file(input, job.json + '\n'); !written)
    return failed(job, written.error().message);
  speech::ChildCommand command;
  command.words = words_of(job.hook);
  command.folder = folder.value().path();
  command.input = input;
  command.time_out = kHookLife;
  command.file_bytes_max = kOutputMost;
  if (auto why = why_failed(speech::run_child(command)); !why.empty()) failed(job, std::move(why));
}

void ConnectHooks::failed(const Job& job, std::string reason) {
  inbox_.put(Event{HookFailed{job.attempt, job.order, std::move(reason)}});
}

}  // namespace dialctl::cli
