#include "init/own_service.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "init/compose_variables.hpp"
#include "init/deployments.hpp"

namespace misfire {
namespace {

/// "auth-0" of a StatefulSet is "auth"; others as they are.
std::string without_ordinal(const std::string& name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  const bool ordinal = end != name.npos && end + 1 < name.size() && end > 0 && name[end] == '-';
  return ordinal ? name.substr(0, end) : name;
}

const Deployed* behind(const std::string& address, const std::vector<Deployed>& all) {
  const std::string host = address.substr(0, address.find('.'));
  for (const std::string& name : {address, host, without_ordinal(host)}) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Deployed& one) {
      return one.name == name ||
             std::find(one.names.begin(), one.names.end(), name) != one.names.end();
    });
    if (!name.empty() && found != all.end()) return &*found;
  }
  return nullptr;
}

/// $NAME and ${NAME}.
std::set<std::string> variables_in(const std::string& text) {
  std::set<std::string> names;
  for (std::size_t at = 0; (at = text.find('$', at)) != text.npos;) {
    ++at;
    if (at < text.size() && text[at] == '{') ++at;
    const std::size_t begin = at;
    const auto in_name = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    };
    while (at < text.size() && in_name(text[at])) ++at;
    names.insert(text.substr(begin, at - begin));
  }
  return names;
}

}  // namespace

std::optional<OwnService> own_service(const PoolGuess& pool, const std::vector<Deployed>& all) {
  OwnService service;
  for (const PoolServer& server : pool.servers) {
    const Deployed* one = behind(server.address, all);
    if (one == nullptr) return std::nullopt;
    const bool first = service.names.empty();
    if (first) {
      service.image = one->image;
      service.where = line_of(one->where);
      service.port = server.port;
    }
    if (server.port != service.port) service.port = 0;
    if (std::find(service.names.begin(), service.names.end(), one->name) == service.names.end()) {
      service.names.push_back(one->name);
    }
  }
  if (service.names.empty()) return std::nullopt;
  return service;
}

UsedVariables used_variables(const std::string& haproxy, const Deployed& one) {
  UsedVariables used;
  const std::set<std::string> named = variables_in(haproxy);
  for (const auto& [name, value] : one.environment) {
    if (name.empty() || !named.contains(name)) continue;
    if (speaks_of_a_secret(name, value)) {
      used.withheld.push_back(name);
    } else {
      used.given[name] = value;
    }
  }
  return used;
}

}  // namespace misfire
