// `heddle orders`, on scenarios whose sources say what must be found.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace heddle::tests;
using json = nlohmann::json;

namespace {

struct orders_run {
    process_result process;
    json report;
};

orders_run run_orders(std::vector<std::string> const& arguments) {
    temporary_directory const directory;
    auto const file = directory.path() + "/orders.json";
    std::vector<std::string> command{"orders", "--scenarios", ORDERS_SCENARIOS, "--json", file};
    command.insert(command.end(), arguments.begin(), arguments.end());
    orders_run result;
    result.process = run_tool(command);
    std::ifstream stream(file);
    if (stream) result.report = json::parse(stream, nullptr, false);
    return result;
}

/// What each line of a source says behind its code, from the first `->`.
std::map<std::string, std::string> marks_of(std::string const& name) {
    std::map<std::string, std::string> marks;
    std::ifstream stream(std::string(ORDERS_SOURCES) + "/" + name);
    unsigned number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (auto const at = line.find("// ->"); at != std::string::npos)
            marks[name + ":" + std::to_string(number)] = line.substr(at + 3);
    }
    REQUIRE_FALSE(marks.empty());
    return marks;
}

std::string base_name(std::string const& location) {
    return location.substr(location.rfind('/') + 1);
}

std::string orders_of(json const& object) {
    auto text = text_of(object, "order");
    if (object.contains("failure_order"))
        text += ", " + text_of(object, "failure_order") + " on failure";
    return text;
}

} // namespace

TEST_CASE("each weaker order is tried, and said to be needed or not", "[orders]") {
    auto const run = run_orders({"passing/*"});
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 1); // one can be weaker
    REQUIRE(run.report.is_object());
    std::map<std::string, std::string> found;
    for (auto const& place : run.report["places"]) {
        std::string said;
        for (auto const& one : place["weaker"])
            said +=
                (said.empty() ? "-> " : ", -> ") + orders_of(one) + ": " + text_of(one, "result");
        auto const where = base_name(text_of(place, "location"));
        CHECK(found.count(where) == 0); // one place a line
        if (!said.empty()) found[where] = said;
    }
    CHECK(found == marks_of("passing.cpp"));
}

TEST_CASE("an order that a comment explains is kept, with the reason", "[orders]") {
    auto const run = run_orders({"passing/kept"});
    CHECK(run.process.exit_code == 0);
    REQUIRE(run.report["places"].size() == 2);
    CHECK(run.process.out.find("whoever copies this will") != std::string::npos);
}

TEST_CASE("what must be stronger is found", "[orders]") {
    auto const run = run_orders({"failing/*"});
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 1);
    REQUIRE(run.report.is_object());
    std::map<std::string, std::string> found;
    std::map<std::string, bool> smallest;
    for (auto const& each : run.report["failing"]) {
        auto const model = text_of(each, "model");
        CHECK(flag_of(each, "possible") == (model != "failing/no_order"));
        smallest[model] = flag_of(each, "smallest");
        for (auto const& change : each["changes"])
            found[base_name(text_of(change, "location"))] = "-> " + orders_of(change["becomes"]);
    }
    CHECK(found == marks_of("failing.cpp"));
    CHECK(smallest == std::map<std::string, bool>{{"failing/one_step", true},
                                                  {"failing/two_steps", true},
                                                  {"failing/many_steps", false},
                                                  {"failing/no_order", false}});
}

TEST_CASE("only what stands in the files of a glob is weakened", "[orders]") {
    CHECK(run_orders({"passing/lock/two", "--in", "*passing.cpp"}).report["places"].size() == 2);
    auto const none = run_orders({"passing/lock/two", "--in", "*failing.cpp"});
    CHECK(none.report["places"].empty());
    CHECK(none.process.exit_code == 0);
}

TEST_CASE("operations of which no line is known are not passed over unseen", "[orders]") {
    auto const run = run_orders({"no_lines"});
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "without_place") == 1);
    CHECK(run.process.out.find("without a line") != std::string::npos);
    CHECK(number_of(run_orders({"passing/kept"}).report, "without_place") == 0);
}

TEST_CASE("orders of no scenario are an error", "[orders]") {
    CHECK(run_orders({}).process.exit_code == 2);
    CHECK(run_orders({"passing/none"}).process.exit_code == 2);
}
