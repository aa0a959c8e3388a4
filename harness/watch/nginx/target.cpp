#include "watch/nginx/target.hpp"

#include <fmt/format.h>

#include "balancer/nginx/includes.hpp"
#include "balancer/nginx/model.hpp"
#include "base/reach_out.hpp"
#include "scenario/user_file.hpp"
#include "watch/file_state.hpp"
#include "watch/nginx/file_facts.hpp"
#include "watch/nginx/processes.hpp"

namespace misfire::watch {
namespace {

/// The files that the marks of an inlined text name.
std::set<fs::path> origins(const std::string& text, const fs::path& config) {
  std::set<fs::path> files = {config};
  for (std::size_t at = 0; (at = text.find(kOriginMark, at)) != std::string::npos;) {
    at += kOriginMark.size();
    std::string name = text.substr(at, text.find('\n', at) - at);
    for (int part = 0; part < 2; ++part) name.erase(std::min(name.rfind(':'), name.size()));
    files.insert(name);
  }
  return files;
}

}  // namespace

std::string NginxTarget::name() const {
  return "nginx by " + (page_ ? to_string(page_->at) + page_->target : pid_file_.string());
}

Result<FileState> NginxTarget::file() const {
  return file_state([this]() -> Result<ConfigText> {
    auto text = read_user_file(config_, {});
    if (!text) return tl::unexpected(text.error());
    auto whole = with_includes(std::move(*text), config_.string());
    if (!whole) return tl::unexpected(whole.error());
    const auto model = parse_nginx(whole->text, config_.string());
    if (!model) return tl::unexpected(model.error());
    return ConfigText{whole->text, origins(whole->text, config_), file_facts(*model)};
  });
}

std::optional<Missed> NginxTarget::ask_status(Duration limit) const {
  const SystemClock clock;
  const Instant asked = clock.now();
  const auto answer = http_anywhere(page_->at, {"GET", page_->target, {}, {}}, limit);
  if (!answer) {
    const Miss why = clock.now() - asked >= limit ? Miss::slow : Miss::away;
    return Missed{why, to_string(answer.error())};
  }
  if (answer->status == 200 && answer->body.starts_with("Active connections")) return std::nullopt;
  return Missed{Miss::answer,
                fmt::format("{}{} answers {} and no stub_status", to_string(page_->at),
                            page_->target, answer->status),
                true};
}

Looked NginxTarget::look(Duration limit) const {
  const auto generation = [&]() -> Result<Worker> {
    if (pid_file_.empty()) return Worker{};
    return nginx_generation(pid_file_);
  };
  const auto before = file();
  const auto worker = generation();
  if (!worker) return tl::unexpected(Missed{Miss::away, to_string(worker.error())});
  if (page_) {
    if (auto missed = ask_status(limit)) return tl::unexpected(std::move(*missed));
  }
  auto after = file();
  if (!after) return tl::unexpected(Missed{Miss::file, to_string(after.error()), true});
  const auto same_worker = generation();
  if (!before || before->digest != after->digest || !same_worker ||
      same_worker->name != worker->name) {
    return tl::unexpected(
        Missed{Miss::unsteady, "nginx or its files changed during the look", true});
  }
  return Look{SystemClock().now(), *worker, std::move(*after), std::nullopt, {}};
}

}  // namespace misfire::watch
