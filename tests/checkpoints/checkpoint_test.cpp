// Executions are taken up where they differ from the last one, if that misses nothing.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

namespace {

nlohmann::json report_of(std::vector<std::string> const& command) {
    auto const run = heddle_run(command);
    INFO(run.process.err);
    CHECK(run.process.exit_code == 0);
    CHECK(text_of(run.report, "verdict") == "correct");
    return run.report;
}

} // namespace

TEST_CASE("all of a program's state is restored", "[checkpoints]") {
    auto const report = report_of({RESTORED_STATE});
    CHECK(text_of(report, "checkpoints") == "used");
    CHECK(number_of(report, "executions") == 36);
    CHECK(number_of(report, "operations") < number_of(report, "events") * 3 / 4);
}

TEST_CASE("thread-local variables are restored", "[checkpoints]") {
    auto const report = report_of({RESTORED_THREAD_LOCAL});
    CHECK(text_of(report, "checkpoints") == "used");
    // The orders of two threads' two tickets each, of their ends, and of their calls.
    CHECK(number_of(report, "executions") == 24);
}

TEST_CASE("errno is restored", "[checkpoints]") {
    auto const* const program = GENERATE(RESTORED_ERRNO, RESTORED_ERRNO_THREAD_LOCAL);
    auto const report = report_of({program});
    CHECK(text_of(report, "checkpoints") == "used");
    CHECK(number_of(report, "executions") == 68);
    CHECK(number_of(report, "operations") < number_of(report, "events") * 3 / 4);
}

TEST_CASE("programs with state elsewhere run from their start", "[checkpoints]") {
    CHECK(text_of(report_of({MISSED_STATE}), "checkpoints") == "not used: the program uses open");
    CHECK(text_of(report_of({MISSED_STATE, "random"}), "checkpoints").starts_with("not used: "));
}

TEST_CASE("executions that are drawn run from their start", "[checkpoints]") {
    auto const run =
        heddle_run({"--strategy", "random", "--executions", "20", RESTORED_STATE}).report;
    CHECK(text_of(run, "checkpoints") == "not used: each execution is drawn by itself");
}
