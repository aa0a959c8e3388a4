#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "scenario/contradictions.hpp"
#include "scenario/file_kind.hpp"
#include "scenario/parse.hpp"
#include "scenario/read_expect.hpp"
#include "scenario/read_faults.hpp"
#include "scenario/system.hpp"
#include "scenario/toml_reader.hpp"
#include "scenario/toml_text.hpp"
#include "scenario/user_file.hpp"
#include "scenario/week_time.hpp"

namespace misfire {
namespace {

constexpr double kLargestShare = 2;       // of the capacity; more is no load that anybody plans for
constexpr double kMostLogins = 1e6;       // a second
constexpr std::size_t kLongestName = 80;  // names become parts of folder names

void read_name(TableReader& root, Scenario& scenario) {
  if (!root.demand("name", "write name = \"feb-18-weight-skew\"")) return;
  const auto name = root.text("name");
  if (!name) return;
  const bool good = std::all_of(name->begin(), name->end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!good) {
    root.mistake("name", fmt::format("name must be made of a-z, 0-9 and -, not \"{}\"", *name),
                 "the text for people is title");
  } else if (name->size() > kLongestName) {
    root.mistake("name", fmt::format("name must have at most {} letters, not {}", kLongestName,
                                     name->size()));
  }
  scenario.name = *name;
}

/// "67%" → 0.67.
std::optional<double> share_of(const std::string& text) {
  if (text.size() < 2 || text.back() != '%') return std::nullopt;
  double percent = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, percent);
  if (error != std::errc() || stop != end) return std::nullopt;
  return percent / 100;
}

void read_rate(TableReader& load, Scenario& scenario) {
  const toml::node* node = load.raw("rate");
  if (node == nullptr) return;
  const std::string name = load.full("rate");
  if (const auto* text = node->as_string()) {
    const auto share = share_of(text->get());
    if (!share) {
      load.mistake("rate", fmt::format("{} must be a percentage, not \"{}\"", name, text->get()),
                   "write rate = \"67%\" (of the capacity), or rate = 300 (logins a second)");
    } else if (!(*share > 0 && *share <= kLargestShare)) {
      load.mistake("rate", fmt::format("{} must be more than 0% and at most {:g}%, not {}", name,
                                       kLargestShare * 100, text->get()));
    } else {
      scenario.load.capacity_share = *share;
    }
  } else if (node->is_number()) {
    const double rate = node->value<double>().value_or(0);
    if (!(rate > 0 && rate <= kMostLogins)) {
      load.mistake("rate", fmt::format("{} must be more than 0 and at most 1,000,000 logins a "
                                       "second, not {:g}",
                                       name, rate));
    } else {
      scenario.load.per_second = rate;
    }
  } else {
    load.mistake("rate",
                 fmt::format("{} must be a percentage or a number, not {}", name, type_name(*node)),
                 "write rate = \"67%\" (of the capacity), or rate = 300 (logins a second)");
  }
}

void read_load(TableReader& root, Scenario& scenario) {
  const char* hint = "write [load] with rate = \"67%\" (of the pool's declared capacity)";
  if (!root.demand("load", hint)) return;
  auto load = root.table("load");
  if (!load) return;
  if (load->demand("rate", hint)) read_rate(*load, scenario);
  if (const auto users = load->whole("users", 1, 1'000'000)) {
    scenario.load.users = static_cast<int>(*users);
  }
  load->finish();
}

void read_timeline(TableReader& root, Scenario& scenario) {
  auto timeline = root.table("timeline");
  if (!timeline) return;
  TimelineSpec& spec = scenario.timeline;
  spec.baseline = timeline->duration("baseline").value_or(spec.baseline);
  spec.recovery = timeline->duration("recovery").value_or(spec.recovery);
  if (const auto at = timeline->text("at")) {
    if (const auto good = check_week_time(*at); good) {
      spec.at = *at;
      spec.at_where = timeline->where("at");
    } else {
      timeline->mistake("at", fmt::format("timeline.at: {}", good.error().message),
                        good.error().hint);
    }
  }
  timeline->finish();
}

void read_kind(TableReader& root, Scenario& scenario) {
  const auto kind = root.choice("kind", {"fault", "twin", "decoy"});
  if (kind == "twin") scenario.kind = ScenarioKind::twin;
  if (kind == "decoy") scenario.kind = ScenarioKind::decoy;
}

Checked<Scenario> whole(ScenarioDraft draft) {
  if (!draft.mistakes.empty()) return tl::unexpected(std::move(draft.mistakes));
  return std::move(*draft.scenario);
}

}  // namespace

ScenarioDraft draft_scenario(std::string_view toml, const std::string& file,
                             const Catalogue& catalogue) {
  const auto table = parse_toml(toml, file);
  if (!table) return {std::nullopt, {table.error()}};
  if (auto other = system_file_instead(*table, file)) return {std::nullopt, {std::move(*other)}};
  Mistakes mistakes(file);
  TableReader root(*table, "", mistakes);
  Scenario scenario;
  scenario.file = file;
  if (root.demand("schema", "start the file with schema = 1")) root.whole("schema", 1, 1);
  read_name(root, scenario);
  scenario.title = root.text("title").value_or(scenario.name);
  scenario.about = root.text("about").value_or("");
  scenario.tags = root.texts("tags").value_or(std::vector<std::string>{});
  read_kind(root, scenario);
  scenario.balancer = root.choice("balancer", kBalancers);
  scenario.strict = root.flag("strict").value_or(false);
  read_load(root, scenario);
  read_timeline(root, scenario);
  // What could not be read has been reported; it is not missing as well.
  std::size_t before = mistakes.count();
  read_faults(root, catalogue, scenario);
  if (mistakes.count() == before) demand_fault(scenario, mistakes);
  before = mistakes.count();
  read_expect(root, scenario);
  if (mistakes.count() == before) demand_expectation(scenario, mistakes);
  find_contradictions(scenario, mistakes);
  root.finish();
  return {std::move(scenario), mistakes.take()};
}

ScenarioDraft draft_scenario(const fs::path& path, const Catalogue& catalogue) {
  const auto text = read_user_file(path, {}, kLargestToml);
  if (!text) return {std::nullopt, {text.error()}};
  return draft_scenario(*text, path.string(), catalogue);
}

Checked<Scenario> parse_scenario(std::string_view toml, const std::string& file,
                                 const Catalogue& catalogue) {
  return whole(draft_scenario(toml, file, catalogue));
}

Checked<Scenario> read_scenario(const fs::path& path, const Catalogue& catalogue) {
  return whole(draft_scenario(path, catalogue));
}

}  // namespace misfire
