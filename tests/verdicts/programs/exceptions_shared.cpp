// Exceptions that go from thread to thread; whoever gives up the last reference destroys them.
//
//     broken          a promise is gone, which its future learns
//     future          one that a promise has carried over
//     two             two threads rethrow, handle and drop the same one, of a class of the
//     program's made            … by make_exception_ptr, of a class without a base nested … and
//     rethrow it again in the handler destroyed       its destructor comes once, after all that
//     threads have done with it within          threads whose exceptions stay their own written one
//     handler writes what another reads written fixed   … with a lock pointer         one thread
//     drops a std::exception_ptr that another copies pointer fixed   … its own one order to drop a
//     reference orders nothing for those that are not last order fixed     an atomic does
#include <atomic>
#include <cstring>
#include <exception>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#undef NDEBUG
#include <cassert>

namespace {

bool fixed = false;
std::mutex mutex;

struct numbered_error : std::runtime_error {
    int number;

    explicit numbered_error(int n)
        : std::runtime_error{"an error with a number and a text of its own"}, number{n} {}
};

struct bare_error {
    int number = 0;
    std::string text = "a text that is too long for the small buffer";
};

void handle(numbered_error const& error) {
    assert(error.number == 7 && std::strlen(error.what()) > 20);
}

std::exception_ptr thrown() {
    try {
        throw numbered_error{7};
    } catch (...) {
        return std::current_exception();
    }
}

void rethrow(std::exception_ptr p) {
    try {
        std::rethrow_exception(std::move(p));
    } catch (numbered_error const& error) {
        handle(error);
    } catch (bare_error const& error) {
        assert(error.number == 7 && error.text.size() > 20);
    }
}

template <class First, class Second>
void run_two(std::exception_ptr p, First first, Second second) {
    std::thread one{first, p};
    std::thread two{second, p};
    p = nullptr;
    one.join();
    two.join();
}

void broken() {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::thread other{[own = std::move(promise)]() mutable { std::promise<int>{std::move(own)}; }};
    try {
        future.get();
        assert(false);
    } catch (std::future_error const& error) {
        assert(error.code() == std::future_errc::broken_promise && std::strlen(error.what()) > 5);
    }
    other.join();
}

void future() {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::thread other{[own = std::move(promise)]() mutable { own.set_exception(thrown()); }};
    try {
        future.get();
        assert(false);
    } catch (numbered_error const& error) {
        handle(error);
    }
    other.join();
}

void nested(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (numbered_error const& error) {
        rethrow(p);
        handle(error);
        try {
            throw;
        } catch (std::runtime_error const& again) {
            assert(std::current_exception() == p && again.what() == error.what());
        }
    }
}

struct counted_error {
    static inline int destroyed = 0; // by whom must be after all the others, and before main
    std::atomic<int>* handled;

    explicit counted_error(std::atomic<int>& n) : handled{&n} {}

    counted_error(counted_error const&) = delete;
    counted_error& operator=(counted_error const&) = delete;

    ~counted_error() {
        assert(handled->load(std::memory_order_relaxed) == 2);
        ++destroyed;
    }
};

void destroyed() {
    std::atomic<int> handled{0};
    std::exception_ptr p;
    try {
        throw counted_error{handled};
    } catch (...) {
        p = std::current_exception();
    }
    auto const use = [](std::exception_ptr const& own) {
        try {
            std::rethrow_exception(own);
        } catch (counted_error const& error) {
            error.handled->fetch_add(1, std::memory_order_relaxed);
        }
    };
    run_two(std::move(p), use, use);
    assert(counted_error::destroyed == 1);
}

void within() {
    auto const use = [] {
        auto const p = thrown();
        rethrow(p);
        auto const copy = p;
        rethrow(copy);
    };
    std::thread one{use};
    std::thread two{use};
    one.join();
    two.join();
}

void add_one(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (bare_error& error) {
        std::unique_lock const lock =
            fixed ? std::unique_lock{mutex} : std::unique_lock<std::mutex>{};
        ++error.number; // BUG(written)
    }
}

void pointer() {
    static std::exception_ptr p;
    p = thrown();
    std::thread other{[own = p] { rethrow(fixed ? own : p); }}; // BUG(pointer)
    p = nullptr;                                                // BUG(pointer)
    other.join();
}

void order() {
    int data = 0;
    std::atomic<bool> ready{false};
    auto const publish = [&](std::exception_ptr& p) {
        data = 1; // BUG(order)
        p = nullptr;
        ready.store(true);
    };
    auto const consume = [&](std::exception_ptr& p) {
        p = nullptr;
        if (!fixed || ready.load()) {
            assert(data <= 1); // BUG(order)
        }
    };
    std::exception_ptr kept = thrown();
    std::thread one{[&, own = kept]() mutable { publish(own); }};
    std::thread two{[&, own = kept]() mutable { consume(own); }};
    one.join();
    two.join();
}

bool is(char const* text, char const* other) {
    return std::strcmp(text, other) == 0;
}

} // namespace

int main(int argc, char** argv) {
    assert(argc > 1);
    char const* const mode = argv[1];
    fixed = argc > 2;
    if (is(mode, "broken")) {
        broken();
    } else if (is(mode, "future")) {
        future();
    } else if (is(mode, "two")) {
        run_two(thrown(), rethrow, rethrow);
    } else if (is(mode, "made")) {
        run_two(std::make_exception_ptr(bare_error{.number = 7}), rethrow, rethrow);
    } else if (is(mode, "nested")) {
        run_two(thrown(), nested, rethrow);
    } else if (is(mode, "destroyed")) {
        destroyed();
    } else if (is(mode, "within")) {
        within();
    } else if (is(mode, "written")) {
        run_two(std::make_exception_ptr(bare_error{}), add_one, add_one);
    } else if (is(mode, "pointer")) {
        pointer();
    } else if (is(mode, "order")) {
        order();
    }
}
