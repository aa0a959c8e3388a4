#include "fault/shared/path_rewritten.hpp"

#include <fmt/format.h>

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = path_rewritten_doc();
  return made;
}

}  // namespace

FaultDoc path_rewritten_doc() {
  FaultDoc doc;
  doc.name = "path-rewritten";
  doc.title = "Paths rewritten on their way";
  doc.about =
      "The balancer puts a prefix before each path, as for another version of the service: the "
      "servers get requests for what they do not have and answer 404, each of them, and health "
      "checks, which are not rewritten, find them well.";
  doc.incident =
      "npm, 28 January 2014: requests went to where they did not belong. A slash too many behind "
      "nginx's proxy_pass changes every path; its manual warns of it.";
  doc.params = {text_param("prefix", "what is put before each path", "/v2")};
  return doc;
}

Result<std::string> path_prefix(const Args& args) {
  std::string prefix = text_of(doc(), args, "prefix");
  const bool plain = prefix.starts_with('/') && prefix.size() > 1 &&
                     prefix.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.") ==
                         std::string::npos;
  if (plain) return prefix;
  return usage_error(
      fmt::format("parameter \"prefix\" of path-rewritten: \"{}\" is no path", prefix),
      "it begins with / and is made of letters, digits, and the signs / _ - .");
}

Shown path_rewritten_witness(const Args&, const Observed& seen) {
  constexpr int kNotFound = 404;
  constexpr double kAllButStragglers = 0.9;
  return status_witness(seen, {kNotFound}, kAllButStragglers);
}

}  // namespace misfire
