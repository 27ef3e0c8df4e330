#include "jobs/search_processes.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace heddle::tests {

std::vector<search_process> processes_of(std::string const& program, std::string const& argument) {
    std::vector<search_process> found;
    std::error_code ignored;
    for (auto const& entry : std::filesystem::directory_iterator{"/proc"}) {
        auto const name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos ||
            std::filesystem::read_symlink(entry.path() / "exe", ignored) != program) {
            continue;
        }
        std::ifstream arguments{entry.path() / "cmdline"};
        std::string word;
        bool wanted = false;
        while (std::getline(arguments, word, '\0')) {
            wanted |= word == argument;
        }
        std::ifstream status{entry.path() / "status"};
        search_process process{std::stoi(name), 0, false};
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("PPid:")) {
                process.parent = std::stoi(line.substr(5));
            } else if (line.starts_with("Threads:")) {
                process.explores = std::stoi(line.substr(8)) > 1;
            }
        }
        if (wanted && process.parent != 0) {
            found.push_back(process);
        }
    }
    std::sort(found.begin(), found.end(),
              [](auto const& a, auto const& b) { return a.number < b.number; });
    return found;
}

std::vector<search_process> made_by_first(std::vector<search_process> const& all) {
    std::vector<search_process> made;
    std::copy_if(all.begin(), all.end(), std::back_inserter(made), [&](auto const& each) {
        return std::any_of(all.begin(), all.end(),
                           [&](auto const& other) { return each.parent == other.number; });
    });
    return made;
}

} // namespace heddle::tests
