#include "monitor/sink/inbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/json_numbers.hpp"

namespace misfire {
namespace {

using nlohmann::json;

const char* name_of(SinkProtocol protocol) {
  switch (protocol) {
    case SinkProtocol::notify:
      return "notify";
    case SinkProtocol::alerts:
      return "alerts";
    case SinkProtocol::smtp:
      return "smtp";
  }
  return "";
}

SinkProtocol protocol_of(const std::string& name) {
  for (const auto p : {SinkProtocol::notify, SinkProtocol::alerts, SinkProtocol::smtp}) {
    if (name == name_of(p)) return p;
  }
  throw std::runtime_error(fmt::format("unknown protocol \"{}\"", name));
}

}  // namespace

void Inbox::add(Received arrival) {
  arrival.seq = static_cast<std::int64_t>(all_.size());
  arrival.at = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  all_.push_back(std::move(arrival));
}

std::string Inbox::since(std::int64_t from) const {
  json list = json::array();
  for (std::size_t i = static_cast<std::size_t>(std::max<std::int64_t>(from, 0)); i < all_.size();
       ++i) {
    const Received& r = all_[i];
    list.push_back({{"seq", r.seq},
                    {"at", to_nanos(r.at)},
                    {"protocol", name_of(r.protocol)},
                    {"receiver", r.receiver},
                    {"integration", r.integration},
                    {"index", r.index},
                    {"observer", r.observer},
                    {"body", r.body}});
  }
  const json page = {{"next", all_.size()}, {"received", std::move(list)}};
  return page.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<ReceivedPage> decode_received(std::string_view text) {
  try {
    const json page = json::parse(text);
    if (has_stray_fraction(page, {}))
      throw std::runtime_error("a fraction in place of a whole number");
    ReceivedPage decoded;
    decoded.next = page.at("next").get<std::int64_t>();
    for (const json& r : page.at("received")) {
      decoded.received.push_back(
          {r.at("seq").get<std::int64_t>(), from_nanos(r.at("at").get<std::int64_t>()),
           protocol_of(r.at("protocol").get<std::string>()), r.at("receiver").get<std::string>(),
           r.at("integration").get<std::string>(), r.at("index").get<int>(),
           r.at("observer").get<bool>(), r.at("body").get<std::string>()});
    }
    return decoded;
  } catch (const std::exception& error) {
    return environment_error(fmt::format("the sink's answer is not understood: {}", error.what()));
  }
}

}  // namespace misfire
