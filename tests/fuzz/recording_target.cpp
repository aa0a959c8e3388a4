// recording.json: what is read is written and read as the same, and its times can be counted with.
#include "monitor/recording.hpp"

#include "property.hpp"
#include "replay/phase.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void recording(std::string_view json) {
  const auto read = recording_from_json(json);
  if (!read) return require(!read.error().message.empty(), "an error says something");
  const auto again = recording_from_json(to_json(*read));
  require(again.has_value(), "what is written is a recording's facts");
  require(*again == *read, "what is written is read as the same");
  static_cast<void>(label_form_of(read->groups));
  for (const RecordedGroup& group : read->groups) {
    for (const LabelForm form : {LabelForm::separated, LabelForm::counted}) {
      const Duration offset = evaluation_offset(group.file, group.name, group.interval, form);
      require(offset >= Duration() && offset < group.interval,
              "an offset is less than the interval");
    }
  }
}

}  // namespace misfire::fuzz
