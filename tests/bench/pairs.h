// Two ways to do one thing, timed in turn in one run: the machine's mood hits both, the ratio stays.
#pragma once

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace dialctl {

struct PairResult {
  double ours_seconds;  // medians
  double peer_seconds;
  double ratio;  // median of the pairs' ratios ours / peer
};

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

template <class Work>
double seconds_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  std::forward<Work>(work)();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Both go first in turn.
template <class Ours, class Peer>
PairResult time_pairs(int pairs, Ours&& ours, Peer&& peer) {
  std::vector<double> our_times;
  std::vector<double> peer_times;
  std::vector<double> ratios;
  for (int pair = 0; pair < pairs; ++pair) {
    double our_time = 0;
    if (pair % 2 == 0) our_time = seconds_of(ours);
    const double peer_time = seconds_of(peer);
    if (pair % 2 == 1) our_time = seconds_of(ours);
    our_times.push_back(our_time);
    peer_times.push_back(peer_time);
    ratios.push_back(our_time / peer_time);
  }
  return {median(our_times), median(peer_times), median(ratios)};
}

}  // namespace dialctl
