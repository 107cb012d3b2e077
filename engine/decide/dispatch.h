// Pulling due work and launching it: which buckets are open,
// how much may be launched, one intent after the other.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

void on_buckets_seen(Step& step, const BucketsSeen& seen);
void on_due_seen(Step& step, DueSeen seen);

// Asks for work where it is due and may be launched. Called after the events of a pass, and again after each
// load, until it asks for nothing.
void dispatch(Step& step);
void begin_dispatch(World& world);  // once per pass

// Whether the bucket's callees may be called now; judged again only when an edge has been reached.
bool is_open_now(const World& world, LiveBucket& live, Instant now);
// RN-01: once is what was callable when the run began; what becomes due later is for the next run.
Instant due_until(const World& world, Instant now);

// It is up, or may be soon: a run that ends by itself waits for it.
bool may_be_reached(const World& world, const ProviderSettings* provider, Instant now);
// Nothing is callable now that time, an operator's wrap-up or a free line would not bring.
bool nothing_callable(const World& world, Instant now);
// The next instant at which dispatch() would do something by the passing of time.
Instant next_dispatch(const World& world, Instant now);

}  // namespace dialctl
