#include "frontend/hidden_functions.hpp"

#include "world/dynamic_section.hpp"

#include <dlfcn.h>
#include <link.h>

#include <filesystem>

namespace heddle::frontend {

namespace {

const link_map* own_module() {
    Dl_info ignored{};
    link_map* module = nullptr;
    dladdr1(reinterpret_cast<const void*>(&own_module), &ignored, reinterpret_cast<void**>(&module),
            RTLD_DL_LINKMAP);
    return module;
}

} // namespace

std::string hidden_function() {
    const link_map* const own = own_module();
    const link_map* program = own;
    while (program->l_prev != nullptr) program = program->l_prev;
    std::string hidden;
    world::dynamic_section(own->l_addr, own->l_ld).each_export([&](const char* name) {
        if (!hidden.empty()) return;
        Dl_info found{};
        link_map* module = nullptr;
        void* const address = dlsym(RTLD_DEFAULT, name);
        if (dladdr1(address, &found, reinterpret_cast<void**>(&module), RTLD_DL_LINKMAP) == 0)
            return;
        if (module == own || module == program) return;
        hidden = std::string{name} + ", which " +
                 std::filesystem::path{module->l_name}.filename().string() + " defines, too";
    });
    return hidden;
}

} // namespace heddle::frontend
