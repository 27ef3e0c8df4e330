#include "strategy/sampling.hpp"

#include "strategy/wait.hpp"

namespace heddle::strategy {

using namespace graph;

namespace {

// Beyond that many different executions no more are counted (the table has 16 bytes for each).
constexpr std::size_t most_known = 1u << 24u;

} // namespace

sampling::sampling(clock_pool& clocks, const memory_model::memory_model& model, std::uint64_t seed)
    : graph_(clocks), clocks_(clocks), model_(model), seed_(seed), clocks_before_(clocks.size()) {
    able_.reserve(max_threads);
    position_.reserve(max_threads);
}

bool sampling::next_execution() {
    if (!again_) ++number_;
    again_ = false;
    graph_.clear();
    clocks_.truncate(clocks_before_);
    numbers_ = random_numbers(mix(seed_, number_));
    patient_ = numbers_.coin();
    begin();
    return true;
}

std::size_t sampling::pick(std::span<const pending_operation> ready) {
    const auto collect = [&](auto&& makes_progress) {
        able_.clear();
        position_.clear();
        for (std::size_t i = 0; i < ready.size(); ++i) {
            if (!makes_progress(ready[i])) continue;
            able_.push_back(ready[i]);
            position_.push_back(i);
        }
        return !able_.empty();
    };
    const auto goes_on = [&](const pending_operation& p) {
        return !blocks(graph_, p) && !spins(graph_, loops_, p);
    };
    const bool found =
        (patient_ && collect([&](const auto& p) { return p.loop_state == 0 && goes_on(p); })) ||
        collect(goes_on) || collect([&](const auto& p) { return !blocks(graph_, p); }) ||
        collect([](const auto&) { return true; });
    const std::size_t chosen = found && able_.size() > 1 ? choose(able_) : 0;
    takes_place(able_[chosen], able_);
    return position_[chosen];
}

variant sampling::draw(const pending_operation& next) {
    if (blocks(graph_, next)) {
        const auto newest = graph_.at(next.location).order.size() - 1;
        return {static_cast<std::uint32_t>(newest), 0};
    }
    variants_.clear();
    list_variants(graph_, model_, loops_, next, variants_);
    const bool waits = spins(graph_, loops_, next) || variants_.empty();
    if (waits) variants_.push_back({.waits = true});
    // The newest place comes first.
    if (writes_blindly(next.what->code) && numbers_.coin()) return variants_.front();
    return variants_[numbers_.below(variants_.size())];
}

event_id sampling::add(const pending_operation& next, value initial) {
    return add_variant(graph_, next, initial, draw(next));
}

fruitless sampling::repeats(event_id read, bool always) {
    if (always) loops_.remember(graph_[read].loop_state, graph_[read].seen);
    const event_id tried = graph_[read].source;
    if (!forget_last_read(graph_, read)) return fruitless::abandon;
    const location_id l = graph_[read].location;
    const event_id newest = graph_.newest_write(l);
    if (tried == newest || seen_by_wait(graph_, wait_before(graph_, read), newest) ||
        loops_.keeps_waiting(graph_[read].loop_state, graph_.value_of_write(l, newest))) {
        make_wait(graph_, read);
        return fruitless::waits;
    }
    graph_.read_from(read, newest);
    settle_read(graph_, read);
    if (graph_[read].exclusive) append_update(graph_, read, 0);
    return fruitless::again;
}

void sampling::ended(ending how) {
    learn();
    new_ = false;
    if (how == ending::blocked || known_.size() >= most_known) return;
    std::uint32_t& met = known_[fingerprint_of_execution(graph_)];
    new_ = met == 0;
    met = 1;
}

} // namespace heddle::strategy
