#include "ledger/programme/catalogue.h"

#include <map>

#include "ledger/programme/aid/budget.h"
#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/aid/proposal.h"
#include "ledger/programme/aid/works.h"
#include "ledger/programme/control/audit.h"
#include "ledger/programme/control/complaint.h"
#include "ledger/programme/control/disclosure.h"
#include "ledger/programme/control/monitoring.h"
#include "ledger/programme/control/protection.h"
#include "ledger/programme/control/system.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/people/jobseeker.h"
#include "ledger/programme/people/mentoring.h"
#include "ledger/programme/people/person.h"
#include "ledger/programme/people/placement.h"
#include "ledger/programme/people/training.h"
#include "ledger/programme/people/vacancy.h"
#include "ledger/programme/place/indicator.h"
#include "ledger/programme/place/institution.h"
#include "ledger/programme/place/kawasan.h"
#include "ledger/programme/place/partner.h"
#include "ledger/programme/place/rembuk.h"

namespace programme {

const std::vector<const StreamType*>& catalogue() {
  static const std::vector<const StreamType*> all = {
      &juknis::stream(),        &kawasan::stream(),   &partner::stream(),    &institution::stream(),
      &rembuk::stream(),        &person::stream(),    &group::stream(),      &proposal::stream(),
      &determination::stream(), &budget::stream(),    &grant::stream(),      &envelope::stream(),
      &works::stream(),         &training::stream(),  &mentoring::stream(),  &jobseeker::stream(),
      &vacancy::stream(),       &placement::stream(), &monitoring::stream(), &audit::stream(),
      &complaint::stream(),     &indicator::stream(), &protection::stream(), &system::stream(),
      &disclosure::stream()};
  return all;
}

const EventType* find_type(std::string_view name) {
  static const auto types = [] {
    std::map<std::string, const EventType*, std::less<>> made;
    for (const StreamType* stream : catalogue())
      for (const auto& type : stream->events) made[type->name] = type.get();
    return made;
  }();
  const auto found = types.find(name);
  return found == types.end() ? nullptr : found->second;
}

const StreamType* find_stream(std::string_view aggregate) {
  for (const StreamType* stream : catalogue())
    if (stream->aggregate == aggregate) return stream;
  return nullptr;
}

}  // namespace programme
