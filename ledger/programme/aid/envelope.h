// One payment for many recipients ("penyaluran"): one payment order (SPP, SPM, SP2D) to the
// disbursing bank with a list of grants and amounts, the items.
//
//   (new) -opened-> open -item_added-> open -spp_issued-> spp -spm_issued-> spm -sp2d_issued-> sp2d
//   sp2d -shipped-> shipped -item_reconciled, item_reversed-> shipped -reconciled-> reconciled
//   open, spp, spm, sp2d -cancelled-> cancelled
//
// OPEN of domain.md is the four statuses before the shipping. An item is one tranche of a grant
// whose documents were tested. Shipping hands the list to the bank and moves its grants to `sp2d`:
// from there on the bank answers on each grant (`grant.funds_credited`, `grant.transfer_returned`).
// The envelope's own books are closed item by item; the two need not agree in order. A transfer
// that came back and was tested anew is an item of another envelope, or has an SP2D of its own.
// What is asked of a grant's own payment is asked of each item: grant_rules.h.
// Source: domain.md 7.1 L, 7.2 (a payment for many recipients), the four counters of OpenG2P.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "ledger/programme/stream.h"

namespace programme::envelope {

struct Opened {
  std::string determination;
  std::int64_t count = 0, total_idr = 0;
  std::string budget, line, bank;
};
struct ItemAdded {
  std::int64_t number = 0;
  std::string grant;
  std::int64_t tranche = 0, amount_idr = 0;
};
struct SppIssued {
  std::string number;
};
struct SpmIssued {
  std::string number, account;
  std::int64_t amount_idr = 0;
};
struct Sp2dIssued {
  std::string number, issued_on;
  std::int64_t amount_idr = 0;
  std::string budget, line;
};
struct Shipped {
  std::string shipped_on;
};
struct ItemReconciled {
  std::int64_t number = 0;
  std::string bank_reference;
};
struct ItemReversed {
  std::int64_t number = 0;
  std::string cause;
};
struct Reconciled {};
struct Cancelled {};

// Of the items together.
inline constexpr Rule items_are_sp2d = {"I17",
                                        "envelope_items_not_sp2d",
                                        {"Jumlah penerima dalam amplop sama dengan SP2D",
                                         "The items of an envelope add up to its SP2D"},
                                        ""};
// An item is a tranche whose documents have passed the test of the PPK, and that is not paid.
inline constexpr Rule item_needs_tested_documents = {
    "I17",
    "item_grant_not_tested",
    {"Penerima dalam amplop telah lulus uji dokumen",
     "An item is a tranche whose documents passed the test"},
    "PMK 132/PMK.05/2021"};

struct Item {
  enum class Outcome { open, reconciled, reversed };

  std::string grant;
  std::int64_t tranche = 0, amount_idr = 0;
  std::uint64_t place = 0;  // of its event
  Outcome outcome = Outcome::open;
};

struct Counter {
  std::int64_t count = 0, sum_idr = 0;
};

struct State {
  std::string determination, budget, line;
  std::int64_t opened_count = 0, opened_total_idr = 0;  // as the envelope was opened
  std::string spm, sp2d;  // year and number, as grant::numbered() says; empty: none yet
  std::int64_t spm_idr = 0, sp2d_idr = 0;
  std::int64_t sp2d_year = 0;
  std::map<std::int64_t, Item> items;  // by number
  std::map<std::pair<std::string, std::int64_t>, std::int64_t>
      grants;  // (grant, tranche) -> number
  Counter added, shipped, reconciled, reversed;
  std::uint64_t shipped_at = 0;  // place of the shipping; 0: not shipped
};

// The item of a tranche; null: there is none.
const Item* find_item(const State& state, const std::string& grant, std::int64_t tranche);

// An envelope that holds the tranche since before `place` and is neither shipped nor cancelled;
// empty: there is none.
std::string waiting_in(const std::string& grant, std::int64_t tranche, std::uint64_t place,
                       const Facts& facts);

const StreamType& stream();

}  // namespace programme::envelope
