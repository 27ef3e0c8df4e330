#include "world/restorable.hpp"

#include "world/checkpoint.hpp"
#include "world/dynamic_section.hpp"
#include "world/heap.hpp"
#include "world/program.hpp"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

namespace heddle::world {

namespace {

// What keeps no state, or state that does not come back to the program: printing, for example, of
// which only the first or the failing execution's is shown, which runs from its start.
constexpr std::array stateless{
    // the compiler's own, and exceptions (whose objects are on the simulated heap)
    "_Unwind_Resume", "_Unwind_Resume_or_Rethrow", "__gxx_personality_v0", "__gcc_personality_v0",
    "__gmon_start__", "_ITM_registerTMCloneTable", "_ITM_deregisterTMCloneTable",
    "__stack_chk_fail", "__errno_location", "__libc_single_threaded", "__cxa_finalize",
    "__cxa_allocate_exception", "__cxa_begin_catch", "__cxa_end_catch", "__cxa_free_exception",
    "__cxa_init_primary_exception", "__cxa_pure_virtual", "__cxa_rethrow", "__cxa_throw",
    "__cxa_get_exception_ptr", "__cxa_bad_cast", "__cxa_bad_typeid", "__cxa_current_exception_type",
    "__cxa_throw_bad_array_new_length", "__cxa_call_unexpected", "__dynamic_cast", "__once_proxy",
    "__atomic_load", "__atomic_store", "__atomic_exchange", "__atomic_compare_exchange",
    // output
    "stdout", "stderr", "printf", "fprintf", "vprintf", "vfprintf", "puts", "fputs", "putchar",
    "putc", "fputc", "fwrite", "fflush", "perror", "__printf_chk", "__fprintf_chk", "__vprintf_chk",
    "__vfprintf_chk",
    // strings, numbers, searching
    "snprintf", "sprintf", "vsnprintf", "vsprintf", "__snprintf_chk", "__sprintf_chk",
    "__vsnprintf_chk", "__vsprintf_chk", "memchr", "memrchr", "rawmemchr", "strcat", "strchr",
    "strcmp", "strcpy", "strcspn", "strlen", "strncat", "strncmp", "strncpy", "strnlen", "strpbrk",
    "strrchr", "strspn", "strstr", "stpcpy", "strcasecmp", "strncasecmp", "strtok_r",
    "__strcpy_chk", "__strcat_chk", "__strncpy_chk", "atoi", "atol", "atoll", "atof", "strtol",
    "strtoll", "strtoul", "strtoull", "strtod", "strtof", "strtold", "__isoc23_strtol",
    "__isoc23_strtoul", "abs", "labs", "div", "ldiv", "bsearch", "isalnum", "isalpha", "isdigit",
    "_setjmp", "__sigsetjmp", "isspace", "isupper", "islower", "isprint", "ispunct", "toupper",
    "tolower", "__ctype_b_loc", "__ctype_toupper_loc", "__ctype_tolower_loc", "getenv",
    "secure_getenv", "sysconf", "get_nprocs", "getpagesize",
    // mathematics
    "ceil", "floor", "round", "trunc", "sqrt", "cbrt", "pow", "exp", "exp2", "log", "log2", "log10",
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "fmod", "hypot",
    "ceilf", "floorf", "roundf", "truncf", "sqrtf", "powf", "expf", "logf", "sinf", "cosf",
    "lround", "llround", "lrint", "llrint", "fmin", "fmax", "ldexp", "frexp",
    // attributes are plain memory of the program's
    "pthread_attr_init", "pthread_attr_destroy", "pthread_attr_setstacksize",
    "pthread_attr_getstacksize", "pthread_attr_setdetachstate", "pthread_attr_getdetachstate",
    "pthread_mutexattr_init", "pthread_mutexattr_destroy", "pthread_mutexattr_settype",
    "pthread_mutexattr_gettype", "pthread_mutexattr_setpshared", "pthread_mutexattr_setprotocol",
    "pthread_mutexattr_setrobust", "pthread_condattr_init", "pthread_condattr_destroy",
    "pthread_condattr_setclock", "pthread_condattr_getclock", "pthread_rwlockattr_init",
    "pthread_rwlockattr_destroy", "pthread_rwlockattr_setkind_np", "pthread_barrierattr_init",
    "pthread_barrierattr_destroy", "pthread_equal",
    // libstdc++: output, as far as it copies no locale, and one-time calls, whose parameters each
    // thread has its own copy of
    "_ZSt4cout", "_ZSt4cerr", "_ZSt4clog", "_ZSt11__once_call", "_ZSt15__once_callable",
    "_ZNKSt5ctypeIcE13_M_widen_initEv", "_ZNKSt5ctypeIcE8do_widenEc", "_ZSt9terminatev",
    "_ZSt15future_categoryv"};

constexpr std::array stateless_prefixes{
    // run-time type information and virtual tables: constant
    "_ZTI", "_ZTS", "_ZTVN10__cxxabiv1", "_ZTVSt", "_ZTVNSt13__future_base", "_ZTVNSt6thread",
    // allocation and release, on the simulated heap
    "_Zn", "_Zd",
    // threads, condition variables, futures, exceptions, clocks, shared pointers
    "_ZNSt6thread", "_ZNKSt6thread", "_ZNSt18condition_variable", "_ZNSt22condition_variable_any",
    "_ZNSt13__future_base", "_ZNSt12future_error", "_ZNKSt12future_error",
    "_ZNSt28__atomic_futex_unsigned_base", "_ZNSt15__exception_ptr", "_ZNKSt15__exception_ptr",
    "_ZSt17current_exception", "_ZSt17rethrow_exception", "_ZSt18uncaught_exception",
    "_ZSt19uncaught_exceptions", "_ZNSt9exception", "_ZNKSt9exception", "_ZNSt11logic_error",
    "_ZNSt13runtime_error", "_ZNSt16invalid_argument", "_ZNSt12out_of_range", "_ZNSt12length_error",
    "_ZNSt12domain_error", "_ZNSt11range_error", "_ZNSt14overflow_error", "_ZNSt15underflow_error",
    "_ZNSt12system_error", "_ZNKSt11logic_error", "_ZNKSt13runtime_error", "_ZNSt9bad_alloc",
    "_ZNSt8bad_cast", "_ZNSt10bad_typeid", "_ZNSt3_V2", "_ZNKSt3_V2", "_ZNSt6chrono3_V2",
    "_ZSt20__throw", "_ZSt16__throw", "_ZSt17__throw", "_ZSt19__throw", "_ZSt21__throw",
    "_ZSt22__throw", "_ZSt24__throw", "_ZSt25__throw", "_ZSt28__throw", "_ZNSt16_Sp_counted_base",
    // containers and strings
    "_ZSt18_Rb_tree", "_ZSt20_Rb_tree", "_ZSt28_Rb_tree", "_ZSt29_Rb_tree", "_ZSt11_Hash_bytes",
    "_ZNSt8__detail15_List_node_base", "_ZNKSt8__detail20_Prime_rehash_policy",
    "_ZNSt8__detail20_Prime_rehash_policy", "_ZNSt7__cxx1112basic_string",
    "_ZNKSt7__cxx1112basic_string", "_ZNSs", "_ZNKSs",
    // output
    "_ZNSo", "_ZStls", "_ZSt16__ostream_insert", "_ZSt4endl", "_ZSt4ends", "_ZSt5flush",
    "_ZNSt8ios_base4Init"};

// What the runtime simulates for channels that the program makes (frontend/channel.hpp); any other
// descriptor is the kernel's, which keeps state.
constexpr std::array act_on_descriptors{
    "read",      "__read_chk", "write",   "close",    "fcntl",  "fcntl64", "ioctl",
    "dprintf",   "vdprintf",   "poll",    "ppoll",    "select", "pselect", "readv",
    "writev",    "pread",      "pread64", "pwrite",   "lseek",  "fstat",   "pwrite64",
    "lseek64",   "fstat64",    "dup",     "dup2",     "dup3",   "send",    "recv",
    "epoll_ctl", "fdopen",     "splice",  "sendfile", "tee",    "vmsplice"};
constexpr std::array make_channels{"pipe", "pipe2", "eventfd"};

template <std::size_t Size>
bool contains(const std::array<const char*, Size>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool keeps_no_state(std::string_view name) {
    const auto is_name = [&](const char* other) { return name == other; };
    const auto is_prefix = [&](const char* prefix) { return name.starts_with(prefix); };
    return std::any_of(stateless.begin(), stateless.end(), is_name) ||
           std::any_of(stateless_prefixes.begin(), stateless_prefixes.end(), is_prefix);
}

// What a name stands for is the runtime's, which is there to simulate it, or the program's.
bool is_known_module(const char* name) {
    void* const address = dlsym(RTLD_DEFAULT, name);
    if (address == nullptr) return true; // weak, and nobody has it
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    if (is_runtime_code(at)) return true;
    const auto& all = modules();
    return std::any_of(all.begin(), all.end(), [at](const loaded_module& m) {
        return m.program && m.begin <= at && at < m.end;
    });
}

// A search through the imports of the program's modules.
struct import_search {
    std::function<bool(std::string_view name)> is_wanted;
    std::string found;
};

int look_at_module(dl_phdr_info* info, std::size_t, void* data) {
    auto& search = *static_cast<import_search*>(data);
    const ElfW(Dyn)* entries = nullptr;
    bool is_program = false;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& header = info->dlpi_phdr[i];
        const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
        if (header.p_type == PT_DYNAMIC) entries = reinterpret_cast<const ElfW(Dyn)*>(begin);
        const auto& all = modules();
        is_program |= header.p_type == PT_LOAD &&
                      std::any_of(all.begin(), all.end(), [begin](const loaded_module& m) {
                          return m.program && m.begin <= begin && begin < m.end;
                      });
    }
    if (!is_program || entries == nullptr) return 0;
    const char* name = dynamic_section(info->dlpi_addr, entries).find_import(search.is_wanted);
    if (name == nullptr) return 0;
    search.found = name;
    return 1;
}

std::string find_import(std::function<bool(std::string_view name)> is_wanted) {
    import_search search{std::move(is_wanted), {}};
    dl_iterate_phdr(look_at_module, &search);
    return search.found;
}

} // namespace

bool is_missed_by_checkpoints(std::uintptr_t page) noexcept {
    // A page that begins with something else may still hold what a checkpoint holds, and ends with.
    const std::uintptr_t first = page << 12u;
    const std::uintptr_t last = first + 4095;
    for (const std::uintptr_t address : {first, last}) {
        const void* const p = reinterpret_cast<const void*>(address);
        if (heap::owns(p) || is_program_memory(p)) return false;
    }
    const auto overlaps = [&](const memory_range& r) { return r.begin <= last && first < r.end; };
    const auto globals = program_memory();
    const auto locals = thread_local_memory();
    const auto& above = front_end_memory();
    return std::none_of(globals.begin(), globals.end(), overlaps) &&
           std::none_of(above.begin(), above.end(), overlaps) &&
           std::none_of(locals.begin(), locals.end(), overlaps);
}

std::string unrestorable_import() {
    const std::string found = find_import([](std::string_view name) {
        return !keeps_no_state(name) && !is_known_module(name.data());
    });
    if (!found.empty()) return found;
    // The front end says when another descriptor than a channel's is used.
    if (imports_any([](std::string_view name) { return contains(make_channels, name); })) return {};
    return find_import([](std::string_view name) { return contains(act_on_descriptors, name); });
}

bool imports_any(bool (*is_wanted)(std::string_view name)) {
    return !find_import(is_wanted).empty();
}

} // namespace heddle::world
