#include "watch/nginx/file_facts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "balancer/nginx/config.hpp"

namespace misfire::watch {
namespace {

/// How an upstream chooses: its only directives that are about that.
std::string algorithm_of(const NginxModel& model, const NginxDirective& upstream) {
  std::string found = "round robin";
  for (const char* name : {"least_conn", "ip_hash", "hash", "random", "least_time"}) {
    if (const NginxDirective* directive = model.last(&upstream, name)) {
      found.clear();
      for (const NginxWord& word : directive->words) {
        found += (found.empty() ? "" : " ") + word.text;
      }
    }
  }
  return found;
}

Told server_of(const NginxDirective& line) {
  return {{Aspect::presence, "present"},
          {Aspect::weight, std::to_string(server_number(line, "weight", 1))},
          {Aspect::maxconn, std::to_string(server_number(line, "max_conns", 0))},
          {Aspect::state, server_flag(line, "down") ? "maintenance" : "ready"},
          {Aspect::backup, server_flag(line, "backup") ? "yes" : "no"},
          {Aspect::failures, fmt::format("{} in {}", server_number(line, "max_fails", 1),
                                         server_param(line, "fail_timeout").value_or("10s"))}};
}

}  // namespace

Facts file_facts(const NginxModel& model) {
  Facts facts;
  for (const NginxDirective& upstream : model.directives()) {
    const bool is_one = upstream.name() == "upstream" && upstream.block && !upstream.entry;
    if (!is_one || upstream.words.size() < 2) continue;
    const std::string& pool = upstream.word(1);
    facts[{pool, ""}][Aspect::algorithm] = algorithm_of(model, upstream);
    for (const NginxDirective* line : model.all(&upstream, "server")) {
      if (line->words.size() < 2) continue;
      std::string name = line->word(1);
      for (int n = 2; facts.contains({pool, name}); ++n) {
        name = fmt::format("{}#{}", line->word(1), n);
      }
      facts[{pool, name}] = server_of(*line);
    }
  }
  return facts;
}

}  // namespace misfire::watch
