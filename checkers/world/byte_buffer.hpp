// Bytes one after another, to be read back in the same order. Keeps its memory when emptied.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>

namespace heddle::world {

class byte_buffer {
public:
    void clear() noexcept { size_ = 0; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The last `size` bytes.
    [[nodiscard]] const std::byte* tail(std::size_t size) const noexcept {
        return bytes_.get() + (size_ - size);
    }

    void put(const void* from, std::size_t size) {
        if (capacity_ - size_ < size) reserve(size_ + size);
        std::memcpy(bytes_.get() + size_, from, size);
        size_ += size;
    }

    template <class T>
    void put(const T& object) {
        static_assert(std::is_trivially_copyable_v<T>);
        put(&object, sizeof object);
    }

    class reader {
    public:
        explicit reader(const byte_buffer& from) : at_(from.bytes_.get()) {}

        void get(void* to, std::size_t size) {
            std::memcpy(to, at_, size);
            at_ += size;
        }

        template <class T>
        T get() {
            static_assert(std::is_trivially_copyable_v<T>);
            T object;
            get(&object, sizeof object);
            return object;
        }

    private:
        const std::byte* at_;
    };

private:
    void reserve(std::size_t wanted) {
        const std::size_t capacity = std::max({wanted, 2 * capacity_, std::size_t{256}});
        auto bytes = std::make_unique_for_overwrite<std::byte[]>(capacity);
        if (size_ != 0) std::memcpy(bytes.get(), bytes_.get(), size_);
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    }

    std::unique_ptr<std::byte[]> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace heddle::world
