// `heddle orders`: which memory orders do the models of a primitive ask for?
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/scenario_list.hpp"
#include "cli/search_batch.hpp"
#include "report/matrix.hpp"
#include "report/orders_report.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <optional>

namespace heddle::cli {
namespace {

using report::examined_place;
using report::order_pair;
using report::order_place;
using report::orders_result;
using report::run_report;
using report::strengthening;
using report::weakening;

/// Places whose orders are to be others.
using changes = std::vector<std::pair<const order_place*, order_pair>>;

std::vector<order_replacement> replacements_of(const changes& wanted) {
    std::vector<order_replacement> all;
    for (const auto& [place, orders] : wanted)
        for (const std::uint64_t pc : place->calls)
            all.push_back(
                {pc, orders.success, orders.failure.empty() ? "relaxed" : orders.failure});
    return all;
}

/// What a search says of a scenario: correct, a bug, other outcomes than it declares, or neither.
struct finding {
    bool is_correct = false;
    bool has_failed = false;
    std::string verdict;
    std::string message;
    std::string location; ///< of the bug
};

finding judge(const scenario_entry& scenario, const run_report& result) {
    if (!result.bugs.empty())
        return {false, true, result.verdict, result.bugs.front().message,
                report::location_of(result.bugs.front())};
    const auto surprises = report::find_unexpected_outcomes(scenario.outcomes, result);
    if (!surprises.empty())
        return {false, true, "unexpected_outcome", surprises.front(), scenario.file};
    if (result.verdict == "correct" && result.complete)
        return {true, false, result.verdict, {}, {}};
    return {false, false, result.verdict, result.incomplete_reason, {}};
}

class orders_session {
public:
    orders_session(const orders_options& options, const scenario_list& scenarios)
        : files_(options.files),
          scenarios_(scenarios.entries),
          batch_(scenarios.checked, options.search, options.jobs, options.timeout, options.output) {
    }

    [[nodiscard]] orders_result run() {
        look_at_models();
        orders_result result;
        for (const std::size_t model : passing_) result.models.push_back(scenarios_[model].name);
        for (order_place& each : places_) result.places.push_back({each, {}});
        for (const run_report& each : results_)
            result.without_place =
                std::max(result.without_place, report::without_place(each.order_sites));
        weaken(result.places);
        for (const std::size_t model : failing_) result.failing.push_back(strengthen(model));
        return result;
    }

private:
    /// Runs each as it is, and learns where its operations are.
    void look_at_models() {
        std::vector<search_job> jobs;
        for (const scenario_entry& each : scenarios_) jobs.push_back({each.name, {}});
        results_ = batch_.run(jobs);
        for (std::size_t i = 0; i < results_.size(); ++i) {
            const finding found = judge(scenarios_[i], results_[i]);
            if (found.is_correct) {
                passing_.push_back(i);
            } else if (!found.has_failed) {
                throw usage_error(fmt::format("{} cannot be decided as it is: {} {}",
                                              scenarios_[i].name, found.verdict, found.message));
            } else if (scenarios_[i].expect == "correct") {
                failing_.push_back(i);
            }
        }
        // A broken twin is meant to fail, but who asks for nothing else asks what would mend it.
        if (passing_.empty() && failing_.empty())
            for (std::size_t i = 0; i < results_.size(); ++i) failing_.push_back(i);
        // The quick ones first: most orders fail soon.
        std::stable_sort(passing_.begin(), passing_.end(), [&](std::size_t a, std::size_t b) {
            return results_[a].seconds < results_[b].seconds;
        });
        for (const std::size_t model : passing_)
            report::add_places(places_, model, results_[model].order_sites);
        if (!files_.empty())
            std::erase_if(places_, [&](const order_place& each) {
                return fnmatch(files_.c_str(), each.file.c_str(), 0) != 0;
            });
        report::sort_places(places_);
    }

    void weaken(std::vector<examined_place>& places) {
        struct attempt {
            const order_place* place;
            weakening* result;
        };

        std::vector<attempt> open;
        for (examined_place& each : places)
            for (const order_pair& orders : report::weaker_orders(each.place))
                each.weaker.push_back({.orders = orders});
        for (examined_place& each : places)
            for (weakening& one : each.weaker) open.push_back({&each.place, &one});
        for (std::size_t round = 0; !open.empty(); ++round) {
            std::erase_if(open,
                          [&](const attempt& each) { return each.place->models.size() <= round; });
            std::vector<search_job> jobs;
            for (const attempt& each : open)
                jobs.push_back({scenarios_[each.place->models[round]].name,
                                replacements_of({{each.place, each.result->orders}})});
            const std::vector<run_report> results = batch_.run(jobs);
            for (std::size_t i = 0; i < open.size(); ++i)
                note(*open[i].result, scenarios_[open[i].place->models[round]], results[i]);
            std::erase_if(open, [](const attempt& each) {
                return each.result->what == weakening::result::needed;
            });
        }
        for (examined_place& each : places)
            for (weakening& one : each.weaker) {
                if (one.what != weakening::result::too_strong) continue;
                one.kept = report::reason_kept(each.place, source_);
                if (!one.kept.empty()) one.what = weakening::result::kept;
            }
    }

