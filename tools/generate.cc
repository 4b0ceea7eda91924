// `leuit generate`: a lifelike programme as JSON Lines.
#include "tools/generate.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "tools/generate_stories.h"
#include "tools/verbs.h"

namespace tools {
namespace generate {
namespace {

// Something that is told over some days of the programme, of one thing or of many in turn.
struct Phase {
  Window window;
  std::function<void(const Window&)> tell;
};

struct MonthDay {
  std::int64_t month, day;
};

// The phases of one programme, in the order of the days on which they begin.
class Calendar {
 public:
  Calendar(Tale& tale) : tale_(tale) {}

  void fill() {
    const std::int64_t first = first_year(tale_.wish);
    once({day_of(first - 1, 11, 11), day_of(first - 1, 11, 12)}, tell_kawasan);
    once({day_of(first - 1, 12, 5), day_of(first - 1, 12, 6)}, tell_teams);
    for (std::int64_t year = first; year <= last_year; ++year) add_year(year);
    std::stable_sort(phases_.begin(), phases_.end(), [](const Phase& one, const Phase& other) {
      return one.window.from < other.window.from;
    });
  }
  void run() {
    for (const Phase& phase : phases_) phase.tell(phase.window);
  }

 private:
  using TellOnce = void (*)(Tale&, Minute);
  using TellOfYear = void (*)(Tale&, std::int64_t year, Minute);
  using TellOfBatch = void (*)(Tale&, std::int64_t year, std::int64_t batch, Minute);
  using TellOfGroup = std::function<void(Tale&, const Plan&, Minute)>;
  struct Range {
    std::int64_t first, end;
  };

  void once(Window window, TellOnce tell) {
    phases_.push_back({window, [this, tell](const Window& when) { tell(tale_, when.at(0, 1)); }});
  }
  void of_year(std::int64_t year, Window window, TellOfYear tell) {
    phases_.push_back(
        {window, [=, this](const Window& when) { tell(tale_, year, when.at(0, 1)); }});
  }
  void of_batches(std::int64_t year, Range batches, Window window, TellOfBatch tell) {
    phases_.push_back({window, [=, this](const Window& when) {
                         const std::int64_t count = batches.end - batches.first;
                         for (std::int64_t i = 0; i < count; ++i)
                           tell(tale_, year, batches.first + i, when.at(i, count));
                       }});
  }
  void of_groups(std::int64_t year, Range groups, Window window, TellOfGroup tell) {
    phases_.push_back({window, [=, this](const Window& when) {
                         const std::int64_t count = groups.end - groups.first;
                         for (std::int64_t i = 0; i < count; ++i)
                           tell(tale_, plan_of(tale_.wish, year, groups.first + i),
                                when.at(i, count));
                       }});
  }
  static Window days(std::int64_t year, MonthDay from, MonthDay to) {
    return {day_of(year, from.month, from.day), day_of(year, to.month, to.day)};
  }
  void add_year(std::int64_t year);
  void add_beginning(std::int64_t year);
  void add_work(std::int64_t year);
  void add_end(std::int64_t year);

