// The benchmark's programs by name. A program is a class: thread(i) for each i below `threads`, all
// at the same time, then finish().
#pragma once

#include "programs/atomics.hpp"
#include "programs/locks.hpp"
#include "programs/structures.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace heddle::bench {

/// Wrong on purpose, to see that a checker which finds a bug is not taken for a fast one.
struct racing {
    static constexpr std::size_t threads = 2;
    platform::plain<int> counter{0};

    void thread(std::size_t) { ++counter; }

    void finish() {}
};

/// Calls visit(name, std::type_identity<program>{}) for each program.
template <class Visitor>
void for_each_program(Visitor const& visit) {
    using std::type_identity;
    // What bench.tsv has.
    visit("inc-8", type_identity<inc<8>>{});
    visit("inc-9", type_identity<inc<9>>{});
    visit("binc-6", type_identity<binc<6>>{});
    visit("casrot-12", type_identity<casrot<12>>{});
    visit("readers-16", type_identity<readers<16>>{});
    visit("lastzero-15", type_identity<lastzero<15>>{});
    visit("wcas-16", type_identity<wcas<16>>{});
    visit("casw-6", type_identity<casw<6>>{});
    visit("rw-6", type_identity<rw<6>>{});
    visit("writers-8", type_identity<writers<8>>{});
    visit("big0", type_identity<big0>{});
    visit("fib-5", type_identity<fib<5, 144>>{});
    visit("ring-16", type_identity<ring<16>>{});
    visit("lockinc-8", type_identity<lockinc<8>>{});
    visit("ticketlock-8", type_identity<ticketlock<8>>{});
    visit("sections-3x4", type_identity<critical_sections<3, 4>>{});
    visit("stripes-4x3", type_identity<striped_sections<4, 3>>{});
    visit("ttas-5", type_identity<ttas_lock<5>>{});
    visit("mcs-5", type_identity<mcs_lock<5>>{});
    // What structures.tsv has.
    visit("seqlock-2x2", type_identity<seqlock<2, 2>>{});
    visit("treiber-3x1", type_identity<treiber_stack<3, 1>>{});
    visit("ms-queue-2+1x2", type_identity<ms_queue<2, 1, 2>>{});
    visit("chase-lev-3", type_identity<chase_lev_deque<3, 2, 2, 2>>{});
    visit("mpmc-ring-2+1x3", type_identity<mpmc_ring<2, 2, 1, 3>>{});
    visit("bounded-queue-2+2x2", type_identity<bounded_queue<1, 2, 2, 2>>{});
    // Small ones, for the tests of the benchmark itself.
    visit("inc-3", type_identity<inc<3>>{});
    visit("inc-12",
          type_identity<inc<12>>{}); // Half a thousand million executions: no search ends.
    visit("racing", type_identity<racing>{});
}

} // namespace heddle::bench
