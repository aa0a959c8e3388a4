#include "init/first_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "init/components_text.hpp"
#include "init/editor_schemas.hpp"

namespace misfire {
namespace {

constexpr std::size_t kColumn = 40;  // where comments behind a value begin

bool is_bare(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
}

std::string key_text(const std::string& key) {
  return is_bare(key) ? key : toml_text(key);
}

std::string list_text(const std::vector<std::string>& values) {
  std::vector<std::string> quoted;
  quoted.reserve(values.size());
  for (const std::string& value : values) quoted.push_back(toml_text(value));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

/// `key = value    # why`, the comment on a line of its own before a long value.
std::string line(const std::string& key, const std::string& value, std::string why = {}) {
  why = as_comment(std::move(why));
  const std::string setting = fmt::format("{} = {}", key, value);
  if (why.empty()) return setting + "\n";
  if (setting.size() < kColumn && why.size() < 60) {
    return fmt::format("{:<{}}# {}\n", setting, kColumn, why);
  }
  return fmt::format("# {}\n{}\n", why, setting);
}

/// A line of its own. What it quotes must not end it: behind it, a name would be settings.
std::string comment(const std::string& text) {
  return fmt::format("# {}\n", as_comment(text));
}

class SystemText {
 public:
  SystemText(const Guess& guess, const fs::path& root) : guess_(guess), root_(root) {}

  std::string text() {
    out_ = kSystemSchemaLine;
    out_ +=
        "# What `misfire init` found in this repository and how it understood it. Look through it: "
        "what is\n# wrong here is tested wrongly. Paths are relative to this file; the files that "
        "it "
        "names are only\n# read, a run works on copies.\n#\n# misfire check says whether "
        "everything "
        "fits together, misfire run runs misfire/scenarios.\nschema = 1\n";
    balancer();
    backends();
    monitoring();
    teams();
    out_ += components_text(guess_.components);
    return std::move(out_);
  }

 private:
  std::string file(const fs::path& path) const {
    return toml_text(fs::absolute(path)
                         .lexically_normal()
                         .lexically_relative((fs::absolute(root_) / kOwnFolder).lexically_normal())
                         .generic_string());
  }

  void balancer() {
    const PoolGuess& pool = guess_.pool;
    out_ += "\n[balancer]\n";
    out_ += line("kind", toml_text(pool.balancer));
    named("config", pool.file);
    out_ += line("pool", toml_text(pool.name),
                 pool.why.empty() ? "the first that something leads to"
                                  : fmt::format("{}", fmt::join(pool.why, "; ")));
    for (const PoolGuess& other : guess_.other_pools) {
      out_ += fmt::format("# pool = {:<32} # {} server{}{}\n", toml_text(other.name),
                          other.servers.size(), other.servers.size() == 1 ? "" : "s",
                          other.file == pool.file ? ""
                                                  : fmt::format(", of {}: config = {}",
                                                                other.balancer, file(other.file)));
    }
    environment();
  }

  /// A file, and who says so.
  void named(const std::string& key, const fs::path& path) {
    if (path.empty()) return;
    const auto about = guess_.about.find(path);
    if (about != guess_.about.end()) out_ += comment(about->second);
    out_ += line(key, file(path));
  }

  void environment() {
    if (guess_.variables.given.empty()) return;
    std::vector<std::string> values;
    for (const auto& [name, value] : guess_.variables.given) {
      values.push_back(fmt::format("{} = {}", key_text(name), toml_text(value)));
    }
    out_ += line("environment", fmt::format("{{ {} }}", fmt::join(values, ", ")),
                 "as the balancer is started");
  }

  void backends() {
    const PoolGuess& pool = guess_.pool;
    out_ +=
        "\n# Stand-ins for the servers of the pool, that check a password and have this capacity, "
        "whatever the\n# machine. Your own service in their place: command = [\"…\", "
        "\"{port}\"], or image = \"…\"";
    if (!pool.ready.empty()) {
      out_ += fmt::format(",\n# with ready = {}, which health checks ask", toml_text(pool.ready));
    }
    out_ += ".\n";
    own_service();
    out_ += "[backends]\n";
    out_ += line("count", std::to_string(pool.servers.size()), "as many as the pool has");
    out_ += line("capacity", "{ workers = 3, service_time = \"20ms\", queue = 16 }",
                 "of each; a guess: 3 at a time, 20 ms each, 16 more may wait");
    if (pool.login_path.empty() && pool.login_host.empty()) return;
    out_ += "\n[login]\n";
    if (!pool.login_path.empty()) {
      out_ += line("path", toml_text(pool.login_path), "leads to the pool");
    }
    if (!pool.login_host.empty()) out_ += line("host", toml_text(pool.login_host));
  }

  /// What would take the stand-ins' place.
  void own_service() {
    if (!guess_.own) return;
    const OwnService& own = *guess_.own;
    out_ += comment(fmt::format("They are {} of {}{}", fmt::join(own.names, ", "), own.where,
                                own.image.empty() ? ", built there." : ":"));
    if (own.image.empty()) return;
    out_ += fmt::format("# image = {}\n", toml_text(own.image));
    if (own.port > 0) out_ += fmt::format("# port = {}\n", own.port);
  }

  void monitoring() {
    out_ += "\n[monitoring]\n";
    named("prometheus", guess_.prometheus);
    named("alertmanager", guess_.alertmanager);
    named("blackbox", guess_.blackbox);
    named("mtail", guess_.mtail);
    for (const std::string& why : guess_.people.why_ignored) out_ += comment(why + ".");
    const auto& ignore = guess_.people.ignore;
    const bool all_show = guess_.people.why_ignored.empty();
    out_ += line("ignore", list_text(ignore),
                 ignore.empty() ? "alerts that never count"
                 : all_show     ? "these always fire, to show that alerting works"
                                : "these always fire");
    out_ += "\n" + comment(fmt::format("What wakes somebody: {}.", guess_.people.why_pages)) +
            "[monitoring.pages]\n";
    for (const auto& [label, values] : guess_.people.pages) {
      out_ += line(key_text(label), list_text(values));
    }
    out_ +=
        "\n# Scrape jobs, and what each watches. Those without a role are not scraped here.\n"
        "[monitoring.jobs]\n";
    for (const JobGuess& job : guess_.jobs) {
      if (job.role) {
        out_ += line(key_text(job.name), toml_text(to_string(*job.role)), job.why);
      } else {
        out_ += comment(fmt::format("{}: {}", job.name, job.why));
      }
    }
    labels();
  }

  void labels() {
    bool first = true;
    for (const JobGuess& job : guess_.jobs) {
      if (job.labels.empty()) continue;
      if (std::exchange(first, false)) {
        out_ +=
            "\n# What service discovery would say of targets, as far as relabelling asks for it.\n"
            "[monitoring.labels]\n";
      }
      std::vector<std::string> values;
      for (const auto& [label, given] : job.labels) {
        values.push_back(fmt::format("{} = {}", key_text(label), toml_text(given.front())));
      }
      out_ += line(key_text(job.name), fmt::format("{{ {} }}", fmt::join(values, ", ")));
    }
  }

  void teams() {
    out_ += "\n" + comment(fmt::format("Teams and their receivers: {}.", guess_.people.why_teams)) +
            "[teams]\n";
    for (const auto& [team, receivers] : guess_.people.teams) {
      out_ += line(key_text(team), list_text(receivers));
    }
  }

  const Guess& guess_;
  fs::path root_;
  std::string out_;
};

/// What the first scenario waits for.
std::string expected_alert(const PeopleGuess& people) {
  std::string text = "[[expect.alert]]\n";
  if (people.symptom_has_component) {
    text += line("name", toml_text(people.symptom_rule), "the rule that speaks of failing logins");
  } else {
    text += line("symptom", "true",
                 people.symptom_rule.empty()
                     ? "any page that blames no component"
                     : fmt::format("{} is such a page, says its rule", people.symptom_rule));
  }
  if (!people.symptom_team.empty()) text += line("team", toml_text(people.symptom_team));
  return text + line("within", "\"10m\"", "how soon must they know?");
}

/// What goes wrong first: something that harms, and that nothing but the traffic shows.
struct FirstFault {
  std::string name, title, id, inject, params, why;
};

FirstFault first_fault(const PoolGuess& pool) {
  if (pool.by_connections) {
    return {"one-server-hash",
            "Everybody is hashed to one server",
            "hash",
            "one-server-hash",
            "{ by = \"uri\" }",
            "wrong weights would do no harm: the server with the fewest connections is chosen"};
  }
  return {"weights-skew",
          "The first server gets most of the logins",
          "skew",
          "weights",
          "{ first = 200, others = 25 }",
          "of the pool's servers, in the order of the file"};
}

std::string scenario(const Guess& guess, const FirstFault& fault) {
  return fmt::format(
      R"(# One server gets more logins than it can answer: every server is up, every health check succeeds.
# Who is told, and how soon? `misfire explain` says what the rules allow for, `misfire faults` what
# else can go wrong.
schema = 1
name = "{}"
title = "{}"
tags = ["first"]

[load]
rate = "67%"                            # of the declared capacity
users = 1000

[timeline]
baseline = "3m"                         # nothing is wrong, and nobody is paged
recovery = "12m"                        # at most

[[fault]]
id = "{}"
inject = "{}"
# {}
params = {}
for = "15m"                             # at most; taken back once everything is decided

[expect.impact]
failed_logins = {{ min = 0.1 }}           # else the run says nothing about the monitoring

{}
[expect.recovery]
logins_ok = {{ min = 0.999, within = "1m" }}
)",
      fault.name, fault.title, fault.id, fault.inject, fault.why, fault.params,
      expected_alert(guess.people));
}

constexpr char kTwin[] =
    R"(# The control: the same load, and a reload of the unchanged configuration. Whoever is paged here would
# be paged by every deployment.
schema = 1
name = "reload-twin"
title = "The unchanged configuration is reloaded"
kind = "twin"
tags = ["first", "twin"]

[load]
rate = "67%"
users = 1000

[timeline]
baseline = "3m"
recovery = "2m"

[[fault]]
inject = "reload"
for = "15m"                             # as long as its sibling's fault

[expect.impact]
failed_logins = { max = 0.01 }

[[expect.quiet]]                        # nobody is paged at all
)";

}  // namespace

std::string toml_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    const bool control = static_cast<unsigned char>(c) < ' ' || c == 127;
    out += control ? fmt::format("\\u{:04X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out + "\"";
}

std::string as_comment(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 127) c = ' ';
  }
  return text;
}

std::map<std::string, std::string> first_files(const Guess& guess, const fs::path& root) {
  const std::string scenarios = kOwnScenarios;
  const FirstFault fault = first_fault(guess.pool);
  return {{kOwnSystem, SystemText(guess, root).text()},
          {fmt::format("{}/{}.toml", scenarios, fault.name),
           kScenarioSchemaLine + scenario(guess, fault)},
          {scenarios + "/reload-twin.toml", std::string(kScenarioSchemaLine) + kTwin}};
}

}  // namespace misfire
