// Hold model over std::priority_queue with a std::function for each event, ordered by (time, priority, id).
// Usage: hold <pending> <warm-up events> <measured events>; prints events per second.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

// The same generator as in hold.ts: the upper 12 bits of a linear congruential one choose among 4096 quantiles of Exp(1).
struct Increments {
  std::vector<double> quantiles;
  uint32_t state = 1;
  Increments() {
    for (int i = 0; i < 4096; i++) quantiles.push_back(-std::log((i + 0.5) / 4096));
  }
  double next() {
    state = state * 1664525u + 1013904223u;
    return quantiles[state >> 20];
  }
};

struct Event {
  double time;
  int priority;
  uint64_t id;
  std::function<void()> action;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    if (a.time != b.time) return a.time > b.time;
    if (a.priority != b.priority) return a.priority > b.priority;
    return a.id > b.id;
  }
};

struct Model {
  std::priority_queue<Event, std::vector<Event>, Later> agenda;
  Increments increments;
  double now = 0;
  uint64_t scheduled = 0;

  void schedule() {
    agenda.push(Event{now + increments.next(), 0, scheduled++, [this] { schedule(); }});
  }
  void run(long events) {
    for (long i = 0; i < events; i++) {
      // Moved out, not copied: top() is const only for the sake of the order, which the move leaves alone.
      Event event = std::move(const_cast<Event&>(agenda.top()));
      agenda.pop();
      now = event.time;
      event.action();
    }
  }
};

int main(int, char** arguments) {
  const long pending = std::atol(arguments[1]);
  const long warmUp = std::atol(arguments[2]);
  const long measured = std::atol(arguments[3]);
  Model model;
  for (long i = 0; i < pending; i++) model.schedule();
  model.run(warmUp);
  const auto begin = std::chrono::steady_clock::now();
  model.run(measured);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  std::printf("%.0f\n", measured / elapsed.count());
}
