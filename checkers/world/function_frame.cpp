#include "world/function_frame.hpp"

#include "world/eh_reader.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

extern "C" {
// libgcc's, which every unwinder for it is made of; no header declares it.
struct dwarf_eh_bases {
    void* tbase;
    void* dbase;
    void* func;
};

const void* _Unwind_Find_FDE(void* pc, dwarf_eh_bases* bases);
}

namespace heddle::world {

namespace {

constexpr std::uint64_t dwarf_rsp = 7;
constexpr std::uint64_t dwarf_return_address = 16;
constexpr for_preserved<std::uint64_t> dwarf_numbers{3, 6, 12, 13, 14, 15};

// A record of the table: its length, and what comes after that.
struct record {
    std::uintptr_t begin, end;
};

std::optional<record> record_at(std::uintptr_t address) {
    eh_reader in{address};
    const auto length = in.next<std::uint32_t>();
    constexpr std::uint32_t is_64_bit_form = 0xffff'ffff;
    if (length == 0 || length == is_64_bit_form) return std::nullopt;
    return record{in.at(), in.at() + length};
}

// Those of C++ and of C, whose tables have the form that landing_of reads.
bool is_known_personality(std::uintptr_t function) {
    static const std::array known{function_named("__gxx_personality_v0"),
                                  function_named("__gcc_personality_v0")};
    return function != 0 && std::find(known.begin(), known.end(), function) != known.end();
}

// Carries out call frame instructions (DWARF 5, 6.4.2) until the row that holds during one
// instruction of the function.
class row_finder {
public:
    row_finder(std::uintptr_t begin, std::uintptr_t instruction, std::uint64_t code_unit,
               std::int64_t data_unit, std::uint8_t encoding)
        : location_(begin),
          instruction_(instruction),
          code_unit_(code_unit),
          data_unit_(data_unit),
          encoding_(encoding) {}

    // Returns false when there is an instruction that it does not know.
    bool run(std::uintptr_t begin, std::uintptr_t end) {
        eh_reader in{begin};
        while (in.at() < end && location_ <= instruction_) {
            if (!step(in) || in.failed()) return false;
        }
        return true;
    }

    void common_ends() { initial_ = row_; }

    [[nodiscard]] frame_layout layout() const {
        frame_layout result;
        const std::uint64_t base = row_.base;
        result.by_rbp = base == dwarf_numbers[rbp];
        result.known = row_.has_base && (base == dwarf_rsp || result.by_rbp) &&
                       row_.return_address.how == rule::saved && row_.return_address.where == -8;
        result.size = row_.size;
        for (std::size_t i = 0; i < preserved_registers; ++i) {
            const rule& r = row_.registers[i];
            if (r.how == rule::other) result.known = false;
            if (r.how == rule::saved) result.saved[i] = r.where;
        }
        return result;
    }

private:
    struct rule {
        enum kind : std::uint8_t { same, saved, other };

        kind how = same;
        std::int64_t where = 0;
    };

    struct row {
        bool has_base = false;
        std::uint64_t base = 0;
        std::int64_t size = 0;
        for_preserved<rule> registers{};
        rule return_address{};
    };

    static rule* rule_in(row& r, std::uint64_t number) {
        if (number == dwarf_return_address) return &r.return_address;
        const auto* const found = std::find(dwarf_numbers.begin(), dwarf_numbers.end(), number);
        return found == dwarf_numbers.end()
                   ? nullptr
                   : &r.registers[static_cast<std::size_t>(found - dwarf_numbers.begin())];
    }

    void set(std::uint64_t number, rule value) {
        if (rule* const r = rule_in(row_, number); r != nullptr) *r = value;
    }

    void restore(std::uint64_t number) {
        if (rule* const r = rule_in(row_, number); r != nullptr) *r = *rule_in(initial_, number);
    }

    [[nodiscard]] std::int64_t scaled(std::int64_t offset) const { return offset * data_unit_; }

