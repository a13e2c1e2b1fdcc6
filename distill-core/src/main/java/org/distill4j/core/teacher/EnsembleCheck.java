package org.distill4j.core.teacher;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.model.InputNames;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Refuses teachers that do not fit together. */
final class EnsembleCheck {
  private EnsembleCheck() {}

  static void require(List<String> heads, List<Teacher> members) {
    if (members.isEmpty() || heads.isEmpty()) {
      throw new IllegalArgumentException(
          "An ensemble of "
              + members.size()
              + " teachers with "
              + heads.size()
              + " heads, expected at least one of each.\nMaybe a list came out empty.");
    }
    for (int i = 0; i < members.size(); i++) {
      requireInputs(i, members);
      for (String head : heads) {
        requireClasses(i, head, members);
      }
    }
  }

  private static void requireInputs(int index, List<Teacher> members) {
    Map<String, TensorSpec> given = members.get(index).inputs();
    for (Teacher before : members.subList(0, index)) {
      boolean bothOne = given.size() == 1 && before.inputs().size() == 1;
      before
          .inputs()
          .forEach(
              (name, wanted) ->
                  requireSame(index, wanted, bothOne ? InputNames.only(given) : given.get(name)));
    }
  }

  private static void requireSame(int index, TensorSpec wanted, @Nullable TensorSpec given) {
    if (given != null && !given.equals(wanted)) {
      throw new IllegalArgumentException(
          "Teacher "
              + index
              + " of the ensemble takes "
              + given
              + " and one before it "
              + wanted
              + ", expected the same.\n"
              + "Maybe one needs a reshape as its first layer.");
    }
  }

  private static void requireClasses(int index, String head, List<Teacher> members) {
    TensorSpec wanted = classes(0, head, members.get(0));
    TensorSpec given = classes(index, head, members.get(index));
    if (!given.equals(wanted)) {
      throw new IllegalArgumentException(
          "Teacher "
              + index
              + " of the ensemble has "
              + given.shape().dim(0)
              + " classes in \""
              + head
              + "\" and teacher 0 has "
              + wanted.shape().dim(0)
              + ", expected the same number.\nMaybe one was trained for another task.");
    }
  }

  private static TensorSpec classes(int index, String head, Teacher member) {
    TensorSpec spec = member.outputs().get(head);
    if (spec == null || spec.type() != DType.FLOAT32 || spec.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "Teacher "
              + index
              + " of the ensemble gives "
              + member.outputs()
              + ", expected \""
              + head
              + "\" among them, FLOAT32 (classes) for each example.\n"
              + "Maybe the head has another name; withHeads(…) chooses.");
    }
    return spec;
  }

  /** The weights divided by their sum. */
  static double[] shares(int members, double... weights) {
    double sum = Arrays.stream(weights).sum();
    boolean numbers = Arrays.stream(weights).allMatch(w -> w >= 0) && Double.isFinite(sum);
    if (weights.length != members || !numbers || sum == 0) {
      throw new IllegalArgumentException(
          "The weights of an ensemble of "
              + members
              + " teachers are "
              + Arrays.toString(weights)
              + ", expected one finite number of at least 0 for each, not all of them 0.\n"
              + "Maybe leave them out for equal ones.");
    }
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  static void requireFinite(int index, String head, HostTensor values) {
    values
        .firstNonFinite()
        .ifPresent(
            place -> {
              throw new IllegalArgumentException(
                  "Teacher "
                      + index
                      + " of the ensemble says "
                      + values.floats().get(place)
                      + " in \""
                      + head
                      + "\", row "
                      + place / values.shape().dim(1)
                      + " of the batch, expected finite numbers.\n"
                      + "Maybe its training diverged, or it gives log-probabilities of 0; a logit"
                      + " of -1e30 rules a class out.");
            });
  }
}
