#include "world/document.hpp"

#include "strategy/token.hpp"
#include "world/heap.hpp"
#include "world/objects.hpp"
#include "world/program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <fstream>

namespace heddle::world {

using namespace graph;
using nlohmann::json;

namespace {

// How a thread that waits to be let go joined the waiters: a condition variable's unlocks its mutex
// after that, others do nothing more.
operation_code joined_by(const thread& t) {
    const execution_graph& g = *state->graph;
    return g.last_of(t.id) == no_event ? t.pending.code : g[g.last_of(t.id)].code;
}

std::string name_of_channel(std::uintptr_t address) {
    const annotation* const named = state->said.name_of(address);
    return named == nullptr ? "a channel" : named->name;
}

std::string waiting_for(const thread& t) {
    if (t.state != thread::status::parked) return "";
    if (t.spinning || t.awaiting) return "a value that it reads again and again to change";
    switch (t.pending.code) {
    case operation_code::mutex_lock: {
        const std::uint32_t owner = state->owners[t.pending.address] & owner_mask;
        if (owner == t.id + 1) return "a mutex that it holds itself";
        return owner == 0 ? "a mutex" : fmt::format("a mutex that thread {} holds", owner - 1);
    }
    case operation_code::condition_wake:
        switch (joined_by(t)) {
        case operation_code::barrier_arrive: return "the others to arrive at a barrier";
        case operation_code::futex_enqueue: return "a wake of a futex";
        default: return "a notification of a condition variable";
        }
    case operation_code::read_lock:
    case operation_code::write_lock: return "a read-write lock";
    case operation_code::semaphore_wait: return "a semaphore";
    case operation_code::channel_take:
        return fmt::format("something to read from {}", name_of_channel(t.pending.address));
    case operation_code::channel_put:
        return fmt::format("room to write to {}", name_of_channel(t.pending.address));
    case operation_code::thread_join: return fmt::format("thread {} to finish", t.pending.target);
    case operation_code::once_enter: return "an initialization that another thread has begun";
    default: return name_of(t.pending.code);
    }
}

// A notification that came before the thread waited.
std::string early_notification(const thread& t) {
    if (t.pending.code != operation_code::condition_wake) return "";
    if (joined_by(t) == operation_code::barrier_arrive) return "";
    if (joined_by(t) == operation_code::futex_enqueue) {
        return "; no wake comes after it began to wait";
    }
    const execution_graph& g = *state->graph;
    const event_id enqueued =
        g.last_of(t.id) == no_event ? no_event : g[g.last_of(t.id)].previous_here;
    for (location_id l = 0; l < g.location_count(); ++l) {
        if (g.at(l).address != t.pending.address) continue;
        (void)enqueued;
        std::uint32_t own_place = 0;
        for (event_id id = g.at(l).last[t.id]; id != no_event; id = g[id].previous_here) {
            if (is_write(g[id])) {
                own_place = g[id].place;
                break;
            }
        }
        for (std::uint32_t p = own_place; p-- > 1;) {
            const event& e = g[g.at(l).order[p]];
            if (e.code == operation_code::condition_notify_one ||
                e.code == operation_code::condition_notify_all) {
                return fmt::format("; the {} by thread {} came before it waited and was lost",
                                   name_of(e.code), e.thread);
            }
        }
    }
    return "; no notification comes after it began to wait";
}

const char* object_kind(const event& e) {
    if (e.location != no_location) {
        const std::uintptr_t address = state->graph->at(e.location).address;
        if (address != memory_of(address)) return "futex";
    }
    switch (e.code) {
    case operation_code::mutex_lock:
    case operation_code::mutex_try_lock:
    case operation_code::mutex_unlock: return "mutex";
    case operation_code::condition_enqueue:
    case operation_code::condition_notify_one:
    case operation_code::condition_notify_all:
    case operation_code::condition_wake:
    case operation_code::condition_timed_wake: return "condition_variable";
    case operation_code::once_enter:
    case operation_code::once_leave: return "once";
    case operation_code::read_lock:
    case operation_code::try_read_lock:
    case operation_code::read_unlock:
    case operation_code::write_lock:
    case operation_code::try_write_lock:
    case operation_code::write_unlock: return "read_write_lock";
    case operation_code::semaphore_wait:
    case operation_code::semaphore_try_wait:
    case operation_code::semaphore_post:
    case operation_code::semaphore_value: return "semaphore";
    case operation_code::barrier_arrive: return "barrier";
    case operation_code::channel_take:
    case operation_code::channel_try_take:
    case operation_code::channel_put:
    case operation_code::channel_try_put:
    case operation_code::channel_close: return "channel";
    case operation_code::thread_create:
    case operation_code::thread_start:
    case operation_code::thread_finish:
    case operation_code::thread_join: return "thread";
    default: return e.location == no_location ? "" : "atomic";
    }
}

std::string text_of(value v) {
    return v.high == 0 ? fmt::format("{}", v.low) : fmt::format("{:#x}{:016x}", v.high, v.low);
}

// Which waiters the read half of a notification goes on to wake.
std::string woken_by(const event& e) {
    const execution_graph& g = *state->graph;
    std::uint64_t woken = e.seen.low & ~g[g.of_thread(e.thread)[e.index]].written.low;
    if (woken == 0) return "nobody waits";
    std::string text;
    for (; woken != 0; woken &= woken - 1) {
        text += fmt::format("{} {}", text.empty() ? "wakes thread" : ",", std::countr_zero(woken));
    }
    return text;
}

// Why a channel has been left as it was found.
std::string failure_of_channel(const event& e) {
    const bool takes =
        e.code == operation_code::channel_take || e.code == operation_code::channel_try_take;
    if (takes && e.seen.high == putting_end) return "the end: all who could write have closed it";
    if (!takes && e.seen.high == taking_end) return "failed: nobody can read it";
    if (e.seen.high != 0) return "failed: it is closed";
    return takes ? "failed: nothing is there" : "failed: it is full";
}

// How many bytes (or how much of a count) the read half of an operation on a channel goes on to
// move.
std::string moved_by(const event& e) {
    const execution_graph& g = *state->graph;
    const std::uint64_t before = e.seen.low;
    const std::uint64_t after = g[g.of_thread(e.thread)[e.index]].written.low;
    return fmt::format("{}", std::max(before, after) - std::min(before, after));
}

json step_of(event_id id, const std::vector<std::int64_t>& step) {
    const execution_graph& g = *state->graph;
    const event& e = g[id];
    json j{{"thread", e.thread}, {"operation", name_of(e.code)}, {"note", ""}};
    if (e.location != no_location) {
        j["address"] = memory_of(g.at(e.location).address);
        j["size"] = e.size;
    }
    const char* kind = object_kind(e);
    if (*kind != 0) j["object_kind"] = kind;
    if ((is_atomic_access(e.code) && e.location != no_location) ||
        e.code == operation_code::fence) {
        j["order"] = name_of(e.order);
    }
    // What a thread that waits in a loop reads again and again is the newest value.
    const event_id source = is_wait(e) ? g.newest_write(e.location) : e.source;
    if (is_read(e)) j["reads_from"] = source == initial_write ? -1 : step[source];
    if (is_atomic_access(e.code)) {
        if (is_write(e)) {
            j["value"] = text_of(e.written);
        } else if (is_read(e) && e.exclusive) {
            j["value"] = fmt::format("{} -> {}", text_of(e.seen),
                                     text_of(g[g.of_thread(e.thread)[e.index]].written));
        } else if (is_wait(e)) {
            j["value"] = text_of(g.value_of_write(e.location, source));
            j["note"] = "again and again";
        } else if (is_read(e)) {
            j["value"] = text_of(e.seen);
            if (e.code == operation_code::compare_exchange) j["note"] = "failed";
        }
    } else {
        if (e.blocked) j["note"] = "has to wait";
        const bool is_try = e.code == operation_code::mutex_try_lock ||
                            e.code == operation_code::try_read_lock ||
                            e.code == operation_code::try_write_lock;
        if (is_try && !e.exclusive) j["note"] = "failed: it is held";
        if (e.code == operation_code::semaphore_try_wait && !e.exclusive) j["note"] = "failed";
        if (e.code == operation_code::semaphore_value) j["value"] = text_of(e.seen);
        if (std::string_view{object_kind(e)} == "channel" && is_read(e)) {
            const bool moves = e.exclusive && e.code != operation_code::channel_close;
            if (moves) j["value"] = moved_by(e);
            if (!e.exclusive && !e.blocked) j["note"] = failure_of_channel(e);
        }
        if (e.code == operation_code::condition_timed_wake) {
            j["operation"] = e.exclusive ? "timeout" : "wake";
        }
        if (e.kind == event_kind::thread_create || e.kind == event_kind::thread_join) {
            j["value"] = fmt::format("thread {}", e.target);
        }
        const bool chooses =
            e.code == operation_code::condition_notify_one || e.code == operation_code::futex_wake;
        if (chooses && e.exclusive) j["note"] = woken_by(e);
        if (e.code == operation_code::condition_notify_all && e.seen.low == 0) {
            j["note"] = "nobody waits";
        }
        if (e.kind == event_kind::choose) j["value"] = fmt::format("{}", e.choice);
    }
    j["stack"] = id < state->event_stacks.size() && !state->event_stacks[id].empty()
                     ? json(state->event_stacks[id])
                     : json::array({e.pc});
    return j;
}

json step_of(const access_site& a) {
    return {{"thread", a.thread},      {"operation", a.operation},
            {"address", a.address},    {"size", a.size},
            {"object_kind", "memory"}, {"value", ""},
            {"stack", a.stack},        {"note", ""}};
}

json objects_of(const json& trace) {
    json objects = json::array();
    std::vector<std::uintptr_t> seen;
    for (const auto& step : trace) {
        if (!step.contains("address")) continue;
        const auto address = step["address"].get<std::uintptr_t>();
        if (std::find(seen.begin(), seen.end(), address) != seen.end()) continue;
        seen.push_back(address);
        if (const annotation* named = state->said.name_of(address); named != nullptr) {
            objects.push_back({{"address", named->address},
                               {"size", named->size},
                               {"kind", "named"},
                               {"name", named->name},
                               {"thread", 0},
                               {"stack", json::array()}});
        }
        if (const heap::block* b = heap::block_of(address); b != nullptr) {
            objects.push_back({{"address", heap::data_of(*b)},
                               {"size", b->size},
                               {"kind", "heap"},
                               {"thread", b->thread},
                               {"stack", json::array()}});
            continue;
        }
        for (const auto& t : state->threads) {
            if (t.on.stack_low <= address && address < t.on.stack_high && t.on.stack_low != 0) {
                objects.push_back({{"address", address},
                                   {"size", 1},
                                   {"kind", "stack"},
                                   {"thread", t.id},
                                   {"stack", json::array()}});
            }
        }
    }
    return objects;
}

constexpr std::size_t longest_argument = 60'000;

std::string token_for(const std::vector<event_id>& order) {
    std::string token = strategy::encode(state->explorer->graph(), order);
    return token.empty() ? "A" : token;
}

// The token, or where it has been written, if it is too long to be typed.
std::string replay_argument(const std::vector<event_id>& order) {
    std::string token = token_for(order);
    if (token.size() <= longest_argument) return token;
    const std::string name = fmt::format("heddle-replay-{}.token", getpid());
    std::ofstream(name) << token;
    return "@" + name;
}

} // namespace

std::string token_of_execution() {
    std::string token = token_for(strategy::linearize(*state->graph));
    return token.size() <= longest_argument ? token : "";
}

void describe_waiting(bug& b) {
    if (b.kind != verdict::deadlock && b.kind != verdict::livelock) return;
    if (!b.message.empty()) return;
    std::string text;
    std::string lost;
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        if (t.state != thread::status::parked) continue;
        if (text.empty()) {
            b.thread = t.id;
            b.stack = t.waiting_stack;
        }
        // A joiner is only waiting for the culprits: show one of those.
        if (state->threads[b.thread].pending.code == operation_code::thread_join) {
            b.thread = t.id;
            b.stack = t.waiting_stack;
        }
        text +=
            fmt::format("{}thread {} waits for {}", text.empty() ? "" : ", ", t.id, waiting_for(t));
        const std::string early = early_notification(t);
        text += early;
        if (early.find("lost") != std::string::npos) lost = "lost wakeup: ";
    }
    b.message = lost + text;
}

