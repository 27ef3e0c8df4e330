#include "instruction_counter.hpp"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace heddle::tests {

instruction_counter::instruction_counter(pid_t process) {
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
    attributes.disabled = 1;
    attributes.enable_on_exec = 1;
    attributes.inherit = 1;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    constexpr int any_processor = -1;
    constexpr int no_group = -1;
    file_ = static_cast<int>(::syscall(SYS_perf_event_open, &attributes, process, any_processor,
                                       no_group, PERF_FLAG_FD_CLOEXEC));
}

instruction_counter::~instruction_counter() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

std::optional<std::uint64_t> instruction_counter::count() const {
    std::uint64_t value = 0;
    if (file_ < 0 || ::read(file_, &value, sizeof value) != sizeof value) {
        return std::nullopt;
    }
    return value;
}

} // namespace heddle::tests
