#include "init/components_text.hpp"

#include <fmt/format.h>

#include "init/first_files.hpp"

namespace misfire {
namespace {

std::size_t count(const ComponentsGuess& guess) {
  std::size_t alerts = 0;
  for (const auto& [component, blamed] : guess.blamed) alerts += blamed.size();
  return alerts;
}

}  // namespace

std::string components_text(const ComponentsGuess& guess) {
  std::string text = "\n# What an alert blames is its label `component`";
  const std::size_t known = count(guess);
  if (known == 0) {
    text += "; where yours say it otherwise:\n";
    return text + "# [components]\n# load-balancer = ['alertname=~\"HAProxy.+\"']\n";
  }
  text += fmt::format(
      ". {} {} none; by what {} read, {} blame as below.\n"
      "# {} left: what {} read may be anybody's fault, or is what users see. Take what is right:\n"
      "# [components]\n",
      known + guess.left.size(), known + guess.left.size() == 1 ? "alert has" : "alerts have",
      known + guess.left.size() == 1 ? "it" : "they", known,
      guess.left.size() == 1 ? "1 is" : fmt::format("{} are", guess.left.size()),
      guess.left.size() == 1 ? "it" : "they");
  for (const auto& [component, blamed] : guess.blamed) {
    text += as_comment(fmt::format("# {} = [", component)) + "\n";
    for (const BlameGuess& one : blamed) {
      text += as_comment(fmt::format("#   'alertname=\"{}\"',  # {}", one.alert, one.why)) + "\n";
    }
    text += "# ]\n";
  }
  return text;
}

}  // namespace misfire