json describe(const bug& b) {
    const execution_graph& g = *state->graph;
    auto order = strategy::linearize(g);
    // A wait that ended is not shown: the read that ended it is. One that did not end comes last.
    std::vector<event_id> unended;
    std::erase_if(order, [&](event_id id) {
        if (!is_wait(g[id])) return false;
        if (g.last_of(g[id].thread) == id) unended.push_back(id);
        return true;
    });
    order.insert(order.end(), unended.begin(), unended.end());
    std::vector<std::int64_t> step(g.size(), -1);
    json trace = json::array();
    // The accesses are shown after the thread's last operation before them; the latest comes last.
    std::vector<std::size_t> access_step(b.accesses.size(), 0);
    std::vector<char> shown(b.accesses.size(), 0);
    const auto show = [&](std::size_t i) {
        access_step[i] = trace.size();
        trace.push_back(step_of(b.accesses[i]));
        shown[i] = 1;
    };
    for (const event_id id : order) {
        const event& e = g[id];
        step[id] = static_cast<std::int64_t>(trace.size());
        std::uint32_t index = e.index;
        if (is_read(e) && e.exclusive) {
            step[g.of_thread(e.thread)[e.index]] = step[id];
            ++index;
        }
        trace.push_back(step_of(id, step));
        for (std::size_t i = b.accesses.size(); i-- > 1;) {
            const access_site& a = b.accesses[i];
            if (a.thread != e.thread || shown[i] != 0) continue;
            if (a.atomic && a.index == e.index) {
                access_step[i] = static_cast<std::size_t>(step[id]);
                shown[i] = 1;
            } else if (!a.atomic && a.index == index + 1) {
                show(i);
            }
        }
    }
    for (std::size_t i = b.accesses.size(); i-- > 0;) {
        if (shown[i] == 0) show(i);
    }
    const bool waits = b.kind == verdict::deadlock || b.kind == verdict::livelock;
    if (b.accesses.empty() && !waits && b.kind != verdict::correct) {
        // The step that went wrong is no operation of its own: show it as the last one.
        trace.push_back({{"thread", b.thread},
                         {"operation", to_string(b.kind)},
                         {"value", ""},
                         {"stack", b.stack},
                         {"note", ""}});
    }
    json accesses = json::array();
    for (std::size_t i = 0; i < b.accesses.size(); ++i) {
        const access_site& a = b.accesses[i];
        accesses.push_back({{"thread", a.thread},
                            {"operation", a.operation},
                            {"address", a.address},
                            {"size", a.size},
                            {"atomic", a.atomic},
                            {"stack", a.stack},
                            {"step", access_step[i]}});
    }
    json threads = json::array();
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        const char* how = t.state == thread::status::finished ? "finished"
                          : t.state == thread::status::parked ? "blocked"
                                                              : "running";
        threads.push_back(
            {{"id", t.id},
             {"state", how},
             {"waiting_for", waiting_for(t)},
             {"stack", t.waiting_stack},
             {"created", t.created_at == 0 ? json::array() : json::array({t.created_at})}});
    }
    json result{{"kind", to_string(b.kind)},    {"message", b.message},
                {"thread", b.thread},           {"stack", b.stack},
                {"threads", threads},           {"accesses", accesses},
                {"objects", objects_of(trace)}, {"replay", replay_argument(order)}};
    result["trace"] = std::move(trace);
    return result;
}

