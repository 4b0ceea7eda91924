#include "tests/simulation/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <utility>

#include "ledger/programme/json.h"
#include "tests/support/sample_ledger.h"

namespace simulation {
namespace {

using programme::Json;

constexpr std::array<std::size_t, 4> base_sizes = {0, 120, 400, 1600};
constexpr std::size_t events_max = 120;  // of the sample, in one run
constexpr int tries_max = 5;

// Two numbers to one that looks like neither of them.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9E3779B97F4A7C15U + b + 0x632BE59BD9B4E019U;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

std::size_t base_size(const Plan& plan) {
  return plan.base.value_or(base_sizes[mixed(plan.seed, 7) % base_sizes.size()]);
}

struct Event {
  std::string text;
  std::string claim;
  int tries = 0;
  bool waits = false;  // its sender has no receipt yet, and has not given up
};

Event event_of(const Json& sent) {
  return {
      sent.dump(),
      programme::id_claim(sent.at("source").get<std::string>(), sent.at("id").get<std::string>()),
      0, true};
}

class Simulation {
 public:
  Simulation(const Plan& plan, std::ostream* out)
      : plan_(plan),
        trace_(out),
        base_(base_of(base_size(plan))),
        world_(mixed(plan.seed, 1), plan.canary, &trace_),
        oracle_(base_) {
    world_.disk.restore(base_.image);
    world_.clock.advance(static_cast<std::int64_t>(base_.log.size()) * 1'000'000);
  }

  Outcome go() {
    counts_.runs = 1;
    start(choices_of(plan_.steps + 1), false);
    std::size_t step = 0;
    for (; step < plan_.steps && complaint_.empty(); ++step) {
      if (plan_.without.contains(step)) continue;
      Choices choices = choices_of(step);
      trace_.add(fmt::format("step {}", step));
      ++counts_.steps;
      take_step(choices);
    }
    if (complaint_.empty()) {
      Choices choices = choices_of(plan_.steps);
      restart(Death::power, choices, true);
    }
    process_.reset();
    counts_.disk = world_.disk.counts();
    counts_.oracle = oracle_.counts();
    return {complaint_, step, counts_, trace_.digest()};
  }

 private:
  // A step has choices of its own, so that another one can be left out.
  Choices choices_of(std::size_t step) const {
    return Choices(mixed(plan_.seed, UINT64_C(1000) + step));
  }
  void complain(std::string text) {
    if (complaint_.empty() && !text.empty()) {
      trace_.add("COMPLAINT " + text);
      complaint_ = std::move(text);
    }
  }

  void take_step(Choices& choices) {
    if (!world_.disk.alive()) return restart(std::nullopt, choices, false);
    if (process_->folder->ledger().read_only() && chance(choices, 60)) return recover(choices);
    const std::uint64_t kind = below(choices, 100);
    if (kind < 50) return traffic(choices);
    if (kind < 60) return feed(choices);
    if (kind < 65) return look(choices);
    if (kind < 69) return turn_clock(choices);
    if (kind < 81) return arm_death(choices);
    if (kind < 90) return arm_fault(choices);
    if (kind < 92) return fill_disk(choices);
    if (kind < 94) return restart(Death::power, choices, false);
    if (kind < 96) return restart(Death::process, choices, false);
    if (kind < 98) return restart(std::nullopt, choices, false);
    flip(choices);
  }

  // The machine.

  void recover(Choices& choices) {
    ++counts_.read_only;
    restart(chance(choices, 50)   ? std::optional(Death::power)
            : chance(choices, 50) ? std::optional(Death::process)
                                  : std::nullopt,
            choices, false);
  }

  void stop() {
    process_.reset();
    if (world_.disk.alive()) {
      ++counts_.stops;
    } else if (world_.disk.last_death() == Death::power) {
      ++counts_.power_cuts;
    } else {
      ++counts_.kills;
    }
    world_.boot();
  }

