#pragma once

/// Models as Relacy's test suites.

#include "models/description.hpp"
#include "models/relacy/relacy_model.hpp"
#include "models/relacy/relacy_sync.hpp"

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

namespace heddle::models {

using checked_sync = relacy_sync;

namespace detail {

/// Relacy's own searches cannot be told to stop but by the program that they run.
struct execution_budget {
    std::uint64_t left;

    void spend() {
        if (left == 0)
            rl::ctx().fail_test("no more", rl::test_result_until_condition_hit, $);
        else
            --left;
    }
};

inline execution_budget budget{0};

/// What Relacy writes. Of a size given beforehand: while its context is there, memory is its own,
/// and a stream that grows would free what it did not get.
class text_buffer : public std::streambuf {
public:
    explicit text_buffer(std::size_t size) : text_(size, ' ') {
        setp(text_.data(), text_.data() + text_.size());
    }

    [[nodiscard]] std::string str() const { return {pbase(), pptr()}; }

private:
    std::vector<char> text_;
};

template <class Model>
struct suite : rl::test_suite<suite<Model>, Model::threads> {
    Model subject;

    void before() {
        budget.spend();
        asleep.forget();
        subject.invariant();
    }

    void thread(unsigned index) { subject.thread(index); }

    void after() {
        subject.invariant();
        subject.after();
    }
};

template <class Model, template <rl::thread_id_t> class Scheduler>
relacy_result search(rl::scheduler_type_e type, std::uint64_t executions, std::ostream* history) {
    using test = suite<Model>;
    using scheduler = Scheduler<Model::threads>;
    std::ostream nowhere(nullptr);
    rl::test_params parameters;
    parameters.search_type = type;
    parameters.context_bound = 2;
    parameters.iteration_count = static_cast<rl::iteration_t>(executions);
    parameters.execution_depth_limit = 20'000;
    parameters.output_stream = &nowhere;
    parameters.progress_stream = &nowhere;

    budget.left = executions;
    constexpr std::size_t most_text = std::size_t{1} << 24U;
    text_buffer schedule(history == nullptr ? 0 : most_text);
    std::ostream state(&schedule);
    const rl::test_result_e result = rl::run_test<test, scheduler>(parameters, state, false);
    const bool cut_short = result == rl::test_result_until_condition_hit;
    const bool found = result != rl::test_result_success && !cut_short;
    if (found && history != nullptr) {
        budget.left = executions;
        parameters.initial_state = schedule.str();
        parameters.collect_history = true;
        text_buffer text(most_text);
        std::ostream output(&text);
        parameters.output_stream = &output;
        rl::run_test<test, scheduler>(parameters, nowhere, true);
        *history << text.str();
    }
    return {.found = found ? rl::test_result_str(result) : nullptr,
            .kind = static_cast<int>(result),
            .executions = parameters.stop_iteration,
            .ended = !cut_short && type != rl::sched_random};
}

/// All executions at first, for that may come to an end; then those with few preemptions, then
/// random ones.
template <class Model>
relacy_result search_all(std::uint64_t executions, std::ostream* history) {
    relacy_result result = search<Model, rl::full_search_scheduler>(
        rl::fair_full_search_scheduler_type, executions, history);
    result.is_complete = result.ended && result.found == nullptr;
    if (result.found != nullptr || result.is_complete) return result;
    const std::uint64_t before = result.executions;
    result = search<Model, rl::context_bound_scheduler>(rl::fair_context_bound_scheduler_type,
                                                        executions, history);
    result.executions += before;
    if (result.found != nullptr) return result;
    const std::uint64_t so_far = result.executions;
    result = search<Model, rl::random_scheduler>(rl::random_scheduler_type, executions, history);
    result.executions += so_far;
    return result;
}

} // namespace detail

/// A model that is entered among Relacy's.
template <class Model>
struct model {
    explicit model(const description& d) : entry(d, &detail::search_all<Model>) {}

    relacy_model entry;
};

} // namespace heddle::models
