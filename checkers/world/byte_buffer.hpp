// Bytes one after another, to be read back in the same order. Keeps its memory when emptied.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>

// glibc's memcpy by a name that the runtime's own memcpy, which looks at its caller, does not hide.
extern "C" void* __mempcpy(void* to, const void* from, std::size_t size) noexcept;

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
        __mempcpy(bytes_.get() + size_, from, size);
        size_ += size;
    }

    template <class T>
    void put(const T& object) {
        static_assert(std::is_trivially_copyable_v<T>);
        if (capacity_ - size_ < sizeof object) reserve(size_ + sizeof object);
        std::memcpy(bytes_.get() + size_, &object, sizeof object);
        size_ += sizeof object;
    }

    class reader {
    public:
        explicit reader(const byte_buffer& from) : at_(from.bytes_.get()) {}

        void get(void* to, std::size_t size) {
            __mempcpy(to, at_, size);
            at_ += size;
        }

        template <class T>
        T get() {
            static_assert(std::is_trivially_copyable_v<T>);
            T object;
            std::memcpy(&object, at_, sizeof object);
            at_ += sizeof object;
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
