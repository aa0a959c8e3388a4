// The Docker Engine API (https://docs.docker.com/reference/api/engine/), which Podman serves too:
// over the Unix socket that DOCKER_HOST names, or the default one. Safe to use from many threads.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/http_client.hpp"
#include "base/http_stream.hpp"

namespace misfire {

/// What a call came to. An error is about reaching the daemon; a refusal is an answer.
struct DockerAnswer {
  int status = 0;
  nlohmann::json body;  ///< null when it is no JSON
  std::string raw;      ///< as it came
  bool fine() const { return status >= 200 && status < 400; }
  /// What the daemon said against it.
  std::string complaint() const;
};

/// What to_string made of an endpoint.
Endpoint endpoint_of(const std::string&);

/// Where DOCKER_HOST says. Error: not a Unix socket or a loopback address.
Result<Endpoint> docker_endpoint();

class DockerClient {
 public:
  /// Asks the daemon who it is and settles on a version of the API. Errors, each with what to do:
  /// no socket, no permission, nobody listens, too slow, too old.
  static Result<DockerClient> connect();
  static Result<DockerClient> connect(const Endpoint&);
  /// To a daemon that answered before; asks nothing.
  DockerClient(Endpoint at, std::string api) : at_(std::move(at)), api_(std::move(api)) {}

  const Endpoint& endpoint() const { return at_; }
  const std::string& api() const { return api_; }  ///< "1.41"

  Result<DockerAnswer> call(const std::string& method, const std::string& target,
                            const nlohmann::json& body = nullptr, Duration limit = kPatience) const;
  /// With any other body, as application/x-tar.
  Result<DockerAnswer> send_tar(const std::string& method, const std::string& target,
                                std::string tar, Duration limit = kPatience) const;
  /// An answer in pieces; `tar`: the body of the request.
  Result<HttpStream> stream(const std::string& method, const std::string& target,
                            std::string tar = {}, Duration limit = kPatience,
                            const std::map<std::string, std::string>& headers = {}) const;

  /// A daemon that starts many containers on a busy machine takes its time.
  static constexpr Duration kPatience = std::chrono::seconds(60);

 private:
  std::string target(const std::string& path) const { return "/v" + api_ + path; }
  Result<DockerAnswer> ask(const HttpRequest&, Duration limit) const;
  /// Errors of the transport, with what to do about them.
  Error explained(Error) const;
  Endpoint at_;
  std::string api_;
};

/// `filters=…` of a list, for all things that carry this label ("key" or "key=value").
std::string label_filter(const std::string& label);

}  // namespace misfire
