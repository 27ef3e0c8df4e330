#pragma once

/// Bounded programs over basic_hazard_pointers.

#include "models/queue/hazards.hpp"

#include <array>
#include <atomic>
#include <cstddef>

namespace heddle::models {

template <class Sync>
struct guarded_node {
    explicit guarded_node(int n) : number(n) {}

    typename Sync::template var<int> number;
    typename Sync::template var<guarded_node*> next_retired{nullptr};
};

/// One thread takes the only node from where it is linked, and retires it; the others read it if
/// they find it there. `Idle` threads have a guard for a moment, and do nothing with it.
template <class Sync, template <class, class, std::size_t> class Domain, std::size_t Readers,
          std::size_t Idle = 0>
struct reading_while_retired {
    static constexpr std::size_t threads = 1 + Readers + Idle;

    using node = guarded_node<Sync>;
    using domain = Domain<Sync, node, 1>;
    using guard = typename domain::guard;

    domain hazards;
    typename domain::link source{new node(1)};

    void thread(std::size_t index) {
        guard hazard(hazards);
        if (index == 0) {
            hazard.retire(source.exchange(nullptr));
        } else if (index <= Readers) {
            if (node* const found = hazard.protect(source))
                Sync::check(found->number == 1, "not the node that was linked");
        }
    }

    void after() {}

    void invariant() {}
};

/// Two threads exchange the node that is linked for a new one, and retire it; so lists are handed
/// on with their records, and what waits in them is deleted in the end.
template <class Sync, template <class, class, std::size_t> class Domain>
struct replacing {
    static constexpr std::size_t threads = 2;

    using node = guarded_node<Sync>;
    using domain = Domain<Sync, node, 1>;
    using guard = typename domain::guard;

    domain hazards;
    typename domain::link source{new node(0)};

    void thread(std::size_t index) {
        guard hazard(hazards);
        node* const mine = new node(static_cast<int>(index) + 1);
        for (;;) {
            node* seen = hazard.protect(source);
            const int number = seen->number;
            Sync::check(number != static_cast<int>(index) + 1, "a node that was not there");
            node* const old = seen;
            if (!source.compare_exchange_strong(seen, mine)) continue;
            hazard.retire(old);
            return;
        }
    }

    void after() {
        guard hazard(hazards);
        hazard.retire(source.exchange(nullptr));
    }

    void invariant() {}
};

} // namespace heddle::models
