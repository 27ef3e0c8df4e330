// Two shared_ptrs that own each other. "fixed": one of them is weak.
#include <memory>

struct node {
    std::shared_ptr<node> owner;
    std::weak_ptr<node> back;
};

int main(int argc, char**) {
    auto first = std::make_shared<node>();  // BUG
    auto second = std::make_shared<node>(); // BUG
    first->owner = second;
    if (argc > 1) {
        second->back = first;
    } else {
        second->owner = first;
    }
}
