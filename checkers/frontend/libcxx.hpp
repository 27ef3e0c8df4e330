// What libc++ has in its library.
#pragma once

namespace heddle::frontend {

/// Has libc++, if it is there, make the key of each thread's data, which it would make when the
/// first thread needs it. To be called while the program's constructors may still run.
void prepare_libcxx();

} // namespace heddle::frontend
