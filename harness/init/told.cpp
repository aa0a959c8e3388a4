#include "init/told.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace misfire {
namespace {

constexpr std::size_t kMostAside = 5;  // of the files of which another was taken

/// Names are what a repository calls its things: none of them begins a line of its own.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

class Teller {
 public:
  explicit Teller(fs::path root) : root_(std::move(root)) {}

  void heading(const std::string& text) { out_ += fmt::format("\n{}\n", text); }
  void row(const std::string& what, const std::string& is, const std::string& why = {}) {
    const std::string because = why.empty() ? "" : "  (" + why + ")";
    out_ += fmt::format("  {:<13} {}\n", what, on_one_line(is + because));
  }
  void file(const std::string& what, const fs::path& path, const Guess& guess) {
    if (path.empty()) return;
    const auto about = guess.about.find(path);
    row(what, path.lexically_relative(root_).generic_string(),
        about == guess.about.end() ? "" : about->second);
  }
  void item(const std::string& text) { out_ += fmt::format("  - {}\n", on_one_line(text)); }
  std::string text() && { return std::move(out_); }

 private:
  fs::path root_;
  std::string out_;
};

std::string lists(const std::map<std::string, std::vector<std::string>>& all) {
  std::string text;
  for (const auto& [key, values] : all) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", key, fmt::join(values, ", "));
  }
  return text.empty() ? "none" : text;
}

void components(Teller& tell, const ComponentsGuess& guess) {
  std::size_t known = 0;
  for (const auto& [component, blamed] : guess.blamed) {
    known += blamed.size();
    std::vector<std::string> names;
    for (const BlameGuess& one : blamed) names.push_back(one.alert);
    tell.row("blames", fmt::format("{}: {}", component, fmt::join(names, ", ")),
             blamed.size() == 1 ? blamed.front().why : "by what they read");
  }
  if (known == 0 && guess.left.empty()) return;
  const std::string left = fmt::format("{} alert{} left unmapped", guess.left.size(),
                                       guess.left.size() == 1 ? " is" : "s are");
  tell.row(known == 0 ? "blames" : "",
           known == 0 ? "nothing, where no label `component` says it; " + left
                      : "[components] of the system file has them as comments; " + left);
}

}  // namespace

std::string guess_text(const Guess& guess, const Survey& survey, const fs::path& root) {
  const PoolGuess& pool = guess.pool;
  Teller tell(root);
  tell.heading(
      fmt::format("found, in {} file{}", survey.looked_at, survey.looked_at == 1 ? "" : "s"));
  tell.file(pool.balancer, pool.file, guess);
  tell.file("Prometheus", guess.prometheus, guess);
  tell.row("rules", fmt::format("{} that alert", guess.rules));
  tell.file("Alertmanager", guess.alertmanager, guess);
  tell.file("blackbox", guess.blackbox, guess);
  tell.file("mtail", guess.mtail, guess);
  for (std::size_t i = 0; i < guess.set_aside.size(); ++i) {
    if (i == kMostAside) {
      tell.row("", fmt::format("and {} more", guess.set_aside.size() - i));
      break;
    }
    tell.file("set aside", guess.set_aside[i], guess);
  }

  tell.heading("guessed");
  tell.row("pool",
           fmt::format("{}, {} server{}", pool.name, pool.servers.size(),
                       pool.servers.size() == 1 ? "" : "s"),
           fmt::format("{}", fmt::join(pool.why, "; ")));
  tell.row("login", fmt::format("POST http://{}{}",
                                pool.login_host.empty() ? "login.example.com" : pool.login_host,
                                pool.login_path.empty() ? "/login" : pool.login_path));
  if (!pool.ready.empty()) tell.row("health", pool.ready, "what the health checks ask");
  if (guess.own) {
    tell.row("servers", fmt::format("{}", fmt::join(guess.own->names, ", ")),
             fmt::format("{}{}{}", guess.own->where, guess.own->image.empty() ? "" : ", the image ",
                         guess.own->image));
  }
  for (const auto& [name, value] : guess.variables.given) {
    tell.row("variable", fmt::format("{} = {}", name, value), "as the balancer is started");
  }
  for (const JobGuess& job : guess.jobs) {
    tell.row("job", fmt::format("{} → {}", job.name, job.role ? to_string(*job.role) : "left out"),
             job.why);
  }
  const PeopleGuess& people = guess.people;
  tell.row("pages", lists(people.pages), people.why_pages);
  tell.row("teams", lists(people.teams), people.why_teams);
  if (!people.ignore.empty()) {
    tell.row("ignored", fmt::format("{}", fmt::join(people.ignore, ", ")), "they always fire");
  }
  if (!people.symptom_rule.empty()) {
    tell.row("expected",
             fmt::format("{} pages {} when logins fail", people.symptom_rule,
                         people.symptom_team.empty() ? "somebody" : people.symptom_team));
  }
  components(tell, guess.components);
  tell.heading("to be checked");
  for (const std::string& text : guess.check) tell.item(text);
  tell.item("the capacity of a server is a guess: 150 logins a second");
  return std::move(tell).text();
}

}  // namespace misfire
