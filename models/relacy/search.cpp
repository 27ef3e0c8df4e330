#include "models/relacy/search.hpp"

#include <ostream>
#include <stdexcept>
#include <streambuf>
#include <utility>
#include <vector>

// Last: Relacy's leaves macros behind.
#include "models/relacy/sleepers.hpp"

namespace heddle::models {
namespace {

constexpr std::size_t fewest_threads = 2;
constexpr std::size_t most_threads = 4;

/// What is searched: Relacy makes its suites by itself, without arguments.
const relacy_model* subject = nullptr;

/// Relacy's own searches cannot be told to stop but by the program that they run.
std::uint64_t executions_left = 0;

void spend_an_execution() {
    if (executions_left == 0)
        rl::ctx().fail_test("no more", rl::test_result_until_condition_hit, $);
    else
        --executions_left;
}

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

template <rl::thread_id_t Threads>
class suite : public rl::test_suite<suite<Threads>, Threads> {
public:
    suite() : running_(subject->make()) {}

    suite(const suite&) = delete;
    suite& operator=(const suite&) = delete;

    ~suite() { running_->~running_model(); }

    void before() {
        spend_an_execution();
        detail::asleep.forget();
        running_->invariant();
    }

    void thread(unsigned index) { running_->thread(index); }

    void after() {
        running_->invariant();
        running_->after();
    }

private:
    running_model* running_;
};

struct one_search {
    const char* found = nullptr;
    std::uint64_t executions = 0;
    bool is_cut_short = false;
    std::string history{};
};

template <rl::thread_id_t Threads, template <rl::thread_id_t> class Scheduler>
one_search search_by(rl::scheduler_type_e type, std::uint64_t executions, bool with_history) {
    std::ostream nowhere(nullptr);
    rl::test_params parameters;
    parameters.search_type = type;
    parameters.context_bound = 2;
    parameters.iteration_count = static_cast<rl::iteration_t>(executions);
    parameters.execution_depth_limit = 20'000;
    parameters.output_stream = &nowhere;
    parameters.progress_stream = &nowhere;

    constexpr std::size_t most_text = std::size_t{1} << 24U;
    text_buffer schedule(with_history ? most_text : 0);
    std::ostream state(&schedule);
    executions_left = executions;
    const auto run = [&](std::ostream& written, bool again) {
        return rl::run_test<suite<Threads>, Scheduler<Threads>>(parameters, written, again);
    };
    const rl::test_result_e result = run(state, false);
    one_search made{.executions = parameters.stop_iteration,
                    .is_cut_short = result == rl::test_result_until_condition_hit};
    if (result == rl::test_result_success || made.is_cut_short) return made;
    made.found = rl::test_result_str(result);
    if (with_history) {
        executions_left = executions;
        parameters.initial_state = schedule.str();
        parameters.collect_history = true;
        text_buffer text(most_text);
        std::ostream output(&text);
        parameters.output_stream = &output;
        run(nowhere, true);
        made.history = text.str();
    }
    return made;
}

template <rl::thread_id_t Threads>
relacy_result search_all(std::uint64_t executions, bool with_history) {
    relacy_result all;
    const auto add = [&](one_search&& one) {
        all.executions += one.executions;
        all.found = one.found;
        all.history = std::move(one.history);
        return all.found != nullptr;
    };
    one_search full = search_by<Threads, rl::full_search_scheduler>(
        rl::fair_full_search_scheduler_type, executions, with_history);
    all.is_complete = full.found == nullptr && !full.is_cut_short;
    if (add(std::move(full)) || all.is_complete) return all;
    if (add(search_by<Threads, rl::context_bound_scheduler>(rl::fair_context_bound_scheduler_type,
                                                            executions, with_history)))
        return all;
    add(search_by<Threads, rl::random_scheduler>(rl::random_scheduler_type, executions,
                                                 with_history));
    return all;
}

} // namespace

relacy_result search(const relacy_model& model, std::uint64_t executions, bool with_history) {
    subject = &model;
    relacy_result result;
    const bool is_possible = [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        return ((model.threads == Index + 1 &&
                 (result = search_all<Index + 1>(executions, with_history), true)) ||
                ...);
    }
    (std::make_index_sequence<most_threads>{});
    if (!is_possible)
        throw std::invalid_argument(std::string(model.about.name) + " has " +
                                    std::to_string(model.threads) + " threads; it can be " +
                                    std::to_string(fewest_threads) + " to " +
                                    std::to_string(most_threads));
    return result;
}

} // namespace heddle::models
