// What is different on a connection while an import writes through it. All of it ends with these objects.
#pragma once

#include <string>

#include "adapters/sqlite/connection.h"

namespace dialctl::sqlite {

// Rows that an import makes are right by their types: numbers are E164s, texts of JSON are made by one
// function, words come from enums. So SQLite need not check the columns of each row again; `db verify` and
// every backup do. Types and UNIQUE hold as ever.
//
// And what a row refers to is made or read in the same transaction, so it need not be looked up for each row.
// That holds only there (`one_transaction`): between two slices others may remove a status.
//
// The switches work outside of transactions alone.
class RowsUnchecked {
 public:
  RowsUnchecked(Connection& connection, bool one_transaction);
  RowsUnchecked(const RowsUnchecked&) = delete;
  RowsUnchecked& operator=(const RowsUnchecked&) = delete;
  ~RowsUnchecked();

 private:
  Connection& connection_;
};

// Pages: those of a random order of keys go everywhere into their index, and a page that does not find room
// is written to the log, again and again. Copies: a statement of many rows that may fail in the middle keeps
// one of every page that it touches, in a file unless told otherwise; they are a few MiB at most.
class MoreMemory {
 public:
  explicit MoreMemory(Connection& connection);
  MoreMemory(const MoreMemory&) = delete;
  MoreMemory& operator=(const MoreMemory&) = delete;
  ~MoreMemory();

  // Few pages and files again, for what sorts.
  void give_back();

 private:
  Connection& connection_;
};

// Numbers come in any order. An index of them that is made at the end, from sorted keys, costs a third of one
// that takes them one by one. Only where no number is stored yet, so that none is indexed twice, and inside
// the import's transaction: nobody sees the table without it, and a rollback brings it back.
class NumbersIndexedLast {
 public:
  // Inside the transaction, before statements are prepared.
  NumbersIndexedLast(Connection& connection, bool one_transaction);
  bool wanted() const { return !index_.empty(); }
  void make();

 private:
  Connection& connection_;
  std::string index_;  // its SQL; empty: it is there as ever
};

}  // namespace dialctl::sqlite
