// Two threads allocate from one std::pmr::synchronized_pool_resource, and one frees what the other
// has allocated. "shared": they also share a list that it is the memory of.
#include <cassert>
#include <list>
#include <memory_resource>
#include <thread>

int main(int argc, char**) {
    bool const shared = argc > 1;
    std::pmr::synchronized_pool_resource pool;
    std::pmr::list<int> first(&pool);
    std::pmr::list<int> second(&pool);
    std::thread other([&] {
        first.push_back(1); // BUG
    });
    if (shared) {
        first.push_back(2); // BUG
    } else {
        second.push_back(2);
    }
    other.join();
    assert(first.front() == 1);
    first.clear();
}
