// Processes that a program starts or turns into: refused in an execution.
#include "frontend/refused.hpp"

#include <spawn.h>
#include <unistd.h>

#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

using namespace heddle;
using frontend::refuse;
using frontend::real::function;

using clone_function = int(int (*)(void*), void*, int, void*, void*, void*, void*);
constinit const function<clone_function> real_clone{"clone"};

/// The arguments of execl and its like, up to and including the null pointer that ends them.
std::vector<char*> collect(const char* first, va_list list) {
    std::vector<char*> arguments{const_cast<char*>(first)};
    while (arguments.back() != nullptr) arguments.push_back(va_arg(list, char*));
    return arguments;
}

} // namespace

HEDDLE_REFUSED(pid_t, fork, noexcept, (), ())
HEDDLE_REFUSED(pid_t, _Fork, noexcept, (), ())
HEDDLE_REFUSED(int, system, , (const char* command), (command))
HEDDLE_REFUSED(FILE*, popen, , (const char* command, const char* mode), (command, mode))
HEDDLE_REFUSED(int, posix_spawn, ,
               (pid_t * child, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const* arguments,
                char* const* environment),
               (child, path, actions, attributes, arguments, environment))
HEDDLE_REFUSED(int, posix_spawnp, ,
               (pid_t * child, const char* file, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const* arguments,
                char* const* environment),
               (child, file, actions, attributes, arguments, environment))

// Outside executions as fork: vfork's child must not return through this function's frame.
HEDDLE_EXPORT pid_t vfork() noexcept {
    if (world::simulating) refuse("vfork");
    return real_fork();
}

HEDDLE_REFUSED(int, execv, noexcept, (const char* path, char* const* arguments), (path, arguments))
HEDDLE_REFUSED(int, execvp, noexcept, (const char* file, char* const* arguments), (file, arguments))
HEDDLE_REFUSED(int, execve, noexcept,
               (const char* path, char* const* arguments, char* const* environment),
               (path, arguments, environment))
HEDDLE_REFUSED(int, execvpe, noexcept,
               (const char* file, char* const* arguments, char* const* environment),
               (file, arguments, environment))

HEDDLE_EXPORT int execl(const char* path, const char* first, ...) noexcept {
    if (world::simulating) refuse("execl");
    va_list list;
    va_start(list, first);
    const auto arguments = collect(first, list);
    va_end(list);
    return real_execv(path, arguments.data());
}

HEDDLE_EXPORT int execlp(const char* file, const char* first, ...) noexcept {
    if (world::simulating) refuse("execlp");
    va_list list;
    va_start(list, first);
    const auto arguments = collect(first, list);
    va_end(list);
    return real_execvp(file, arguments.data());
}

HEDDLE_EXPORT int execle(const char* path, const char* first, ...) noexcept {
    if (world::simulating) refuse("execle");
    va_list list;
    va_start(list, first);
    const auto arguments = collect(first, list);
    char* const* const environment = va_arg(list, char* const*);
    va_end(list);
    return real_execve(path, arguments.data(), environment);
}

HEDDLE_EXPORT int clone(int (*routine)(void*), void* stack, int flags, void* argument,
                        ...) noexcept {
    if (world::simulating) refuse("clone");
    va_list list;
    va_start(list, argument);
    void* const parent = va_arg(list, void*);
    void* const tls = va_arg(list, void*);
    void* const child = va_arg(list, void*);
    va_end(list);
    return real_clone(routine, stack, flags, argument, parent, tls, child);
}
