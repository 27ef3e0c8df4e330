#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace heddle::queue {

/// Room for a `T`, which is there from `fill` until `take` or `clear`. Nothing here is atomic, and
/// whether there is an element is for the owner to know.
template <class T>
class slot {
public:
    slot() noexcept {} // NOLINT: no element, and nothing to set

    slot(const slot&) = delete;
    slot& operator=(const slot&) = delete;

    ~slot() {} // NOLINT

    template <class... Args>
    void fill(Args&&... args) noexcept(std::is_nothrow_constructible_v<T, Args...>) {
        std::construct_at(std::addressof(value_), std::forward<Args>(args)...);
    }

    /// The element, of which there is none here afterwards; when its move throws, there is.
    [[nodiscard]] std::optional<T> take() noexcept(std::is_nothrow_move_constructible_v<T>) {
        std::optional<T> taken(std::in_place, std::move(value_));
        clear();
        return taken;
    }

    void clear() noexcept { std::destroy_at(std::addressof(value_)); }

private:
    union {
        T value_;
    };
};

} // namespace heddle::queue
