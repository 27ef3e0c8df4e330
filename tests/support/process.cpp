#include "process.hpp"

#include "instruction_counter.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace heddle::tests {

namespace {

using clock = std::chrono::steady_clock;

[[noreturn]] void fail(char const* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

struct pipe_ends {
    int read = -1;
    int write = -1;
};

pipe_ends open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("pipe2");
    }
    return {ends[0], ends[1]};
}

/// The child's side of the fork. Its own process group, so that a time-out ends its descendants
/// too. It goes on when `start` comes to its end.
[[noreturn]] void execute(std::vector<char*> const& arguments, std::string const& directory,
                          int start, int out, int err) {
    char nothing = 0;
    while (::read(start, &nothing, 1) < 0 && errno == EINTR) {
    }
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    int const input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    bool const ready = ::dup2(input, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 &&
                       ::dup2(err, STDERR_FILENO) >= 0 &&
                       (directory.empty() || ::chdir(directory.c_str()) == 0);
    if (ready) {
        ::execv(arguments[0], arguments.data());
    }
    ::_exit(127);
}

double seconds_of(timeval const& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// Reads both pipes to their ends; false when `deadline` comes first.
bool drain(int out, int err, process_result& result, clock::time_point deadline) {
    std::array<pollfd, 2> watched{{{out, POLLIN, 0}, {err, POLLIN, 0}}};
    std::array<std::string*, 2> const texts{&result.out, &result.err};
    while (watched[0].fd >= 0 || watched[1].fd >= 0) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
        if (left <= 0) {
            return false;
        }
        if (::poll(watched.data(), watched.size(), static_cast<int>(left)) < 0 && errno != EINTR) {
            fail("poll");
        }
        for (std::size_t i = 0; i != watched.size(); ++i) {
            if (watched[i].fd < 0 || watched[i].revents == 0) {
                continue;
            }
            std::array<char, 65536> buffer{};
            auto const count = ::read(watched[i].fd, buffer.data(), buffer.size());
            if (count > 0) {
                texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
            } else if (count == 0 || errno != EINTR) {
                watched[i].fd = -1;
            }
        }
    }
    return true;
}

} // namespace

process_result run_process(std::vector<std::string> const& command,
                           process_options const& options) {
    std::vector<std::string> copy = command;
    std::vector<char*> arguments;
    for (auto& argument : copy) {
        arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);

    auto const start = open_pipe();
    auto const out = open_pipe();
    auto const err = open_pipe();
    auto const begin = clock::now();
    pid_t const child = ::fork();
    if (child < 0) {
        fail("fork");
    }
    if (child == 0) {
        ::close(start.write);
        execute(arguments, options.directory, start.read, out.write, err.write);
    }
    // Before the child becomes what it is to be, which is when counting begins.
    std::optional<instruction_counter> counter;
    if (options.count_instructions) {
        counter.emplace(child);
    }
    ::close(start.read);
    ::close(start.write);
    ::close(out.write);
    ::close(err.write);

    process_result result;
    result.timed_out = !drain(out.read, err.read, result, begin + options.limit);
    if (result.timed_out) {
        ::kill(-child, SIGKILL);
    }
    ::close(out.read);
    ::close(err.read);

    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            fail("wait4");
        }
    }
    result.seconds = std::chrono::duration<double>(clock::now() - begin).count();
    result.peak_rss_kb = usage.ru_maxrss;
    result.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    if (counter) {
        result.instructions = counter->count();
    }
    if (WIFEXITED(status)) {
        result.exit_code = WEXITSTATUS(status);
    }
    if (WIFSIGNALED(status)) {
        result.signal = WTERMSIG(status);
    }
    return result;
}

temporary_directory::temporary_directory() {
    auto pattern = (std::filesystem::temp_directory_path() / "heddle-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        fail("mkdtemp");
    }
    path_ = pattern;
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace heddle::tests
