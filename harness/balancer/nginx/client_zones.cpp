#include "balancer/nginx/client_zones.hpp"

#include <map>
#include <vector>

#include "balancer/nginx/config.hpp"
#include "base/lower_case.hpp"

namespace misfire {
namespace {

/// The variables that a text speaks of.
std::vector<std::string> variables_in(const std::string& text) {
  std::vector<std::string> found;
  const std::string low = lower_case(text);
  for (std::size_t at = 0; (at = low.find('$', at)) != std::string::npos;) {
    at += low.compare(at, 2, "${") == 0 ? 2 : 1;
    const std::size_t end = low.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", at);
    found.push_back(low.substr(at, end - at));
  }
  return found;
}

/// Variables that are the client's address, or are made of it.
class ClientVariables {
 public:
  explicit ClientVariables(const NginxModel& model) {
    for (const NginxDirective& directive : model.directives()) {
      const auto [variable, value] = assignment(model, directive);
      if (value != nullptr && value->variable()) made_of(variable, value->text);
      if (!directive.block || directive.words.size() < 2) continue;
      const std::string& own = directive.words.back().text;
      const bool geo = directive.name() == "geo";
      if (!geo && directive.name() != "map" && directive.name() != "split_clients") continue;
      // By default a geo goes by the client's address.
      made_of(variable_name(own),
              geo && directive.words.size() == 2 ? "$remote_addr" : directive.word(1));
    }
    while (!fresh_.empty()) {
      const std::string source = std::move(fresh_.back());
      fresh_.pop_back();
      for (const std::string& one : makes_[source]) add(one);
    }
  }

  bool speaks_of_one(const std::string& text) const {
    for (const std::string& name : variables_in(text)) {
      if (is_address(name) || known_.contains(name)) return true;
    }
    return false;
  }

 private:
  static bool is_address(const std::string& name) {
    return name.find("remote_addr") != std::string::npos ||
           name.find("forwarded_for") != std::string::npos ||
           name.find("realip") != std::string::npos;
  }

  void made_of(const std::string& variable, const std::string& text) {
    for (const std::string& source : variables_in(text)) {
      if (is_address(source)) add(variable);
      makes_[source].push_back(variable);
    }
  }

  void add(const std::string& variable) {
    if (known_.insert(variable).second) fresh_.push_back(variable);
  }

  std::map<std::string, std::vector<std::string>> makes_;  ///< a variable → those made of it
  std::set<std::string> known_;
  std::vector<std::string> fresh_;
};

std::string zone_of(const NginxDirective& directive) {
  for (const NginxWord& word : directive.words) {
    if (word.text.starts_with("zone=")) return word.text.substr(5);
  }
  return "";
}

}  // namespace

ClientZones::ClientZones(const NginxModel& model) {
  const ClientVariables clients(model);
  for (const NginxDirective& directive : model.directives()) {
    const std::string& name = directive.name();
    if (directive.entry || (name != "limit_req_zone" && name != "limit_conn_zone")) continue;
    if (!clients.speaks_of_one(directive.word(1))) continue;
    const std::string zone = zone_of(directive);
    zones_.insert(name.substr(0, name.rfind('_')) + " " + zone.substr(0, zone.find(':')));
  }
}

bool ClientZones::limits(const NginxDirective& limit) const {
  if (limit.name() != "limit_req" && limit.name() != "limit_conn") return false;
  const std::string zone = limit.name() == "limit_req" ? zone_of(limit) : limit.word(1);
  return zones_.contains(limit.name() + " " + zone);
}

}  // namespace misfire
