// Whether the operators suffice: so many customers may have answered by some moment, so many operators may
// have become free by then, each with a chance of its own. The whole distributions are compared, since
// averages tell nothing about who is left without an operator.
#pragma once

#include <vector>

namespace dialctl::pace {

class Shortage {
 public:
  // `sure`: operators who are free already, less the customers who wait already. `doubt`: the chances of
  // answers may all be wrong together; square of their relative error.
  void begin(int sure, double doubt = 0);
  // So many of them, each with this chance.
  void may_answer(double chance, int count = 1);
  void may_be_free(double chance, int count = 1);

  // Chance that one more customer who answers at that moment finds nobody: as many others have answered
  // before him as operators are there.
  double chance();
  // The same by a normal distribution: cheap, and rough where few are involved.
  double rough_chance() const;

 private:
  void settle();
  double exact() const;

  int sure_ = 0;
  double doubt_ = 0;
  double answers_mean_ = 0;
  double mean_ = 0;  // answers less operators
  double variance_ = 0;
  double third_ = 0;  // central moment
  struct Group {
    double chance;
    int count;
  };
  std::vector<Group> answer_chances_;
  std::vector<Group> free_chances_;
  std::size_t settled_answers_ = 0;  // of these, so many are in `answers_`
  bool is_settled_ = false;
  std::vector<double> answers_;    // by count
  std::vector<double> operators_;  // by count
};

}  // namespace dialctl::pace
