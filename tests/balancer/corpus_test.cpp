// Whatever an adapter parses, it gives back byte for byte: a configuration is edited, never
// written.
#include <gtest/gtest.h>

#include <algorithm>

#include "balancer/haproxy/config.hpp"
#include "balancer/nginx/config.hpp"
#include "base/files.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

/// Parses a text with the first pool that is found in it; null: it has none that can be parsed.
using ParseAny = std::unique_ptr<Config> (*)(const std::string& text);

std::unique_ptr<Config> parse_haproxy_pool(const std::string& text) {
  const auto model = parse_haproxy(text, "x.cfg");
  if (!model) return nullptr;
  for (const HaproxySection& section : model->sections) {
    if (!section.has_servers()) continue;
    if (auto config = HaproxyConfig::parse(text, "x.cfg", section.name)) return std::move(*config);
  }
  return nullptr;
}

std::unique_ptr<Config> parse_nginx_pool(const std::string& text) {
  const auto model = parse_nginx(text, "x.conf");
  if (!model) return nullptr;
  for (const NginxDirective& directive : model->directives()) {
    if (directive.name() != "upstream") continue;
    auto config = NginxConfig::parse(text, "x.conf", directive.word(1));
    if (config) return std::move(*config);
  }
  return nullptr;
}

struct Corpus {
  const char* balancer;
  ParseAny parse;
  std::vector<std::string> folders;  ///< of this checkout
  std::string ending;
  std::size_t at_least;  ///< texts that can be parsed, so that an empty corpus is noticed
};

class RoundTrip : public ::testing::TestWithParam<Corpus> {};

TEST_P(RoundTrip, IsByteIdentical) {
  const Corpus& corpus = GetParam();
  std::vector<std::string> texts;
  for (const std::string& folder : corpus.folders) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(kSourceDir) / folder)) {
      if (!entry.is_regular_file() || !entry.path().string().ends_with(corpus.ending)) continue;
      texts.push_back(*read_file(entry.path()));
    }
  }
  // Every text as another editor would have left it, too.
  for (std::size_t i = 0, n = texts.size(); i < n; ++i) {
    std::string crlf;
    for (const char c : texts[i]) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    texts.push_back(crlf);
    texts.push_back(texts[i].substr(0, texts[i].find_last_not_of("\r\n") + 1));
  }
  std::size_t parsed = 0;
  for (const std::string& text : texts) {
    const auto config = corpus.parse(text);
    if (config == nullptr) continue;
    ++parsed;
    EXPECT_EQ(config->text(), text);
    EXPECT_EQ(*misfire::apply(config->text(), {}), text);
  }
  EXPECT_GE(parsed, corpus.at_least);
}

INSTANTIATE_TEST_SUITE_P(
    Adapters, RoundTrip,
    ::testing::Values(Corpus{"haproxy",
                             parse_haproxy_pool,
                             {"fixtures/lb", "tests/trouble/quick",
                              "tests/fuzz/seeds/haproxy_config", "tests/balancer/worldly/haproxy"},
                             "",
                             24},
                      Corpus{"nginx",
                             parse_nginx_pool,
                             {"fixtures/lb", "tests/balancer/nginx",
                              "tests/fuzz/seeds/nginx_config", "tests/balancer/worldly/nginx"},
                             "",
                             30}),
    [](const auto& one) { return std::string(one.param.balancer); });

}  // namespace
}  // namespace misfire
