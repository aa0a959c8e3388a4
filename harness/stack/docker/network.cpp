#include "stack/docker/network.hpp"

#include <fmt/format.h>

#include "stack/address.hpp"
#include "stack/docker/container.hpp"

namespace misfire {
namespace {

using nlohmann::json;

json creation(const std::string& name, const std::string& owner, int slot) {
  return {{"Name", name},
          {"CheckDuplicate", true},
          {"Driver", "bridge"},
          {"Labels", {{kOwnerLabel, owner}}},
          {"IPAM",
           {{"Config",
             {{{"Subnet", container_address(slot, 0) + "/24"},
               {"Gateway", container_address(slot, 1)}}}}}},
          // Nothing inside has business outside: without masquerading no answer comes back.
          {"Options", {{"com.docker.network.bridge.enable_ip_masquerade", "false"}}}};
}

bool is_taken(const std::string& complaint) {
  return complaint.find("overlap") != std::string::npos ||               // Docker
         complaint.find("already used") != std::string::npos ||          // Podman
         complaint.find("conflicts with network") != std::string::npos;  // two at once
}

}  // namespace

std::string container_address(int slot, int number) {
  return fmt::format("198.18.{}.{}", slot, number);
}

Result<DockerNetwork> make_network(const DockerClient& client, const std::string& owner) {
  const std::string name = "misfire-" + owner;
  for (int slot = 1; slot <= kSlots; ++slot) {
    const auto made = client.call("POST", "/networks/create", creation(name, owner, slot));
    if (!made) return tl::unexpected(made.error());
    if (made->fine()) return DockerNetwork{name, slot};
    if (is_taken(made->complaint())) continue;
    return environment_error(
        fmt::format("the Docker daemon refuses to create the network {}: {}", name,
                    made->complaint()),
        made->status == 409 ? "somebody else has that name: docker network ls" : "");
  }
  return environment_error(
      fmt::format("every network from {}/24 to {}/24 is taken", container_address(1, 0),
                  container_address(kSlots, 0)),
      "docker network ls shows by whom; misfire sweep removes those of dead runs");
}

}  // namespace misfire
