#pragma once

/// A scenario: a small concurrent program, and what every checker is expected to say about it.
///
/// One file, one scenario; drop the file into scenarios/ and the build, `heddle list` and `heddle
/// check` pick it up:
///
///     #include <heddle/scenario.hpp>
///     #include <thread>
///
///     static const heddle::scenario lost_update{
///         .name   = "article/counter_without_lock",
///         .expect = heddle::verdict::data_race,
///         .story  = "Two threads add to a plain int; an update is lost.",
///         .body   = [] { int counter = 0; auto add = [&] { ++counter; };
///                        std::thread a(add), b(add); a.join(); b.join(); }};
///
/// The body is ordinary C++. It is run once per execution, on the thread that stands for `main`; it
/// should start all of its threads, join them, and keep its state in locals. Properties are stated
/// with `assert`. A flawed program should have one kind of bug only: the search ends at the first
/// bug it finds, and which one that is is not specified.

#include <heddle/verdict.hpp>

#include <initializer_list>

namespace heddle {

struct scenario;

namespace detail {

/// The scenario that registered last; the others follow through `registration::next`. An intrusive
/// list, so that registering allocates nothing and is safe in any order of static initialisation.
inline constinit const scenario* last_registered = nullptr;

/// The member of a scenario that enters it into the list while it is constructed.
class registration {
public:
    explicit registration(const scenario& owner) noexcept : next{last_registered} {
        last_registered = &owner;
    }

    registration(const registration&) = delete;
    registration& operator=(const registration&) = delete;

    /// The scenario that registered before this one, or null.
    const scenario* const next;
};

} // namespace detail

/// An aggregate, to be written with designated initialisers; it registers itself.
///
/// A scenario must have static storage duration: the registry keeps its address, and nothing ever
/// takes it out again. Neither copyable nor movable, for the same reason.
struct scenario {
    /// Unique among all scenarios; by convention the file's path in scenarios/ without its
    /// extension.
    const char* name;

    /// What the model checker must find. A different verdict fails `heddle check`.
    verdict expect = verdict::correct;

    /// One sentence for people: what the program does, and what goes wrong.
    const char* story = "";

    /// The program. A function or a lambda without captures; called once per execution.
    void (*body)();

    /// What must come out of its executions (`heddle::outcome`, <heddle/heddle.hpp>), all of it and
    /// nothing else, in any order: `{"0 1", "1 0", "1 1"}`. Empty: any outcome is as good as
    /// another.
    std::initializer_list<const char*> outcomes = {};

    /// Whether ThreadSanitizer's verdict counts. Set it to false only where ThreadSanitizer is
    /// known to be wrong, and say why: it does not model `std::atomic_thread_fence`, for one. A
    /// program that may hang needs no such care, since every run has a time limit; nor does one
    /// whose bug a single real run will hardly ever show.
    bool under_tsan = true;

    /// Where the scenario is defined; filled in by the compiler.
    const char* file = __builtin_FILE();
    int line = __builtin_LINE(); ///< The line of `file`, from 1.

    /// Not for users: enters the scenario into the registry.
    detail::registration registered{*this};
};

/// The first scenario of the registry, or null; walk on with `next_scenario`. The order is
/// unspecified. Complete once static initialisation is over.
[[nodiscard]] inline const scenario* first_scenario() noexcept {
    return detail::last_registered;
}

/// The scenario that follows in the registry, or null at its end.
[[nodiscard]] inline const scenario* next_scenario(const scenario& current) noexcept {
    return current.registered.next;
}

} // namespace heddle
