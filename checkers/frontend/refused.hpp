// Functions of the C library that are refused in an execution, whatever they are given.
#pragma once

#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

// Defines the exported function: by its name, exception specification, parameters and the arguments
// that pass these on to the real one, which is called outside executions.
#define HEDDLE_REFUSED(result, name, exceptions, parameters, arguments)                            \
    namespace {                                                                                    \
    constinit const heddle::frontend::real::function<result parameters> real_##name{#name};        \
    }                                                                                              \
    HEDDLE_EXPORT result name parameters exceptions {                                              \
        if (heddle::world::simulating) heddle::frontend::refuse(#name);                            \
        return real_##name arguments;                                                              \
    }
