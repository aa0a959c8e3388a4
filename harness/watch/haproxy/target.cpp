#include "watch/haproxy/target.hpp"

#include <fmt/format.h>

#include "balancer/haproxy/model.hpp"
#include "base/reach_out.hpp"
#include "scenario/user_file.hpp"
#include "watch/file_state.hpp"
#include "watch/haproxy/file_facts.hpp"
#include "watch/haproxy/running.hpp"

namespace misfire::watch {

std::string HaproxyTarget::name() const {
  return "HAProxy by " + to_string(runtime_api_);
}

Result<FileState> HaproxyTarget::file() const {
  return file_state([this]() -> Result<ConfigText> {
    auto text = read_user_file(config_, {});
    if (!text) return tl::unexpected(text.error());
    const auto model = parse_haproxy(*text, config_.string());
    if (!model) return tl::unexpected(model.error());
    return ConfigText{std::move(*text), {config_}, file_facts(*model)};
  });
}

Looked HaproxyTarget::look(Duration limit) const {
  const SystemClock clock;
  const auto before = file();
  const Instant asked = clock.now();
  const auto text = converse_anywhere(runtime_api_, haproxy_question(), limit);
  const Instant answered = clock.now();
  if (!text) {
    const Miss why = answered - asked >= limit ? Miss::slow : Miss::away;
    return tl::unexpected(Missed{why, to_string(text.error())});
  }
  auto answer = parse_haproxy_answer(*text);
  if (!answer) return tl::unexpected(Missed{Miss::answer, to_string(answer.error()), true});
  if (answer->stopping) {
    return tl::unexpected(Missed{Miss::unsteady, "a former worker answered that is ending", true});
  }
  auto after = file();
  if (!after) return tl::unexpected(Missed{Miss::file, to_string(after.error()), true});
  if (!before || before->digest != after->digest) {
    return tl::unexpected(
        Missed{Miss::unsteady, config_.string() + " was changed during the look", true});
  }
  return Look{answered, answer->worker, std::move(*after), std::move(answer->running),
              std::move(answer->up)};
}

}  // namespace misfire::watch
