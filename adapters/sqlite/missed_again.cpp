// A missed call that was kept and is judged again: its callback is made as if it had come in now (CB-11).
#include "adapters/sqlite/missed_book.h"

namespace dialctl::sqlite {

// The writer of records makes a callback together with its missed call. So the call is written once more, as
// a copy without the provider's id; what the copy was given is moved to the call that was kept, and the copy
// goes. Nobody sees it: all of that is in one transaction, and the permit that lets the copy go cannot be
// committed.
void SqliteMissedBook::take_again(const MissedTaken& record) {
  MissedTaken copy = record;
  copy.call.id = {};
  copy.call.provider_call.clear();
  const Record one = copy;
  writer_.apply({&one, 1});
  const MissedId made = newest();
  Statement move_task(connection_, "UPDATE task SET missed_id = ?1 WHERE missed_id = ?2");
  move_task.run(record.call.id, made);
  Statement judge(connection_,
                  "UPDATE missed_call SET (taking, rule_id, rule_version, task_id) = (SELECT taking, rule_id,"
                  " rule_version, task_id FROM missed_call WHERE id = ?2) WHERE id = ?1");
  judge.run(record.call.id, made);
  Statement permit(connection_, "INSERT INTO erasure_permit (id, why) VALUES (1, 'judged again')");
  permit.run();
  Statement forget(connection_, "DELETE FROM missed_call WHERE id = ?");
  forget.run(made);
  Statement end_permit(connection_, "DELETE FROM erasure_permit");
  end_permit.run();
}

}  // namespace dialctl::sqlite
