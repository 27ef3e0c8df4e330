#include "report/verdicts.hpp"

#include <algorithm>
#include <array>

namespace heddle::report {
namespace {

struct entry {
    std::string_view name;
    std::string_view meaning;
    exit_code code = exit_code::bug_found;
};

constexpr std::array verdicts{
    entry{"correct", "no execution that the memory model allows has a bug", exit_code::success},
    entry{"data_race", "two threads access the same memory, one of them writes, and nothing "
                       "orders the two accesses"},
    entry{"deadlock", "threads wait for each other, or for a wakeup that never comes"},
    entry{"livelock", "threads run on without making progress"},
    entry{"assertion_failed", "an assertion does not hold"},
    entry{"uncaught_exception", "an exception leaves a thread"},
    entry{"use_after_free", "memory is accessed after it was freed"},
    entry{"double_free", "memory is freed twice"},
    entry{"invalid_free", "an address that is not an allocation is freed"},
    entry{"memory_leak", "memory is neither freed nor reachable at the end"},
    entry{"lock_misuse", "a lock is used against its contract"},
    entry{"crash", "the program crashes"},
    entry{"not_linearizable", "a history of operations has no legal sequential order"},
    entry{"nondeterministic", "the program does not do the same when it is run the same way again",
          exit_code::not_checkable},
    entry{"unsupported", "the program does something that is not simulated",
          exit_code::not_checkable},
    entry{"incomplete", "no bug so far, but not every execution was explored",
          exit_code::incomplete},
};

const entry* find(std::string_view name) {
    const auto* found = std::find_if(verdicts.begin(), verdicts.end(),
                                     [&](const entry& each) { return each.name == name; });
    return found == verdicts.end() ? nullptr : found;
}

} // namespace

bool is_verdict(std::string_view name) {
    return find(name) != nullptr;
}

std::string_view meaning_of(std::string_view verdict) {
    const entry* found = find(verdict);
    return found == nullptr ? std::string_view{} : found->meaning;
}

exit_code exit_code_of(std::string_view verdict) {
    const entry* found = find(verdict);
    return found == nullptr ? exit_code::bug_found : found->code;
}

} // namespace heddle::report