    [[nodiscard]] std::int64_t scaled(std::uint64_t offset) const {
        return scaled(static_cast<std::int64_t>(offset));
    }

    void advance(std::uint64_t units) { location_ += units * code_unit_; }

    static void skip_expression(eh_reader& in) {
        const std::uint64_t size = in.unsigned_leb();
        in.go_to(in.at() + size);
    }

    bool step(eh_reader& in) {
        const auto code = in.next<std::uint8_t>();
        const std::uint64_t operand = code & 0x3fu;
        switch (code & 0xc0u) {
        case 0x40: advance(operand); return true;
        case 0x80: set(operand, {rule::saved, scaled(in.unsigned_leb())}); return true;
        case 0xc0: restore(operand); return true;
        default: return step_extended(in, code);
        }
    }

    bool step_extended(eh_reader& in, std::uint8_t code) {
        switch (code) {
        case 0x00: return true; // nop
        case 0x01: location_ = in.address(encoding_); return true;
        case 0x02: advance(in.next<std::uint8_t>()); return true;
        case 0x03: advance(in.next<std::uint16_t>()); return true;
        case 0x04: advance(in.next<std::uint32_t>()); return true;
        case 0x05: { // offset_extended
            const std::uint64_t number = in.unsigned_leb();
            set(number, {rule::saved, scaled(in.unsigned_leb())});
            return true;
        }
        case 0x06: restore(in.unsigned_leb()); return true;
        case 0x07: set(in.unsigned_leb(), {rule::other}); return true; // undefined
        case 0x08: set(in.unsigned_leb(), {rule::same}); return true;
        case 0x09: // in another register
            set(in.unsigned_leb(), {rule::other});
            in.unsigned_leb();
            return true;
        case 0x0a: remembered_.push_back(row_); return true;
        case 0x0b:
            if (remembered_.empty()) return false;
            row_ = remembered_.back();
            remembered_.pop_back();
            return true;
        case 0x0c: // def_cfa
            row_.base = in.unsigned_leb();
            row_.size = static_cast<std::int64_t>(in.unsigned_leb());
            row_.has_base = true;
            return true;
        case 0x0d: row_.base = in.unsigned_leb(); return true;
        case 0x0e: row_.size = static_cast<std::int64_t>(in.unsigned_leb()); return true;
        case 0x0f: // def_cfa_expression
            row_.has_base = false;
            skip_expression(in);
            return true;
        case 0x10: // expression
        case 0x16: // val_expression
            set(in.unsigned_leb(), {rule::other});
            skip_expression(in);
            return true;
        case 0x11: { // offset_extended_sf
            const std::uint64_t number = in.unsigned_leb();
            set(number, {rule::saved, scaled(in.signed_leb())});
            return true;
        }
        case 0x12: // def_cfa_sf
            row_.base = in.unsigned_leb();
            row_.size = scaled(in.signed_leb());
            row_.has_base = true;
            return true;
        case 0x13: row_.size = scaled(in.signed_leb()); return true;
        case 0x14: // val_offset
            set(in.unsigned_leb(), {rule::other});
            in.unsigned_leb();
            return true;
        case 0x15: // val_offset_sf
            set(in.unsigned_leb(), {rule::other});
            in.signed_leb();
            return true;
        case 0x2e: in.unsigned_leb(); return true; // GNU_args_size: for landing pads
        default: return false;
        }
    }