  // nullopt: an orderly stop, unless the machine is dead already.
  void restart(std::optional<Death> death, Choices& choices, bool whole) {
    trace_.add(
        fmt::format("restart {}", death ? *death == Death::power ? "power" : "kill" : "stop"));
    if (death) world_.disk.die(*death);
    stop();
    if (!whole) {
      if (chance(choices, 15)) {
        world_.disk.die_after(below(choices, 60), any_death(choices));
      } else if (chance(choices, 10)) {
        world_.disk.arm(any_fault(choices));
      }
    }
    start(choices, whole);
  }

  // Starts until it has come up; a start on a disk that is well must succeed.
  void start(Choices choices, bool whole) {
    examined_ = false;
    for (;;) {
      const bool troubled = world_.disk.armed() || world_.disk.full();
      auto started = Process::start(world_, mixed(plan_.seed, ++starts_));
      if (started && world_.disk.alive()) {
        process_ = std::move(*started);
        if (!troubled) break;
        // Goes on in trouble; what the clients know is looked at when it is over.
        if (!whole && chance(choices, 50)) return;
        process_.reset();
      } else if (!world_.disk.alive()) {
        ++counts_.dead_starts;
      } else if (!troubled) {
        return complain("the ledger does not open: " + started.error().message);
      } else {
        ++counts_.failed_starts;
        trace_.add("no start: " + started.error().message);
      }
      started = ledger::fail(ledger::Code::unavailable, "");
      if (world_.disk.alive() && chance(choices, 50)) world_.disk.die(any_death(choices));
      world_.disk.set_room(std::nullopt);
      stop();
    }
    ++counts_.starts;
    complain(oracle_.examine(world_, *process_, whole, choices));
    examined_ = true;
    retry_doubtful();
    if (process_->folder->ledger().read_only() && complaint_.empty())
      complain("the ledger is read-only although nothing failed");
  }

  void flip(Choices& choices) {
    restart(std::nullopt, choices, false);
    if (!complaint_.empty() || !examined_) return;
    process_.reset();
    const auto before = world_.disk.image();
    trace_.add("flip " + world_.disk.flip_bit());
    world_.boot();
    auto started = Process::start(world_, mixed(plan_.seed, ++starts_));
    bool noticed = false;
    if (!started) {
      trace_.add("refused: " + started.error().message);
      ++counts_.flips_refused;
    } else {
      complain(oracle_.examine_damaged(**started, noticed));
      ++(noticed ? counts_.flips_noticed : counts_.flips_harmless);
    }
    started = ledger::fail(ledger::Code::unavailable, "");
    world_.disk.restore(before);
    world_.boot();
    if (complaint_.empty()) start(choices, false);
  }

  static Death any_death(Choices& choices) {
    return chance(choices, 70) ? Death::power : Death::process;
  }

  Fault any_fault(Choices& choices) {
    static constexpr std::array<std::string_view, 5> parts = {"", "/ledger", "/vault", "/views",
                                                              "/identity"};
    Fault fault;
    fault.operation = static_cast<Operation>(below(choices, operation_count));
    fault.under = data_folder + std::string(parts[below(choices, parts.size())]);
    fault.after = below(choices, fault.operation == Operation::read ? 60 : 12);
    fault.lasting = chance(choices, 30);
    trace_.add(fmt::format("fault {} {} after {}{}", name_of(fault.operation), fault.under,
                           fault.after, fault.lasting ? " lasting" : ""));
    return fault;
  }