json document(const options& wanted, const tally& t, const std::string& verdict, bool complete,
              const std::string& reason) {
    json all_modules = json::array();
    for (const auto& m : modules()) {
        all_modules.push_back(
            {{"path", m.path}, {"bias", m.bias}, {"begin", m.begin}, {"end", m.end}});
    }
    const bool samples = wanted.replay.empty() && state != nullptr && state->explorer != nullptr &&
                         state->explorer->samples();
    return {{"schema", 1},
            {"seed", samples ? json(wanted.seed) : json()},
            {"verdict", verdict},
            {"complete", complete},
            {"memory_model", wanted.memory_model},
            {"strategy", wanted.replay.empty() ? wanted.strategy : "replay"},
            {"executions", t.executions},
            {"blocked", t.blocked},
            {"events", t.events},
            {"operations", t.operations},
            {"checkpoints", t.checkpoints},
            {"seconds", t.seconds},
            {"incomplete_reason", reason},
            {"modules", all_modules},
            {"warnings", json::array()}};
}

json refusal(const std::string& message) {
    const std::string verdict{to_string(verdict::unsupported)};
    json d = document({}, {}, verdict, false, "");
    d["bug"] = {{"kind", verdict}, {"message", message}, {"stack", capture_stack()}};
    return d;
}

void write_document(const json& d, int fd) {
    const std::string text = d.dump(-1, ' ', false, json::error_handler_t::replace);
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t n = write(fd, text.data() + sent, text.size() - sent);
        if (n <= 0) return;
        sent += static_cast<std::size_t>(n);
    }
}

} // namespace heddle::world
