// Memory that a long run frees and takes again many times a second.
#pragma once

namespace dialctl {

// Up to a few MiB of freed memory stay with the process: else the C library gives the end of its heap back
// after each request and asks for it anew at the next, which was a tenth of the loop's CPU time. Nothing
// happens where the C library has no such switch.
void keep_freed_memory();

}  // namespace dialctl
