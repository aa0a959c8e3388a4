// Inputs that no fuzzer gets to: very long, very deep, very many. Every target must come to an end
// with its properties kept; a reader must refuse a file of 100 MB without reading it all.
#include <gtest/gtest.h>

#include <fstream>

#include "base/temporary_folder.hpp"
#include "history/history.hpp"
#include "monitor/render.hpp"
#include "property.hpp"
#include "scenario/parse.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr std::size_t kLong = 10'000;  // bytes, or levels

std::string repeated(std::string_view piece, std::size_t times = kLong) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

struct Shape {
  const char* name;
  std::string text;
};

/// Brackets of every kind, opened only and closed again; words, digits, quotes, separators; and
/// the same within what a format begins with.
std::vector<Shape> shapes() {
  return {
      {"brackets", repeated("[")},
      {"closed brackets", repeated("[") + repeated("]")},
      {"braces", repeated("{")},
      {"closed braces", repeated("{\"a\":") + "1" + repeated("}")},
      {"flow maps", repeated("{a: ") + "1" + repeated("}")},
      {"parentheses", repeated("(")},
      {"closed parentheses", repeated("(") + "a" + repeated(")")},
      {"ranges", repeated("(", 3000) + "a" + repeated("[1m:])", 3000)},
      {"dashes", repeated("- ")},
      {"questions", repeated("? ")},
      {"colons", repeated("a: ")},
      {"double quotes", repeated("\"")},
      {"single quotes", repeated("'")},
      {"backslashes", repeated("\\")},
      {"digits", repeated("9")},
      {"a word", repeated("a")},
      {"words", repeated("a ")},
      {"dots", "a" + repeated(".a") + " = 1"},
      {"equals", repeated("a=b ")},
      {"lines", repeated("\n")},
      {"returns", repeated("\r\n")},
      {"zeros", std::string(kLong, '\0')},
      {"invalid UTF-8", repeated("\xff")},
      {"tables", repeated("[a]\n")},
      {"arrays of tables", repeated("[[fault]]\n")},
      {"deep webhook", R"({"groupKey":"","alerts":[],"a":)" + repeated("[") + repeated("]") + "}"},
      {"deep labels", R"([{"labels":)" + repeated("[") + repeated("]") + "}]"},
      {"selectors", repeated("a+", kLong / 10) + "a"},
      {"keys of a map",
       [] {
         std::string text;
         for (std::size_t i = 0; i < kLong / 2; ++i) text += "k" + std::to_string(i) + ": 1\n";
         return text;
       }()},
      {"anchors",
       [] {
         std::string text = "a0: &a0 [x]\n";
         for (int i = 1; i < 40; ++i) {
           const auto last = std::to_string(i - 1), now = std::to_string(i);
           text += "a" + now + ": &a" + now + " [*a" + last + ", *a" + last + "]\n";
         }
         return text;
       }()},
      {"servers", "backend auth\n" +
                      [] {
                        std::string text;
                        for (int i = 0; i < 2000; ++i)
                          text += " server s" + std::to_string(i) + " 1.2.3.4:5\n";
                        return text;
                      }()},
      {"sections", repeated("backend auth\n")},
      {"header", "GET / HTTP/1.1\r\nA: " + repeated("a") + "\r\n\r\n"},
      {"headers", "GET / HTTP/1.1\r\n" + repeated("A: b\r\n") + "\r\n"},
      {"chunks", "POST /api/v2/alerts HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" +
                     repeated("1\r\na\r\n")},
      {"requests", repeated("GET /healthz HTTP/1.1\r\n\r\n", 2000)},
      {"mail", "MAIL FROM:<a>\r\nRCPT TO:<b>\r\nDATA\r\n" + repeated(" folded\r\n")},
      {"regex", "a\nx=~\"" + repeated("(", 20'000) + repeated(")", 20'000) + "\""},
      {"explosive regex", repeated("a", 40) + "b\nx=~\"(a|aa|a+)+$\""},
  };
}

class Hostile : public ::testing::TestWithParam<Target> {};

TEST_P(Hostile, ShapesComeToAnEnd) {
  for (const Shape& shape : shapes()) {
    SCOPED_TRACE(shape.name);
    EXPECT_NO_THROW(GetParam().run(shape.text));
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Hostile, ::testing::ValuesIn(kTargets),
                         [](const auto& one) { return std::string(one.param.name); });

/// 100 MB of zeros that take no room on the disk.
fs::path large_file(const TemporaryFolder& folder, const char* name) {
  const fs::path file = folder.path() / name;
  std::ofstream(file).close();
  fs::resize_file(file, 100u << 20);
  return file;
}

TEST(LargeFile, IsRefusedByEveryReader) {
  const auto folder = TemporaryFolder::make("large").value();
  const fs::path file = large_file(folder, "file");
  const auto refused = [](const Error& error) {
    EXPECT_NE(error.message.find("larger than"), std::string::npos) << to_string(error);
    EXPECT_FALSE(error.hint.empty());
  };
  const auto scenario = read_scenario(file, {});
  ASSERT_FALSE(scenario);
  refused(scenario.error().front());
  const auto system = read_system(file);
  ASSERT_FALSE(system);
  refused(system.error().front());
  System with;
  with.monitoring.prometheus = with.monitoring.alertmanager = with.monitoring.blackbox = file;
  const auto prometheus = render_prometheus(with, {}, 30, model_seconds(180));
  ASSERT_FALSE(prometheus);
  refused(prometheus.error().front());
  const auto alertmanager = render_alertmanager(with, {}, 30, "Tue 14:00 UTC");
  ASSERT_FALSE(alertmanager);
  refused(alertmanager.error().front());
  const auto blackbox = render_blackbox(with, 30);
  ASSERT_FALSE(blackbox);
  refused(blackbox.error().front());
}

TEST(LargeFile, OfARunIsDamage) {
  const auto folder = TemporaryFolder::make("large").value();
  large_file(folder, "history.jsonl");
  large_file(folder, "logins.bin");
  const auto history = read_history(folder.path());
  ASSERT_TRUE(history);
  EXPECT_FALSE(history->complete);
  EXPECT_NE(history->damage.find("history.jsonl"), std::string::npos) << history->damage;
  EXPECT_NE(history->damage.find("login"), std::string::npos) << history->damage;
}

}  // namespace
}  // namespace misfire::fuzz
