// The events of one stream as they count, for what was recorded stays and yet may be put right.
//
//   a correction   is an event of the same type that names an earlier one in `corrects`: from its
//                  position on it counts in that one's place
//   a reversal     (`event_reversed`) takes the event that it names away; of a correction or of a
//                  reversal, what stood before it counts again
//   an approval    (`correction_approved`) by a second person lets a correction or reversal count,
//                  where the type of the event asks for four eyes
//
// Only the latest of a chain may be corrected. Source: domain.md, Corrections (I40).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme {

inline constexpr Rule correction_of_other_stream{
    "I40",
    "correction_of_other_stream",
    {"Koreksi hanya menyangkut peristiwa dalam alirannya sendiri",
     "A correction is of an event of its own stream"},
    ""};
inline constexpr Rule correction_of_other_type{
    "I40",
    "correction_of_other_type",
    {"Koreksi berjenis sama dengan peristiwa yang dikoreksi",
     "A correction is of the type of the event that it corrects"},
    ""};
inline constexpr Rule event_never_corrected{
    "I40",
    "event_never_corrected",
    {"Jenis peristiwa ini tidak pernah dikoreksi", "This type of event is never corrected"},
    ""};
inline constexpr Rule correction_not_latest{
    "I40",
    "correction_not_latest",
    {"Hanya yang terakhir dalam rangkaian boleh dikoreksi atau dibatalkan",
     "Only the latest of a chain may be corrected or reversed"},
    ""};
inline constexpr Rule correction_not_waiting{
    "I40",
    "correction_not_waiting",
    {"Yang disetujui adalah koreksi aliran ini yang menunggu persetujuan",
     "What is approved is a correction of this stream that waits for it"},
    ""};
inline constexpr Rule correction_needs_second_person{
    "I40",
    "correction_needs_second_person",
    {"Koreksi disetujui oleh orang kedua", "A correction is approved by a second person"},
    ""};

// The rules that an event of this type may break, in the order of their numbers: those of its
// declaration, and those of corrections.
std::vector<const Rule*> rules_of(const EventType& type);

// Whether an event changes how others of its stream count.
inline bool changes_history(const Event& event) {
  return event.corrects.has_value() || event.type->act != EventType::Act::fact;
}

class History {
 public:
  // In the order of positions. Total: what is recorded is a fact, so nothing is checked.
  void add(Event event);
  // What counts, in the order of the places. Valid as long as the history.
  std::vector<const Event*> counting() const;
  // Null: there is no such event in this stream.
  const Event* find(std::uint64_t position) const;

  // The event that an event stands for at the bottom of its chain, and whose place it takes.
  const Event& bottom_of(const Event& event) const;
  // Whether an event that changes_history() may follow. refused: as I40 says.
  Verdict allows(const Event& event) const;
  // Whether the role of this correction or reversal may correct what it names: the role that
  // recorded it, or a higher one. An approval is for the roles of the event that was corrected.
  bool may_correct(const Event& event) const;

  std::uint64_t version() const { return events_.size(); }
  std::uint64_t last_position() const { return events_.empty() ? 0 : events_.rbegin()->first; }
  const std::map<std::uint64_t, Event>& events() const { return events_; }

 private:
  struct Standing {
    bool reversed = false, replaced = false;  // by an event that counts
    bool named = false;                       // by an event that is not reversed
  };
  std::map<std::uint64_t, Standing> standing() const;
  bool waits(const Event& event) const;  // for its approval

  std::map<std::uint64_t, Event> events_;               // by position
  std::map<std::uint64_t, bool> needs_approval_;        // corrections and reversals
  std::map<std::uint64_t, std::uint64_t> approved_by_;  // correction -> approval
};

// The state that a stream's history adds up to.
StreamState fold(const StreamType& stream, const History& history);

// The first rule that a stream's counting events break from `place` on, and did not break as they
// counted before; nullopt: none. Facts are those of now.
Verdict judge(const StreamType& stream, const std::vector<const Event*>& before,
              const std::vector<const Event*>& after, std::uint64_t place, const Facts& facts);

}  // namespace programme
