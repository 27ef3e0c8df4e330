#include "strategy/token.hpp"

#include <array>
#include <stdexcept>
#include <string_view>

namespace heddle::strategy {

using namespace graph;

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void append_number(std::string& text, std::uint32_t n) {
    do {
        const std::uint32_t digit = n & 31u;
        n >>= 5u;
        text += alphabet[digit | (n != 0 ? 32u : 0u)];
    } while (n != 0);
}

event_id write_half(const execution_graph& g, event_id id) {
    const event& e = g[id];
    if (is_write(e)) return id;
    return is_read(e) && e.exclusive ? g.of_thread(e.thread)[e.index] : no_event;
}

// A thread that waits makes one attempt in vain and then waits; an attempt after that one has been
// revisited, and is not made when the execution is repeated.
bool is_repeated_attempt(const execution_graph& g, const event& e) {
    return e.blocked && e.index > 1 && g[g.of_thread(e.thread)[e.index - 2]].blocked;
}

class linearizer {
public:
    explicit linearizer(const execution_graph& g) : g_(g), done_(g.size(), 0) {}

    std::vector<event_id> run() {
        thread_id current = 0;
        for (;;) {
            const thread_id next = choose(current);
            if (next == max_threads) return order_;
            current = next;
            take(current);
        }
    }

private:
    [[nodiscard]] event_id next_of(thread_id t) const {
        const auto& events = g_.of_thread(t);
        return position_[t] < events.size() ? events[position_[t]] : no_event;
    }

    thread_id choose(thread_id current) {
        for (const bool strict : {true, false}) {
            if (ready(next_of(current), strict)) return current;
            for (thread_id t = 0; t < g_.thread_bound(); ++t) {
                if (ready(next_of(t), strict)) return t;
            }
        }
        return max_threads;
    }

    [[nodiscard]] bool ready(event_id id, bool strict) const {
        if (id == no_event) return false;
        const event& e = g_[id];
        if (e.source != no_event && e.source != initial_write && done_[e.source] == 0) return false;
        if (e.kind == event_kind::thread_start && !created(e.thread)) return false;
        const event_id write = write_half(g_, id);
        if (!strict || write == no_event) return true;
        const auto& order = g_.at(e.location).order;
        for (std::uint32_t p = 0; p < g_[write].place; ++p) {
            if (order[p] != initial_write && done_[order[p]] == 0) return false;
            for (event_id r = g_.first_reader(e.location, order[p]); r != no_event;
                 r = g_[r].next_reader) {
                if (r != id && done_[r] == 0) return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool created(thread_id t) const {
        if (t == 0) return true;
        const event_id start = g_.of_thread(t).front();
        return g_[start].source == no_event || done_[g_[start].source] != 0;
    }

    void take(thread_id t) {
        const event_id id = next_of(t);
        order_.push_back(id);
        done_[id] = 1;
        ++position_[t];
        const event_id write = write_half(g_, id);
        if (write != no_event && write != id) {
            done_[write] = 1;
            ++position_[t];
        }
    }

    const execution_graph& g_;
    std::vector<char> done_;
    std::array<std::size_t, max_threads> position_{};
    std::vector<event_id> order_;
};

} // namespace

std::vector<event_id> linearize(const execution_graph& g) {
    return linearizer(g).run();
}

std::string encode(const execution_graph& g, const std::vector<event_id>& order) {
    std::string text;
    std::vector<char> written(g.size(), 0);
    for (const event_id id : order) {
        const event& e = g[id];
        if (is_wait(e)) continue; // it is found again
        if (is_repeated_attempt(g, e)) continue;
        const event_id write = write_half(g, id);
        token_step step{.thread = e.thread};
        const bool notified = e.code == operation_code::condition_timed_wake && !e.exclusive;
        if ((is_read(e) || is_write(e)) && !notified) {
            const auto& places = g.at(e.location).order;
            for (std::size_t p = g.rank(e) + std::size_t{1}; p < places.size(); ++p) {
                step.distance += written[places[p]] != 0 ? 1 : 0;
            }
        }
        if (write != no_event) {
            written[write] = 1;
            step.choice = g[write].choice;
        } else {
            step.choice = e.choice;
        }
        append_number(text,
                      step.thread * 4 + (step.distance != 0 ? 1 : 0) + (step.choice != 0 ? 2 : 0));
        if (step.distance != 0) append_number(text, step.distance);
        if (step.choice != 0) append_number(text, step.choice);
    }
    return text;
}

std::vector<token_step> decode(const std::string& text) {
    std::size_t at = 0;
    const auto number = [&] {
        std::uint32_t n = 0;
        for (std::uint32_t shift = 0;; shift += 5) {
            if (at == text.size() || shift > 30)
                throw std::invalid_argument("the token is cut short");
            const auto digit = alphabet.find(text[at++]);
            if (digit == std::string_view::npos) {
                throw std::invalid_argument("the token has a character that no token has");
            }
            n |= static_cast<std::uint32_t>(digit & 31u) << shift;
            if ((digit & 32u) == 0) return n;
        }
    };
    std::vector<token_step> steps;
    while (at < text.size()) {
        const std::uint32_t head = number();
        token_step step{.thread = head / 4};
        if ((head & 1u) != 0) step.distance = number();
        if ((head & 2u) != 0) step.choice = number();
        if (step.thread >= max_threads) throw std::invalid_argument("the token names no thread");
        steps.push_back(step);
    }
    return steps;
}

} // namespace heddle::strategy
