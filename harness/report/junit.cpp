#include "report/junit.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "report/headline.hpp"
#include "report/timeline.hpp"
#include "report/utf8.hpp"

namespace misfire {
namespace {

using CaseResult = JUnitCase::Result;

double wall(const RunFacts& facts, Phase phase) {
  const auto found = facts.wall_s.find(to_string(phase));
  return found == facts.wall_s.end() ? 0 : found->second;
}

/// The wall time of the phases in which a claim of this kind is observed.
double seconds_of(const std::string& kind, const RunFacts& facts) {
  const double fault = wall(facts, Phase::fault), recovery = wall(facts, Phase::recovery);
  if (kind == "recovery" || kind == "restoration") return recovery;
  return kind == "unexplained" ? fault + recovery : fault;
}

std::string lines(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& line : all) text += line + '\n';
  return text;
}

/// How the run as a whole ended, for its cases and for a case that stands for the run.
JUnitCase whole_run(const Plan& plan, const Judgement& judgement) {
  JUnitCase one;
  one.name = "the run";
  switch (judgement.verdict) {
    case Verdict::pass:
      return one;
    case Verdict::fail:
      one.result = CaseResult::failure;
      one.type = "fail";
      break;
    case Verdict::invalid:
      one.result = CaseResult::error;
      one.type = "invalid";
      break;
    case Verdict::unsupported:
      one.result = CaseResult::skipped;
      break;
  }
  one.message = headline(plan, judgement);
  one.detail = lines(judgement.reasons);
  return one;
}

JUnitCase case_of(const ExpectationOutcome& outcome, const Plan& plan, const Judgement& judgement) {
  JUnitCase one = whole_run(plan, judgement);
  one.name = outcome.text;
  if (judgement.verdict == Verdict::invalid || judgement.verdict == Verdict::unsupported) {
    return one;  // whatever was observed does not count
  }
  one = {};
  one.name = outcome.text;
  if (outcome.gap_state == GapState::known) {
    one.result = CaseResult::skipped;
    one.message = outcome.observed;
    return one;
  }
  if (!outcome.fails()) return one;
  one.result = CaseResult::failure;
  one.type = outcome.kind;
  one.message = outcome.observed;
  one.detail = fmt::format("expected: {}\nobserved: {}\n", outcome.text, outcome.observed);
  return one;
}

/// Readers merge cases of one name.
void make_names_unique(std::vector<JUnitCase>& cases) {
  std::set<std::string> taken;
  for (JUnitCase& one : cases) {
    const std::string name = one.name;
    for (int n = 2; !taken.insert(one.name).second; ++n) one.name = fmt::format("{} ({})", name, n);
  }
}

std::string output_of(const Plan& plan, const History& history, const Judgement& judgement) {
  std::string text =
      fmt::format("{}  {}\n\n", to_string(judgement.verdict), headline(plan, judgement));
  const Instant zero = timeline_zero(history);
  if (!history.events.empty()) text += "model time after the fault:\n";
  for (const TimelineEntry& entry : timeline(history)) {
    text += fmt::format("{:9.1f} s  {}\n", to_seconds(entry.at - zero) * plan.speed, entry.what);
  }
  if (!judgement.also_notified.empty()) {
    text += "\nalso notified:\n" + lines(judgement.also_notified);
  }
  return text;
}

// ---- the document ----

const char* escape(char32_t code, bool attribute) {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return attribute ? "&quot;" : nullptr;
    case '\n':
    case '\t':
      return attribute ? " " : nullptr;  // a reader would make it one; a line break is no value
    case '\r':
      return attribute ? " " : "&#13;";
    default:
      return nullptr;
  }
}

