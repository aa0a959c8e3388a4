#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  const Effective size = global_setting(in.model, "tune.ssl.default-dh-param");
  const auto bits = size.number(1);
  if (bits && *bits < 2048) {
    found.push_back(place_at(in.model, *size.line, fmt::format("only {} bits", *bits)));
  }
  return found;
}

}  // namespace

HaproxyRule weak_dh() {
  RuleDoc doc;
  doc.id = "haproxy/weak-dh";
  doc.severity = Severity::note;
  doc.topic = Topic::tls;
  doc.title = "Diffie-Hellman parameters of 1024 bits";
  doc.why =
      "A group of this size is within reach of well-funded attackers, and browsers refuse it: the "
      "handshake fails before anything is logged as a request.";
  doc.fix = "Write 2048 or more, or leave it out and use elliptic curves.";
  doc.bad = "tune.ssl.default-dh-param 1024";
  doc.good = "tune.ssl.default-dh-param 2048";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
