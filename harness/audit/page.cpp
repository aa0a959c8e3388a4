#include "audit/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {
namespace {

std::string code(const std::string& lines) {
  return lines.empty() ? "" : "\n```\n" + lines + "\n```\n";
}

/// For people who read it from beginning to end: what to do, why, and the page with the rest.
std::string chapter(const std::vector<RuleDoc>& docs, Topic topic) {
  std::string text;
  for (const RuleDoc& doc : docs) {
    if (doc.topic != topic) continue;
    text += fmt::format("\n- **{}.** {} ([{}]({}.md), {})\n", doc.title, doc.fix, doc.id, doc.id,
                        to_string(doc.severity));
  }
  return text.empty() ? text : fmt::format("\n## {}\n{}", to_string(topic), text);
}

std::string best_practice(const std::vector<RuleDoc>& docs) {
  std::string text = fmt::format(
      "# Balancers and their alerts: good practice\n\n"
      "The {} rules of `misfire audit`, as advice. A rule's page says what it does to users, "
      "where\n"
      "it happened for real where that is known, and shows what to write. *error*: logins fail, "
      "or\n"
      "nobody would notice; *warning*: they will on a bad day; *note*: good practice. These pages\n"
      "are written by `misfire audit --pages docs/audit`.\n",
      docs.size());
  for (int topic = 0; topic <= static_cast<int>(Topic::suppressions); ++topic) {
    text += chapter(docs, static_cast<Topic>(topic));
  }
  return text;
}

}  // namespace

std::string page_body(const RuleDoc& doc) {
  std::string text = doc.why + "\n";
  if (!doc.incident.empty()) text += "\n**Where it happened.** " + doc.incident + "\n";
  text += "\n**What to do.** " + doc.fix + "\n";
  if (!doc.bad.empty()) text += "\nInstead of" + std::string("\n") + code(doc.bad);
  if (!doc.good.empty())
    text += (doc.bad.empty() ? "\nFor example\n" : "\nwrite\n") + code(doc.good);
  return text;
}

std::map<std::string, std::string> pages(const std::vector<RuleDoc>& docs) {
  std::map<std::string, std::string> all;
  for (const RuleDoc& doc : docs) {
    all[doc.id + ".md"] = fmt::format(
        "# {}\n\n`{}`, {}, {}\n\n{}\n**To allow it** in one place, with the reason: "
        "`# misfire: allow {}: …`\n",
        doc.title, doc.id, to_string(doc.severity), to_string(doc.topic), page_body(doc), doc.id);
  }
  all["README.md"] = best_practice(docs);
  return all;
}

}  // namespace misfire
