#include "table.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace heddle::tests {

namespace {

std::vector<std::string> cells(std::string const& line) {
    std::vector<std::string> result;
    std::istringstream in{line};
    for (std::string cell; std::getline(in, cell, '\t');) {
        result.push_back(cell);
    }
    return result;
}

} // namespace

std::vector<table_row> read_table(std::string const& path) {
    std::ifstream in{path};
    if (!in) {
        throw std::runtime_error{"cannot read " + path};
    }
    std::vector<std::string> columns;
    std::vector<table_row> rows;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        auto const values = cells(line);
        if (columns.empty()) {
            columns = values;
            continue;
        }
        if (values.size() > columns.size()) {
            throw std::runtime_error{path + ": too many cells: " + line};
        }
        table_row row;
        for (std::size_t i = 0; i != columns.size(); ++i) {
            row[columns[i]] = i < values.size() ? values[i] : std::string{};
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<std::string> words(std::string const& text) {
    std::vector<std::string> result;
    std::istringstream in{text};
    for (std::string word; in >> word;) {
        result.push_back(word);
    }
    return result;
}

} // namespace heddle::tests
