#pragma once

/// What a model is to the checkers, whichever it is compiled for.

#include <heddle/verdict.hpp>

namespace heddle::models {

/// A model is a struct template on the policy `Sync` of the primitives, or an instance of one:
///
///     static constexpr std::size_t threads = 2;   how many there are, numbered from 0
///     void thread(std::size_t index);             what each does
///     void after();                               what must be true when all are done
///     void invariant();                           what must be true before, after, and wherever
///                                                 the model itself calls it
///
/// A new object is made for each execution. `Sync::check` states properties; plain data that the
/// threads share is of type `Sync::var<T>`, so that every checker sees its races. `Sync::mutex` is
/// a lock that the checker itself knows: it has far fewer executions than one of ours, which has
/// models of its own. Primitives that are made with a lock get it, too.
///
/// Each is compiled once for Heddle and for native threads (models/heddle), and once for Relacy
/// (models/relacy); both folders have a `backend.hpp` with the policy `checked_sync`, and
/// `model<M>`, which a model's source file defines:
///
///     static const model<mutual_exclusion<checked_sync>> excludes{{.name = "models/sync/mutex"}};
struct description {
    /// Unique; `models/`, the primitive's folder and name, and what is special about this one.
    const char* name;

    /// What the model checkers must find. Relacy's kinds are fewer: there any bug will do.
    verdict expect = verdict::correct;

    /// One sentence for people.
    const char* story = "";

    /// Why Relacy cannot find this bug; null where it must.
    const char* relacy_misses = nullptr;

    const char* file = __builtin_FILE(); ///< Filled in by the compiler.
    int line = __builtin_LINE();         ///< The line of `file`, from 1.
};

} // namespace heddle::models
