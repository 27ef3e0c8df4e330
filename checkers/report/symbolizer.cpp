#include "report/symbolizer.hpp"

#include "report/line_table.hpp"
#include "report/names.hpp"
#include "report/variable_types.hpp"

#include <elfutils/libdwfl.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <unordered_map>

namespace heddle::report {
namespace {

constexpr Dwfl_Callbacks callbacks{
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = nullptr,
};

struct end_session {
    void operator()(Dwfl* session) const { dwfl_end(session); }
};

} // namespace

struct symbolizer::implementation {
    std::unique_ptr<Dwfl, end_session> session;
    std::string directory;
    std::map<Dwfl_Module*, line_table> tables;
    std::map<Dwfl_Module*, variable_types> types;
    std::unordered_map<address, call_stack> known;

    /// What stands at one return address.
    const call_stack& at(address return_address);
    call_stack look_up(address location);
    /// Turns libdw's absolute path into the shown one and classifies the frame.
    void finish(frame& each, bool in_library) const;
};

symbolizer::symbolizer(const std::vector<raw_module>& modules, std::string directory)
    : self_(std::make_unique<implementation>()) {
    self_->directory = std::move(directory);
    self_->session.reset(dwfl_begin(&callbacks));
    if (!self_->session) return;
    dwfl_report_begin(self_->session.get());
    for (const raw_module& module : modules) {
        // Names such as "[vdso]" have no file; a file that has gone is simply not reported.
        if (!module.path.starts_with('/') || !std::filesystem::exists(module.path)) continue;
        dwfl_report_elf(self_->session.get(), module.path.c_str(), module.path.c_str(), -1,
                        module.bias, true);
    }
    dwfl_report_end(self_->session.get(), nullptr, nullptr);
}

symbolizer::~symbolizer() = default;

void symbolizer::implementation::finish(frame& each, bool in_library) const {
    each.source_file = brief_path(each.file, {});
    each.library = in_library || each.source_file.empty() || is_library_path(each.source_file);
    each.file = brief_path(each.file, directory);
    each.function = brief_function(each.function);
}

call_stack symbolizer::implementation::look_up(address location) {
    Dwfl_Module* module = session ? dwfl_addrmodule(session.get(), location) : nullptr;
    call_stack frames;
    bool in_library = module == nullptr;
    if (module != nullptr) {
        const char* path = nullptr;
        dwfl_module_info(module, nullptr, nullptr, nullptr, nullptr, nullptr, &path, nullptr);
        const std::string file = path == nullptr ? "?" : path;
        in_library = is_library_path(file);
        Dwarf_Addr bias = 0;
        auto table = tables.find(module);
        Dwarf* debug_info = dwfl_module_getdwarf(module, &bias);
        if (table == tables.end()) table = tables.emplace(module, line_table(debug_info)).first;
        frames = table->second.frames_at(location - bias);
        if (frames.empty()) frames.emplace_back();
        if (frames.back().function.empty()) {
            const char* symbol = dwfl_module_addrname(module, location);
            frames.back().function =
                symbol != nullptr ? demangle(symbol)
                                  : fmt::format("{:#x} in {}", location,
                                                std::filesystem::path(file).filename().string());
        }
    }
    if (frames.empty()) frames.emplace_back().function = fmt::format("{:#x}", location);
    for (frame& each : frames) finish(each, in_library);
    return frames;
}

const call_stack& symbolizer::implementation::at(address return_address) {
    auto found = known.find(return_address);
    if (found == known.end())
        // A return address is where the call ends; the call itself is one byte before it.
        found = known.emplace(return_address, look_up(return_address - 1)).first;
    return found->second;
}

call_stack symbolizer::resolve(const raw_stack& stack) {
    call_stack frames;
    for (address each : stack) {
        const call_stack& expanded = self_->at(each);
        frames.insert(frames.end(), expanded.begin(), expanded.end());
    }
    return frames;
}

std::string symbolizer::data_at(address location) {
    Dwfl_Module* module =
        self_->session ? dwfl_addrmodule(self_->session.get(), location) : nullptr;
    if (module == nullptr) return {};
    GElf_Off offset = 0;
    GElf_Sym symbol;
    const char* name =
        dwfl_module_addrinfo(module, location, &offset, &symbol, nullptr, nullptr, nullptr);
    if (name == nullptr || GELF_ST_TYPE(symbol.st_info) == STT_FUNC) return {};
    if (offset >= std::max<std::uint64_t>(symbol.st_size, 1)) return {};
    Dwarf_Addr bias = 0;
    Dwarf* debug_info = dwfl_module_getdwarf(module, &bias);
    auto types = self_->types.find(module);
    if (types == self_->types.end())
        types = self_->types.emplace(module, variable_types(debug_info)).first;
    return brief_function(demangle(name)) + types->second.part_at(location - offset - bias, offset);
}

} // namespace heddle::report
