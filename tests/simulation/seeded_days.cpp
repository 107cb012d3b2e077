#include "tests/simulation/seeded_days.h"

#include <cstdlib>

namespace dialctl::simulation {

int seeds(int usual) {
  const char* wanted = std::getenv("DIALCTL_TEST_SEEDS");
  return wanted != nullptr ? std::atoi(wanted) : usual;
}

void run_with_mishaps(CallCentre& centre, Random& random) {
  for (auto runs = random.between(1, 4); runs > 0; --runs) {
    if (centre.provider && random.chance(1, 2)) {
      const auto down = Milliseconds{random.between(50, 20'000)};
      centre.time.schedule(centre.time.now() + Milliseconds{random.between(100, 900'000)},
                           [&centre, down] { centre.provider->lose_connection(down); });
    }
    LoopOptions options;
    options.run_for = Milliseconds{random.between(500, 3'600'000)};
    options.drain = Milliseconds{random.chance(1, 2) ? 0 : 5'000};
    centre.run(options);
    if (random.chance(1, 2)) centre.provider->process_died();
    centre.time.wait(Milliseconds{random.between(0, 60'000)});
    centre.time.take();
  }
  centre.run_for(std::chrono::hours{2});
}

}  // namespace dialctl::simulation
