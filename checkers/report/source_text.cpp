#include "report/source_text.hpp"

#include <fstream>

namespace heddle::report {

std::string source_text::line(const std::string& file, unsigned number) {
    if (file.empty() || number == 0) return {};
    auto [entry, fresh] = files_.try_emplace(file);
    if (fresh) {
        std::ifstream stream(file);
        for (std::string text; std::getline(stream, text);) entry->second.push_back(text);
    }
    if (number > entry->second.size()) return {};
    const std::string& text = entry->second[number - 1];
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

} // namespace heddle::report