    row row_;
    row initial_; // after the instructions that functions have in common
    std::vector<row> remembered_;
    std::uintptr_t location_;
    std::uintptr_t instruction_;
    std::uint64_t code_unit_;
    std::int64_t data_unit_;
    std::uint8_t encoding_;
};

} // namespace

std::uintptr_t function_named(const char* name) {
    return reinterpret_cast<std::uintptr_t>(dlsym(RTLD_DEFAULT, name));
}

std::optional<function_frame> function_frame::of(std::uintptr_t instruction) {
    dwarf_eh_bases bases{};
    const auto entry = reinterpret_cast<std::uintptr_t>(
        _Unwind_Find_FDE(reinterpret_cast<void*>(instruction), &bases));
    if (entry == 0) return std::nullopt;
    const auto own = record_at(entry);
    if (!own) return std::nullopt;
    eh_reader in{own->begin};
    const auto distance = in.next<std::uint32_t>();
    const auto common = record_at(own->begin - distance);
    if (!common) return std::nullopt;

    function_frame f;
    eh_reader c{common->begin};
    const auto is_function = c.next<std::uint32_t>();
    const auto version = c.next<std::uint8_t>();
    const std::string_view augmentation = reinterpret_cast<const char*>(c.at());
    c.go_to(c.at() + augmentation.size() + 1);
    f.code_unit_ = c.unsigned_leb();
    f.data_unit_ = c.signed_leb();
    const std::uint64_t return_address = version == 1 ? c.next<std::uint8_t>() : c.unsigned_leb();
    if (is_function != 0 || (version != 1 && version != 3) ||
        return_address != dwarf_return_address || !augmentation.starts_with('z'))
        return std::nullopt;
    const std::uint64_t size = c.unsigned_leb();
    f.common_rules_ = c.at() + size;
    f.common_rules_end_ = common->end;
    std::uint8_t table_encoding = eh_reader::omitted;
    for (const char each : augmentation.substr(1)) {
        switch (each) {
        case 'R': f.encoding_ = c.next<std::uint8_t>(); break;
        case 'L': table_encoding = c.next<std::uint8_t>(); break;
        case 'P': {
            const auto encoding = c.next<std::uint8_t>();
            f.call_sites_known_ = is_known_personality(c.address(encoding));
            break;
        }
        default: return std::nullopt; // a signal's frame, or what no compiler for x86-64 makes
        }
    }

    f.begin_ = in.address(f.encoding_);
    f.end_ = f.begin_ + in.number(f.encoding_);
    const std::uint64_t own_size = in.unsigned_leb();
    f.rules_ = in.at() + own_size;
    f.rules_end_ = own->end;
    f.call_sites_ = in.address(table_encoding);
    if (in.failed() || c.failed() || !f.contains(instruction)) return std::nullopt;
    return f;
}

frame_layout function_frame::layout_at(std::uintptr_t instruction) const {
    row_finder rows{begin_, instruction, code_unit_, data_unit_, encoding_};
    if (!rows.run(common_rules_, common_rules_end_)) return {};
    rows.common_ends();
    if (!rows.run(rules_, rules_end_)) return {};
    return rows.layout();
}

landing function_frame::landing_of(std::uintptr_t call) const {
    if (call_sites_ == 0) return {.known = true};
    if (!call_sites_known_) return {};
    eh_reader in{call_sites_};
    const auto pads_encoding = in.next<std::uint8_t>();
    const std::uintptr_t pads =
        pads_encoding == eh_reader::omitted ? begin_ : in.address(pads_encoding);
    if (in.next<std::uint8_t>() != eh_reader::omitted) in.unsigned_leb(); // the table of types
    const auto encoding = in.next<std::uint8_t>();
    const std::uint64_t size = in.unsigned_leb();
    const std::uintptr_t end = in.at() + size;
    while (in.at() < end && !in.failed()) {
        const std::uintptr_t first = begin_ + in.number(encoding);
        const std::uintptr_t length = in.number(encoding);
        const std::uintptr_t pad = in.number(encoding);
        in.unsigned_leb(); // which exceptions, by type
        if (in.failed()) break;
        if (call < first || call - first >= length) continue;
        return {.known = true, .pad = pad == 0 ? 0 : pads + pad};
    }
    return {.known = !in.failed()};
}

} // namespace heddle::world
