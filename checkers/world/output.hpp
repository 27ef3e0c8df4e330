// The program's own output: kept aside while it runs over and over, and shown once.
#pragma once

#include <array>

namespace heddle::world {

class program_output {
public:
    program_output();
    /// Output goes to a new file from here on.
    void capture();
    /// Output is dropped from here on; what was captured last is kept.
    void discard();
    /// Streams are the program's own again; shows what was captured last.
    void show();

    /// Makes room for what another process may have captured; before there is one.
    void share();
    /// Captured last shall be what this process captured last / what another has published.
    void publish() const;
    void take_published();

private:
    void redirect(const std::array<int, 2>& to);

    std::array<int, 2> real_{-1, -1};
    std::array<int, 2> kept_{-1, -1};
    std::array<int, 2> published_{-1, -1};
    int nowhere_ = -1;
};

} // namespace heddle::world
