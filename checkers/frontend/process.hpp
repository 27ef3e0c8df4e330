// The end of the program by an exception.
#pragma once

namespace heddle::frontend {

/// A handler for std::set_terminate: reports the exception in flight as uncaught_exception, or
/// std::terminate without one as assertion_failed. Outside executions it does what the C++ library
/// would.
[[noreturn]] void on_terminate();

} // namespace heddle::frontend
