#include <algorithm>
#include <map>

#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/server_template.hpp"
#include "init/pools.hpp"

namespace misfire {
namespace {

using Words = std::vector<std::string>;

Words words_of(const HaproxyLine& line, std::size_t from) {
  Words words;
  for (std::size_t i = from; i < line.words.size(); ++i) words.push_back(line.word(i));
  return words;
}

/// What a condition asks of a request, as far as it is about its path or its host.
struct Asked {
  Words paths, hosts;
};

/// "path_beg -i /login /session": the criterion, flags, values.
void read_criterion(const Words& words, Asked& asked) {
  if (words.empty()) return;
  const std::string& what = words.front();
  const bool path = what.starts_with("path") || what.starts_with("url");
  const bool host = what.find("hdr") != what.npos && what.find("host") != what.npos;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "-m" || words[i] == "-f") {
      ++i;  // its value
    } else if (!words[i].starts_with('-')) {
      if (path && words[i].starts_with('/')) asked.paths.push_back(words[i]);
      if (host && words[i].find('.') != words[i].npos) asked.hosts.push_back(words[i]);
    }
  }
}

/// The condition behind `if`: names of acls, or criteria in braces. What is negated says nothing.
Asked asked_by(const Words& condition, const std::map<std::string, Asked>& acls) {
  Asked asked;
  for (std::size_t i = 0; i < condition.size(); ++i) {
    const std::string& word = condition[i];
    if (word == "{" || word == "!{") {
      Words inside;
      for (++i; i < condition.size() && condition[i] != "}"; ++i) inside.push_back(condition[i]);
      if (word == "{") read_criterion(inside, asked);
    } else if (const auto acl = acls.find(word); acl != acls.end()) {
      asked.paths.insert(asked.paths.end(), acl->second.paths.begin(), acl->second.paths.end());
      asked.hosts.insert(asked.hosts.end(), acl->second.hosts.begin(), acl->second.hosts.end());
    }
  }
  return asked;
}

/// What the conditions that lead to the pool ask, in all frontends.
Asked asked_for(const HaproxyModel& model, const std::string& pool) {
  Asked all;
  for (const HaproxySection& section : model.sections) {
    if (!section.has_binds()) continue;
    std::map<std::string, Asked> acls;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "acl") {
        read_criterion(words_of(line, 2), acls[line.word(1)]);
      } else if (line.keyword() == "use_backend" && line.word(1) == pool && line.word(2) == "if") {
        const Asked asked = asked_by(words_of(line, 3), acls);
        all.paths.insert(all.paths.end(), asked.paths.begin(), asked.paths.end());
        all.hosts.insert(all.hosts.end(), asked.hosts.begin(), asked.hosts.end());
      }
    }
  }
  return all;
}

/// The one that speaks of logins, or the first.
std::string likeliest(const Words& words) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [](const std::string& word) { return speaks_of_login(word); });
  return found != words.end() ? *found : words.empty() ? "" : words.front();
}

/// The URI of `option httpchk` or `http-check send`; the last counts, the section before defaults.
std::string checked_path(const HaproxyModel& model, const HaproxySection& pool) {
  std::vector<const HaproxySection*> sections{&pool};
  for (const HaproxySection* defaults : model.defaults_of(pool)) sections.push_back(defaults);
  for (const HaproxySection* section : sections) {
    std::string path;
    for (const HaproxyLine& line : section->lines) {
      if (line.keyword() == "option" && line.word(1) == "httpchk") {
        const std::string uri = line.word(line.words.size() > 3 ? 3 : 2);
        if (uri.starts_with('/')) path = uri;
      }
      if (line.keyword() != "http-check" || line.word(1) != "send") continue;
      for (std::size_t i = 2; i + 1 < line.words.size(); ++i) {
        if (line.word(i) == "uri") path = line.word(i + 1);
      }
    }
    if (!path.empty()) return path.substr(0, path.find('?'));
  }
  return "";
}

std::vector<int> exporter_ports(const HaproxyModel& model) {
  std::vector<int> ports;
  for (const HaproxySection& section : model.sections) {
    const auto serves = [](const HaproxyLine& line) {
      return line.keyword() == "http-request" && line.word(2) == "prometheus-exporter";
    };
    if (std::none_of(section.lines.begin(), section.lines.end(), serves)) continue;
    for (const HaproxyLine& line : section.lines) {
      const std::string address = line.keyword() == "bind" ? line.word(1) : "";
      const std::size_t colon = address.rfind(':');
      if (colon == address.npos) continue;
      ports.push_back(std::atoi(address.c_str() + colon + 1));
    }
  }
  return ports;
}

/// "roundrobin", "leastconn", …; "source" also where clients stick to a server by their address.
std::string algorithm_of(const HaproxyModel& model, const HaproxySection& pool) {
  std::string algorithm;
  const auto look = [&](const HaproxySection& section) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "balance") algorithm = line.word(1);
      if (line.keyword() == "stick" && line.word(2) == "src") algorithm = "source";
    }
  };
  const auto chain = model.defaults_of(pool);
  std::for_each(chain.rbegin(), chain.rend(), [&](const auto* defaults) { look(*defaults); });
  look(pool);
  return algorithm;
}

}  // namespace

std::vector<PoolGuess> haproxy_pools(const std::string& text, const fs::path& file) {
  std::vector<PoolGuess> pools;
  const auto model = parse_haproxy(text, file.string());
  if (!model) return pools;
  for (const HaproxySection& section : model->sections) {
    if (!section.has_servers() || section.name.empty()) continue;
    const auto written = with_servers_written_out(text, file.string(), section.name);
    if (!written) continue;
    const auto config = HaproxyConfig::parse(*written, file.string(), section.name);
    if (!config) continue;
    int leads = 0;
    // Its own sections: a listen section leads to itself.
    for (const HaproxySection& other : (*config)->model().sections) {
      if (other.has_binds()) leads = std::max(leads, (*config)->leads_to_pool(other));
    }
    if (leads == 0) continue;
    const Asked asked = asked_for(*model, section.name);
    PoolGuess pool;
    pool.balancer = "haproxy";
    pool.file = file;
    pool.name = section.name;
    pool.servers = (*config)->pool();
    if (leads == 1) pool.login_path = likeliest(asked.paths);
    pool.login_host = likeliest(asked.hosts);
    pool.ready = checked_path(*model, section);
    pool.exporter_ports = exporter_ports(*model);
    const std::string algorithm = algorithm_of(*model, section);
    pool.by_address = algorithm == "source";
    pool.by_connections = algorithm == "leastconn" || algorithm.starts_with("random");
    pool.checked = (*config)->notices().latest.value.count() > 0;
    pools.push_back(std::move(pool));
  }
  return pools;
}

}  // namespace misfire