    static void note(weakening& one, const scenario_entry& model, const run_report& result) {
        finding found = judge(model, result);
        if (found.is_correct) return;
        one.what = found.has_failed ? weakening::result::needed : weakening::result::undecided;
        one.model = model.name;
        one.verdict = std::move(found.verdict);
        one.message = std::move(found.message);
        one.location = std::move(found.location);
    }

    [[nodiscard]] bool is_correct(std::size_t model, const run_report& result) const {
        return judge(scenarios_[model], result).is_correct;
    }

    [[nodiscard]] strengthening strengthen(std::size_t model) {
        strengthening result{.model = scenarios_[model].name,
                             .verdict = judge(scenarios_[model], results_[model]).verdict};
        std::vector<order_place> places;
        report::add_places(places, 0, results_[model].order_sites);
        report::sort_places(places);
        // What the bug kept from being reached is not known yet: with stronger orders it may be.
        changes strongest;
        for (;;) {
            strongest.clear();
            for (const order_place& each : places)
                if (const order_pair most = report::strongest_orders(each.orders);
                    most != each.orders)
                    strongest.emplace_back(&each, most);
            const run_report at_strongest = try_one(model, strongest);
            const std::size_t known = places.size();
            std::vector<order_place> more = places;
            report::add_places(more, 0, at_strongest.order_sites);
            if (more.size() == known) {
                if (!is_correct(model, at_strongest)) {
                    result.verdict_at_strongest = judge(scenarios_[model], at_strongest).verdict;
                    return result;
                }
                break;
            }
            places = std::move(more);
            report::sort_places(places);
        }
        result.is_possible = true;
        std::optional<changes> found = smallest(model, places);
        result.is_smallest = found.has_value();
        if (!found) found = reduced(model, strongest);
        for (const auto& [place, orders] : *found) result.changes.emplace_back(*place, orders);
        return result;
    }

    [[nodiscard]] run_report try_one(std::size_t model, const changes& wanted) {
        return batch_.run({{scenarios_[model].name, replacements_of(wanted)}}).front();
    }

    /// All ways to go one or two steps up, one step at first.
    [[nodiscard]] std::optional<changes> smallest(std::size_t model,
                                                  const std::vector<order_place>& places) {
        std::vector<changes> open{{}};
        for (int steps = 1; steps <= most_steps; ++steps) {
            std::vector<changes> longer;
            for (const changes& each : open)
                for (const order_place& place : places) add_steps(longer, each, place);
            std::vector<search_job> jobs;
            for (const changes& each : longer)
                jobs.push_back({scenarios_[model].name, replacements_of(each)});
            const auto results = batch_.run(jobs);
            for (std::size_t i = 0; i < results.size(); ++i)
                if (is_correct(model, results[i])) return longer[i];
            open = std::move(longer);
        }
        return std::nullopt;
    }

    /// Adds `so_far` with one step more at `place`: places in the order in which they are numbered,
    /// so that no set comes twice.
    static void add_steps(std::vector<changes>& longer, const changes& so_far,
                          const order_place& place) {
        if (!so_far.empty() && &place < so_far.back().first) return;
        const bool again = !so_far.empty() && so_far.back().first == &place;
        const order_pair from = again ? so_far.back().second : place.orders;
        for (const order_pair& orders : report::stronger_orders(place.operation, from)) {
            changes more = so_far;
            if (again) more.pop_back();
            more.emplace_back(&place, orders);
            longer.push_back(std::move(more));
        }
    }

    /// From seq_cst everywhere, one place after the other as far down as the model passes.
    [[nodiscard]] changes reduced(std::size_t model, changes all) {
        for (std::size_t i = 0; i < all.size();) {
            changes without = all;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            if (is_correct(model, try_one(model, without))) {
                all = std::move(without);
                continue;
            }
            order_place lowered = *all[i].first;
            for (bool moved = true; moved;) {
                moved = false;
                lowered.orders = all[i].second;
                for (const order_pair& orders : report::weaker_orders(lowered)) {
                    changes weaker = all;
                    weaker[i].second = orders;
                    if (!is_correct(model, try_one(model, weaker))) continue;
                    all = std::move(weaker);
                    moved = true;
                    break;
                }
            }
            ++i;
        }
        return all;
    }

    static constexpr int most_steps = 2;

    std::string files_;
    const std::vector<scenario_entry>& scenarios_;
    search_batch batch_;
    report::source_text source_;
    std::vector<run_report> results_; ///< of each scenario as it is
    std::vector<std::size_t> passing_;
    std::vector<std::size_t> failing_;
    std::vector<order_place> places_; ///< of those that pass
};

report::exit_code exit_code_of(const orders_result& result) {
    if (!result.failing.empty() || !result.is_minimal()) return report::exit_code::bug_found;
    return result.is_undecided() ? report::exit_code::incomplete : report::exit_code::success;
}

} // namespace

exit_code orders(const orders_options& options) {
    require_writable(options.output);
    check_options wanted;
    wanted.patterns = options.patterns;
    wanted.scenarios = options.scenarios;
    const scenario_list scenarios = list_scenarios(wanted);
    orders_result result;
    try {
        result = orders_session(options, scenarios).run();
    } catch (const search_batch::interrupted&) {
        write_text(options.output, "heddle: interrupted\n");
        return exit_code::incomplete;
    }
    const report::style colours(wants_colour(text_descriptor(options.output)));
    write_text(options.output, report::orders_text(result, colours));
    write_json(options.output, report::orders_json(result));
    return exit_code_of(result);
}

} // namespace heddle::cli