/// XML 1.0, production Char.
bool allowed(char32_t code) {
  return code == '\t' || code == '\n' || code == '\r' ||
         (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

std::string escaped(std::string_view text, bool attribute) {
  std::string out;
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid || !allowed(c.code)) {
      out += "\uFFFD";
    } else if (const char* replacement = escape(c.code, attribute)) {
      out += replacement;
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, escaped(value, true));
}

/// A name must not be empty.
std::string named(std::string_view name) {
  const bool blank = name.find_first_not_of(" \t\r\n") == std::string_view::npos;
  return attribute("name", blank ? "(without a name)" : name);
}

std::string seconds_attribute(double seconds) {
  return fmt::format(" time=\"{:.3f}\"", std::max(seconds, 0.0));
}

const char* element_of(CaseResult result) {
  switch (result) {
    case CaseResult::passed:
      return nullptr;
    case CaseResult::failure:
      return "failure";
    case CaseResult::error:
      return "error";
    case CaseResult::skipped:
      return "skipped";
  }
  return nullptr;
}

std::string xml(const JUnitCase& one, const std::string& suite) {
  std::string text = "    <testcase" + named(one.name) +
                     attribute("classname", suite.empty() ? "misfire" : suite) +
                     seconds_attribute(one.seconds);
  const char* element = element_of(one.result);
  if (element == nullptr) return text + "/>\n";
  text += fmt::format(">\n      <{}{}", element, attribute("message", one.message));
  if (one.result != CaseResult::skipped) text += attribute("type", one.type);
  return text + fmt::format(">{}</{}>\n    </testcase>\n", escaped(one.detail, false), element);
}

std::string xml(const JUnitSuite& suite, std::size_t id) {
  const auto count = [&](CaseResult result) {
    return std::count_if(suite.cases.begin(), suite.cases.end(),
                         [&](const JUnitCase& one) { return one.result == result; });
  };
  // Everything of a run is on loopback addresses of the machine that reports: "localhost" is what
  // the schema has for a host whose name does not matter.
  std::string text = fmt::format(
      "  <testsuite{} package=\"misfire\" id=\"{}\" hostname=\"localhost\" "
      "timestamp=\"{:%Y-%m-%dT%H:%M:%S}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
      "skipped=\"{}\"{}>\n    <properties>\n",
      named(suite.name), id,
      fmt::gmtime(std::time_t(
          std::chrono::floor<std::chrono::seconds>(suite.began).time_since_epoch().count())),
      suite.cases.size(), count(CaseResult::failure), count(CaseResult::error),
      count(CaseResult::skipped), seconds_attribute(suite.seconds));
  for (const auto& [name, value] : suite.properties) {
    text += fmt::format("      <property{}{}/>\n", named(name), attribute("value", value));
  }
  text += "    </properties>\n";
  for (const JUnitCase& one : suite.cases) text += xml(one, suite.name);
  return text + fmt::format(
                    "    <system-out>{}</system-out>\n    <system-err></system-err>\n"
                    "  </testsuite>\n",
                    escaped(suite.output, false));
}

}  // namespace

JUnitSuite junit_suite(const Plan& plan, const History& history, const Judgement& judgement,
                       const RunFacts& facts) {
  JUnitSuite suite;
  suite.name = plan.scenario.name;
  if (!history.events.empty()) suite.began = history.events.front().at;
  for (const auto& [phase, seconds] : facts.wall_s) suite.seconds += seconds;
  suite.properties = {{"verdict", to_string(judgement.verdict)},
                      {"title", plan.scenario.title},
                      {"run_id", plan.run_id},
                      {"system", facts.system},
                      {"engine", plan.engine},
                      {"balancer", plan.balancer},
                      {"speed", fmt::format("{:g}", plan.speed)},
                      {"seed", std::to_string(plan.seed)},
                      {"phase", std::to_string(facts.phase)},
                      {"folder", facts.folder.string()}};
  for (const auto& [program, version] : facts.versions) {
    suite.properties.emplace_back("version." + program, version);
  }
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    suite.cases.push_back(case_of(outcome, plan, judgement));
    suite.cases.back().seconds = seconds_of(outcome.kind, facts);
  }
  // The verdict is seen in every case's result, or in a case of its own.
  JUnitCase run = whole_run(plan, judgement);
  if (std::none_of(suite.cases.begin(), suite.cases.end(),
                   [&](const JUnitCase& one) { return one.result == run.result; })) {
    run.seconds = suite.seconds;
    suite.cases.push_back(std::move(run));
  }
  make_names_unique(suite.cases);
  suite.output = output_of(plan, history, judgement);
  return suite;
}

JUnitSuite junit_not_run(const std::string& scenario, const Errors& errors, Instant at) {
  JUnitSuite suite;
  suite.name = scenario;
  suite.began = at;
  JUnitCase one;
  one.name = "the run";
  one.result = CaseResult::error;
  one.type = "environment";
  one.message = "it did not run";
  for (const Error& error : errors) {
    if (error.code == ErrorCode::usage) one.type = "usage";
    one.detail += to_string(error) + '\n';
  }
  if (!errors.empty()) one.message += ": " + errors.front().message;
  if (errors.size() > 1) one.message += fmt::format(" (and {} more)", errors.size() - 1);
  suite.cases.push_back(std::move(one));
  return suite;
}

std::string junit_xml(const std::vector<JUnitSuite>& suites) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (std::size_t i = 0; i < suites.size(); ++i) text += xml(suites[i], i);
  return text + "</testsuites>\n";
}

}  // namespace misfire
