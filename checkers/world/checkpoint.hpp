// Checkpoints: going back to an earlier point of an execution, instead of running the program from
// its start, when the next execution begins like the last one.
//
// A checkpoint is taken when every thread has come to an operation that the graph does not have
// yet: then the state of the program is that of the graph, and is still right for every other graph
// with the same first events. Kept are, of each thread that has run since the one before (or whose
// stack others have written to), its registers and its stack, and of the whole, the heap, the
// program's globals and what the runtime itself knows; shadow memory keeps a log. Checkpoints form
// a stack: to go back to one is to drop those after it.
//
// State that is none of these (files, the libraries' own variables) is neither kept nor restored:
// see restorable.hpp for which programs have none that matters.
#pragma once

#include "race/shadow.hpp"
#include "world/byte_buffer.hpp"
#include "world/program.hpp"
#include "world/thread.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace heddle::world {

class checkpoint_stack {
public:
    /// For good, for a reason that ends a sentence.
    void disable(const std::string& reason);

    [[nodiscard]] bool enabled() const noexcept { return !disabled_; }

    /// Why they are disabled, or nothing.
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

    /// An execution begins at its start.
    void clear();

    /// Whether it pays to take one now: going back would save more than that takes.
    [[nodiscard]] bool is_due() const noexcept;

    /// Takes one. On the driver's fiber, when all threads are parked.
    void take();

    /// Goes back to the newest one that was taken when the graph had at most `events` events. False
    /// if there is none. Afterwards the thread that was running is `state->current`.
    bool return_to(graph::event_id events);

private:
    struct point {
        std::uint64_t serial = 0;
        graph::event_id events = 0;
        graph::thread_id current = 0;
        race::shadow_memory::mark shadow;
        std::size_t size = 0; // bytes that were copied for it
    };

    // What something was at a checkpoint and is at those after it until the next version.
    struct version {
        std::uint64_t serial = 0; // of the checkpoint
        byte_buffer bytes;
    };

    class history {
    public:
        void clear() noexcept { count_ = 0; }

        /// A new version, to be filled in.
        byte_buffer& add(std::uint64_t serial);
        /// Drops the versions after the checkpoint. Returns whether there were any.
        bool drop_after(std::uint64_t serial) noexcept;
        /// The newest version, or nullptr.
        [[nodiscard]] const byte_buffer* newest() const noexcept;
        /// Drops the versions that none of the checkpoints needs.
        void drop_unneeded(const std::vector<point>& kept);

    private:
        std::vector<version> versions_; // the first count_ are in use, the rest are spare
        std::size_t count_ = 0;
    };

    [[nodiscard]] bool has_changed(const thread& t) const;
    void keep_thread(const thread& t, std::uint64_t serial);
    static void put_back(thread& t, const byte_buffer& from);
    void keep_memory(std::uint64_t serial);
    static void put_back_memory(const byte_buffer& from);
    void thin_out();

    bool disabled_ = false;
    std::string reason_;
    std::uint64_t next_serial_ = 1;
    std::vector<point> points_;
    std::array<history, graph::max_threads> threads_;
    history memory_;
    std::uint64_t steps_before_ = 0; // when the last one was taken or returned to
    std::size_t last_size_ = 0;      // bytes of the last one
    std::size_t size_ = 0;           // … of all
};

/// What the layers above have checkpoints hold (hooks.hpp).
[[nodiscard]] const std::vector<memory_range>& front_end_memory() noexcept;

} // namespace heddle::world
