#include "init/editor_schemas.hpp"

namespace misfire {

std::map<std::string, std::string> editor_schemas() {
  return {{"misfire/schema/system.schema.json", std::string(kSystemSchema)},
          {"misfire/schema/scenario.schema.json", std::string(kScenarioSchema)}};
}

}  // namespace misfire
