// Loops in assembly, so that what is in which register does not depend on a compiler. One thread
// waits until it reads 0, which is there first, and which the other thread writes after a 2.
//
// A loop that keeps what it has read, but to no purpose, has the two executions of any such loop.
// One that returns the value before the last has one more, where that is 2.
//
//     byte           a byte is written, and the whole register then: nothing of it is kept
//     saved          … nor of what the function that reads saves for the loop's, which has no use
//     saved_further  … with a function between them
//     saved_throws   … and where the loop is left by an exception
//     keeps          what was read is kept for what comes after the loop
//     keeps_byte     … in the lowest byte alone
//     keeps_rest     … in another byte, while the lowest is overwritten
//     keeps_saved    … by the function whose register the one that reads saves
//     keeps_further  … with a function between them
//     pad            … for the case of an exception
//     pad_further    … that comes through a function between them
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

extern "C" {
std::atomic<int> waited_for{0};
int kept = 0; // written by the assembly where an exception leaves it

[[noreturn]] void throw_it() {
    throw 1;
}

int wait_byte();
int wait_saved();
int wait_saved_further();
int wait_saved_throws();
int wait_keeps();
int wait_keeps_byte();
int wait_keeps_rest();
int wait_keeps_saved();
int wait_keeps_further();
int wait_pad();
int wait_pad_further();
}

// A function that uses rbx, and saves it for its caller. The stack is aligned between the two.
asm(R"(
    .macro begin name
    .globl \name
    .type \name, @function
\name:
    .cfi_startproc
    push %rbx
    .cfi_def_cfa_offset 16
    .cfi_offset %rbx, -16
    .endm

    .macro finish name
    pop %rbx
    .cfi_def_cfa_offset 8
    ret
    .cfi_endproc
    .size \name, .-\name
    .endm

    .macro read
    lea waited_for(%rip), %rdi
    mov $2, %esi
    call __tsan_atomic32_load@PLT
    .endm
)");

// What reads: it returns the value, or throws when that is 0. It makes some use of rbx.
asm(R"(
    .text
    begin look
    read
    mov %eax, %ebx
    mov %ebx, %eax
    finish look

    begin look_or_throw
    read
    mov %eax, %ebx
    test %ebx, %ebx
    jne 1f
    call throw_it
1:  mov %ebx, %eax
    finish look_or_throw

    .macro step_to name
    .type through_\name, @function
through_\name:
    .cfi_startproc
    sub $8, %rsp
    .cfi_def_cfa_offset 16
    call \name
    add $8, %rsp
    .cfi_def_cfa_offset 8
    ret
    .cfi_endproc
    .size through_\name, .-through_\name
    .endm

    step_to look
    step_to look_or_throw
)");

// Loops without a use for the value: what is in rbx at first is not there again.
asm(R"(
    begin wait_byte
    mov $0x1234, %ebx
1:  read
    test %eax, %eax
    sete %bl
    movzbl %bl, %ebx
    test %bl, %bl
    je 1b
    xor %eax, %eax
    finish wait_byte

    .macro wait_in_vain name, reader
    begin \name
    mov $0x1234, %ebx
1:  call \reader
    mov %eax, %ebx
    test %ebx, %ebx
    jne 1b
    xor %eax, %eax
    finish \name
    .endm

    wait_in_vain wait_saved, look
    wait_in_vain wait_saved_further, through_look
)");

// Loops that return the value before the last.
asm(R"(
    begin wait_keeps
    xor %ebx, %ebx
1:  read
    test %eax, %eax
    je 2f
    mov %eax, %ebx
    jmp 1b
2:  mov %ebx, %eax
    finish wait_keeps

    begin wait_keeps_byte
    mov $0x1200, %ebx
1:  read
    test %eax, %eax
    je 2f
    mov %al, %bl
    jmp 1b
2:  movzbl %bl, %eax
    finish wait_keeps_byte

    begin wait_keeps_rest
    xor %ebx, %ebx
1:  read
    mov $5, %bl
    test %eax, %eax
    je 2f
    mov %al, %bh
    jmp 1b
2:  movzbl %bh, %eax
    finish wait_keeps_rest

    .macro wait_and_keep name, reader
    begin \name
    xor %ebx, %ebx
1:  call \reader
    test %eax, %eax
    je 2f
    mov %eax, %ebx
    jmp 1b
2:  mov %ebx, %eax
    finish \name
    .endm

    wait_and_keep wait_keeps_saved, look
    wait_and_keep wait_keeps_further, through_look
)");

// Loops that are left by an exception, after which `result` is written to `kept`. The table of call
// sites says where one goes on: from the first call at a place in the function, as a cleanup, from
// the second at the caller.
asm(R"(
    .macro wait_for_exception name, reader, result
    begin \name
    .cfi_personality 0x9b, DW.ref.__gxx_personality_v0
    .cfi_lsda 0x1b, table_of_\name
    mov $0x1234, %ebx
first_\name:
    call \reader
last_\name:
    mov %eax, %ebx
    jmp first_\name
pad_\name:
    movl \result, kept(%rip)
    mov %rax, %rdi
    call _Unwind_Resume@PLT
end_\name:
    finish \name
    .pushsection .gcc_except_table, "a", @progbits
table_of_\name:
    .byte 0xff, 0xff, 0x01
    .uleb128 sites_end_\name - sites_\name
sites_\name:
    .uleb128 first_\name - \name
    .uleb128 last_\name - first_\name
    .uleb128 pad_\name - \name
    .uleb128 0
    .uleb128 pad_\name - \name
    .uleb128 end_\name - pad_\name
    .uleb128 0
    .uleb128 0
sites_end_\name:
    .popsection
    .endm

    wait_for_exception wait_saved_throws, look_or_throw, $0
    wait_for_exception wait_pad, look_or_throw, %ebx
    wait_for_exception wait_pad_further, through_look_or_throw, %ebx
)");

namespace {

int (*function_of(variant const& v))() {
    struct named {
        char const* name;
        int (*function)();
    };

    static constexpr named all[] = {
        {"byte", wait_byte},
        {"saved", wait_saved},
        {"saved_further", wait_saved_further},
        {"saved_throws", wait_saved_throws},
        {"keeps", wait_keeps},
        {"keeps_byte", wait_keeps_byte},
        {"keeps_rest", wait_keeps_rest},
        {"keeps_saved", wait_keeps_saved},
        {"keeps_further", wait_keeps_further},
        {"pad", wait_pad},
        {"pad_further", wait_pad_further},
    };
    for (named const& each : all) {
        if (v.has(each.name)) {
            return each.function;
        }
    }
    return nullptr;
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int before_last = 0;
    run_threads(v, 2, [&](int i) {
        if (i == 0) {
            try {
                before_last = function_of(v)();
            } catch (int) {
                before_last = kept;
            }
        } else {
            waited_for.store(2, std::memory_order_release);
            waited_for.store(0, std::memory_order_release);
        }
    });
    assert(before_last != 2); // BUG
}
