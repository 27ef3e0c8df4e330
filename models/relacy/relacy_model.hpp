#pragma once

/// A model as Relacy's searches see it: without its type, so that they are compiled for each number
/// of threads, and not for each model. Relacy itself is not included here.

#include "models/description.hpp"

#include <cstddef>

namespace heddle::models {

/// An object of a model, for one execution.
class running_model {
public:
    running_model() = default;
    virtual ~running_model() = default;
    running_model(const running_model&) = delete;
    running_model& operator=(const running_model&) = delete;

    virtual void thread(std::size_t index) = 0;
    virtual void after() = 0;
    virtual void invariant() = 0;
};

/// Registers itself, for good, as a scenario does.
struct relacy_model {
    /// Makes the object, in memory that is kept for one at a time; its destructor is to be called.
    using factory = running_model* (*)();

    relacy_model(const description& d, std::size_t count, factory f)
        : about(d), threads(count), make(f), next(last) {
        last = this;
    }

    relacy_model(const relacy_model&) = delete;
    relacy_model& operator=(const relacy_model&) = delete;

    const description about;
    const std::size_t threads;
    const factory make;
    const relacy_model* const next;

    static inline constinit const relacy_model* last = nullptr;
};

} // namespace heddle::models
