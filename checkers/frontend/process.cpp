// The ways in which a program ends itself.
#include "frontend/process.hpp"

#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <cxxabi.h>

#include <cstring>
#include <exception>
#include <string>

namespace {

using namespace heddle;
using frontend::report_bug;
using frontend::real::function;

using at_exit_function = void(void*);

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
constinit const function<int(void (*)(int, void*), void*)> real_on_exit{"on_exit"};

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
    if (const std::type_info* const type = abi::__cxa_current_exception_type()) {
        report_bug(verdict::uncaught_exception, "uncaught exception of type " + description(*type));
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
    if (world::simulating) world::end_execution();
    real_exit(status);
    __builtin_unreachable();
}

HEDDLE_EXPORT void _exit(int status) {
    if (world::simulating) world::end_execution();
    real_exit_now(status);
    __builtin_unreachable();
}

HEDDLE_EXPORT void _Exit(int status) noexcept {
    if (world::simulating) world::end_execution();
    real_exit_now(status);
    __builtin_unreachable();
}

HEDDLE_EXPORT void quick_exit(int status) noexcept {
    if (world::simulating) world::end_execution();
    real_quick_exit(status);
    __builtin_unreachable();
}

// An execution ends without the process: what it registers for the process's end is dropped.
HEDDLE_EXPORT int __cxa_atexit(at_exit_function* destroy, void* object, void* module) noexcept {
    return world::simulating ? 0 : real_at_exit(destroy, object, module);
}

HEDDLE_EXPORT int __cxa_at_quick_exit(void (*routine)(void*), void* module) noexcept {
    return world::simulating ? 0 : real_at_quick_exit(routine, module);
}

HEDDLE_EXPORT int on_exit(void (*routine)(int, void*), void* argument) noexcept {
    return world::simulating ? 0 : real_on_exit(routine, argument);
}
