// An office that records aid in a ledger of its own, event by event, and puts it right again.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/programme/json.h"
#include "tests/support/sample_ledger.h"

namespace aid_story {

class Desk {
 public:
  struct By {
    std::string role, actor;
    std::string time = "2023-07-01T09:00:00+07:00";
  };

  // "ok", or the name of the refusal. `event` is a type, a subject and the data, as a row has them.
  std::string record(const By& by, const std::string& type, const std::string& subject,
                     const std::string& data = "{}") {
    return send(event(by, type, subject, data));
  }
  // In place of the event at a position.
  std::string correct(std::uint64_t position, const By& by, const std::string& type,
                      const std::string& subject, const std::string& data) {
    auto correction = event(by, type, subject, data);
    correction["corrects"] = std::to_string(position);
    correction["reason"] = "salah ketik";
    return send(correction);
  }
  std::string reverse(std::uint64_t position, const By& by, const std::string& subject) {
    return correct(position, by, subject.substr(0, subject.find('/')) + ".event_reversed", subject,
                   "{}");
  }
  // Of the next event that is accepted.
  std::uint64_t position() const { return ledger_.ledger().size(); }

 private:
  programme::Json event(const By& by, const std::string& type, const std::string& subject,
                        const std::string& data) {
    return {{"specversion", "1.0"},
            {"id", std::to_string(++sent_)},
            {"source", "/desk"},
            {"type", type},
            {"subject", subject},
            {"time", by.time},
            {"area", "36.02"},
            {"actor", by.actor},
            {"role", by.role},
            {"basis", "SK uji"},
            {"basisdigest", "sha-256:" + std::string(64, 'a')},
            {"data", programme::Json::parse(data)}};
  }
  std::string send(const programme::Json& event) {
    const std::string refusal = ledger_.record({event.dump()});
    return refusal.empty() ? "ok" : refusal.substr(refusal.rfind(' ') + 1);
  }

  support::SampleLedger ledger_{0};
  std::uint64_t sent_ = 0;
};

inline const Desk::By kpa{"kpa", "kpa-1"}, ppk{"ppk", "ppk-1"},
    officer{"programme_officer", "staf-1"};

// The data of a juknis, as a row has them after subject and type.
inline std::string data_of(const std::string& row) { return row.substr(row.find('{')); }

}  // namespace aid_story
