// heddle-bench, called as a user does: its counters, its exit code, and that what goes wrong is not
// reported as a measurement. No time is asserted.
#include "support/process.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

using namespace heddle::tests;
using nlohmann::json;

namespace {

struct bench_result {
    process_result process;
    json report;

    /// The benchmark NAME/CHECKER; null when there is none.
    [[nodiscard]] json of(std::string const& name) const {
        for (auto const& benchmark : report.value("benchmarks", json::array())) {
            if (benchmark.at("name").get<std::string>().starts_with(name + "/")) {
                return benchmark;
            }
        }
        return nullptr;
    }
};

bench_result run_bench(std::string const& filter, std::vector<std::string> const& options = {}) {
    std::vector<std::string> command{HEDDLE_BENCH, "--benchmark_format=json",
                                     "--benchmark_filter=" + filter};
    command.insert(command.end(), options.begin(), options.end());
    bench_result result;
    result.process = run_process(command);
    result.report = json::parse(result.process.out, nullptr, false);
    return result;
}

std::string const quick = std::string{"--table="} + QUICK_TABLE;

} // namespace

TEST_CASE("heddle-bench reports what Heddle's search did") {
    auto const run = run_bench("^inc-3/heddle", {quick});
    CAPTURE(run.process.err);
    CHECK(run.process.exit_code == 0);
    REQUIRE(run.report.is_object());
    REQUIRE(run.report.at("benchmarks").size() == 1);
    auto const heddle = run.of("inc-3/heddle");
    CHECK(heddle.at("executions") == 6);
    CHECK(heddle.at("blocked") == 0);
    CHECK(heddle.at("real_time") > 0);
    CHECK(heddle.at("time_unit") == "s");
    CHECK(heddle.at("peak_rss_mb") > 1);
    CHECK(heddle.at("genmc_seconds") == 1.5);
    // All of one measurement, so that they must agree.
    auto const seconds = heddle.at("real_time").get<double>();
    CHECK(heddle.at("executions_per_second").get<double>() == Approx(6 / seconds).epsilon(0.01));
    CHECK(heddle.at("ns_per_operation").get<double>() > 0);
    auto const process_seconds = heddle.at("process_seconds").get<double>();
    CHECK(process_seconds > seconds);
    CHECK(heddle.at("cpu_seconds").get<double>() > 0);
    CHECK(heddle.at("genmc_over_heddle").get<double>() ==
          Approx(1.5 / process_seconds).epsilon(0.01));
    // Where the machine counts instructions.
    if (heddle.contains("instructions_per_execution")) {
        CHECK(heddle.at("instructions_per_execution") > 1000);
    }
    auto const& context = run.report.at("context");
    CHECK(context.contains("cpu"));
    CHECK(context.contains("compiler"));
}

TEST_CASE("heddle-bench leaves out what is not known") {
    auto const run = run_bench("^stripes-4x3/heddle", {quick});
    CHECK(run.process.exit_code == 0);
    auto const heddle = run.of("stripes-4x3/heddle");
    REQUIRE(heddle.is_object());
    CHECK_FALSE(heddle.contains("genmc_seconds"));
    CHECK_FALSE(heddle.contains("genmc_over_heddle"));
}

TEST_CASE("heddle-bench does not take a search that found a bug for a fast one") {
    auto const run = run_bench("^racing/heddle", {quick});
    CHECK(run.process.exit_code == 1);
    auto const heddle = run.of("racing/heddle");
    REQUIRE(heddle.is_object());
    CHECK(heddle.at("error_occurred") == true);
    CHECK_THAT(heddle.at("error_message").get<std::string>(), Catch::Contains("data_race"));
}

TEST_CASE("heddle-bench does not take a search that was cut short for a fast one") {
    auto const run = run_bench("^inc-12/heddle", {quick, "--heddle_limit=1"});
    CHECK(run.process.exit_code == 1);
    auto const heddle = run.of("inc-12/heddle");
    REQUIRE(heddle.is_object());
    CHECK(heddle.at("error_occurred") == true);
    CHECK_THAT(heddle.at("error_message").get<std::string>(), Catch::Contains("incomplete"));
}

TEST_CASE("heddle-bench compares the number of executions with the table's") {
    temporary_directory const directory;
    auto const table = directory.path() + "/table.tsv";
    std::ofstream{table} << "name\texecutions\ninc-3\t7\n";
    auto const run = run_bench("^inc-3/heddle", {"--table=" + table});
    CHECK(run.process.exit_code == 1);
    auto const heddle = run.of("inc-3/heddle");
    REQUIRE(heddle.is_object());
    CHECK(heddle.at("error_message") == "6 executions instead of 7");
}

TEST_CASE("heddle-bench says what it does not understand") {
    CHECK(run_bench("x", {"--no_such_option"}).process.exit_code == 2);
    CHECK(run_bench("x", {"--relacy_limit=soon"}).process.exit_code == 2);
    CHECK(run_bench("x", {"--heddle_limit=0"}).process.exit_code == 2);
    CHECK(run_bench("x", {"--table=/nowhere/at/all"}).process.exit_code == 2);
    CHECK(run_bench("^no such program$").process.exit_code == 1);
}

#ifdef WITH_RELACY

TEST_CASE("heddle-bench searches the same program with Relacy") {
    auto const run = run_bench("^inc-3/", {quick});
    CAPTURE(run.process.err);
    CHECK(run.process.exit_code == 0);
    REQUIRE(run.report.is_object());
    CHECK(run.report.at("benchmarks").size() == 2);
    auto const relacy = run.of("inc-3/relacy");
    REQUIRE(relacy.is_object());
    CHECK(relacy.at("complete") == 1);
    // Every interleaving of three threads of two steps, the increment and the end: 6! / 2!^3.
    CHECK(relacy.at("executions") == 90);
    CHECK(relacy.at("executions_per_second").get<double>() ==
          Approx(90 / relacy.at("real_time").get<double>()).epsilon(0.01));
    CHECK(relacy.at("peak_rss_mb") > 1);
}

TEST_CASE("heddle-bench ends Relacy's search in time") {
    auto const run = run_bench("^inc-12/relacy", {quick, "--relacy_limit=1"});
    CHECK(run.process.exit_code == 0);
    auto const relacy = run.of("inc-12/relacy");
    REQUIRE(relacy.is_object());
    CHECK(relacy.at("complete") == 0);
    CHECK(relacy.at("executions") > 0);
}

TEST_CASE("heddle-bench does not take a bug that Relacy found for a fast search") {
    auto const run = run_bench("^racing/relacy", {quick});
    CHECK(run.process.exit_code == 1);
    auto const relacy = run.of("racing/relacy");
    REQUIRE(relacy.is_object());
    CHECK_THAT(relacy.at("error_message").get<std::string>(), Catch::Contains("DATA RACE"));
}

TEST_CASE("heddle-bench leaves Relacy out on request") {
    auto const run = run_bench("^inc-3/", {quick, "--relacy_limit=0"});
    CHECK(run.process.exit_code == 0);
    REQUIRE(run.report.is_object());
    CHECK(run.report.at("benchmarks").size() == 1);
}

#endif
