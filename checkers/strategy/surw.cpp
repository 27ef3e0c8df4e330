// Uniform over the interleavings of the events on one object, which is drawn for each execution.
//
// SURW: Zhao, Wolff, Mathur, Roychoudhury, "Selectively Uniform Concurrency Testing", ASPLOS 2025.
// Of the selected events, the next one is drawn before it takes place: that of a thread with a
// probability proportional to how many it still has to do, which makes every interleaving of them
// as likely as any other. Until that thread has come there, no other may do a selected event.
// Departures:
// - How many events a thread has on an object is what it had in the execution before (the paper
//   profiles beforehand). Threads are numbered alike in every execution, so that one that does not
//   exist yet can be drawn too: its creator's other events lead to it.
// - An object is drawn among those that several threads use. In the first execution nothing is
//   selected, and in one out of four everything is.
// - When only selected events are left, and the thread drawn cannot go on, another is drawn.
// - What a read sees is random (sampling.hpp); the paper knows interleavings only.
#include "strategy/sampling.hpp"

#include <algorithm>
#include <array>

namespace heddle::strategy {
namespace {

using namespace graph;

class surw_strategy final : public sampling {
public:
    using sampling::sampling;

private:
    using counts = std::array<std::uint32_t, max_threads>; // events by thread

    void begin() override {
        intended_ = max_threads;
        everything_ = !objects_.empty() && numbers().below(4) == 0;
        selected_ = 0;
        if (everything_) {
            left_ = total_;
        } else if (!objects_.empty()) {
            const std::size_t drawn = numbers().below(objects_.size());
            selected_ = objects_[drawn];
            left_ = events_[drawn];
        }
    }

    [[nodiscard]] bool is_selected(const pending_operation& p) const {
        return everything_ || (selected_ != 0 && p.what->address == selected_);
    }

    std::size_t choose(std::span<const pending_operation> ready) override {
        if (intended_ == max_threads) draw();
        if (everything_ && !has(ready, intended_)) draw_among(ready);
        free_.clear();
        for (std::size_t i = 0; i < ready.size(); ++i) {
            if (ready[i].thread == intended_ || !is_selected(ready[i])) free_.push_back(i);
        }
        if (everything_ || free_.empty()) {
            if (!has(ready, intended_)) draw_among(ready);
            for (std::size_t i = 0; i < ready.size(); ++i) {
                if (ready[i].thread == intended_) return i;
            }
        }
        return free_[numbers().below(free_.size())];
    }

    static bool has(std::span<const pending_operation> ready, thread_id t) {
        return std::any_of(ready.begin(), ready.end(),
                           [&](const pending_operation& p) { return p.thread == t; });
    }

    // Leaves no thread intended when no selected event is expected any more.
    void draw() {
        std::uint64_t sum = 0;
        for (const std::uint32_t n : left_) sum += n;
        if (sum == 0) return;
        std::uint64_t at = numbers().below(sum);
        for (thread_id t = 0; t < max_threads; ++t) {
            if (at < left_[t]) {
                intended_ = t;
                return;
            }
            at -= left_[t];
        }
    }

    void draw_among(std::span<const pending_operation> ready) {
        // One more each: the estimate may be too low.
        std::uint64_t sum = 0;
        for (const auto& p : ready) sum += left_[p.thread] + 1;
        std::uint64_t at = numbers().below(sum);
        for (const auto& p : ready) {
            intended_ = p.thread;
            if (at <= left_[p.thread]) return;
            at -= left_[p.thread] + 1;
        }
    }

    void takes_place(const pending_operation& p, std::span<const pending_operation>) override {
        if (!is_selected(p)) return;
        if (left_[p.thread] > 0) --left_[p.thread];
        intended_ = max_threads;
    }

    void learn() override {
        const execution_graph& g = graph();
        objects_.clear();
        events_.clear();
        total_.fill(0);
        for (event_id id = 0; id < g.size(); ++id) {
            const event& e = g[id];
            if (e.blocked || (is_write(e) && e.exclusive)) continue;
            ++total_[e.thread];
            if (e.location == no_location) continue;
            const std::uintptr_t address = g.at(e.location).address;
            const auto found = std::find(objects_.begin(), objects_.end(), address);
            const auto at = static_cast<std::size_t>(found - objects_.begin());
            if (found == objects_.end()) {
                objects_.push_back(address);
                events_.push_back({});
            }
            ++events_[at][e.thread];
        }
        std::size_t kept = 0;
        for (std::size_t i = 0; i < objects_.size(); ++i) {
            if (std::count(events_[i].begin(), events_[i].end(), 0u) + 1 >=
                static_cast<std::ptrdiff_t>(max_threads))
                continue;
            objects_[kept] = objects_[i];
            events_[kept++] = events_[i];
        }
        objects_.resize(kept);
        events_.resize(kept);
    }

    // Of the execution before: the objects that several threads use, and each thread's events.
    std::vector<std::uintptr_t> objects_;
    std::vector<counts> events_;
    counts total_{};

    std::uintptr_t selected_ = 0;
    bool everything_ = false;
    counts left_{}; // of the selected events
    thread_id intended_ = max_threads;
    std::vector<std::size_t> free_;
};

} // namespace

std::unique_ptr<strategy> surw(clock_pool& clocks, const memory_model::memory_model& model,
                               std::uint64_t seed) {
    return std::make_unique<surw_strategy>(clocks, model, seed);
}

} // namespace heddle::strategy
