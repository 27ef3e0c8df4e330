#pragma once

/// When the nodes of a lock-free container may be deleted: no sooner than no thread can read them.
///
///     a node is          who may read it                  what becomes of it
///     linked             anybody, by the links            unlinked by one thread, which retires it
///     retired, hazard    those who published it as a      waits in the list of who retired it
///                        hazard while it was linked
///     retired, no hazard nobody                           deleted when that list is looked through
///
/// Michael, "Hazard Pointers: Safe Memory Reclamation for Lock-Free Objects" (TPDS 2004).
/// Departures: records belong to no thread, but to an operation while it lasts, with the list of
/// what it retires; so threads need not be known, and nothing is left behind by those that end. And
/// what is published and what is unlinked is ordered by seq_cst operations, without fences.
///
/// A reader publishes a pointer, then reads the link again; who unlinks writes the link, then reads
/// what is published. All four are seq_cst, so that one of the two sees the other: either the
/// reader sees that the link has changed, and tries again, or the node is seen to be a hazard.

#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace heddle::queue {

/// The hazards of one container, which owns it. A `Node` has `var<Node*> next_retired`, of the
/// policy's `var`, for the use of this class. At most `Hazards` nodes are protected by an operation
/// at once. Memory: one record, of a cache line, for each of `Block` operations at the same time,
/// and as much again whenever there were more; it is kept until the end.
///
/// Of what was retired, each record keeps no more than a few times as many nodes as there are
/// hazards at the end of its last operation; these wait for the next operation with that record, or
/// the destructor. Every operation here is lock-free, but for allocating and deleting.
template <class Sync, class Node, std::size_t Hazards = 1, std::size_t Block = 8>
class basic_hazard_pointers {
    struct record;

public:
    using link = typename Sync::template atomic<Node*>;

    /// @param patience how many nodes are retired with a record before its list is looked through;
    ///     0: twice as many as there are hazards, so that at least half of them can be deleted
    explicit basic_hazard_pointers(std::size_t patience = 0) noexcept : patience_(patience) {}

    basic_hazard_pointers(const basic_hazard_pointers&) = delete;
    basic_hazard_pointers& operator=(const basic_hazard_pointers&) = delete;

    /// Deletes what was retired. No guard may be left.
    ~basic_hazard_pointers() {
        for (const block* each = &first_; each != nullptr;) {
            for (const record& r : each->records) delete_all(r.retired);
            const std::unique_ptr<const block> done(each == &first_ ? nullptr : each);
            each = each->next.load(std::memory_order_relaxed);
        }
    }

    /// An operation on the container, by one thread: what it protects is not deleted before the
    /// guard is gone, or protects another node in its place.
    class guard {
    public:
        /// @throws std::bad_alloc when there are more guards than ever before, and no memory
        explicit guard(basic_hazard_pointers& domain) : domain_(domain), mine_(domain.take()) {}

        guard(const guard&) = delete;
        guard& operator=(const guard&) = delete;

        ~guard() {
            // Release: pairs with the load of hazards in `look_through`. The nodes have been read.
            for (link& each : mine_.hazards) each.store(nullptr, std::memory_order_release);
            // After that: what this operation retired is no longer its own hazard.
            if (mine_.count >= domain_.step() + mine_.kept) domain_.look_through(mine_);
            // Release: pairs with the acquire in `take`. The list is as we left it.
            mine_.is_taken.store(0, std::memory_order_release);
        }

        /// The node that `source` links to, or null, protected as the `which`th. What was done
        /// before the node was linked, by a release, happens before what is done after this. The
        /// operations that unlink must be seq_cst.
        [[nodiscard]] Node* protect(const link& source, std::size_t which = 0) noexcept {
            Node* seen = source.load(std::memory_order_relaxed);
            while (seen != nullptr) {
                publish(seen, which);
                Node* const again = source.load(std::memory_order_seq_cst);
                if (again == seen) break;
                seen = again;
            }
            return seen;
        }

        /// Protects `node` as the `which`th, if it is not unlinked yet: the caller must find out,
        /// after this, by a seq_cst load of what says so.
        void publish(Node* node, std::size_t which) noexcept {
            // Release, too: what was protected so far has been read.
            mine_.hazards[which].store(node, std::memory_order_seq_cst);
        }

