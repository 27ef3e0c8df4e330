#pragma once

/// Models as Relacy's test suites.

#include "models/description.hpp"
#include "models/relacy/relacy_model.hpp"
#include "models/relacy/relacy_sync.hpp"

#include <cstddef>

namespace heddle::models {

using checked_sync = relacy_sync;

namespace detail {

template <class Model>
class running : public running_model {
public:
    void thread(std::size_t index) override { subject_.thread(index); }

    void after() override { subject_.after(); }

    void invariant() override { subject_.invariant(); }

private:
    Model subject_;
};

template <class Model>
running_model* make_running() {
    alignas(running<Model>) static std::byte place[sizeof(running<Model>)];
    return ::new (place) running<Model>;
}

} // namespace detail

/// A model that is entered among Relacy's.
template <class Model>
struct model {
    explicit model(const description& d) : entry(d, Model::threads, &detail::make_running<Model>) {}

    relacy_model entry;
};

} // namespace heddle::models
