// The road of a grant, for its tests: each event as a row of a table, and the steps one by one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace grant_story {

using Events = std::vector<std::string>;

inline const std::string digest = "sha-256:" + std::string(64, 'a');

inline std::string agreed_with(const std::string& recipient) {
  return R"(agreement_signed {"recipient": ")" + recipient +
         R"(", "determination": "determination/1", "number": "PKS/001/TKM/V/2023",
    "amount_idr": 20000000, "ends_on": "2023-12-15"})";
}
inline const std::string brief = R"(briefing_attended {"recipient": "group/1",
    "determination": "determination/1", "persons": ["person/1"]})";
inline const std::string agree = agreed_with("group/1");

inline std::string request(int number) {
  return R"(tranche_requested {"number": )" + std::to_string(number) +
         R"(, "amount_idr": 20000000, "receipt": ")" + digest + R"("})";
}
inline std::string test(int number) {
  return R"(documents_tested {"tranche": )" + std::to_string(number) + R"(, "passed": true})";
}
inline std::string fail(int number) {
  return R"(documents_tested {"tranche": )" + std::to_string(number) + R"(, "passed": false})";
}
inline std::string spp(int number) {
  return R"(spp_issued {"tranche": )" + std::to_string(number) + R"(, "number": "00001/SPP/2023"})";
}
inline std::string spm(int number) {
  return R"(spm_issued {"tranche": )" + std::to_string(number) +
         R"(, "number": "00123T", "account": "526312", "amount_idr": 20000000})";
}
inline std::string sp2d(int number) {
  return R"(sp2d_issued {"tranche": )" + std::to_string(number) +
         R"(, "number": "231751330004001", "issued_on": "2023-05-12", "amount_idr": 20000000,
    "budget": "budget/1", "line": "4498.QDB.001.051.A.526312"})";
}
inline std::string credit(int number) {
  return R"(funds_credited {"tranche": )" + std::to_string(number) +
         R"(, "amount_idr": 20000000, "bank_reference": "BRI000000001"})";
}
inline std::string spend(int number) {
  return R"(expenditure_recorded {"number": )" + std::to_string(number) +
         R"(, "date": "2023-06-05", "item": "bibit", "amount_idr": 1500000,
    "vendor": "Toko Makmur", "receipt": ")" +
         digest + R"("})";
}
inline const std::string report = R"(accountability_report_submitted {"spent_idr": 19400000,
    "balance_idr": 600000, "technical": ")" +
                                  digest + R"(", "financial": ")" + digest + R"("})";
inline std::string back(int number) {
  return R"(transfer_returned {"tranche": )" + std::to_string(number) +
         R"(, "amount_idr": 20000000, "bank_reference": "RETUR1", "cause": "account_dormant"})";
}
inline std::string reject(int number, const std::string& spm_number = "00123T") {
  return R"(spm_rejected {"tranche": )" + std::to_string(number) + R"(, "number": ")" + spm_number +
         R"("})";
}
inline std::string withdraw(const std::string& more = "") {
  return R"(funds_withdrawn {"amount_idr": 5000000, "withdrawn_at": "2023-05-16T10:00:00+07:00")" +
         more + "}";
}
inline std::string correct(int number) {
  return R"(expenditure_corrected {"number": )" + std::to_string(number) +
         R"(, "date": "2023-06-05", "item": "bibit", "amount_idr": 1200000,
    "vendor": "Toko Makmur", "receipt": ")" +
         digest + R"("})";
}
inline std::string progress(int percent) {
  return R"(progress_reported {"percent": )" + std::to_string(percent) + R"(, "digest": ")" +
         digest + R"("})";
}
inline std::string sanction(const std::string& kind) {
  return R"(sanction_imposed {"kind": ")" + kind + R"("})";
}
inline const std::string pact = "integrity_pact_signed",
                         remind = R"(accountability_reminder_sent {"channel": "whatsapp"})",
                         overdue = "accountability_report_overdue_declared",
                         return_report = "accountability_report_returned",
                         declare_unspent = R"(unspent_balance_declared {"amount_idr": 600000})",
                         terminate = "agreement_terminated";
inline const std::string hand_over = "handover_signed",
                         accept_report = "accountability_report_accepted", close_account = "closed";
inline const std::string order =
    R"(refund_ordered {"amount_idr": 600000, "cause": "unspent", "due_on": "2023-08-21"})";

inline std::string deposit(const std::string& ntpn) {
  return R"(refund_deposited {"form": "SSPB", "billing": "820230811465628", "ntpn": ")" + ntpn +
         R"(", "amount_idr": 600000, "deposited_on": "2023-06-11"})";
}
inline std::string confirm(const std::string& ntpn) {
  return R"(refund_confirmed {"ntpn": ")" + ntpn + R"("})";
}
inline const std::string ntpn = "09J8987HSD4567LB", other_ntpn = "19J8987HSD4567LB";

inline Events operator+(Events events, const std::string& next) {
  events.push_back(next);
  return events;
}

inline Events operator+(Events events, const Events& next) {
  events.insert(events.end(), next.begin(), next.end());
  return events;
}

// An event, or events, of the stream of this name.
inline std::string at(const std::string& subject, const std::string& event) {
  return subject + " " + event;
}
inline Events at(const std::string& subject, Events events) {
  for (std::string& event : events) event = at(subject, event);
  return events;
}

// What an envelope holds and how it is paid.
inline std::string open_for(int count, std::int64_t total_idr) {
  return R"(opened {"determination": "determination/1", "count": )" + std::to_string(count) +
         R"(, "total_idr": )" + std::to_string(total_idr) +
         R"(, "budget": "budget/1", "line": "4498.QDB.001.051.A.526312", "bank": "002"})";
}
inline std::string item(int number, const std::string& grant, int tranche = 1) {
  return R"(item_added {"number": )" + std::to_string(number) + R"(, "grant": ")" + grant +
         R"(", "tranche": )" + std::to_string(tranche) + R"(, "amount_idr": 20000000})";
}
inline const std::string envelope_spp = R"(spp_issued {"number": "00009/SPP/2023"})",
                         ship = R"(shipped {"shipped_on": "2023-05-13"})";
inline std::string envelope_spm(std::int64_t amount_idr) {
  return R"(spm_issued {"number": "00129T", "account": "526312", "amount_idr": )" +
         std::to_string(amount_idr) + "}";
}
inline std::string envelope_sp2d(std::int64_t amount_idr) {
  return R"(sp2d_issued {"number": "231751330004009", "issued_on": "2023-05-12", "amount_idr": )" +
         std::to_string(amount_idr) +
         R"(, "budget": "budget/1", "line": "4498.QDB.001.051.A.526312"})";
}
// From the opening to the SP2D, each item of Rp20,000,000.
inline Events envelope_for(const std::vector<std::string>& grants) {
  const auto count = static_cast<int>(grants.size());
  const std::int64_t total = 20'000'000LL * count;
  Events out = {open_for(count, total)};
  for (int i = 0; i < count; ++i) out.push_back(item(i + 1, grants[static_cast<std::size_t>(i)]));
  return out + Events{envelope_spp, envelope_spm(total), envelope_sp2d(total)};
}

// The road of a grant of one tranche, each a step further than the one before.
inline const Events agreed = {brief, agree}, requested = agreed + request(1),
                    tested = requested + test(1), ordered = tested + spp(1) + spm(1),
                    sent = ordered + sp2d(1), in_use = sent + credit(1), reported = in_use + report,
                    accepted = reported + accept_report, closed = accepted + close_account;

}  // namespace grant_story
