// The one attribute that the interposed functions share.
#pragma once

// A C symbol that the program's calls bind to; everything else in the runtime is hidden.
#define HEDDLE_EXPORT extern "C" __attribute__((visibility("default")))
