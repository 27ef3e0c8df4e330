// An ordinary C++ program that runs one lock program, given as text: the same that lock_explorer
// interprets. It appends the outcome to a file, which outlives the execution.
#include "reference/lock_outcome.hpp"
#include "reference/lock_program.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace {

using namespace heddle::tests;

struct shared_objects {
    shared_objects() {
        for (unsigned count = 0; count != semaphore.size(); ++count) {
            sem_init(&semaphore[count], 0, count);
        }
    }

    ~shared_objects() {
        for (auto& each : semaphore) {
            sem_destroy(&each);
        }
    }

    shared_objects(shared_objects const&) = delete;
    shared_objects& operator=(shared_objects const&) = delete;

    std::array<std::mutex, 2> mutex{};
    /// Not destroyed, as a program may end with one locked.
    std::array<pthread_rwlock_t, 2> rwlock{
        {PTHREAD_RWLOCK_INITIALIZER, PTHREAD_RWLOCK_INITIALIZER}};
    std::array<sem_t, 3> semaphore{};
    std::array<std::atomic<int>, 2> atomic{};
    std::array<int, 2> plain{};
    std::condition_variable condition{};
    lock_outcome outcome{};
};

// A function for each step that accesses a plain variable, so that a report of a race says which
// step it was.

template <std::size_t Step>
[[gnu::noinline]] int read_at(int const& variable) {
    return variable;
}

template <std::size_t Step>
[[gnu::noinline]] void write_at(int& variable, int value) {
    variable = value;
}

template <std::size_t... Steps>
int read_plain(std::size_t step, int const& variable, std::index_sequence<Steps...> /*all*/) {
    static constexpr std::array<int (*)(int const&), sizeof...(Steps)> at{read_at<Steps>...};
    return at[step](variable);
}

template <std::size_t... Steps>
void write_plain(std::size_t step, int& variable, int value,
                 std::index_sequence<Steps...> /*all*/) {
    static constexpr std::array<void (*)(int&, int), sizeof...(Steps)> at{write_at<Steps>...};
    at[step](variable, value);
}

class interpreter {
public:
    interpreter(shared_objects& shared, std::size_t thread) : shared_{shared}, thread_{thread} {}

    void run(lock_thread const& thread) {
        for (std::size_t i = 0; i < thread.size;) {
            auto const& step = thread.code[i];
            i = act(step, i) ? i + 1 : step.otherwise;
        }
    }

private:
    /// False for a try that failed.
    bool act(lock_step const& step, std::size_t i) {
        switch (step.action) {
        case lock_action::take: take(step); return true;
        case lock_action::share: pthread_rwlock_rdlock(&shared_.rwlock[step.object]); return true;
        case lock_action::try_take:
        case lock_action::try_share: {
            bool const done = try_to(step);
            see(done ? '+' : '-');
            return done;
        }
        case lock_action::give: give(step); return true;
        case lock_action::end: return true;
        case lock_action::load: see(digit(load(step, i))); return true;
        case lock_action::store: store(step, i); return true;
        case lock_action::wait: {
            std::unique_lock held{shared_.mutex[step.object], std::adopt_lock};
            shared_.condition.wait(held);
            held.release();
            return true;
        }
        case lock_action::notify_one: shared_.condition.notify_one(); return true;
        case lock_action::notify_all: shared_.condition.notify_all(); return true;
        }
        return true;
    }

    void take(lock_step const& step) {
        switch (step.kind) {
        case object_kind::mutex: shared_.mutex[step.object].lock(); break;
        case object_kind::rwlock: pthread_rwlock_wrlock(&shared_.rwlock[step.object]); break;
        default: sem_wait(&shared_.semaphore[step.object]); break;
        }
    }

    bool try_to(lock_step const& step) {
        switch (step.kind) {
        case object_kind::mutex: return shared_.mutex[step.object].try_lock();
        case object_kind::rwlock:
            return (step.action == lock_action::try_share
                        ? pthread_rwlock_tryrdlock(&shared_.rwlock[step.object])
                        : pthread_rwlock_trywrlock(&shared_.rwlock[step.object])) == 0;
        default: return sem_trywait(&shared_.semaphore[step.object]) == 0;
        }
    }

    void give(lock_step const& step) {
        switch (step.kind) {
        case object_kind::mutex: shared_.mutex[step.object].unlock(); break;
        case object_kind::rwlock: pthread_rwlock_unlock(&shared_.rwlock[step.object]); break;
        default: sem_post(&shared_.semaphore[step.object]); break;
        }
    }

    int load(lock_step const& step, std::size_t i) {
        return step.kind == object_kind::plain
                   ? read_plain(i, shared_.plain[step.object],
                                std::make_index_sequence<lock_steps>{})
                   : shared_.atomic[step.object].load(std::memory_order_relaxed);
    }

    void store(lock_step const& step, std::size_t i) {
        if (step.kind == object_kind::plain) {
            write_plain(i, shared_.plain[step.object], step.value,
                        std::make_index_sequence<lock_steps>{});
        } else {
            shared_.atomic[step.object].store(step.value, std::memory_order_relaxed);
        }
    }

    void see(char what) { note(shared_.outcome.seen[thread_], length_, what); }

    shared_objects& shared_;
    std::size_t thread_;
    std::size_t length_ = 0;
};

std::string run(lock_program const& program) {
    shared_objects shared;
    std::array<std::thread, lock_threads> threads;
    for (std::size_t t = 0; t != program.threads; ++t) {
        threads[t] = std::thread{[&shared, &program, t] {
            interpreter{shared, t}.run(program.thread[t]);
        }};
    }
    for (std::size_t t = 0; t != program.threads; ++t) {
        threads[t].join();
    }
    for (std::size_t i = 0; i != shared.atomic.size(); ++i) {
        shared.outcome.atomic[i] = shared.atomic[i].load(std::memory_order_relaxed);
    }
    shared.outcome.plain = shared.plain;
    return to_text(shared.outcome, program.threads) + '\n';
}

/// A single write to the end: nothing of it is kept in memory that the next execution would reset.
void append(char const* file, std::string const& line) {
    int const descriptor = ::open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0 ||
        ::write(descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        throw std::system_error{errno, std::generic_category(), file};
    }
    ::close(descriptor);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 3) {
        std::fputs("usage: lock_litmus PROGRAM [FILE]\n", stderr);
        return 2;
    }
    try {
        auto const outcome = run(parse_lock_program(argv[1]));
        if (argc == 3) {
            append(argv[2], outcome);
        }
    } catch (std::exception const& error) {
        std::fprintf(stderr, "lock_litmus: %s\n", error.what());
        return 2;
    }
}
