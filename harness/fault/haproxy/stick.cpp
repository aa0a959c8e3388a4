#include "fault/haproxy/stick.hpp"

#include "fault/haproxy/edits.hpp"

namespace misfire {

Result<Edits> stick_on(const HaproxyConfig& config, const std::string& table,
                       const std::string& sample) {
  const HaproxyModel& model = config.model();
  const HaproxySection& pool = config.pool_section();
  const auto tables = certain_lines(model, pool, "stick-table");
  if (!tables) return tl::unexpected(tables.error());
  const auto rules = certain_lines(model, pool, "stick");
  if (!rules) return tl::unexpected(rules.error());
  Edits edits;
  // What counts sessions or requests for other rules stays in a table that is there.
  for (const HaproxyLine* line : *tables) {
    const std::string& text = config.text();
    const std::size_t begin = line->words[0].end, end = line->words.back().end;
    const std::string stores = [&] {
      for (std::size_t i = 1; i + 1 < line->words.size(); ++i) {
        const HaproxyWord& value = line->words[i + 1];
        if (line->word(i) == "store") {
          return " store " + text.substr(value.begin, value.end - value.begin);
        }
      }
      return std::string();
    }();
    if (text.substr(begin, end - begin) != " " + table + stores) {
      edits.push_back({begin, end, " " + table + stores});
    }
  }
  for (const HaproxyLine* line : *rules) {
    edits.push_back(replace_words(*line, 0, "stick on " + sample));
  }
  if (tables->empty()) edits.push_back(add_line(model, pool, "stick-table " + table));
  if (rules->empty()) edits.push_back(add_line(model, pool, "stick on " + sample));
  return edits;
}

}  // namespace misfire