  void arm_death(Choices& choices) {
    world_.disk.die_after(below(choices, 40), any_death(choices));
    traffic(choices);
  }
  void arm_fault(Choices& choices) {
    world_.disk.arm(any_fault(choices));
    traffic(choices);
  }
  void fill_disk(Choices& choices) {
    ++counts_.full_disks;
    world_.disk.fill(below(choices, 100'000));
    trace_.add("full");
    traffic(choices);
  }
  void turn_clock(Choices& choices) {
    const bool back = chance(choices, 20);
    const auto by = static_cast<std::int64_t>(below(choices, back ? 3'600 : 86'400)) * 1'000'000;
    world_.clock.advance(back ? -by : by);
  }

  // The clients.

  void feed(Choices& choices) {
    const auto fed = process_->views->feed(1 + below(choices, 200));
    trace_.add(fed ? fmt::format("fed {}", *fed) : "not fed: " + fed.error().message);
  }

  void look(Choices& choices) {
    ++counts_.looks;
    const std::string complaint = oracle_.look(*process_, choices);
    if (world_.disk.alive()) complain(complaint);
  }

  void traffic(Choices& choices) {
    for (std::uint64_t i = 1 + below(choices, 4); i > 0; --i) send_something(choices);
    world_.clock.advance(1'000'000);
    const std::uint64_t before = process_->folder->writer().commits();
    process_->folder->writer().round();
    counts_.commits += process_->folder->writer().commits() - before;
    if (chance(choices, 50) && world_.disk.alive()) feed(choices);
  }

  void send_something(Choices& choices) {
    const std::uint64_t kind = below(choices, 100);
    if (kind < 55) return send({next(choices)}, false, choices);
    if (kind < 67) return send_batch(choices);
    if (kind < 77) return repeat(choices);
    if (kind < 82) return race(choices);
    if (kind < 86) return reuse_id(choices);
    if (kind < 90) return send_stale(choices);
    if (kind < 95) return dry_run(choices);
    erase(choices);
  }

  // What a client would send next: mostly what it has no answer for, else a new event.
  std::optional<std::size_t> next(Choices& choices) {
    if (!waiting_.empty() && chance(choices, 70)) return *waiting_.begin();
    const auto& lines = sample();
    const std::size_t line = base_.log.size() + taken_;
    if (line >= lines.size() || taken_ >= events_max) {
      if (waiting_.empty()) return std::nullopt;
      return *waiting_.begin();
    }
    ++taken_;
    events_.push_back(event_of(Json::parse(lines[line])));
    waiting_.insert(events_.size() - 1);
    return events_.size() - 1;
  }
  static const std::vector<std::string>& sample() {
    static const auto lines = support::sample_lines();
    return lines;
  }

  // Sends these, as a batch or alone, and hears what becomes of them, unless the machine dies or
  // the client does not wait for it.
  void send(std::vector<std::optional<std::size_t>> wanted, bool batch, Choices& choices,
            const programme::Conditions& conditions = {}) {
    std::vector<std::size_t> sent;
    for (const auto& one : wanted)
      if (one && std::find(sent.begin(), sent.end(), *one) == sent.end()) sent.push_back(*one);
    if (sent.empty()) return;
    std::string body = batch ? "[" : "";
    for (const std::size_t i : sent)
      body += (body.size() > 1 ? "," : "") + events_[i].text, ++events_[i].tries;
    if (batch) body += "]";
    const bool waits = !chance(choices, 5);
    ++counts_.sends;
    if (!waits) ++counts_.timeouts;
    submit(body, batch, conditions,
           [this, sent, waits, batch](programme::Accepted<programme::Recorded> recorded) {
             if (!waits || !world_.disk.alive())
               for (const std::size_t i : sent) lost(i);
             else if (recorded)
               for (std::size_t i = 0; i < sent.size(); ++i)
                 acknowledged(sent[i], recorded->receipts.at(i),
                              batch ? !has_receipt(sent[i]) : recorded->created);
             else
               for (const std::size_t i : sent) refused(i, recorded.error(), batch);
           });
  }

  template <class Told>
  void submit(const std::string& body, bool batch, const programme::Conditions& conditions,
              const Told& told) {
    auto taken = process_->folder->registrar().take(body, batch, anyone(), conditions);
    if (!taken) return told(tl::unexpected(taken.error()));
    process_->folder->writer().submit(
        std::move(taken->submission), taken->subjects, [told, batch](ledger::Outcome outcome) {
          told(programme::Registrar::outcome(std::move(outcome), batch));
        });
  }

  void lost(std::size_t i) {
    trace_.add(fmt::format("no answer {}", i));
    oracle_.unanswered(events_[i].claim);
    give_up_or_wait(i);
  }
  // What a batch says of one of its events: it tells only whether any of them is new.
  bool has_receipt(std::size_t i) const {
    const auto fate = oracle_.fates().find(events_[i].claim);
    return fate != oracle_.fates().end() && fate->second.receipt;
  }
  void acknowledged(std::size_t i, const ledger::Receipt& receipt, bool created) {
    trace_.add(fmt::format("receipt {} at {}{}", i, receipt.position, created ? " new" : ""));
    complain(oracle_.receipt(events_[i].claim, receipt, created));
    waiting_.erase(i);
    if (std::find(done_.begin(), done_.end(), i) == done_.end()) done_.push_back(i);
  }
  // A batch that is refused says nothing of those of its events that were sent before.
  void refused(std::size_t i, const programme::Rejection& rejection, bool batch) {
    trace_.add(fmt::format("refused {} {}: {}", i, rejection.unknown ? "unknown" : "no",
                           rejection.detail));
    const auto fate = oracle_.fates().find(events_[i].claim);
    const bool sent_before =
        fate != oracle_.fates().end() && (fate->second.receipt || fate->second.doubtful);
    if (rejection.unknown)
      oracle_.unanswered(events_[i].claim);
    else if (!batch || !sent_before)
      complain(oracle_.denied(events_[i].claim));
    give_up_or_wait(i);
  }
  void give_up_or_wait(std::size_t i) {
    if (events_[i].tries >= tries_max) waiting_.erase(i);
  }
  // After a start every client asks again, also who has given up.
  void retry_doubtful() {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto fate = oracle_.fates().find(events_[i].claim);
      if (fate != oracle_.fates().end() && fate->second.doubtful) waiting_.insert(i);
    }
  }

  void send_batch(Choices& choices) {
    ++counts_.batches;
    std::vector<std::optional<std::size_t>> events;
    for (std::uint64_t i = 2 + below(choices, 9); i > 0; --i) events.push_back(next(choices));
    send(std::move(events), true, choices);
  }
  void repeat(Choices& choices) {
    if (done_.empty()) return;
    ++counts_.repeats;
    send({done_[below(choices, done_.size())]}, false, choices);
  }
  void race(Choices& choices) {
    const auto one = next(choices);
    ++counts_.races;
    send({one}, false, choices);
    send({one}, false, choices);
  }
  void send_stale(Choices& choices) {
    programme::Conditions conditions;
    conditions.expected_versions.push_back(100'000);
    ++counts_.stale_versions;
    send({next(choices)}, false, choices, conditions);
  }

  // Another event under an id that is taken: no answer may say that it was recorded.
  void reuse_id(Choices& choices) {
    if (done_.empty()) return;
    ++counts_.reused_ids;
    Json other = Json::parse(events_[done_[below(choices, done_.size())]].text);
    other["actor"] = "orang-lain";
    submit(other.dump(), false, {}, [this](programme::Accepted<programme::Recorded> recorded) {
      if (recorded && world_.disk.alive()) complain("another event was recorded under a taken id");
    });
  }
  void dry_run(Choices& choices) {
    const auto one = next(choices);
    if (!one) return;
    ++counts_.dry_runs;
    programme::Conditions conditions;
    conditions.dry_run = true;
    submit(events_[*one].text, false, conditions,
           [](const programme::Accepted<programme::Recorded>&) {});
  }

  // A person asks to be erased, and is.
  void erase(Choices& choices) {
    const auto people = oracle_.streams_under("person/");
    if (people.empty()) return;
    const std::string person = people[below(choices, people.size())];
    if (oracle_.is_erased(person)) return;
    ++counts_.erasures;
    const std::string number = std::to_string(++erasures_);
    const auto event = [&](std::string_view type, const std::string& subject, const char* actor,
                           Json data) {
      Json out = {{"specversion", "1.0"},    {"id", fmt::format("{}-{}", type, number)},
                  {"source", "/simulation"}, {"type", type},
                  {"subject", subject},      {"time", "2024-12-30T08:00:00+07:00"},
                  {"actor", actor},          {"role", "privacy_officer"},
                  {"area", "36.02"},         {"data", std::move(data)}};
      if (type == "person.erased") {
        out["basis"] = "Keputusan 12/PDP/XII/2024";
        out["basisdigest"] = "sha-256:" + std::string(64, 'a');
      }
      return out;
    };
    const std::string request = "protection/2024-" + number;
    events_.push_back(
        event_of(event("protection.subject_request_received", request, "pdp-1",
                       {{"kind", "erase"}, {"person", person}, {"channel", "letter"}})));
    events_.push_back(event_of(event("person.erased", person, "pdp-2", {{"request", request}})));
    for (const std::size_t i : {events_.size() - 2, events_.size() - 1}) {
      waiting_.insert(i);
      send({i}, false, choices);
    }
  }

  const Plan plan_;
  Trace trace_;
  const Base& base_;
  World world_;
  Oracle oracle_;
  std::unique_ptr<Process> process_;
  std::uint64_t starts_ = 0, erasures_ = 0;
  std::size_t taken_ = 0;  // lines of the sample
  std::deque<Event> events_;
  std::set<std::size_t> waiting_;  // events that somebody will send (again)
  std::vector<std::size_t> done_;  // events with a receipt
  bool examined_ = false;  // what the last start found is known: it did not go on in trouble
  std::string complaint_;
  Counts counts_;
};

// What was under way when the program stopped itself at a broken invariant.
thread_local std::string under_way;
void tell_what_was_under_way(int) {
  std::fputs(under_way.c_str(), stderr);
  std::_Exit(134);
}

}  // namespace

void Counts::add(const Counts& other) {
  runs += other.runs, steps += other.steps, commits += other.commits, starts += other.starts;
  power_cuts += other.power_cuts, kills += other.kills, stops += other.stops;
  dead_starts += other.dead_starts, failed_starts += other.failed_starts;
  read_only += other.read_only, full_disks += other.full_disks;
  flips_refused += other.flips_refused, flips_noticed += other.flips_noticed;
  flips_harmless += other.flips_harmless;
  sends += other.sends, batches += other.batches, repeats += other.repeats, races += other.races;
  timeouts += other.timeouts, reused_ids += other.reused_ids;
  stale_versions += other.stale_versions, dry_runs += other.dry_runs;
  erasures += other.erasures, looks += other.looks;
  disk.add(other.disk);
  oracle.add(other.oracle);
}

std::string Plan::text() const {
  std::string out = fmt::format("--seed {} --steps {}", seed, steps);
  if (base) out += fmt::format(" --base {}", *base);
  if (canary != Canary::none) out += fmt::format(" --canary {}", name_of(canary));
  for (auto step = without.begin(); step != without.end();) {
    const std::size_t first = *step;
    std::size_t last = first;
    while (++step != without.end() && *step == last + 1) ++last;
    out += (first == *without.begin() ? " --without " : ",") + std::to_string(first);
    if (last > first) out += "-" + std::to_string(last);
  }
  return out;
}

Outcome run(const Plan& plan, std::ostream* trace) {
  under_way =
      "The program stopped itself in the simulation: tools/dev simulate " + plan.text() + "\n";
  const auto before = std::signal(SIGABRT, tell_what_was_under_way);
  Outcome outcome = Simulation(plan, trace).go();
  std::signal(SIGABRT, before);
  return outcome;
}

Plan shrunk(const Plan& plan, std::size_t step) {
  Plan best = plan;
  best.base = base_size(plan);
  best.steps = std::min(plan.steps, step + 1);
  int budget = 200;
  const auto fails = [&](const Plan& tried) {
    return budget-- > 0 && !run(tried).complaint.empty();
  };
  if (Plan exact = best; !fails(exact)) return plan;
  for (const std::size_t base : base_sizes) {
    Plan tried = best;
    tried.base = base;
    if (base >= *best.base || !fails(tried)) continue;
    best = tried;
    break;
  }
  for (std::size_t size = best.steps / 2; size > 0; size /= 2)
    for (std::size_t first = 0; first < best.steps && budget > 0; first += size) {
      Plan tried = best;
      for (std::size_t i = first; i < std::min(first + size, best.steps); ++i)
        tried.without.insert(i);
      if (tried.without != best.without && fails(tried)) best = tried;
    }
  return best;
}

}  // namespace simulation
