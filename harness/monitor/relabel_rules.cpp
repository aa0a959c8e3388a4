#include "monitor/relabel_rules.hpp"

namespace misfire {

std::string regex_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

YamlTree relabel_rule(std::vector<std::string> sources, std::string regex, std::string target,
                      std::string replacement) {
  YamlTree rule = YamlTree::map();
  if (!sources.empty()) {
    std::vector<YamlTree> items;
    for (std::string& s : sources) items.push_back(YamlTree::plain(std::move(s)));
    rule.set("source_labels", YamlTree::sequence(std::move(items)));
  }
  if (!regex.empty()) rule.set("regex", YamlTree::string(std::move(regex)));
  rule.set("target_label", YamlTree::plain(std::move(target)));
  if (!replacement.empty()) rule.set("replacement", YamlTree::string(std::move(replacement)));
  return rule;
}

YamlTree keep_only(std::string_view source, const std::vector<std::string>& values) {
  std::string regex;
  for (const std::string& v : values) regex += (regex.empty() ? "" : "|") + regex_escape(v);
  YamlTree rule = YamlTree::map();
  rule.set("source_labels", YamlTree::sequence({YamlTree::plain(std::string(source))}));
  rule.set("regex", YamlTree::string(regex));
  rule.set("action", YamlTree::plain("keep"));
  return rule;
}

}  // namespace misfire
