// Entry points that note the registers of their caller. By the time that C++ code runs, a compiler
// may have put its own values there; unwinding the stack to find them again takes longer than all
// the rest of an operation.
#pragma once

#include "world/entry_registers.hpp"

// Defines the exported function `name`, which notes the registers and goes on to `name`_entered.
#define HEDDLE_ENTRY(name)                                                                         \
    asm(".pushsection .text\n"                                                                     \
        ".globl " #name "\n"                                                                       \
        ".type " #name ", @function\n"                                                             \
        ".p2align 4\n" #name ":\n"                                                                 \
        ".cfi_startproc\n"                                                                         \
        "movq %rbx, heddle_entry_registers(%rip)\n"                                                \
        "movq %rbp, heddle_entry_registers+8(%rip)\n"                                              \
        "movq %r12, heddle_entry_registers+16(%rip)\n"                                             \
        "movq %r13, heddle_entry_registers+24(%rip)\n"                                             \
        "movq %r14, heddle_entry_registers+32(%rip)\n"                                             \
        "movq %r15, heddle_entry_registers+40(%rip)\n"                                             \
        "movq %rsp, heddle_entry_registers+48(%rip)\n"                                             \
        "movq (%rsp), %rax\n"                                                                      \
        "movq %rax, heddle_entry_registers+56(%rip)\n"                                             \
        "jmp " #name "_entered\n"                                                                  \
        ".cfi_endproc\n"                                                                           \
        ".size " #name ", .-" #name "\n"                                                           \
        ".popsection\n")

// The declarator of the function that HEDDLE_ENTRY(name) goes on to.
#define HEDDLE_ENTERED(type, name)                                                                 \
    extern "C" __attribute__((visibility("hidden"), used)) type name##_entered
