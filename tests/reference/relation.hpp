// Binary relations over at most 64 events, as bit matrices: the axioms read as they are written in
// the papers.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace heddle::tests {

class relation {
public:
    explicit relation(std::size_t size) : size_{size} {}

    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] bool has(std::size_t from, std::size_t to) const {
        return (rows_[from] >> to & 1U) != 0;
    }

    void add(std::size_t from, std::size_t to) { rows_[from] |= std::uint64_t{1} << to; }

    void remove(std::size_t from, std::size_t to) { rows_[from] &= ~(std::uint64_t{1} << to); }

    [[nodiscard]] relation operator|(relation const& other) const {
        relation result{size_};
        for (std::size_t i = 0; i != size_; ++i) {
            result.rows_[i] = rows_[i] | other.rows_[i];
        }
        return result;
    }

    /// Composition: a→c when this has a→b and `other` has b→c.
    [[nodiscard]] relation then(relation const& other) const {
        relation result{size_};
        for_each_pair([&](std::size_t i, std::size_t j) { result.rows_[i] |= other.rows_[j]; });
        return result;
    }

    [[nodiscard]] relation inverse() const {
        relation result{size_};
        for_each_pair([&](std::size_t i, std::size_t j) { result.add(j, i); });
        return result;
    }

    template <class Visit>
    void for_each_pair(Visit visit) const {
        for (std::size_t i = 0; i != size_; ++i) {
            for (std::uint64_t row = rows_[i]; row != 0; row &= row - 1) {
                visit(i, static_cast<std::size_t>(std::countr_zero(row)));
            }
        }
    }

    [[nodiscard]] relation transitive_closure() const {
        relation result = *this;
        for (std::size_t via = 0; via != size_; ++via) {
            for (std::size_t i = 0; i != size_; ++i) {
                if (result.has(i, via)) {
                    result.rows_[i] |= result.rows_[via];
                }
            }
        }
        return result;
    }

    [[nodiscard]] relation reflexive_closure() const {
        relation result = *this;
        for (std::size_t i = 0; i != size_; ++i) {
            result.add(i, i);
        }
        return result;
    }

    [[nodiscard]] bool irreflexive() const {
        for (std::size_t i = 0; i != size_; ++i) {
            if (has(i, i)) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool acyclic() const { return transitive_closure().irreflexive(); }

private:
    std::size_t size_;
    std::array<std::uint64_t, 64> rows_{};
};

/// The pairs (e, e) of the events for which `holds(e)`: "[F]" in the papers.
template <class Predicate>
relation identity_on(std::size_t size, Predicate holds) {
    relation result{size};
    for (std::size_t i = 0; i != size; ++i) {
        if (holds(i)) {
            result.add(i, i);
        }
    }
    return result;
}

/// The pairs of `pairs` for which `holds(from, to)`.
template <class Predicate>
relation filter(relation const& pairs, Predicate holds) {
    relation result{pairs.size()};
    pairs.for_each_pair([&](std::size_t i, std::size_t j) {
        if (holds(i, j)) {
            result.add(i, j);
        }
    });
    return result;
}

} // namespace heddle::tests
