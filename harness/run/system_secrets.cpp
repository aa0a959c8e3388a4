#include "run/system_secrets.hpp"

#include "base/secret_parts.hpp"

namespace misfire {
namespace {

class Collector {
 public:
  void text(const std::string& text) {
    all(secret_parts(text));
    all(assigned_secrets(text));
  }

  void values(const std::map<std::string, std::string>& named) {
    for (const auto& [name, value] : named) {
      // "Basic {basic}" is filled in by each login.
      const bool open = is_reference(std::string_view(value).substr(value.find(' ') + 1));
      if (names_a_secret(name) && !open) found_.add(value);
      text(value);
      all(passwords_before_hosts(value));
    }
  }

  void command(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      text(words[i]);
      all(passwords_before_hosts(words[i]));
      const bool last = i + 1 == words.size();
      if (last || !is_secret_option(words[i]) || words[i + 1].starts_with('-')) continue;
      if (!is_reference(words[i + 1])) found_.add(words[i + 1]);
    }
  }

  void sent(const std::string& body) {
    for (const std::string& value : sent_secrets(body)) found_.add(value);
  }

  void all(const SecretParts& parts) {
    for (const std::string_view part : parts) found_.add(part);
  }

  Secrets found() && { return std::move(found_); }

 private:
  Secrets found_;
};

}  // namespace

Secrets system_secrets(const System& system) {
  Collector secrets;
  secrets.text(system.login.path);
  secrets.values(system.login.headers);
  secrets.sent(system.login.body);
  secrets.values(system.balancer.environment);
  secrets.text(system.backends.ready);
  if (const auto& own = system.backends.own) {
    secrets.command(own->command);
    secrets.values(own->environment);
  }
  for (const auto& [name, program] : system.programs) secrets.command(program.args);
  for (const auto& [job, labels] : system.monitoring.labels) {
    for (const auto& [label, values] : labels) {
      for (const std::string& value : values) {
        secrets.all(secret_parts(value));
        secrets.all(passwords_before_hosts(value));
      }
    }
  }
  return std::move(secrets).found();
}

}  // namespace misfire
