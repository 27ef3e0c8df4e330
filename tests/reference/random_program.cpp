#include "reference/random_program.hpp"

#include "support/litmus_text.hpp"

#include <algorithm>
#include <ostream>

namespace heddle::tests {

namespace {

constexpr std::size_t most_threads = 4;

/// Rules of a memory model that concern few programs would hardly ever be put to the test by
/// programs in which everything is mixed.
enum style { mixed, fenced, sequential, styles };

/// So that threads are long enough for accesses on both sides of a fence.
constexpr std::array<std::size_t, styles> threads_of_style{most_threads, 2, 3};

/// A choice among alternatives with weights, by a number below their sum.
action kind_of(int number, int style) {
    struct weighted {
        action kind;
        int weight;
        int weight_if_fenced;
    };

    constexpr std::array choices{weighted{action::load, 26, 31},
                                 weighted{action::store, 26, 31},
                                 weighted{action::compare_exchange, 14, 3},
                                 weighted{action::fetch_add, 10, 3},
                                 weighted{action::exchange, 6, 2},
                                 weighted{action::fence, 10, 22}};
    for (auto const& choice : choices) {
        int const weight = style == fenced ? choice.weight_if_fenced : choice.weight;
        if (number < weight) {
            return choice.kind;
        }
        number -= weight;
    }
    return action::fence;
}

constexpr int no_operation = 8; // of 100
constexpr int all_kinds = 100;

std::memory_order order_of(action kind, int number, int style) {
    constexpr std::array loads{std::memory_order_relaxed, std::memory_order_acquire,
                               std::memory_order_seq_cst};
    constexpr std::array stores{std::memory_order_relaxed, std::memory_order_release,
                                std::memory_order_seq_cst};
    constexpr std::array updates{std::memory_order_relaxed, std::memory_order_acquire,
                                 std::memory_order_release, std::memory_order_acq_rel,
                                 std::memory_order_seq_cst};
    constexpr std::array fences{std::memory_order_acquire, std::memory_order_release,
                                std::memory_order_acq_rel, std::memory_order_seq_cst,
                                std::memory_order_seq_cst};
    // In two of three cases what the style is about.
    bool const typical = number % 3 != 0;
    if (style == fenced && typical && kind != action::fence) {
        return std::memory_order_relaxed;
    }
    if (typical && (style == sequential || (style == fenced && kind == action::fence))) {
        return std::memory_order_seq_cst;
    }
    auto const pick = [number](auto const& orders) {
        return orders[static_cast<std::size_t>(number) % orders.size()];
    };
    switch (kind) {
    case action::load: return pick(loads);
    case action::store: return pick(stores);
    case action::fence: return pick(fences);
    default: return pick(updates);
    }
}

bool is_atomic_read(action kind) {
    return kind == action::load || kind == action::fetch_add || kind == action::exchange ||
           kind == action::compare_exchange;
}

/// One of the operations before that read, or -1.
int earlier_read(litmus_thread const& thread, int number) {
    std::vector<int> reads;
    for (std::size_t i = 0; i != thread.size; ++i) {
        if (is_atomic_read(thread.code[i].kind)) {
            reads.push_back(static_cast<int>(i));
        }
    }
    return reads.empty() ? -1 : reads[static_cast<std::size_t>(number) % reads.size()];
}

instruction operation_of(operation_genes const& genes, litmus_thread const& before,
                         std::size_t locations, int style) {
    instruction result;
    result.kind = kind_of(genes.kind - no_operation, style);
    result.order = order_of(result.kind, genes.order, style);
    result.location = static_cast<std::size_t>(genes.location) % locations;
    // A compare-exchange expects what may well be there; other values differ from the initial one.
    result.value.constant = genes.value % 3 + (result.kind == action::compare_exchange ? 0 : 1);
    result.desired.constant = 1 + genes.desired % 3;
    constexpr int constant = 65; // of 100
    if (genes.flow >= constant) {
        auto& flows = result.kind == action::compare_exchange ? result.desired : result.value;
        flows.source = earlier_read(before, genes.flow - constant);
        if (flows.source >= 0) {
            flows.constant = genes.flow % 2;
        }
    }
    constexpr int always = 80; // of 100
    if (genes.guard >= always) {
        result.when.source = earlier_read(before, genes.guard / 4);
        result.when.value = genes.guard / 2 % 2;
        result.when.equal = genes.guard % 2 == 0;
    }
    if (result.kind == action::fence) {
        result.location = 0;
        result.value = result.desired = {};
    }
    return result;
}

} // namespace

litmus_program random_program::build() const {
    litmus_program program;
    program.locations = static_cast<std::size_t>(locations);
    program.names = {'x', 'y', 'z'};
    std::array<litmus_thread, most_threads> threads{};
    for (auto const& genes : operations) {
        if (genes.kind < no_operation) {
            continue;
        }
        auto& thread = threads[static_cast<std::size_t>(genes.thread) %
                               threads_of_style[static_cast<std::size_t>(style)]];
        thread.code[thread.size] = operation_of(genes, thread, program.locations, style);
        ++thread.size;
    }
    for (auto const& thread : threads) {
        if (thread.size != 0) {
            program.thread[program.threads++] = thread;
        }
    }
    return program;
}

litmus_program random_program::build_with_plain_accesses() const {
    litmus_program program = build();
    std::size_t const plain = program.locations++; // a location of its own
    program.names[plain] = 'p';
    for (std::size_t t = 0; t != program.threads; ++t) {
        for (std::size_t i = 0; i != program.thread[t].size; ++i) {
            auto& code = program.thread[t].code[i];
            // What the genes left unused decides: values that are stored differ by one only.
            if (code.kind == action::store && code.value.source < 0 && code.value.constant > 1) {
                code.kind = action::plain_store;
                code.location = plain;
            } else if (code.kind == action::load && code.order == std::memory_order_relaxed) {
                code.kind = action::plain_load;
                if (i % 4 != 3) {
                    code.location = plain;
                }
            }
        }
    }
    // Nothing depends on what a plain access reads.
    for (std::size_t t = 0; t != program.threads; ++t) {
        auto& thread = program.thread[t];
        auto const cut = [&thread](int& source) {
            if (source >= 0 &&
                !is_atomic_read(thread.code[static_cast<std::size_t>(source)].kind)) {
                source = -1;
            }
        };
        for (std::size_t i = 0; i != thread.size; ++i) {
            cut(thread.code[i].value.source);
            cut(thread.code[i].desired.source);
            cut(thread.code[i].when.source);
        }
    }
    return program;
}

void showValue(random_program const& program, std::ostream& out) {
    out << to_text(program.build());
}

rc::Gen<random_program> random_programs(std::size_t operations) {
    using rc::gen::inRange;
    auto const operation = rc::gen::build<operation_genes>(
        rc::gen::set(&operation_genes::kind, inRange(0, all_kinds)),
        rc::gen::set(&operation_genes::thread, inRange(0, static_cast<int>(most_threads))),
        rc::gen::set(&operation_genes::location, inRange(0, 3)),
        rc::gen::set(&operation_genes::order, inRange(0, 15)),
        rc::gen::set(&operation_genes::value, inRange(0, 3)),
        rc::gen::set(&operation_genes::desired, inRange(0, 3)),
        rc::gen::set(&operation_genes::flow, inRange(0, 100)),
        rc::gen::set(&operation_genes::guard, inRange(0, 100)));
    auto const program = rc::gen::build<random_program>(
        rc::gen::set(&random_program::locations, inRange(1, 4)),
        rc::gen::set(&random_program::style, inRange(0, static_cast<int>(styles))),
        rc::gen::set(&random_program::operations,
                     rc::gen::container<std::vector<operation_genes>>(operations, operation)));
    // All choices are open from the first program on: RapidCheck would begin with small numbers.
    return rc::gen::resize(rc::kNominalSize, program);
}

} // namespace heddle::tests
