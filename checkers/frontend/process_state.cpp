#include "frontend/process_state.hpp"

#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/process.hpp"
#include "frontend/real.hpp"
#include "frontend/standard_input.hpp"
#include "world/world.hpp"

#include <fcntl.h>
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <cstring>
#include <exception>
#include <iostream>
#include <locale>
#include <new>
#include <string>
#include <vector>

namespace heddle::frontend {

namespace {

// The stream's own format and buffer; what is printed is world/output.hpp's affair.
struct stream_state {
    explicit stream_state(std::ios& s) : stream(s), buffer(s.rdbuf()) { format.copyfmt(s); }

    void restore() const {
        if (stream.rdbuf() != buffer) stream.rdbuf(buffer);
        stream.clear();
        stream.copyfmt(format);
    }

    std::ios& stream;
    std::streambuf* buffer;
    std::ios format{nullptr};
};

struct process_state {
    char** environment = environ;
    std::vector<char*> variables;
    std::string locale = std::setlocale(LC_ALL, nullptr);
    std::locale cxx_locale;
    std::new_handler new_handler = std::get_new_handler();
    int option = optind;
    std::array<stream_state, 4> streams{stream_state{std::cin}, stream_state{std::cout},
                                        stream_state{std::cerr}, stream_state{std::clog}};
    int directory = ::open(".", O_PATH | O_CLOEXEC | O_DIRECTORY);
    mode_t mask = 0;

    process_state() {
        for (char** v = environ; v != nullptr && *v != nullptr; ++v) variables.push_back(*v);
        variables.push_back(nullptr);
        mask = ::umask(0);
        ::umask(mask);
        // High: the program's own descriptors get the numbers that they always get.
        const int high = ::fcntl(directory, F_DUPFD_CLOEXEC, 100);
        ::close(directory);
        directory = high;
    }
};

const process_state* remembered = nullptr;

// setenv makes another array; putenv and the program itself may change the first one.
void restore_environment(const process_state& s) {
    environ = s.environment;
    if (s.environment != nullptr)
        std::memcpy(s.environment, s.variables.data(), s.variables.size() * sizeof(char*));
}

// glibc keeps where it is in a word of the arguments; a scan to the end forgets it.
void restore_options(const process_state& s) {
    char name[] = "";
    std::array<char*, 2> nothing{name, nullptr};
    optind = 0;
    ::getopt(1, nothing.data(), "");
    optind = s.option;
    opterr = 1;
    optopt = '?';
    optarg = nullptr;
}

} // namespace

void remember_process_state() {
    remember_input();
    remembered = new process_state; // lives as long as the process
}

void restore_process_state() noexcept {
    if (remembered == nullptr || !world::runs_from_start_only()) return;
    const process_state& s = *remembered;
    restore_environment(s);
    restore_options(s);
    if (s.locale != std::setlocale(LC_ALL, nullptr)) std::setlocale(LC_ALL, s.locale.c_str());
    if (std::locale{} != s.cxx_locale) std::locale::global(s.cxx_locale);
    for (const stream_state& each : s.streams) each.restore();
    std::set_new_handler(s.new_handler);
    std::set_terminate(on_terminate);
    [[maybe_unused]] const int back = ::fchdir(s.directory);
    ::umask(s.mask);
    rewind_input();
}

} // namespace heddle::frontend

// In executions the standard streams stay with stdio, which makes no difference but in speed:
// buffers of their own would be on the heap, which the next execution finds empty.
HEDDLE_EXPORT bool _ZNSt8ios_base15sync_with_stdioEb(bool synchronize) {
    static const heddle::frontend::real::function<bool(bool)> real_sync{
        "_ZNSt8ios_base15sync_with_stdioEb"};
    return real_sync(synchronize || heddle::world::simulating);
}
