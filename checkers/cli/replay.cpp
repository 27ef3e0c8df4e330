#include "cli/run_and_report.hpp"

namespace heddle::cli {

exit_code replay(const run_options& options) {
    return run_and_report(options, 0);
}

} // namespace heddle::cli
