// The numbers of which the tables for exceptions are made (DWARF 5, 7.6; Linux Standard Base,
// 10.5.1).
#pragma once

#include <cstdint>
#include <cstring>

namespace heddle::world {

/// Reads them one after the other. What it does not know ends it: `failed`, and zeroes from there.
class eh_reader {
public:
    static constexpr std::uint8_t omitted = 0xff;

    explicit eh_reader(std::uintptr_t at) : at_(at) {}

    [[nodiscard]] std::uintptr_t at() const noexcept { return at_; }

    [[nodiscard]] bool failed() const noexcept { return failed_; }

    void go_to(std::uintptr_t address) noexcept { at_ = address; }

    template <class T>
    T next() {
        T value{};
        if (failed_) return value;
        std::memcpy(&value, reinterpret_cast<const void*>(at_), sizeof value);
        at_ += sizeof value;
        return value;
    }

    std::uint64_t unsigned_leb() { return leb(nullptr); }

    std::int64_t signed_leb() {
        bool negative = false;
        unsigned bits = 0;
        std::uint64_t value = leb(&negative, &bits);
        if (negative && bits < 64) value |= ~std::uint64_t{0} << bits;
        return static_cast<std::int64_t>(value);
    }

    /// Of the size and sign that an encoding says, and as it stands there.
    std::uintptr_t number(std::uint8_t encoding) {
        switch (encoding & 0x0fu) {
        case 0x00:
        case 0x04:
        case 0x0c: return next<std::uint64_t>();
        case 0x01: return unsigned_leb();
        case 0x02: return next<std::uint16_t>();
        case 0x03: return next<std::uint32_t>();
        case 0x09: return static_cast<std::uintptr_t>(signed_leb());
        case 0x0a: return extended(next<std::int16_t>());
        case 0x0b: return extended(next<std::int32_t>());
        default: failed_ = true; return 0;
        }
    }

    /// An address; 0 if there is none.
    std::uintptr_t address(std::uint8_t encoding) {
        constexpr std::uint8_t absolute = 0x00;
        constexpr std::uint8_t relative_to_here = 0x10;
        constexpr std::uint8_t indirect = 0x80;
        if (encoding == omitted) return 0;
        const std::uintptr_t here = at_;
        std::uintptr_t value = number(encoding);
        const auto base = static_cast<std::uint8_t>(encoding & 0x70u);
        if (base != absolute && base != relative_to_here) failed_ = true;
        if (failed_ || value == 0) return 0;
        if (base == relative_to_here) value += here;
        if ((encoding & indirect) != 0)
            std::memcpy(&value, reinterpret_cast<const void*>(value), sizeof value);
        return value;
    }

private:
    static std::uintptr_t extended(std::int64_t value) {
        return static_cast<std::uintptr_t>(value);
    }

    std::uint64_t leb(bool* negative, unsigned* bits = nullptr) {
        std::uint64_t value = 0;
        unsigned shift = 0;
        std::uint8_t byte = 0x80;
        while ((byte & 0x80u) != 0 && !failed_) {
            byte = next<std::uint8_t>();
            if (shift >= 64) failed_ = true;
            if (!failed_) value |= std::uint64_t{byte & 0x7fu} << shift;
            shift += 7;
        }
        if (negative != nullptr) *negative = (byte & 0x40u) != 0;
        if (bits != nullptr) *bits = shift;
        return failed_ ? 0 : value;
    }

    std::uintptr_t at_;
    bool failed_ = false;
};

} // namespace heddle::world
