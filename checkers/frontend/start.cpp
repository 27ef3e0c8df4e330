// Where a program comes under Heddle's control: in place of main, when the tool runs it.
#include "frontend/execution.hpp"
#include "frontend/exit_handlers.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/hidden_functions.hpp"
#include "frontend/libcxx.hpp"
#include "frontend/mutex.hpp"
#include "frontend/process.hpp"
#include "frontend/process_state.hpp"
#include "frontend/pthread_key.hpp"
#include "frontend/real.hpp"
#include "frontend/waiter_pool.hpp"
#include "world/document.hpp"
#include "world/hooks.hpp"
#include "world/program.hpp"
#include "world/session.hpp"

#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <locale>
#include <string>

using namespace heddle;

namespace {

using main_function = int(int, char**, char**);

main_function* program_main = nullptr;

bool under_tool() {
    return std::getenv("HEDDLE_RESULT_FD") != nullptr;
}

int descriptor(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? -1 : std::atoi(text);
}

world::options parse_options() {
    world::options o;
    const char* text = std::getenv("HEDDLE_OPTIONS");
    const auto j = nlohmann::json::parse(text == nullptr ? "{}" : text);
    o.memory_model = j.value("memory_model", o.memory_model);
    o.strategy = j.value("strategy", o.strategy);
    o.replay = j.value("replay", o.replay);
    o.preemptions = j.value("preemptions", o.preemptions);
    o.seed = j.value("seed", o.seed);
    o.executions = j.value("executions", o.executions);
    o.time = j.value("time", o.time);
    o.watchdog = j.value("watchdog", o.watchdog);
    o.jobs = j.value("jobs", o.jobs);
    o.keep_going = j.value("keep_going", o.keep_going);
    o.estimate = j.value("estimate", o.estimate);
    o.spurious = j.value("spurious", o.spurious);
    for (const auto& each : j.value("spins", nlohmann::json::array())) {
        o.spins.push_back({each["file"], each["looks"], each["code"]});
    }
    return o;
}

// The token of a long execution is kept in a file.
void read_token(std::string& token) {
    if (!token.starts_with('@')) return;
    std::FILE* file = std::fopen(token.c_str() + 1, "re");
    if (file == nullptr) return;
    token.clear();
    for (int c = 0; (c = std::fgetc(file)) != EOF;) token += static_cast<char>(c);
    std::fclose(file);
}

int explore_main(int argc, char** argv, char** envp) {
    frontend::prepare_libcxx();
    world::end_constructors();
    const int document = descriptor("HEDDLE_RESULT_FD");
    const int status_file = descriptor("HEDDLE_STATUS_FD");
    auto options = parse_options();
    read_token(options.replay);
    static world::status_page own_page{};
    auto* page = &own_page;
    if (status_file >= 0) {
        void* shared = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, status_file, 0);
        if (shared != MAP_FAILED) page = static_cast<world::status_page*>(shared);
    }
    page->magic = 0x656c'6464'6548'0001ull;
    for (const char* name : {"HEDDLE_RESULT_FD", "HEDDLE_STATUS_FD", "HEDDLE_OPTIONS"}) {
        unsetenv(name);
    }
    if (const auto hidden = frontend::hidden_function(); !hidden.empty()) {
        auto answer = world::refusal("the program does not call Heddle's " + hidden +
                                     ": it must be linked with libheddle.so before that library");
        answer["bug"]["stack"] = nlohmann::json::array(); // it is no place's fault
        world::write_document(answer, document);
        _exit(EXIT_FAILURE);
    }
    // The C++ library makes it when it is first asked for, and would do so in the first execution
    // only.
    std::locale::classic();
    std::set_terminate(frontend::on_terminate);
    frontend::remember_process_state();
    frontend::find_waiter_pools();
    frontend::register_execution_memory();
    world::before_execution = frontend::begin_execution;
    world::at_thread_end = [] {
        frontend::run_key_destructors();
        frontend::abandon_mutexes();
    };
    world::after_main = [](int status) {
        frontend::run_exit_handlers(frontend::end_kind::exit, status);
        frontend::abandon_mutexes();
    };
    world::explore(program_main, argc, argv, envp, options, document, *page);
    static const frontend::real::function<void(int)> real_exit{"_exit"};
    real_exit(0);
    return 0;
}

[[gnu::constructor]] void on_load() {
    world::read_modules();
    if (under_tool()) world::begin_constructors();
}

} // namespace

void heddle::frontend::refuse_before_main(const char* what) noexcept {
    world::end_constructors(); // what follows is not the program's
    const std::string message =
        std::string{"Heddle does not simulate what happens before main, where executions begin: "} +
        what;
    static const real::function<void(int)> real_exit{"_exit"};
    if (const int document = descriptor("HEDDLE_RESULT_FD"); document >= 0) {
        world::write_document(world::refusal(message), document);
    } else {
        std::fprintf(stderr, "%s\n", message.c_str());
    }
    real_exit(EXIT_FAILURE);
    __builtin_unreachable();
}

HEDDLE_EXPORT int __libc_start_main(main_function* main, int argc, char** argv, void (*init)(),
                                    void (*fini)(), void (*rtld_fini)(), void* stack_end) {
    static const frontend::real::function<int(main_function*, int, char**, void (*)(), void (*)(),
                                              void (*)(), void*)>
        real_start{"__libc_start_main"};
    program_main = main;
    return real_start(under_tool() ? explore_main : main, argc, argv, init, fini, rtld_fini,
                      stack_end);
}
