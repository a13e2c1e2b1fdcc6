package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;

/** The behaviour of a compiler of programs, without any training above it. */
final class ProgramRules {
  private ProgramRules() {}

  static List<Rule> all() {
    return Stream.of(
            RunRules.all(),
            VariableRules.all(),
            List.of(
                ProgramCase.rule(
                    "PROG-09", "gradients are outputs like any others", GradientRows.first()),
                ProgramCase.rule(
                    "PROG-10", "gradients of gradients are outputs too", GradientRows.second()),
                ProgramCase.rule(
                    "PROG-11", "a composite gives what its body gives", CompositeRows.all()),
                ProgramCase.rule(
                    "PROG-12", "NaN is passed on, and is the largest of all", NanRows.all()),
                ProgramCase.rule(
                    "PROG-13", "matrices enter a product in each form", FormRows.all()),
                ProgramCase.rule(
                    "PROG-14",
                    "dilated kernels may be wider than the image",
                    ImageGradientRows.narrow()),
                ProgramCase.rule(
                    "PROG-15",
                    "gradients of convolutions are the oracle's",
                    ImageGradientRows.convolutions()),
                ProgramCase.rule(
                    "PROG-16", "gradients of pools are the oracle's", ImageGradientRows.pools()),
                ProgramCase.rule(
                    "PROG-17",
                    "zeros are put around, rows are added up, and erf is exact",
                    ImageGradientRows.others())))
        .flatMap(List::stream)
        .toList();
  }
}
