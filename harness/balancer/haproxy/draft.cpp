#include "balancer/haproxy/draft.hpp"

#include <fmt/format.h>

namespace misfire {

std::string title(const HaproxySection& section) {
  return section.name.empty() ? section.kind : section.kind + " " + section.name;
}

const HaproxyConfig* WiringDraft::original() const {
  const auto* users = dynamic_cast<const HaproxyConfig*>(wiring.original);
  return users == nullptr || users->text() == config.text() ? nullptr : users;
}

void WiringDraft::comment_out(const HaproxyLine& line, const std::string& why) {
  insert(line.words.front().begin, "# ");
  const std::size_t begin = line.words.front().begin, end = line.words.back().end;
  changed(fmt::format("{} is left out: \"{}\" ({})", model.place(line),
                      model.text.substr(begin, end - begin), why));
}

void WiringDraft::insert_lines(const HaproxyLine& behind, const std::string& lines) {
  insert(behind.end, "\n" + lines);
  if (behind.end == model.text.size()) return;
  insert(behind.end, "\n" + origin_mark(model.origins.where(behind.number + 1)));
}

void WiringDraft::comment_out(const HaproxySection& section, const std::string& why) {
  insert(section.header.words.front().begin, "# ");
  for (const HaproxyLine& line : section.lines) insert(line.words.front().begin, "# ");
  changed(fmt::format("section \"{}\" is left out ({})", title(section), why));
}

std::string WiringDraft::drop(const HaproxyLine& line, const std::vector<HaproxyParam>& params,
                              const std::function<bool(const HaproxyParam&)>& unwanted) {
  std::string dropped;
  for (const HaproxyParam& param : params) {
    if (!unwanted(param)) continue;
    const std::size_t begin = line.words[param.first].begin, end = line.words[param.last].end;
    dropped += (dropped.empty() ? "" : " ") + model.text.substr(begin, end - begin);
    replace(line.words[param.first - 1].end, end, "");
  }
  return dropped;
}

}  // namespace misfire
