#pragma once

namespace heddle::models {

/// An element of queues: a number, movable only, that is plain data to the checkers. So they see
/// when it is read before it is whole, or when its place is used again too early.
template <class Sync>
class item {
public:
    explicit item(int number) noexcept : number_(number) {}

    item(item&& other) noexcept : number_(other.number()) {}

    item& operator=(item&& other) noexcept {
        number_ = other.number();
        return *this;
    }

    ~item() = default;

    [[nodiscard]] int number() const noexcept { return number_; }

private:
    typename Sync::template var<int> number_;
};

} // namespace heddle::models
