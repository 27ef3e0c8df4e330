// The functions that the runtime hides by its own of the same name.
#pragma once

#include <atomic>
#include <cstddef>

// glibc's heap by the names that no interposition hides: usable before any constructor, and from
// inside dlsym.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* p, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* p);
}

namespace heddle::frontend::real {

/// The next definition of a symbol after the runtime's own. Ends the process when there is none.
[[nodiscard]] void* find(const char* name) noexcept;

/// A real function of type F, looked up at its first use. Constant-initialized: usable before any
/// constructor has run.
template <class F>
class function {
public:
    explicit constexpr function(const char* name) noexcept : name_{name} {}

    [[nodiscard]] F* get() const noexcept {
        void* found = found_.load(std::memory_order_relaxed);
        if (found == nullptr) {
            found = find(name_);
            found_.store(found, std::memory_order_relaxed);
        }
        return reinterpret_cast<F*>(found);
    }

    template <class... Arguments>
    auto operator()(Arguments... arguments) const {
        return get()(arguments...);
    }

private:
    const char* name_;
    mutable std::atomic<void*> found_{nullptr};
};

} // namespace heddle::frontend::real
