#pragma once

#include <cstdint>

namespace heddle::models {

/// An event that is only a flag: a thread that is woken by a set finds that it has been cleared,
/// and sleeps again.
template <class Sync>
class forgetful_event {
public:
    void set() {
        state_.store(1);
        Sync::notify_all(state_);
    }

    void clear() { state_.store(0); }

    void wait() {
        while (state_.load() == 0) Sync::wait(state_, 0); // the flaw: not "until it was set"
    }

private:
    typename Sync::word state_{0};
};

} // namespace heddle::models
