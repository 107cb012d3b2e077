#include "adapters/speech/wav.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "adapters/speech/resample.h"
#include "tests/adapters/speech/sounds.h"

using namespace dialctl;
using namespace dialctl::speech;
using namespace dialctl::speech_test;

namespace {

WavView opened(std::string_view bytes) {
  const auto view = WavView::open(bytes);
  REQUIRE(view);
  return view.value();
}

// The largest difference from the pure tone, away from the ends where the filter sees the silence around.
double largest_error(const std::vector<std::int16_t>& samples, const Tone& tone) {
  double largest = 0;
  for (std::size_t i = 400; i + 400 < samples.size(); ++i) {
    const double wanted = tone_at(tone, static_cast<double>(i) / kPromptRate);
    largest = std::max(largest, std::abs(samples[i] / 32767.0 - wanted));
  }
  return largest;
}

std::string with(std::string bytes, std::size_t at, std::uint32_t value, int count) {
  std::string put;
  append_little(put, value, count);
  return bytes.replace(at, put.size(), put);
}

}  // namespace

TEST_CASE("RB-12 a tone keeps its shape, whatever rate, width and channels it comes in") {
  for (const int rate : {8000, 11025, 16000, 22050, 22051, 24000, 44100, 48000, 96000, 192000, 6000}) {
    for (const int bits : {8, 16, 24, 32}) {
      for (const int channels : {1, 2, 6}) {
        CAPTURE(rate);
        CAPTURE(bits);
        CAPTURE(channels);
        const Tone tone{rate, channels, bits, 1000, 0.3, 0.5};
        const std::string bytes = wav_of(tone);
        const auto view = opened(bytes);
        CHECK(view.length() >= Milliseconds{299});
        CHECK(view.length() <= Milliseconds{300});
        const auto samples = telephone_samples(view);
        CHECK(samples.size() == 2400);
        CHECK(largest_error(samples, tone) < (bits == 8 ? 0.012 : 0.002));
      }
    }
  }
}

TEST_CASE("RB-12 what a telephone line cannot carry does not come back as a whistle") {
  for (const double hertz : {4400.0, 6000.0, 9000.0, 10500.0}) {
    CAPTURE(hertz);
    const std::string bytes = wav_of({22050, 1, 16, hertz, 0.5, 0.9});
    const auto samples = telephone_samples(opened(bytes));
    CHECK(largest_error(samples, {22050, 1, 16, 0, 0.5, 0}) < 0.005);
  }
}

TEST_CASE("RB-12 full loudness is not wrapped around") {
  const Tone tone{44100, 1, 16, 500, 0.3, 1.0};
  CHECK(largest_error(telephone_samples(opened(wav_of(tone))), tone) < 0.01);
}

TEST_CASE("RB-12 channels are mixed, not dropped") {
  std::string left_only = wav_of({8000, 2, 16, 1000, 0.1, 0.5});
  for (std::size_t at = 46; at + 1 < left_only.size(); at += 4)
    left_only[at] = left_only[at + 1] = 0;
  const auto samples = telephone_samples(opened(left_only));
  CHECK(*std::max_element(samples.begin(), samples.end()) == doctest::Approx(0.25 * 32767).epsilon(0.01));
}

TEST_CASE("RB-12 a prompt is read back as what was written") {
  std::vector<std::int16_t> samples(8001);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(i * 37 - 30000);
  const std::string bytes = prompt_wav(samples);
  CHECK(bytes.size() == kPromptHeaderBytes + 16002);
  CHECK(prompt_length(bytes, bytes.size()) == Milliseconds{1000});
  const auto view = opened(bytes);
  CHECK(view.rate() == 8000);
  const auto again = telephone_samples(view);
  REQUIRE(again.size() == samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i)
    REQUIRE(std::abs(again[i] - samples[i]) <= 1);

  CHECK(!prompt_length(bytes, bytes.size() - 2));  // cut short
  CHECK(!prompt_length(bytes.substr(0, 20), 20));
  CHECK(!prompt_length(wav_of({}), wav_of({}).size()));  // of another rate
}

TEST_CASE("RB-12 files that state no length or a wrong one are read to their end") {
  const std::string good = wav_of({});
  for (const std::uint32_t size : {0x7FFFF000U, 0xFFFFFFFFU, 22052U}) {
    const std::string streamed = with(good, 40, size, 4);
    CHECK(opened(streamed).length() == Milliseconds{500});
  }
}

TEST_CASE("RB-12 other chunks before the sound are skipped, also of odd size") {
  std::string bytes = wav_of({});
  bytes.insert(36, std::string("LIST\x03\x00\x00\x00"
                               "abc\0",
                               12));
  CHECK(opened(bytes).length() == Milliseconds{500});
}

TEST_CASE("RB-12 the extensible header is read for the PCM that it holds") {
  std::string bytes = with(wav_of({}), 20, 0xFFFE, 2);
  bytes = with(bytes, 16, 40, 4);
  std::string extension;
  append_little(extension, 22, 2);
  append_little(extension, 16, 2);
  append_little(extension, 0, 4);
  append_little(extension, 1, 2);
  bytes.insert(36, extension + std::string(14, 'x'));
  CHECK(opened(bytes).length() == Milliseconds{500});
}

TEST_CASE("RB-12 what is no PCM WAV is refused") {
  const std::string good = wav_of({});
  for (const std::string& bad :
       {std::string(), std::string("RIFF"), std::string("hello, I am a text"), good.substr(0, 11),
        good.substr(0, 36), with(good, 20, 7, 2), with(good, 20, 3, 2), with(good, 22, 0, 2),
        with(good, 22, 9, 2), with(good, 24, 0, 4), with(good, 24, 0xFFFFFFFF, 4), with(good, 34, 0, 2),
        with(good, 34, 12, 2), with(good, 16, 4, 4), std::string(good).replace(36, 4, "junk"),
        std::string(good).replace(12, 4, "junk")}) {
    const auto view = WavView::open(bad);
    REQUIRE(!view);
    CHECK(view.error().code == "bad-format");
  }
}

TEST_CASE("RB-12 property: bytes gone wrong never do more than be refused") {
  const std::string good = wav_of({11025, 2, 16, 300, 0.02, 0.5});
  CHECK(rc::check([&] {
    std::string bytes = good.substr(0, *rc::gen::inRange<std::size_t>(0, good.size()));
    const int changes = *rc::gen::inRange(0, 6);
    for (int i = 0; i < changes && !bytes.empty(); ++i) {
      bytes[*rc::gen::inRange<std::size_t>(0, std::min<std::size_t>(bytes.size(), 48))] =
          *rc::gen::arbitrary<char>();
    }
    if (const auto view = WavView::open(bytes)) RC_ASSERT(telephone_samples(view.value()).size() < 100'000U);
  }));
}
