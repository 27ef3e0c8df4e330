// Every execution begins with the globals as they were before main: plain ones, containers,
// function statics.
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#undef NDEBUG
#include <cassert>

static int counter = 1;
static int zero;
static std::atomic<int> atomic_counter{7};
static std::vector<int> list{1, 2, 3};
static std::map<std::string, int> table{{"one", 1}, {"two", 2}};
static std::string text = "long enough not to be stored inside the string itself";
static std::unique_ptr<int> owner = std::make_unique<int>(4);

static int calls() {
    static int count = 0;
    return ++count;
}

static std::vector<int>& made_late() {
    static std::vector<int> values(3, 9);
    return values;
}

int main() {
    assert(counter == 1 && zero == 0 && atomic_counter.load() == 7);
    assert(list.size() == 3 && table.size() == 2 && table["two"] == 2);
    assert(text.front() == 'l' && *owner == 4);
    assert(calls() == 1);
    assert(made_late().size() == 3);
    auto const add = [] { atomic_counter.fetch_add(1); };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
    ++counter;
    ++zero;
    list.push_back(4);
    table["three"] = 3;
    table["two"] = 22;
    text = "another text that is also too long to be stored inside";
    owner = std::make_unique<int>(5);
    made_late().push_back(1);
}
