#include "frontend/process_state.hpp"

#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/process.hpp"
#include "frontend/real.hpp"
#include "frontend/standard_input.hpp"
#include "frontend/thread_locale.hpp"
#include "world/own_descriptor.hpp"
#include "world/world.hpp"

#include <fcntl.h>
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <locale>
#include <memory_resource>
#include <new>
#include <string>
#include <tuple>
#include <vector>

namespace heddle::frontend {

namespace {

// The stream's own format and buffer; what is printed is world/output.hpp's affair.
template <class Char>
struct stream_state {
    using any_stream = std::basic_ios<Char>;

    explicit stream_state(any_stream& s) : stream(s), buffer(s.rdbuf()) { format.copyfmt(s); }

    void restore() const {
        if (stream.rdbuf() != buffer) stream.rdbuf(buffer);
        stream.clear();
        stream.copyfmt(format);
    }

    any_stream& stream;
    std::basic_streambuf<Char>* buffer;
    any_stream format{nullptr};
};

// An array of strings that a null pointer ends. Programs may write into both.
struct string_array {
    explicit string_array(char** array) : begin(array) {
        for (char** s = array; s != nullptr && *s != nullptr; ++s) {
            strings.push_back(*s);
            texts.emplace_back(*s);
        }
    }

    void restore() const {
        for (std::size_t i = 0; i < strings.size(); ++i) {
            begin[i] = strings[i];
            // One that is as it was may be constant.
            if (std::memcmp(strings[i], texts[i].c_str(), texts[i].size() + 1) != 0)
                std::memcpy(strings[i], texts[i].c_str(), texts[i].size() + 1);
        }
        if (begin != nullptr) begin[strings.size()] = nullptr;
    }

    char** begin;
    std::vector<char*> strings;
    std::vector<std::string> texts;
};

struct process_state {
    string_array environment{environ};
    string_array arguments;
    std::array<std::FILE*, 3> standard_streams{stdin, stdout, stderr};
    std::string locale = std::setlocale(LC_ALL, nullptr);
    std::locale cxx_locale;
    std::new_handler new_handler = std::get_new_handler();
    std::pmr::memory_resource* memory_resource = std::pmr::get_default_resource();
    int option = optind;
    std::array<stream_state<char>, 4> streams{stream_state{std::cin}, stream_state{std::cout},
                                              stream_state{std::cerr}, stream_state{std::clog}};
    std::array<stream_state<wchar_t>, 4> wide_streams{
        stream_state{std::wcin}, stream_state{std::wcout}, stream_state{std::wcerr},
        stream_state{std::wclog}};
    int directory = world::make_own(::open(".", O_PATH | O_CLOEXEC | O_DIRECTORY));
    mode_t mask = 0;

    explicit process_state(char** argv) : arguments{argv} {
        mask = ::umask(0);
        ::umask(mask);
    }
};

const process_state* remembered = nullptr;

// setenv makes another array; putenv and the program itself may change the first one.
void restore_environment(const process_state& s) {
    environ = s.environment.begin;
    s.environment.restore();
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

void remember_process_state(char** argv) {
    // What the C++ library makes when a locale is first changed, it would make in one execution.
    const std::string c_locale = std::setlocale(LC_ALL, nullptr);
    std::locale::global(std::locale{});
    std::setlocale(LC_ALL, c_locale.c_str());
    remember_input();
    remembered = new process_state{argv}; // lives as long as the process
}

void restore_process_state() noexcept {
    if (remembered == nullptr || !world::runs_from_start_only()) return;
    const process_state& s = *remembered;
    restore_environment(s);
    s.arguments.restore();
    std::tie(stdin, stdout, stderr) = std::tuple_cat(s.standard_streams);
    restore_options(s);
    restore_main_thread_locale();
    if (std::locale{} != s.cxx_locale) std::locale::global(s.cxx_locale); // sets C's, too
    if (s.locale != std::setlocale(LC_ALL, nullptr)) std::setlocale(LC_ALL, s.locale.c_str());
    for (const auto& each : s.streams) each.restore();
    for (const auto& each : s.wide_streams) each.restore();
    std::set_new_handler(s.new_handler);
    std::pmr::set_default_resource(s.memory_resource);
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
