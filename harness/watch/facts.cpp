#include "watch/facts.hpp"

#include <utility>

namespace misfire::watch {
namespace {

constexpr std::pair<Aspect, const char*> kNames[] = {
    {Aspect::presence, "presence"},   {Aspect::weight, "weight"}, {Aspect::address, "address"},
    {Aspect::maxconn, "maxconn"},     {Aspect::state, "state"},   {Aspect::check, "check"},
    {Aspect::agent, "agent"},         {Aspect::backup, "backup"}, {Aspect::failures, "failures"},
    {Aspect::algorithm, "algorithm"}, {Aspect::file, "file"}};

}  // namespace

const char* to_string(Aspect aspect) {
  for (const auto& [known, name] : kNames) {
    if (known == aspect) return name;
  }
  return "";
}

std::optional<Aspect> aspect_of(std::string_view text) {
  for (const auto& [known, name] : kNames) {
    if (name == text) return known;
  }
  return std::nullopt;
}

std::string to_string(const Subject& subject) {
  if (subject.pool.empty()) return "the balancer";
  return subject.server.empty() ? subject.pool : subject.pool + "/" + subject.server;
}

const std::string* told(const Facts& facts, const Subject& subject, Aspect aspect) {
  const auto found = facts.find(subject);
  if (found == facts.end()) return nullptr;
  const auto value = found->second.find(aspect);
  return value == found->second.end() ? nullptr : &value->second;
}

}  // namespace misfire::watch
