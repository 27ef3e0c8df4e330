#include "world/checkpoint.hpp"

#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/program.hpp"
#include "world/restorable.hpp"
#include "world/state.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace heddle::world {

namespace {

constexpr std::size_t most_points = 64;
constexpr std::size_t most_bytes = std::size_t{16} << 20u;

// What a step of a replay costs, as the number of bytes that can be copied in that time.
constexpr std::size_t bytes_a_step = 3000;
// What a checkpoint costs apart from copying, likewise.
constexpr std::size_t fixed_cost = 1500;

std::vector<memory_range> memory_above;

std::byte* stack_end(const thread& t) {
    return reinterpret_cast<std::byte*>(t.on.stack_high);
}

// How much of a thread's stack it needs to run on. One that has finished needs none, unless it is
// the running one: that goes on to look for another to run (see `finish`).
std::size_t live_stack(const thread& t) {
    if (t.state == thread::status::finished && &t != state->current) return 0;
    return t.on.stack_high - reinterpret_cast<std::uintptr_t>(t.on.context);
}

// How much of a parked thread's stack, up to its end, others can have a pointer to.
std::size_t visible_stack(const thread& t) {
    return t.state == thread::status::parked ? t.on.stack_high - t.visible_stack_low : 0;
}

// Mostly they do not, and there are many short ones: no call for each. `size` is a multiple of
// eight.
bool differ(const std::byte* a, const std::byte* b, std::size_t size) {
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < size; i += 8) {
        std::uint64_t x = 0;
        std::uint64_t y = 0;
        std::memcpy(&x, a + i, 8);
        std::memcpy(&y, b + i, 8);
        difference |= x ^ y;
    }
    return difference != 0;
}

} // namespace

byte_buffer& checkpoint_stack::history::add(std::uint64_t serial) {
    if (count_ == versions_.size()) versions_.emplace_back();
    version& v = versions_[count_++];
    v.serial = serial;
    v.bytes.clear();
    return v.bytes;
}

bool checkpoint_stack::history::drop_after(std::uint64_t serial) noexcept {
    const std::size_t before = count_;
    while (count_ > 0 && versions_[count_ - 1].serial > serial) --count_;
    return count_ != before;
}

const byte_buffer* checkpoint_stack::history::newest() const noexcept {
    return count_ == 0 ? nullptr : &versions_[count_ - 1].bytes;
}

void checkpoint_stack::history::drop_unneeded(const std::vector<point>& kept) {
    std::size_t needed = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        const bool used = std::any_of(kept.begin(), kept.end(), [&](const point& p) {
            return p.serial >= versions_[i].serial &&
                   (i + 1 == count_ || p.serial < versions_[i + 1].serial);
        });
        if (!used) continue;
        std::swap(versions_[needed], versions_[i]);
        ++needed;
    }
    count_ = needed;
}

void checkpoint_stack::disable(const std::string& reason) {
    if (disabled_) return;
    disabled_ = true;
    reason_ = reason;
}

void checkpoint_stack::clear() {
    points_.clear();
    size_ = 0;
    for (auto& t : threads_) t.clear();
    memory_.clear();
    steps_before_ = state->steps;
}

bool checkpoint_stack::is_due() const noexcept {
    return !disabled_ && (state->steps - steps_before_) * bytes_a_step >= fixed_cost + last_size_;
}

void checkpoint_stack::take() {
    if (points_.size() == most_points || size_ > most_bytes) thin_out();
    point p;
    p.serial = next_serial_++;
    p.events = state->graph->size();
    p.current = state->current->id;
    p.shadow = state->shadow.set_mark();
    last_size_ = 0;
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        if (((state->ran >> i) & 1u) != 0 || has_changed(t)) keep_thread(t, p.serial);
    }
    keep_memory(p.serial);
    state->ran = std::uint64_t{1} << p.current; // which runs on
    p.size = last_size_;
    size_ += p.size;
    points_.push_back(p);
    steps_before_ = state->steps;
}

bool checkpoint_stack::return_to(graph::event_id events) {
    if (points_.empty()) return false;
    while (!points_.empty() && points_.back().events > events) {
        size_ -= points_.back().size;
        points_.pop_back();
    }
    if (points_.empty() || disabled_ || state->shadow.is_worn_out()) return false;
    const point& p = points_.back();
    const auto thread_count = state->thread_count;
    memory_.drop_after(p.serial);
    put_back_memory(*memory_.newest());
    state->runnable = 0;
    for (std::uint32_t i = 0; i < thread_count; ++i) {
        thread& t = state->threads[i];
        const bool ran = ((state->ran >> i) & 1u) != 0;
        const bool changed = threads_[i].drop_after(p.serial) || ran;
        const byte_buffer* kept = threads_[i].newest();
        if (kept == nullptr) {
            reset_thread(t);
        } else if (changed) {
            put_back(t, *kept);
        } else if (const std::size_t size = visible_stack(t); size != 0) {
            std::memcpy(stack_end(t) - size, kept->tail(size), size);
        }
    }
    state->ran = std::uint64_t{1} << p.current;
    state->ended_by_exit = false;
    state->shadow.return_to(p.shadow);
    state->current = &state->threads[p.current];
    const auto& g = *state->graph;
    state->patient = 0;
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        thread& t = state->threads[i];
        if (t.patient) state->patient |= std::uint64_t{1} << i;
        if (t.state != thread::status::parked || t.spinning) continue;
        if (t.position >= g.of_thread(i).size()) continue;
        t.state = thread::status::runnable;
        state->runnable |= std::uint64_t{1} << i;
        state->ran |= std::uint64_t{1} << i; // changed, whether it comes to run or not
    }
    steps_before_ = state->steps;
    return true;
}

