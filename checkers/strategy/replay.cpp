// Follows the steps of a token, once.
#include "memory_model/coherence.hpp"
#include "strategy/extension.hpp"
#include "strategy/strategy.hpp"
#include "strategy/token.hpp"
#include "strategy/wait.hpp"

#include <algorithm>
#include <utility>

namespace heddle::strategy {
namespace {

using namespace graph;

class replay_strategy final : public strategy {
public:
    replay_strategy(clock_pool& clocks, const std::string& token)
        : graph_(clocks), steps_(decode(token)) {}

    bool next_execution() override { return !std::exchange(started_, true); }

    [[nodiscard]] const execution_graph& graph() const override { return graph_; }

    std::size_t pick(std::span<const pending_operation> ready) override {
        if (next_ < steps_.size()) {
            for (std::size_t i = 0; i < ready.size(); ++i) {
                if (ready[i].thread == steps_[next_].thread) return i;
            }
        }
        return 0;
    }

    [[nodiscard]] bool awaits(thread_id t) const override {
        return next_ < steps_.size() && steps_[next_].thread == t;
    }

    [[nodiscard]] bool goes_on(thread_id t) const override {
        return std::any_of(steps_.begin() + static_cast<std::ptrdiff_t>(next_), steps_.end(),
                           [t](const token_step& step) { return step.thread == t; });
    }

    event_id add(const pending_operation& next, value initial) override {
        const token_step step = next_ < steps_.size() ? steps_[next_] : token_step{};
        next_ = std::min(next_ + 1, steps_.size());
        const event_id id = append_event(graph_, next, initial);
        if (is_read(graph_[id])) {
            const std::uint32_t newest = default_place(graph_, id);
            const location_id l = graph_[id].location;
            graph_.read_from(id, graph_.at(l).order[newest - std::min(newest, step.distance)]);
            settle_read(graph_, id);
            if (graph_[id].exclusive) {
                const event& read = graph_[id];
                const auto choices = choices_of(read.code, read.seen, read.operand);
                append_update(graph_, id, std::min(step.choice, choices - 1));
            }
        } else if (is_write(graph_[id])) {
            event& w = graph_[id];
            w.written = w.operand;
            const places range = writable(graph_, id);
            graph_.insert_write(id, range.last - std::min(range.last - range.first, step.distance));
            memory_model::publish(graph_, id);
        } else {
            settle_other(graph_, id);
            graph_[id].choice = std::min(step.choice, graph_[id].choices - 1);
        }
        return id;
    }

    // A token has no steps for waits: a thread whose step does not come waits for good.
    fruitless repeats(event_id read, bool) override {
        if (read + (graph_[read].exclusive ? 2 : 1) != graph_.size()) return fruitless::abandon;
        graph_.truncate(read + 1);
        graph_.forget_source(read);
        make_wait(graph_, read);
        return fruitless::waits;
    }

    [[nodiscard]] loop_memory& loops() override { return loops_; }

    void start_over() override {
        graph_.clear();
        next_ = 0;
    }

    void ended(ending) override {}

    [[nodiscard]] bool exhausted() const override { return false; }

private:
    execution_graph graph_;
    loop_memory loops_;
    std::vector<token_step> steps_;
    std::size_t next_ = 0;
    bool started_ = false;
};

} // namespace

std::unique_ptr<strategy> replay(clock_pool& clocks, const memory_model::memory_model&,
                                 const std::string& token) {
    return std::make_unique<replay_strategy>(clocks, token);
}

} // namespace heddle::strategy
