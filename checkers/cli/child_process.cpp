#include "cli/child_process.hpp"

#include "cli/failure.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace heddle::cli {
namespace {

using namespace std::chrono_literals;

/// High, so that the checked program's own descriptors get the numbers that they always get.
constexpr int lowest_private_descriptor = 900;

/// An interrupted search ends with the execution that it is in. One that has no end is not waited
/// for: what was counted is known, too.
constexpr auto patience_with_interrupted = 10s;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

/// The child's half: only async-signal-safe calls from here on. Returns only when exec failed.
void become(const child_command& command, char* const* arguments, char* const* environment,
            const sigset_t& signals) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // Addresses must be the same in every run. Where this is forbidden, the runtime notices.
    const int current = personality(0xffffffff);
    if (current != -1) personality(static_cast<unsigned long>(current) | ADDR_NO_RANDOMIZE);
    if (command.output >= 0) {
        const int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, STDIN_FILENO);
        dup2(command.output, STDOUT_FILENO);
        dup2(command.output, STDERR_FILENO);
        close(nothing);
    } else if (command.output_to_error) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
    }
    for (int descriptor : command.inherited) fcntl(descriptor, F_SETFD, 0);
    sigprocmask(SIG_SETMASK, &signals, nullptr);
    execve(arguments[0], arguments, environment);
}

/// This process's environment with some variables replaced.
std::vector<std::string>
environment_with(const std::vector<std::pair<std::string, std::string>>& changes) {
    std::vector<std::string> result;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string_view variable = *each;
        const std::string_view name = variable.substr(0, variable.find('='));
        if (std::none_of(changes.begin(), changes.end(),
                         [&](const auto& change) { return change.first == name; }))
            result.emplace_back(variable);
    }
    for (const auto& [name, value] : changes) result.push_back(name + "=" + value);
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& each : texts) pointers.push_back(each.data());
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

memory_file::memory_file(const char* name) {
    const int low = memfd_create(name, MFD_CLOEXEC);
    if (low < 0) fail("memfd_create");
    const int high = fcntl(low, F_DUPFD_CLOEXEC, lowest_private_descriptor);
    descriptor_ = high < 0 ? low : high; // a low limit on open files: keep the low number
    if (high >= 0) close(low);
}

memory_file::~memory_file() {
    if (descriptor_ >= 0) close(descriptor_);
}

std::string memory_file::contents() const {
    std::string text;
    char buffer[1 << 16];
    for (ssize_t count = 0;
         (count = pread(descriptor_, buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0;)
        text.append(buffer, static_cast<std::size_t>(count));
    return text;
}

child_group::child_group() {
    sigemptyset(&handled_);
    for (int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&handled_, signal);
    sigprocmask(SIG_BLOCK, &handled_, &former_);
}

child_group::~child_group() {
    for (const child& each : children_) {
        kill(each.process, SIGKILL);
        waitpid(each.process, nullptr, 0);
    }
    sigprocmask(SIG_SETMASK, &former_, nullptr);
}

void child_group::start(const child_command& command,
                        std::function<void(const child_end&)> on_end) {
    std::vector<std::string> arguments = command.arguments;
    std::vector<std::string> environment = environment_with(command.environment);
    const std::vector<char*> argument_pointers = pointers_to(arguments);
    const std::vector<char*> environment_pointers = pointers_to(environment);
    int report[2]; // carries errno when exec fails; closed by exec when it does not
    if (pipe2(report, O_CLOEXEC) != 0) fail("pipe");

    const clock::time_point now = clock::now();
    const pid_t process = fork();
    if (process == 0) {
        become(command, argument_pointers.data(), environment_pointers.data(), former_);
        const int error = errno;
        [[maybe_unused]] const ssize_t written = write(report[1], &error, sizeof error);
        _exit(127);
    }
    close(report[1]);
    if (process < 0) {
        close(report[0]);
        fail("fork");
    }
    int error = 0;
    const bool failed = read(report[0], &error, sizeof error) == sizeof error;
    close(report[0]);
    if (failed) {
        waitpid(process, nullptr, 0);
        throw usage_error(fmt::format("{}: {}", arguments[0], std::strerror(error)));
    }
    child& added = children_.emplace_back();
    added.process = process;
    added.started = now;
    if (command.timeout)
        added.deadline = now + std::chrono::duration_cast<clock::duration>(*command.timeout);
    added.on_end = std::move(on_end);
}

void child_group::reap() {
    for (std::size_t i = 0; i < children_.size();) {
        int status = 0;
        if (waitpid(children_[i].process, &status, WNOHANG) != children_[i].process) {
            ++i;
            continue;
        }
        const child ended = std::move(children_[i]);
        children_.erase(children_.begin() + static_cast<std::ptrdiff_t>(i));
        child_end end;
        end.exited = WIFEXITED(status);
        end.status = end.exited ? WEXITSTATUS(status) : WTERMSIG(status);
        end.timed_out = ended.timed_out;
        end.seconds = std::chrono::duration<double>(clock::now() - ended.started).count();
        ended.on_end(end); // may start another child, at the end of the list
    }
}

void child_group::kill_late() {
    const clock::time_point now = clock::now();
    if (interrupted_by_ != 0 && now >= interrupted_at_ + patience_with_interrupted)
        for (const child& each : children_) kill(each.process, SIGKILL);
    for (child& each : children_)
        if (each.deadline && now >= *each.deadline && !each.timed_out) {
            each.timed_out = true;
            kill(each.process, SIGKILL);
        }
}

void child_group::pass_on(const siginfo_t& signal) {
    const bool first = interrupted_by_ == 0;
    interrupted_by_ = signal.si_signo;
    // Some send one to a process and to its group: that is one request, not impatience.
    if (first) interrupted_at_ = clock::now();
    if (!first && clock::now() - interrupted_at_ < 500ms) return;
    // What a terminal sends, it sends to every process of the group: the children have it already.
    if (first && signal.si_code == SI_KERNEL) return;
    for (const child& each : children_) kill(each.process, first ? signal.si_signo : SIGKILL);
}

void child_group::run(const std::function<void()>& on_tick) {
    clock::time_point next_tick = clock::now() + 500ms;
    while (!children_.empty()) {
        const timespec patience{.tv_sec = 0, .tv_nsec = 50'000'000};
        siginfo_t signal{};
        const int number = sigtimedwait(&handled_, &signal, &patience);
        if (number > 0 && number != SIGCHLD) pass_on(signal);
        reap();
        kill_late();
        if (clock::now() >= next_tick) {
            on_tick();
            next_tick = clock::now() + 500ms;
        }
    }
}

} // namespace heddle::cli
