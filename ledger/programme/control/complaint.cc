#include "ledger/programme/control/complaint.h"

namespace programme::complaint {
namespace {

using Builder = StreamBuilder<State>;

void receive(Builder& s) {
  s.event<Received>("received", {"Pengaduan diterima", "Complaint received"})
      .by({role::manpower_office, role::member})
      .opens("received")
      .field("channel", &Received::channel, code({"lapor", "wbs", "village"}),
             {"Saluran", "Channel"})
      .field("anonymous", &Received::anonymous, boolean(), {"Tanpa nama", "Anonymous"})
      .field("about", &Received::about, indexed(reference({"*"})), {"Tentang", "About"})
      .field("text", &Received::text, sealed(text()), {"Isi pengaduan", "Text"});
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("complaint", {"Pengaduan", "Complaint"});
    receive(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::complaint
