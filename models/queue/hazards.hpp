#pragma once

/// Hazard pointers for models, small and impatient, and some with flaws.

#include "primitives/queue/hazard_pointers.hpp"

#include <atomic>
#include <cstddef>

namespace heddle::models {

/// One record, and more if there are more operations at once; what is retired is looked through
/// each time.
template <class Sync, class Node, std::size_t Hazards>
struct eager_hazards : queue::basic_hazard_pointers<Sync, Node, Hazards, 1> {
    explicit eager_hazards(std::size_t = 0) noexcept
        : queue::basic_hazard_pointers<Sync, Node, Hazards, 1>(1) {}
};

/// As many records as a model has threads.
template <class Sync, class Node, std::size_t Hazards>
struct roomy_hazards : queue::basic_hazard_pointers<Sync, Node, Hazards, 3> {
    explicit roomy_hazards(std::size_t = 0) noexcept
        : queue::basic_hazard_pointers<Sync, Node, Hazards, 3>(1) {}
};

/// A flaw: nothing is protected.
template <class Sync, class Node, std::size_t Hazards>
struct no_hazards : eager_hazards<Sync, Node, Hazards> {
    using base = eager_hazards<Sync, Node, Hazards>;
    using base::base;

    struct guard : base::guard {
        explicit guard(no_hazards& domain) : base::guard(domain) {}

        Node* protect(const typename base::link& source, std::size_t = 0) noexcept {
            return source.load(std::memory_order_seq_cst);
        }

        void publish(Node*, std::size_t) noexcept {}
    };
};

/// A flaw: a pointer is published, but nobody looks whether the link is still there.
template <class Sync, class Node, std::size_t Hazards>
struct blind_hazards : eager_hazards<Sync, Node, Hazards> {
    using base = eager_hazards<Sync, Node, Hazards>;
    using base::base;

    struct guard : base::guard {
        explicit guard(blind_hazards& domain) : base::guard(domain) {}

        Node* protect(const typename base::link& source, std::size_t which = 0) noexcept {
            Node* const seen = source.load(std::memory_order_seq_cst);
            if (seen != nullptr) this->publish(seen, which);
            return seen;
        }
    };
};

} // namespace heddle::models
