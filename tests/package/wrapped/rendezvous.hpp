#pragma once

/// Two threads meet twice; how often the barrier has opened.
int meet_twice();
