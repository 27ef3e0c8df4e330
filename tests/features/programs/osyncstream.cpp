// Lines of two threads to one stream: each is passed on as a whole by its osyncstream, under the
// library's lock for that stream. "direct": without. Two executions: one line comes first.
#include <cassert>
#include <ostream>
#include <streambuf>
#include <string>
#include <syncstream>
#include <thread>

// A stream buffer of the program's own, whose accesses are seen.
class collector : public std::streambuf {
public:
    std::string text;

protected:
    int_type overflow(int_type c) override {
        text.push_back(static_cast<char>(c)); // BUG
        return c;
    }

    std::streamsize xsputn(char const* from, std::streamsize count) override {
        text.append(from, static_cast<std::size_t>(count)); // BUG
        return count;
    }
};

int main(int argc, char**) {
    bool const direct = argc > 1;
    collector buffer;
    auto const print = [&](char const* line) {
        if (direct) {
            buffer.sputn(line, 2); // BUG
        } else {
            std::osyncstream(&buffer) << line[0] << line[1];
        }
    };
    std::thread a(print, "a\n");
    std::thread b(print, "b\n");
    a.join();
    b.join();
    assert(buffer.text == "a\nb\n" || buffer.text == "b\na\n");
}