        /// Deletes `node`, which this thread has unlinked, when the guard is gone and it is
        /// nobody's hazard.
        void retire(Node* node) noexcept {
            node->next_retired = mine_.retired;
            mine_.retired = node;
            mine_.count = mine_.count + 1;
        }

    private:
        basic_hazard_pointers& domain_;
        record& mine_;
    };

private:
    template <class U>
    using var = typename Sync::template var<U>;

    struct alignas(sync::cache_line) record {
        typename Sync::word is_taken{0};
        std::array<link, Hazards> hazards{};
        // Of who has taken the record:
        var<Node*> retired{nullptr};
        var<std::size_t> count{0};
        var<std::size_t> kept{0}; // of these, when they were last looked through
    };

    struct block {
        std::array<record, Block> records{};
        typename Sync::template atomic<block*> next{nullptr};
    };

    // A record that is free. Threads begin at different ones, so that mostly theirs is.
    record& take() {
        constexpr std::uint64_t golden = 0x9e37'79b9'7f4a'7c15U;
        const std::uint64_t mixed = static_cast<std::uint64_t>(Sync::this_thread()) * golden;
        const std::size_t begin = static_cast<std::size_t>(mixed >> 32U) % Block;
        for (block* here = &first_;;) {
            for (std::size_t i = 0; i < Block; ++i) {
                record& each = here->records[(begin + i) % Block];
                // Acquire: pairs with the release of who had the record before.
                if (each.is_taken.load(std::memory_order_relaxed) == 0 &&
                    each.is_taken.exchange(1, std::memory_order_acquire) == 0)
                    return each;
            }
            // Seq_cst, here and below: a hazard in a block that another thread has added must not
            // be missed any more than others. order kept: it takes three threads, in the models of
            // the hazard pointers alone.
            block* next = here->next.load(std::memory_order_seq_cst);
            if (next == nullptr) {
                auto added = std::make_unique<block>();
                added->records[begin].is_taken.store(1, std::memory_order_relaxed);
                // order kept: as above.
                if (here->next.compare_exchange_strong(next, added.get(),
                                                       std::memory_order_seq_cst))
                    return added.release()->records[begin];
            }
            here = next;
        }
    }

    [[nodiscard]] std::size_t step() const noexcept {
        if (patience_ != 0) return patience_;
        return 2 * Hazards * Block * block_count_.load(std::memory_order_relaxed);
    }

    // Deletes those of `mine` that are no hazards.
    void look_through(record& mine) noexcept {
        Node* doomed = mine.retired;
        Node* spared = nullptr;
        std::size_t spared_count = 0;
        std::size_t blocks = 0;
        for (const block* here = &first_; here != nullptr; ++blocks) {
            for (const record& each : here->records) {
                for (const link& hazard : each.hazards) {
                    // Acquire: pairs with the release of who no longer reads the node.
                    Node* const kept = hazard.load(std::memory_order_seq_cst);
                    if (kept == nullptr || !take_out(doomed, kept)) continue;
                    kept->next_retired = spared;
                    spared = kept;
                    ++spared_count;
                }
            }
            here = here->next.load(std::memory_order_seq_cst);
        }
        delete_all(doomed);
        mine.retired = spared;
        mine.count = spared_count;
        mine.kept = spared_count;
        // Relaxed: a hint.
        block_count_.store(blocks, std::memory_order_relaxed);
    }

    static bool take_out(Node*& list, Node* node) noexcept {
        if (list == node) {
            list = node->next_retired;
            return true;
        }
        for (Node* each = list; each != nullptr; each = each->next_retired) {
            if (static_cast<Node*>(each->next_retired) != node) continue;
            each->next_retired = node->next_retired;
            return true;
        }
        return false;
    }

    static void delete_all(Node* list) noexcept {
        while (list != nullptr) {
            const std::unique_ptr<Node> doomed(list);
            list = list->next_retired;
        }
    }

    const std::size_t patience_;
    typename Sync::template atomic<std::size_t> block_count_{1};
    block first_;
};

/// As a container's parameter.
template <class Sync, class Node, std::size_t Hazards>
using hazard_pointers = basic_hazard_pointers<Sync, Node, Hazards>;

} // namespace heddle::queue
