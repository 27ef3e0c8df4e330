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
#include "frontend/thread_locale.hpp"
#include "frontend/waiter_pool.hpp"
#include "world/document.hpp"
#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/own_descriptor.hpp"
#include "world/program.hpp"
#include "world/session.hpp"

#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <locale>
#include <new>
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
    o.order_sites = j.value("order_sites", o.order_sites);
    for (const auto& each : j.value("orders", nlohmann::json::array())) {
        o.orders.push_back({each["pc"], world::parse_order(each["order"]),
                            world::parse_order(each["failure_order"])});
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

// The search cannot begin; `is_here` says whether it is the calling code's fault.
[[noreturn]] void refuse_to_start(const std::string& message, bool is_here, int document) noexcept {
    static const frontend::real::function<void(int)> real_exit{"_exit"};
    if (document >= 0) {
        auto answer = world::refusal(message);
        if (!is_here) answer["bug"]["stack"] = nlohmann::json::array();
        world::write_document(answer, document);
    } else {
        std::fprintf(stderr, "%s\n", message.c_str());
    }
    real_exit(EXIT_FAILURE);
    __builtin_unreachable();
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
    world::note_own(document);
    world::note_own(status_file);
    page->magic = 0x656c'6464'6548'0001ull;
    for (const char* name :
         {"HEDDLE_RESULT_FD", "HEDDLE_STATUS_FD", "HEDDLE_OPTIONS", "HEDDLE_PRELOAD"}) {
        unsetenv(name);
    }
    if (const auto hidden = frontend::hidden_function(); !hidden.empty()) {
        refuse_to_start("the program does not call Heddle's " + hidden +
                            ": it must be linked with libheddle.so before that library",
                        false, document);
    }
    // The C++ library makes it when it is first asked for, and would do so in the first execution
    // only.
    std::locale::classic();
    std::set_terminate(frontend::on_terminate);
    frontend::remember_process_state(argv);
    frontend::prepare_thread_locales();
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
    try {
        world::explore(program_main, argc, argv, envp, options, document, *page);
    } catch (const std::bad_alloc&) {
        if (page->executions > 0) throw; // the tool tells what there was
        refuse_to_start("there is not enough memory, or not enough addresses, for the search",
                        false, document);
    }
    static const frontend::real::function<void(int)> real_exit{"_exit"};
    real_exit(0);
    return 0;
}

[[gnu::constructor]] void on_load() {
    world::read_modules();
    if (!under_tool()) return;
    if (!world::heap::has_addresses()) {
        refuse_to_start(
            "there is no room for the simulated heap: it takes " +
                std::to_string(world::heap::address_space >> 30u) +
                " GiB of addresses (though not of memory). Is there a limit (ulimit -v)?",
            false, descriptor("HEDDLE_RESULT_FD"));
    }
    world::begin_constructors();
}

} // namespace

void heddle::frontend::refuse_before_main(const char* what) noexcept {
    world::end_constructors(); // what follows is not the program's
    refuse_to_start(
        std::string{"Heddle does not simulate what happens before main, where executions begin: "} +
            what,
        true, descriptor("HEDDLE_RESULT_FD"));
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
