#include "marked_lines.hpp"

#include <filesystem>
#include <fstream>

namespace heddle::tests {

std::vector<std::string> marked_lines(std::string const& source, std::string const& marker) {
    std::vector<std::string> result;
    std::ifstream in{source};
    auto const name = std::filesystem::path{source}.filename().string();
    int number = 1;
    for (std::string line; std::getline(in, line); ++number) {
        if (line.ends_with("// " + marker)) {
            result.push_back(name + ':' + std::to_string(number));
        }
    }
    return result;
}

} // namespace heddle::tests
