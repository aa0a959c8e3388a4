#include "fault/shared/path_typo.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

constexpr int kNotFound = 404;
constexpr double kAllButStragglers = 0.9;  // some may be on connections of a former worker

const FaultDoc& doc() {
  static const FaultDoc made = path_typo_doc();
  return made;
}

}  // namespace

FaultDoc path_typo_doc() {
  FaultDoc doc;
  doc.name = "path-typo";
  doc.title = "A typo in the path that routing lets through";
  doc.about =
      "The rule that lets known paths through has two letters swapped in that of the logins: every "
      "login is answered with 404 by the balancer, and no server hears of it. A 404 is a client's "
      "mistake to most dashboards; alerts on 5xx stay silent, and the servers' own figures only "
      "become quiet.";
  doc.incident =
      "Google Cloud load balancers, 16 November 2021: an empty configuration was pushed, 404 for "
      "everybody, noticed after 15 min, 33 min in all; again for a part of the users on 21 "
      "September "
      "2023. Spelling mistakes are the first family of faults that ConfErr (DSN 2008) injects.";
  doc.params = {text_param("path", "the path of the logins, as it ought to be", "/login")};
  return doc;
}

std::string right_path(const Args& args) {
  return text_of(doc(), args, "path");
}

std::optional<std::string> misspelt(std::string path) {
  for (std::size_t i = 2; i < path.size(); ++i) {
    if (path[i] == path[i - 1] || path[i] == '/' || path[i - 1] == '/') continue;
    std::swap(path[i], path[i - 1]);
    return path;
  }
  return std::nullopt;
}

Result<std::string> misspelt_path(const Args& args) {
  const auto path = plain_path(doc(), args, "path");
  if (!path) return path;
  if (auto typo = misspelt(*path)) return *typo;
  return usage_error(
      fmt::format("parameter \"path\" of path-typo: \"{}\" has no two letters to swap", *path));
}

Shown path_typo_witness(const Args&, const Observed& seen) {
  Shown shown;
  if (!enough_logins(seen.logins, shown)) return shown;
  const double now = share_of_status(seen.logins.since, kNotFound);
  const double before = share_of_status(seen.logins.before, kNotFound);
  const std::int64_t reached = answered(seen.logins.since), all = all_logins(seen.logins.since);
  shown.evidence.push_back(fmt::format(
      "{} of the logins were answered with {} (before: {}), and {} of {} by a server of the pool",
      share_text(now), kNotFound, share_text(before), reached, all));
  shown.shown = now >= kAllButStragglers && before < 1 - kAllButStragglers;
  return shown;
}

}  // namespace misfire
