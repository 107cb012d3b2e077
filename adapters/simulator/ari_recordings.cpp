// /recordings, and recording as a verb of a bridge. What is said is not known here: the files are silence, as
// long as the conversation was.
#include <fmt/format.h>
#include <iterator>

#include "adapters/simulator/ari_routes.h"

namespace dialctl::simulator {

using listen::json_response;
using listen::Response;

namespace {

constexpr std::uint32_t kBytesPerMillisecond = 16;  // 8000 Hz, mono, 16 bits

void append_number(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> (8 * i) & 255U);
}

std::string silence(Milliseconds length) {
  const auto data = static_cast<std::uint32_t>(length.count()) * kBytesPerMillisecond;
  std::string wav = "RIFF";
  append_number(wav, data == 0 ? 0 : 36 + data, 4);  // while it goes on Asterisk leaves these empty
  wav += "WAVEfmt ";
  append_number(wav, 16, 4);
  append_number(wav, 1, 2);
  append_number(wav, 1, 2);
  append_number(wav, 8000, 4);
  append_number(wav, 16000, 4);
  append_number(wav, 2, 2);
  append_number(wav, 16, 2);
  wav += "data";
  append_number(wav, data, 4);
  return wav + std::string(data, '\0');
}

}  // namespace

Milliseconds AriText::length_of(const SoundRecording& recording) const {
  return recording.ended ? clock_.wall(*recording.ended) - clock_.wall(recording.began) : Milliseconds{0};
}

void AriText::append(std::string& out, const SoundRecording& recording) const {
  out += "{\"name\":";
  append_quoted(out, recording.name);
  out += ",\"format\":\"wav\"}";
}

void AriText::append_live(std::string& out, const SoundRecording& recording, std::string_view state) const {
  out += "{\"name\":";
  append_quoted(out, recording.name);
  fmt::format_to(std::back_inserter(out), ",\"format\":\"wav\",\"state\":\"{}\",\"target_uri\":", state);
  append_quoted(out, recording.target);
  if (recording.ended)
    fmt::format_to(std::back_inserter(out), ",\"duration\":{}", length_of(recording).count() / 1000);
  out += '}';
}

Response AriRoutes::record(const Call& call) {
  if (call.method != "POST") return invalid_method();
  const std::string name = call.arguments.text("name");
  if (name.empty()) return json_response(500, message_json("Error parsing request"));
  if (exchange_.find_bridge(call.path[2]) == nullptr) return refused(Refusal::no_bridge);
  if (call.arguments.text("format") != "wav")
    return json_response(422, message_json("specified format is unknown on this system"));
  const auto refusal = exchange_.record_bridge(call.path[2], name);
  if (refusal == Refusal::recording_exists)
    return json_response(
        409, message_json(fmt::format("Recording '{}' already exists and can not be overwritten", name)));
  if (refusal) return refused(*refusal);
  std::string out;
  text_.append_live(out, *exchange_.find_recording(name), "queued");
  return json_response(201, std::move(out));
}

Response AriRoutes::recordings(const Call& call) {
  if (call.path.size() < 3) return resource_not_found();
  if (call.path[2] == "live") return live_recordings(call);
  if (call.path[2] != "stored") return resource_not_found();
  if (call.path.size() > 3) return stored_recording(call);
  if (call.method != "GET") return invalid_method();
  std::string out = "[";
  for (const auto& [name, recording] : exchange_.recordings()) {
    if (out.size() > 1) out += ',';
    text_.append(out, recording);
  }
  return json_response(200, out + "]");
}

Response AriRoutes::live_recordings(const Call& call) {
  if (call.path.size() < 4 || call.path.size() > 5) return resource_not_found();
  const SoundRecording* recording = exchange_.find_recording(call.path[3]);
  if (recording == nullptr || recording->ended) return refused(Refusal::no_recording);
  if (call.path.size() == 5) {
    if (call.path[4] != "stop") return resource_not_found();
    if (call.method != "POST") return invalid_method();
    const auto refusal = exchange_.stop_recording(call.path[3]);
    return refusal ? refused(*refusal) : no_content();
  }
  if (call.method != "GET") return invalid_method();
  std::string out;
  text_.append_live(out, *recording, "recording");
  return json_response(200, std::move(out));
}

Response AriRoutes::stored_recording(const Call& call) {
  if (call.path.size() > 5) return resource_not_found();
  const SoundRecording* recording = exchange_.find_recording(call.path[3]);
  if (call.path.size() == 4 && call.method == "DELETE") {
    const auto refusal = exchange_.delete_recording(call.path[3]);
    return refusal ? refused(*refusal) : no_content();
  }
  if (call.method != "GET") return invalid_method();
  if (recording == nullptr) return refused(Refusal::no_recording);
  if (call.path.size() == 4) {
    std::string out;
    text_.append(out, *recording);
    return json_response(200, std::move(out));
  }
  if (call.path[4] != "file") return resource_not_found();
  Response response;
  response.content_type = "audio/wav";
  response.body = silence(text_.length_of(*recording));
  return response;
}

}  // namespace dialctl::simulator