  Tale& tale_;
  std::vector<Phase> phases_;
};

// Registration to recommendation: the first third of the groups under the first juknis.
void Calendar::add_beginning(std::int64_t year) {
  const std::int64_t groups = tale_.wish.groups;
  const Range early = {0, early_groups(tale_.wish)}, later = {early.end, groups};
  of_year(year, days(year, {1, 3}, {1, 4}), tell_year_begins);
  of_groups(year, early, days(year, {1, 8}, {1, 31}), tell_registration);
  of_groups(year, early, days(year, {2, 1}, {2, 15}), tell_proposal);
  of_batches(year, {0, early_batches(tale_.wish)}, days(year, {2, 20}, {2, 26}),
             tell_determination);
  of_year(year, days(year, {3, 1}, {3, 2}), tell_juknis_replaced);
  of_groups(year, later, days(year, {3, 4}, {3, 25}), tell_registration);
  of_groups(year, later, days(year, {3, 27}, {4, 10}), tell_proposal);
  of_batches(year, {early_batches(tale_.wish), batches(tale_.wish)}, days(year, {4, 12}, {4, 20}),
             tell_determination);
}

// From the agreement to the report.
void Calendar::add_work(std::int64_t year) {
  const Range all = {0, tale_.wish.groups};
  const Window trained = days(year, {6, 24}, {6, 30});
  of_batches(year, {0, batches(tale_.wish)}, days(year, {4, 22}, {6, 10}), tell_payment);
  phases_.push_back({days(year, {6, 14}, {6, 20}), [=, this](const Window& when) {
                       for (std::int64_t i = 0; i < all.end; ++i)
                         tell_training_planned(tale_, plan_of(tale_.wish, year, i),
                                               when.at(i, all.end), day_of(trained.at(i, all.end)));
                     }});
  of_groups(year, all, trained, tell_training);
  const std::array<Window, 3> rounds = {days(year, {7, 1}, {7, 12}), days(year, {7, 14}, {7, 25}),
                                        days(year, {7, 27}, {8, 8})};
  for (std::size_t round = 0; round < rounds.size(); ++round)
    of_groups(year, all, rounds[round], [round](Tale& tale, const Plan& plan, Minute at) {
      tell_spending(tale, plan, static_cast<std::int64_t>(round), at);
    });
  of_year(year, days(year, {7, 3}, {7, 4}), tell_rembuk);
  of_groups(year, all, days(year, {8, 11}, {8, 20}), tell_report);
}

// What comes after, up to the next spring.
void Calendar::add_end(std::int64_t year) {
  const Range all = {0, tale_.wish.groups};
  const std::array<Window, 2> months = {days(year, {9, 2}, {9, 20}), days(year, {10, 5}, {10, 25})};
  for (std::size_t month = 0; month < months.size(); ++month)
    of_groups(year, all, months[month], [month](Tale& tale, const Plan& plan, Minute at) {
      tell_mentoring(tale, plan, static_cast<std::int64_t>(month), at);
    });
  of_groups(year, all, days(year, {9, 22}, {9, 28}), tell_bnsp);
  of_groups(year, all, days(year, {11, 1}, {11, 20}), tell_visit);
  of_groups(year, all, days(year, {11, 21}, {11, 25}), tell_reminder);
  of_year(year, days(year, {12, 20}, {12, 21}), tell_commitments);
  of_year(year, days(year + 1, {1, 4}, {1, 5}), tell_year_ends);
  of_groups(year, all, days(year + 1, {1, 8}, {1, 21}), tell_late_report);
  of_groups(year, all, days(year + 1, {1, 22}, {2, 10}), tell_placement);
  of_year(year, days(year + 1, {2, 12}, {2, 13}), tell_indicators);
  of_year(year, days(year + 1, {2, 17}, {2, 18}), tell_audit);
  of_groups(year, all, days(year + 1, {5, 20}, {5, 28}), tell_placement_confirmed);
}

void Calendar::add_year(std::int64_t year) {
  add_beginning(year);
  add_work(year);
  add_end(year);
}

}  // namespace

std::optional<std::uint64_t> generate(const Wish& wish, const Lines::Write& write) {
  Lines lines(wish.seed, write);
  Tale tale{.lines = lines, .wish = wish};
  Calendar calendar(tale);
  calendar.fill();
  calendar.run();
  if (!lines.finish()) return std::nullopt;
  return lines.count();
}

}  // namespace generate

namespace {

struct Options {
  generate::Wish wish;
  std::string out = "-";
  bool json = false;
};

int run_generate(const Options& options) {
  if (options.wish.groups * options.wish.years > generate::groups_of_all_years_max)
    return complain(exit_usage, "a programme has at most " +
                                    std::to_string(generate::groups_of_all_years_max) +
                                    " groups over all its years: ask for fewer");
  const bool to_file = options.out != "-";
  std::FILE* file = to_file ? std::fopen(options.out.c_str(), "wx") : stdout;
  if (file == nullptr)
    return complain(exit_usage, options.out + " cannot be written, or is there already");
  const bool shows = to_file && isatty(STDERR_FILENO) != 0;
  std::uint64_t bytes = 0;
  const auto count = generate::generate(options.wish, [&](std::string_view lines) {
    bytes += lines.size();
    if (shows) std::fprintf(stderr, "\r%llu MB", static_cast<unsigned long long>(bytes >> 20));
    return std::fwrite(lines.data(), 1, lines.size(), file) == lines.size();
  });
  if (shows) std::fputs("\n", stderr);
  const bool whole = std::fflush(file) == 0;
  if (to_file) std::fclose(file);
  if (!count || !whole) return complain(exit_no, "the events could not be written whole");
  if (options.json)
    std::fprintf(to_file ? stdout : stderr, "{\"events\":%llu}\n",
                 static_cast<unsigned long long>(*count));
  else if (to_file)
    std::printf("%llu events\n", static_cast<unsigned long long>(*count));
  return exit_done;
}

}  // namespace

void add_generate(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("generate", "Make up a lifelike programme, as events");
  auto options = std::make_shared<Options>();
  verb->add_option("--groups", options->wish.groups, "New groups a year (default 10)")
      ->check(CLI::Range(std::int64_t{1}, generate::groups_max));
  verb->add_option("--years", options->wish.years, "Years up to 2024 (default 1)")
      ->check(CLI::Range(1, 20));
  verb->add_option("--seed", options->wish.seed, "The same seed gives the same bytes (default 1)");
  verb->add_option("--out", options->out, "A new file; - for standard output (default)");
  verb->add_flag("--json", options->json, "Say how many events as JSON; on stderr without --out");
  verb->footer(
      "Some 200 events a group. Example: leuit generate --groups 10 --seed 7 | leuit record - "
      "--data ./leuit-data");
  verb->callback([options, &action] { action = [options] { return run_generate(*options); }; });
}

}  // namespace tools