// What has not run is unchanged but for what others have written into its stack, through a pointer.
bool checkpoint_stack::has_changed(const thread& t) const {
    const byte_buffer* kept = threads_[t.id].newest();
    const std::size_t size = visible_stack(t);
    return kept != nullptr && differ(stack_end(t) - size, kept->tail(size), size);
}

void checkpoint_stack::keep_thread(const thread& t, std::uint64_t serial) {
    byte_buffer& to = threads_[t.id].add(serial);
    to.put<thread_core>(t);
    to.put(t.exit_destructors.size());
    to.put(t.exit_destructors.data(), t.exit_destructors.size() * sizeof t.exit_destructors[0]);
    to.put(t.visits.size());
    to.put(t.visits.data(), t.visits.size() * sizeof t.visits[0]);
    to.put(t.touched.overflown);
    to.put(t.touched.count);
    to.put(t.touched.list.data(), t.touched.count * sizeof t.touched.list[0]);
    to.put(live_stack(t));
    to.put(t.on.context, live_stack(t));
    last_size_ += to.size();
}

void checkpoint_stack::put_back(thread& t, const byte_buffer& from) {
    byte_buffer::reader in(from);
    const std::uintptr_t deepest = t.on.deepest;
    static_cast<thread_core&>(t) = in.get<thread_core>();
    t.on.deepest = deepest;
    t.exit_destructors.resize(in.get<std::size_t>());
    in.get(t.exit_destructors.data(), t.exit_destructors.size() * sizeof t.exit_destructors[0]);
    t.visits.resize(in.get<std::size_t>());
    in.get(t.visits.data(), t.visits.size() * sizeof t.visits[0]);
    t.touched.overflown = in.get<bool>();
    t.touched.count = in.get<std::size_t>();
    in.get(t.touched.list.data(), t.touched.count * sizeof t.touched.list[0]);
    in.get(t.on.context, in.get<std::size_t>());
}

void checkpoint_stack::keep_memory(std::uint64_t serial) {
    byte_buffer& to = memory_.add(serial);
    to.put(state->thread_count);
    to.put(state->joined);
    to.put(state->newborn);
    to.put(state->said.set_mark());
    to.put(state->slots.data(), state->thread_count * sizeof state->slots[0]);
    for (const address_counters* counters : {&state->owners, &state->recursion}) {
        to.put(counters->used());
        to.put(counters->slots().size());
        to.put(counters->slots().data(), counters->slots().size() * sizeof counters->slots()[0]);
    }
    to.put(state->newest_in_memory.size());
    to.put(state->newest_in_memory.data(),
           state->newest_in_memory.size() * sizeof state->newest_in_memory[0]);
    for (const memory_range& r : memory_above) {
        to.put(reinterpret_cast<const void*>(r.begin), r.end - r.begin);
    }
    heap::keep(to);
    keep_globals(to);
    last_size_ += to.size();
}

void checkpoint_stack::put_back_memory(const byte_buffer& from) {
    byte_buffer::reader in(from);
    state->thread_count = in.get<std::uint32_t>();
    state->joined = in.get<std::uint64_t>();
    state->newborn = in.get<std::uint64_t>();
    state->said.return_to(in.get<remarks::mark>());
    state->slots.fill(0);
    in.get(state->slots.data(), state->thread_count * sizeof state->slots[0]);
    for (address_counters* counters : {&state->owners, &state->recursion}) {
        const auto used = in.get<std::size_t>();
        in.get(counters->take_slots(in.get<std::size_t>(), used),
               counters->slots().size() * sizeof counters->slots()[0]);
    }
    state->newest_in_memory.resize(in.get<std::size_t>());
    in.get(state->newest_in_memory.data(),
           state->newest_in_memory.size() * sizeof state->newest_in_memory[0]);
    for (const memory_range& r : memory_above) {
        in.get(reinterpret_cast<void*>(r.begin), r.end - r.begin);
    }
    heap::put_back(in);
    put_back_globals(in);
}

// Keeps the newest half, and every second one before: where a search goes back to next is mostly
// near the end, and the way there from an older checkpoint is short beside the way from there on.
void checkpoint_stack::thin_out() {
    std::vector<point> kept;
    const std::size_t half = points_.size() / 2;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        if (i >= half || i % 2 == 0) {
            kept.push_back(points_[i]);
        } else {
            size_ -= points_[i].size;
        }
    }
    points_ = std::move(kept);
    for (auto& t : threads_) t.drop_unneeded(points_);
    memory_.drop_unneeded(points_);
}

void keep_in_checkpoints(void* begin, std::size_t size) {
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    memory_above.push_back({address, address + size});
}

const std::vector<memory_range>& front_end_memory() noexcept {
    return memory_above;
}

void note_external_effect(const char* what) {
    if (state == nullptr || !state->checkpoints.enabled()) return;
    const bool was = simulating;
    simulating = false; // the text below is not the program's
    state->checkpoints.disable(what);
    simulating = was;
}

} // namespace heddle::world
