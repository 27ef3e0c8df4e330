// libstdc++ counts the threads in std::atomic::wait, and std::atomic::notify_one and notify_all
// make no system call when the count is zero:
//
//   waiter: count.fetch_add(1, seq_cst); load value; …; futex(wait)
//   notifier: change value; if (count.load(seq_cst) != 0) futex(wake)
//
// If the change is not itself seq_cst (std::latch's is a release), the memory model lets the
// notifier read zero while the waiter still reads the old value: store buffering, and the waiter
// sleeps for good. But the standard says that it may not [C++20 atomics.wait, thread.latch.class],
// and it does not where a seq_cst load comes after what precedes it in its thread, as compilers
// make it on the usual processors. To blame the program would be wrong. So the notifier's load
// comes after a full barrier here; the waiter's comes from the kernel, in the system call.
//
// The pool is a static variable of an inline function (__waiter_pool_base::_S_for), so that its
// address is in symbol tables only.
#include "frontend/waiter_pool.hpp"

#include "world/program.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::frontend {
namespace {

constexpr std::string_view pool_symbol = "_ZZNSt8__detail18__waiter_pool_base6_S_forEPKvE3__w";

std::vector<world::memory_range> pools;

class mapped_file {
public:
    explicit mapped_file(const std::string& path) {
        const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) return;

        struct stat information {};

        if (fstat(file, &information) == 0 && information.st_size > 0) {
            const auto size = static_cast<std::size_t>(information.st_size);
            void* const begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
            if (begin != MAP_FAILED) bytes_ = {static_cast<const char*>(begin), size};
        }
        close(file);
    }

    ~mapped_file() {
        if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
    }

    mapped_file(const mapped_file&) = delete;
    mapped_file& operator=(const mapped_file&) = delete;

    /// `count` values of type T at an offset; none if the file ends before.
    template <class T>
    [[nodiscard]] std::span<const T> at(std::uint64_t offset, std::uint64_t count) const {
        if (offset > bytes_.size() || count > (bytes_.size() - offset) / sizeof(T)) return {};
        return {reinterpret_cast<const T*>(bytes_.data() + offset), count};
    }

private:
    std::span<const char> bytes_;
};

void find_in(const world::loaded_module& m) {
    const mapped_file file(m.path);
    const auto header = file.at<Elf64_Ehdr>(0, 1);
    if (header.empty()) return;
    const auto sections = file.at<Elf64_Shdr>(header[0].e_shoff, header[0].e_shnum);
    for (const Elf64_Shdr& table : sections) {
        if (table.sh_type != SHT_SYMTAB && table.sh_type != SHT_DYNSYM) continue;
        if (table.sh_link >= sections.size()) continue;
        const Elf64_Shdr& strings = sections[table.sh_link];
        const auto text = file.at<char>(strings.sh_offset, strings.sh_size);
        const auto symbols = file.at<Elf64_Sym>(table.sh_offset, table.sh_size / sizeof(Elf64_Sym));
        for (const Elf64_Sym& symbol : symbols) {
            if (symbol.st_shndx == SHN_UNDEF || symbol.st_name >= text.size()) continue;
            const std::string_view rest(text.data() + symbol.st_name, text.size() - symbol.st_name);
            if (rest.size() <= pool_symbol.size() || !rest.starts_with(pool_symbol) ||
                rest[pool_symbol.size()] != 0) {
                continue;
            }
            const std::uintptr_t begin = m.bias + symbol.st_value;
            pools.push_back({begin, begin + symbol.st_size});
        }
    }
}

} // namespace

void find_waiter_pools() {
    for (const world::loaded_module& m : world::modules()) {
        if (m.program) find_in(m);
    }
}

bool in_waiter_pool(std::uintptr_t address) noexcept {
    for (const world::memory_range& pool : pools) {
        if (pool.begin <= address && address < pool.end) return true;
    }
    return false;
}

} // namespace heddle::frontend
