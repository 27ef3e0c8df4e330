// The ways in which a program ends itself.
#include "frontend/process.hpp"

#include "frontend/caller.hpp"
#include "frontend/exit_handlers.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/program.hpp"
#include "world/unwinding.hpp"
#include "world/world.hpp"

#include <cxxabi.h>

#include <cstring>
#include <exception>
#include <string>

namespace {

using namespace heddle;
using frontend::add_exit_handler;
using frontend::caller;
using frontend::end_kind;
using frontend::report_bug;
using frontend::run_exit_handlers;
using frontend::real::function;

using at_exit_function = frontend::exit_handler;
using status_function = frontend::status_handler;

constinit const function<void()> real_abort{"abort"};
constinit const function<void(const char*, const char*, unsigned, const char*)> real_assert_fail{
    "__assert_fail"};
constinit const function<void(int, const char*, unsigned, const char*)> real_assert_perror_fail{
    "__assert_perror_fail"};
constinit const function<void(int)> real_exit{"exit"};
constinit const function<void(int)> real_exit_now{"_exit"};
constinit const function<void(int)> real_quick_exit{"quick_exit"};
constinit const function<int(at_exit_function*, void*, void*)> real_at_exit{"__cxa_atexit"};
constinit const function<int(void (*)(void*), void*)> real_at_quick_exit{"__cxa_at_quick_exit"};
constinit const function<int(status_function*, void*)> real_on_exit{"on_exit"};

// Whether a handler is one to call at an execution's end.
template <class Function>
bool is_the_programs(Function* handler) {
    return (world::simulating || world::starting()) &&
           world::is_program_code(reinterpret_cast<std::uintptr_t>(handler));
}

int added(bool done) {
    if (!done && world::simulating)
        frontend::refuse("more than 4,095 functions for the program's end");
    return done ? 0 : -1;
}

std::string location(const char* function, const char* file, unsigned line) {
    std::string text;
    if (function != nullptr) text.append(" in ").append(function);
    if (file != nullptr)
        text.append(" (").append(file).append(":").append(std::to_string(line)) += ')';
    return text;
}

std::string demangled(const char* name) {
    int status = 0;
    char* const text = abi::__cxa_demangle(name, nullptr, nullptr, &status);
    std::string result{status == 0 && text != nullptr ? text : name};
    std::free(text);
    return result;
}

/// "type: what()" of the exception in flight.
std::string description(const std::type_info& type) {
    std::string result = demangled(type.name());
    try {
        throw;
    } catch (const std::exception& error) {
        result.append(": ").append(error.what());
    } catch (...) {
    }
    return result;
}

} // namespace

namespace heddle::frontend {

void on_terminate() {
    if (!world::simulating) __gnu_cxx::__verbose_terminate_handler();
    world::simulating = false; // the description is not the program's doing
    // What pthread_exit unwinds with is none of C++'s, and has no type.
    if (std::current_exception() != nullptr) {
        report_bug(verdict::uncaught_exception,
                   "uncaught exception of type " +
                       description(*abi::__cxa_current_exception_type()));
    }
    if (world::is_unwinding()) {
        report_bug(verdict::assertion_failed,
                   "std::terminate was called while pthread_exit unwound the stack (for example "
                   "out of a noexcept function)");
    }
    report_bug(verdict::assertion_failed,
               "std::terminate was called without an exception (for example by the destructor of a "
               "joinable std::thread)");
}

} // namespace heddle::frontend

HEDDLE_EXPORT void abort() noexcept {
    if (world::simulating) report_bug(verdict::assertion_failed, "abort was called");
    real_abort();
    __builtin_unreachable();
}

HEDDLE_EXPORT void __assert_fail(const char* expression, const char* file, unsigned line,
                                 const char* function) noexcept {
    if (!world::simulating) {
        real_assert_fail(expression, file, line, function);
        __builtin_unreachable();
    }
    world::simulating = false;
    report_bug(verdict::assertion_failed, "assertion `" + std::string{expression} + "' failed" +
                                              location(function, file, line));
}

HEDDLE_EXPORT void __assert_perror_fail(int error, const char* file, unsigned line,
                                        const char* function) noexcept {
    if (!world::simulating) {
        real_assert_perror_fail(error, file, line, function);
        __builtin_unreachable();
    }
    world::simulating = false;
    report_bug(verdict::assertion_failed, std::string{"unexpected error: "} + std::strerror(error) +
                                              location(function, file, line));
}

HEDDLE_EXPORT void exit(int status) noexcept {
    if (world::simulating) {
        world::note_exit_status(status);
        world::run_thread_exit();
        run_exit_handlers(end_kind::exit, status);
        world::end_execution();
    }
    real_exit(status);
    __builtin_unreachable();
}

HEDDLE_EXPORT void _exit(int status) {
    if (world::simulating) {
        world::note_exit_status(status);
        world::end_execution();
    }
    real_exit_now(status);
    __builtin_unreachable();
}

HEDDLE_EXPORT void _Exit(int status) noexcept {
    if (world::simulating) {
        world::note_exit_status(status);
        world::end_execution();
    }
    real_exit_now(status);
    __builtin_unreachable();
}

HEDDLE_EXPORT void quick_exit(int status) noexcept {
    if (world::simulating) {
        world::note_exit_status(status);
        run_exit_handlers(end_kind::quick_exit, status);
        world::end_execution();
    }
    real_quick_exit(status);
    __builtin_unreachable();
}

// An execution ends without the process. What libraries register, in an execution, for the end of
// the process is theirs, and the process ends without it.
HEDDLE_EXPORT int __cxa_atexit(at_exit_function* destroy, void* object, void* module) noexcept {
    if (is_the_programs(destroy))
        return added(add_exit_handler(end_kind::exit, destroy, object, caller()));
    return world::simulating ? 0 : real_at_exit(destroy, object, module);
}

HEDDLE_EXPORT int __cxa_at_quick_exit(at_exit_function* routine, void* module) noexcept {
    if (is_the_programs(routine))
        return added(add_exit_handler(end_kind::quick_exit, routine, nullptr, caller()));
    return world::simulating ? 0 : real_at_quick_exit(routine, module);
}

HEDDLE_EXPORT int on_exit(status_function* routine, void* argument) noexcept {
    if (is_the_programs(routine)) return added(add_exit_handler(routine, argument, caller()));
    return world::simulating ? 0 : real_on_exit(routine, argument);
}
